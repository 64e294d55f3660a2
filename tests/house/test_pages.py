"""Every page says whom it is open to, has a calm address and a template that keeps the rules."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import TemplateSyntaxError

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html")
)
#: Parts and layouts are pieces of pages, not pages.
PIECES = ("parts/", "layouts/")


def of_ours(endpoint: str) -> bool:
    """Whether the page is ours: the sign-in library guards its own."""
    return endpoint != "static" and not endpoint.startswith("security.")


def text_of(name: str) -> str:
    """The template as written."""
    return (ROOT / "templates" / name).read_text(encoding="utf-8")


def test_every_page_says_whom_it_is_open_to(house: Flask) -> None:
    missing = sorted(
        endpoint
        for endpoint, view in house.view_functions.items()
        if of_ours(endpoint) and not getattr(view, "open_to", None)
    )
    assert not missing, f"add @open_to(...) below the route of {missing}"


def test_no_page_is_open_to_nobody_in_particular(house: Flask) -> None:
    odd = sorted(
        endpoint
        for endpoint, view in house.view_functions.items()
        if len(getattr(view, "open_to", ())) > 1
        and {str(role) for role in view.open_to} & {"anyone", "debtor"}
    )
    assert not odd, f"a page for anyone or for the person is for them alone: split {odd}"


def test_addresses_are_lower_case_words_with_hyphens(house: Flask) -> None:
    wrong = sorted(
        rule.rule
        for rule in house.url_map.iter_rules()
        if of_ours(rule.endpoint)
        and not re.fullmatch(r"[a-z0-9/.-]*", re.sub(r"<[^>]+>", "", rule.rule))
    )
    assert not wrong, f"use lower case and hyphens in {wrong}"


def test_no_address_carries_a_receipt_code_a_name_or_an_account(house: Flask) -> None:
    named = {
        f"{rule.rule} ({argument})"
        for rule in house.url_map.iter_rules()
        if of_ours(rule.endpoint)
        for argument in rule.arguments
        if argument in {"code", "receipt", "receipt_code", "name", "account", "email", "phone"}
    }
    assert not named, f"addresses end up in logs and histories: post it instead in {sorted(named)}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_parses(house: Flask, name: str) -> None:
    try:
        house.jinja_env.parse(text_of(name), name)
    except TemplateSyntaxError as problem:
        pytest.fail(f"mend templates/{name}, line {problem.lineno}: {problem.message}")


def titled(name: str) -> bool:
    """Whether this page, or a page of a stage it extends, says a title of its own."""
    text = text_of(name)
    if re.search(r"{%-?\s*block\s+title\b", text):
        return True
    parent = re.search(r"{%-?\s*extends\s+\"([^\"]+)\"", text)
    return parent is not None and not parent[1].startswith(PIECES) and titled(parent[1])


@pytest.mark.parametrize(
    "name", [name for name in TEMPLATES if "{% extends" in text_of(name) and "layouts/" not in name]
)
def test_a_page_says_its_title(name: str) -> None:
    assert titled(name), f"add a title block to templates/{name}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_trusts_nothing_and_styles_nothing_in_place(name: str) -> None:
    text = re.sub(r"{#.*?#}", "", text_of(name), flags=re.DOTALL)
    assert not re.search(r"\|\s*safe\b", text), f"take |safe out of templates/{name}"
    assert " style=" not in text, f"move the style of templates/{name} to static/portal.css"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), f"no event attributes in {name}"
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert not inline, f"move the script of templates/{name} to static/portal.js"


def test_an_imported_macro_is_used() -> None:
    unused = []
    for name in TEMPLATES:
        text = text_of(name)
        for names in re.findall(r"{%-?\s*from\s+\S+\s+import\s+(.+?)\s*-?%}", text):
            for one in re.sub(r"\bwith(out)? context\b", "", names).split(","):
                word = one.split(" as ")[-1].strip()
                if len(re.findall(rf"\b{re.escape(word)}\b", text)) < 2:
                    unused.append(f"{name}: {word}")
    assert not unused, f"remove the imports of {unused}"


def test_a_file_of_macros_that_is_imported_is_used() -> None:
    unused = []
    for name in TEMPLATES:
        text = text_of(name)
        for word in re.findall(r"{%-?\s*import\s+\S+\s+as\s+(\w+)", text):
            parts = [text, *(text_of(one) for one in pieces_of(name))]
            if not any(re.search(rf"\b{word}\.\w", one) for one in parts):
                unused.append(f"{name}: {word}")
    assert not unused, f"remove the imports of {unused}"


def pieces_of(name: str) -> list[str]:
    """The templates that see what this one imports: what it includes, extends or is extended by."""
    text = text_of(name)
    found = re.findall(r"{%-?\s*(?:include|extends|from)\s+\"([^\"]+)\"", text)
    if "casework/tab_" in text:
        found += [one for one in TEMPLATES if one.startswith("casework/tab_")]
    found += [one for one in TEMPLATES if f'extends "{name}"' in text_of(one)]
    return [one for one in found if (ROOT / "templates" / one).exists()]
