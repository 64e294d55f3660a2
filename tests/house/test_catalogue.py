"""The catalogue of pages that browsers look at names every page there is."""

from flask import Flask

from tests.journeys.catalogue import EXCEPTIONS, PAGES


def test_every_address_is_in_the_catalogue_or_says_why_not(house: Flask) -> None:
    there = {rule.endpoint for rule in house.url_map.iter_rules() if "GET" in (rule.methods or ())}
    known = {one.endpoint for one in PAGES} | set(EXCEPTIONS)
    assert not there - known, f"add to tests/journeys/catalogue.py: {sorted(there - known)}"
    assert not known - there - {""}, f"take out of the catalogue: {sorted(known - there)}"


def test_a_page_that_is_looked_at_needs_no_reason_not_to_be() -> None:
    both = {one.endpoint for one in PAGES} & set(EXCEPTIONS)
    assert not both, f"take the reason out of EXCEPTIONS in tests/journeys/catalogue.py: {both}"


def test_names_in_the_catalogue_are_used_once() -> None:
    names = [one.name for one in PAGES]
    assert len(names) == len(set(names))


def test_a_page_that_is_not_looked_at_says_why_in_words() -> None:
    reasons = [reason for reason in EXCEPTIONS.values() if len(reason.split()) < 2]
    assert not reasons, f"say why these are not looked at: {reasons}"
