"""The catalogue of bad input is whole: each row has tests that bear its name, or says why it has none."""

import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
PAPER = ROOT / "docs" / "bad-input.md"
#: A line of the table: row, input, where it is tested, state.
LINE = re.compile(r"^\| (BI-[0-9]{2}) \| (.+?) \| (.*?) \| (.+?) \|$", re.MULTILINE)


def rows() -> dict[str, tuple[list[str], str]]:
    """Each row of the paper: the files its tests are in, and its state."""
    found = LINE.findall(PAPER.read_text("utf-8"))
    return {row: (re.findall(r"`([^`]+)`", where), state) for row, _what, where, state in found}


def named() -> dict[str, set[str]]:
    """The rows that tests bear, each with the files they are in."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for row in set(re.findall(r'"(BI-[0-9]{2})', path.read_text("utf-8"))):
            found.setdefault(row, set()).add(path.relative_to(ROOT).as_posix())
    return found


def test_the_paper_has_every_row_once() -> None:
    lines = LINE.findall(PAPER.read_text("utf-8"))
    assert [line[0] for line in lines] == [f"BI-{number:02}" for number in range(1, 99)]


def test_a_row_that_is_done_has_a_test_of_its_name_in_the_files_it_names() -> None:
    tested = named()
    wrong = [
        f"{row}: {sorted(set(files) ^ tested.get(row, set()))}"
        for row, (files, state) in rows().items()
        if set(files) != tested.get(row, set()) or (state.startswith("done") and not files)
    ]
    assert not wrong, f"name the files of these rows in docs/bad-input.md: {wrong}"


def test_a_row_without_a_test_says_why() -> None:
    wrong = [row for row, (files, state) in rows().items() if not files and len(state) < 20]
    assert not wrong, f"say in docs/bad-input.md why there is no test of {wrong}"


@pytest.mark.row("BI-45")
def test_what_is_put_into_a_page_is_text_whatever_the_page_is_called(house: Flask) -> None:
    assert house.jinja_env.autoescape is True
    for name in ("a.txt", "a.eml", "a.html.j2"):
        made = house.jinja_env.overlay().from_string("{{ said }}")
        assert made.render(said="<b>") == "&lt;b&gt;", name
    odd = [one.name for one in (ROOT / "templates").rglob("*.j2")]
    assert not odd, f"call these pages .html: {odd}"


@pytest.mark.row("BI-25", "BI-41", "BI-42")
def test_no_form_fills_a_row_and_no_stored_text_becomes_a_template() -> None:
    forbidden = re.compile(
        r"populate_obj|render_template_string|from_string\(|\|\s*safe\b|autoescape false"
    )
    wrong = [
        path.relative_to(ROOT).as_posix()
        for folder, kind in (("portal", "*.py"), ("templates", "*.html"))
        for path in (ROOT / folder).rglob(kind)
        if forbidden.search(path.read_text("utf-8"))
    ]
    assert not wrong, f"map each field by hand, and keep stored text text: {wrong}"


@pytest.mark.row("BI-36")
def test_mail_leaves_over_a_line_and_never_by_a_command() -> None:
    text = "".join(path.read_text("utf-8") for path in (ROOT / "portal" / "web").glob("*.py"))
    assert "sendmail -" not in text
    assert "subprocess" not in text


@pytest.mark.row("BI-10")
def test_a_word_without_a_break_is_broken_on_every_page() -> None:
    assert "overflow-wrap:anywhere" in (ROOT / "static/portal.css").read_text("utf-8").replace(
        " ", ""
    )
