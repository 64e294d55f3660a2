"""The catalogue of pages that browsers look at names every page, every form and every template there is."""

import re
from collections.abc import Iterable
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from portal.intake import pages
from tests.journeys.catalogue import NEVER_WRONG, NO_ERROR, NO_PAGE, NOT_DRAWN, PAGES
from tests.journeys.shown import Shown

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
#: Pieces of pages, and letters.
PIECES = ("parts/", "layouts/", "letters/")
#: Places that stand for a whole address, or for the number of something.
WHOLE = {
    "{letter}": "/tickets/RC-1/letters/1",
    "{file}": "/tickets/RC-1/files/1",
    "{hide}": "/ticket/hide/1",
    "{link}": "/new-code/token",
}
NUMBERS = re.compile(r"{(?:asked|[a-z]+-review|selected|noticed|replied|running)}")
ADD = "add to tests/journeys/pages_*.py, or say why not in catalogue.py:"


def endpoint(house: Flask, address: str, method: str) -> str:
    """Which page answers at an address of the catalogue."""
    for place, whole in WHOLE.items():
        address = address.replace(place, whole)
    address = re.sub(r"{[a-z]+}", "RC-1", NUMBERS.sub("1", address)).split("?")[0]
    adapter = house.url_map.bind("localhost")
    name: str = adapter.match(address, method=method)[0]
    return name


def looked_at(house: Flask) -> set[str]:
    """The pages somebody looks at by opening them, or by sending a form to them."""
    opened = {endpoint(house, one.address, "GET") for one in PAGES if one.template != "errors/404"}
    return opened | {endpoint(house, one.answers, "POST") for one in PAGES if one.answers}


def wrong_forms(house: Flask) -> set[str]:
    """The forms that are looked at with everything wrong."""
    sent = {
        endpoint(house, one.form or one.address, "POST") for one in PAGES if one.wrong is not None
    }
    return sent | {
        endpoint(house, one.answers, "POST") for one in PAGES if one.answers and one.status == 422
    }


def named(house: Flask, method: str) -> set[str]:
    """The endpoints that take this method."""
    return {one.endpoint for one in house.url_map.iter_rules() if method in (one.methods or ())}


def test_every_address_is_looked_at_or_says_why_not(house: Flask) -> None:
    there, known = named(house, "GET"), looked_at(house) | set(NO_PAGE)
    assert not there - known, f"{ADD} {sorted(there - known)}"
    assert not set(NO_PAGE) - there, f"take out of NO_PAGE: {sorted(set(NO_PAGE) - there)}"


def test_every_form_is_looked_at_with_its_errors_or_says_why_not(house: Flask) -> None:
    there, known = named(house, "POST"), wrong_forms(house) | set(NO_ERROR)
    assert not there - known, f"{ADD} {sorted(there - known)}"
    assert not set(NO_ERROR) - there, f"take out of NO_ERROR: {sorted(set(NO_ERROR) - there)}"


def test_every_choice_in_an_address_is_looked_at(house: Flask) -> None:
    opened = {one.address.split("?")[0] for one in PAGES}
    missing = [
        f"{rule.rule}: {choice}"
        for rule in house.url_map.iter_rules()
        if rule.endpoint not in NO_PAGE and "GET" in (rule.methods or ())
        for choice in choices(rule)
        if not any(choice in address.split("/") for address in opened)
    ]
    assert not missing, f"{ADD} {missing}"


def choices(rule: Rule) -> Iterable[str]:
    """The words an address may have at a place where only some words may stand."""
    for words in re.findall(r"<any\(([^)]*)\)", rule.rule):
        yield from re.split(r",\s*", words)


def test_every_page_of_questions_is_looked_at_with_its_errors() -> None:
    known = {one.template for one in PAGES if one.wrong is not None or one.status == 422}
    silent = {one.template for one in PAGES if one.name in NEVER_WRONG}
    asked = {
        f"intake/{page}" for door in pages.DOORS for step in pages.STEPS[door] for page in step
    }
    assert not asked - known - silent, f"{ADD} {sorted(asked - known - silent)}"


def test_every_template_is_drawn_or_says_why_not() -> None:
    there = {
        path.relative_to(TEMPLATES).with_suffix("").as_posix()
        for path in TEMPLATES.rglob("*.html")
        if not path.name.startswith("_") and "{% extends" in path.read_text("utf-8")
    }
    pages_there = {one for one in there if not one.startswith(PIECES)}
    known = {one.template for one in PAGES} | set(NOT_DRAWN)
    assert not pages_there - known, f"{ADD} {sorted(pages_there - known)}"
    assert not known - pages_there, f"take out of the catalogue: {sorted(known - pages_there)}"


def test_what_is_looked_at_needs_no_reason_not_to_be(house: Flask) -> None:
    both = looked_at(house) & set(NO_PAGE) | wrong_forms(house) & set(NO_ERROR)
    both |= {one.template for one in PAGES} & set(NOT_DRAWN)
    assert not both, f"take the reason out of tests/journeys/catalogue.py: {sorted(both)}"


def test_names_in_the_catalogue_are_used_once() -> None:
    names = [one.name for one in PAGES]
    assert len(names) == len(set(names))


def test_what_is_not_looked_at_says_why_in_words() -> None:
    reasons = {**NO_PAGE, **NO_ERROR, **NEVER_WRONG, **NOT_DRAWN}
    short = [name for name, reason in reasons.items() if len(reason.split()) < 2]
    assert not short, f"say why these are not looked at: {short}"


def test_an_error_state_of_its_own_says_which_form_it_answers() -> None:
    lost: list[Shown] = [one for one in PAGES if one.does and one.wrong is not None]
    assert not lost, f"give these a line of their own with `answers`: {[one.name for one in lost]}"
