"""Every sentence of the interface exists in Chinese, with its placeholders, well punctuated."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

from portal.web.locale import merged

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "ngettext": (1, 2),
    "N_": None,
}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")
FILES = sorted((ROOT / "portal/translations/zh_Hans_CN/LC_MESSAGES").glob("*.po"))
CJK = "\u4e00-\u9fff"


def sentences() -> set[str | tuple[str, ...]]:
    """Every message in code and templates; one with a plural as both its forms."""
    found: set[str | tuple[str, ...]] = set()
    for folder, method in (("portal", "python"), ("templates", "jinja2")):
        kinds = [("**.py", "python")] if method == "python" else [("**.html", "jinja2")]
        options = {"**.html": {"trimmed": "true", "silent": "false"}}
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder), kinds, options, KEYWORDS
        ):
            found.add(message if isinstance(message, str) else tuple(message))
    return {message for message in found if message}


def is_translated(catalogue: Catalog, sentence: str | tuple[str, ...]) -> bool:
    """Whether a page would show it in Chinese; a plural needs an entry with plural forms."""
    if isinstance(sentence, str):
        return catalogue.get(sentence) is not None
    entry = catalogue.get(sentence[0])
    return entry is not None and bool(entry.pluralizable)


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    """All Chinese files as the pages see them."""
    return merged(FILES, "zh_Hans_CN")


def texts(translation: str | tuple[str, ...] | list[str]) -> list[str]:
    """The translation, or all its plural forms."""
    return [translation] if isinstance(translation, str) else list(translation)


def test_every_sentence_of_the_interface_is_translated(chinese: Catalog) -> None:
    missing = sorted(str(one) for one in sentences() if not is_translated(chinese, one))
    listed = "\n".join(missing)
    assert not missing, f"translate in portal/translations/zh_Hans_CN ({len(missing)}):\n{listed}"


def test_translations_keep_the_placeholders(chinese: Catalog) -> None:
    wrong = []
    for message in chinese:
        if not message.id:
            continue
        allowed = {one for text in texts(message.id) for one in PLACEHOLDER.findall(text)}
        for text in texts(message.string):
            found = set(PLACEHOLDER.findall(text))
            needed = allowed if isinstance(message.id, str) else found & allowed
            if found != needed:
                wrong.append(f"{message.id!r}: {found} is not {needed}")
    assert not wrong, "use the very same placeholders in:\n" + "\n".join(wrong)


def test_a_percent_sign_in_a_sentence_is_doubled(chinese: Catalog) -> None:
    """Templates fill placeholders with `%`, so a single one breaks the page or eats a word."""
    said = [text for one in sentences() for text in texts(one)]
    said += [text for one in chinese if one.id for text in texts(one.string)]
    wrong = [text for text in said if "%" in re.sub(r"%%|%\([a-z_]+\)[sd]", "", text)]
    assert not wrong, f"write %% for a percent sign in {wrong}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_chinese_is_punctuated_as_chinese(path: Path) -> None:
    wrong = [
        text
        for message in read_po(BytesIO(path.read_bytes()), locale="zh_Hans_CN")
        if message.id
        for text in texts(message.string)
        if re.search(rf"[{CJK}][,;:?!](?!\w)", text)
    ]
    assert not wrong, f"use full-width ，；：？！ in {path.name}: {wrong}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_catalogue_has_nothing_fuzzy_or_empty(path: Path) -> None:
    with path.open("rb") as stream:
        messages = [one for one in read_po(stream, locale="zh_Hans_CN") if one.id]
    wrong = [one.id for one in messages if one.fuzzy or not all(texts(one.string))]
    assert not wrong, f"finish in {path.name}: {wrong}"


def test_the_chinese_words_are_really_chinese(chinese: Catalog) -> None:
    message = chinese.get("Continue")
    assert message is not None
    assert re.search(f"[{CJK}]", str(message.string))


#: The errors of the rules: their sentence is the key of its translation.
REFUSALS = {"PortalError", "NotAllowed", "NotFound", "Stale", "Incomplete", "Conflicted"}


def refusals() -> dict[str, str]:
    """Every sentence with which the rules refuse something, and the file that says it."""
    found = {}
    for path in sorted((ROOT / "portal").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                found[str(node.args[0].value)] = path.name
    return found


def test_every_refusal_of_the_rules_is_translated(chinese: Catalog) -> None:
    """A refusal is written where it is raised, out of sight of the translators' tools."""
    missing = [f"{name}: {text}" for text, name in refusals().items() if not chinese.get(text)]
    assert len(refusals()) > 20, "the refusals are no longer found"
    assert not missing, "translate the refusals:\n" + "\n".join(missing)


#: Pages that stand for the others: they must really come out in the language that was asked for.
CANARIES = ("/", "/track", "/resume", "/report/who", "/staff/sign-in", "/no-such-page")


@pytest.mark.parametrize("address", CANARIES)
def test_a_page_asked_for_in_chinese_comes_out_chinese(app: Flask, address: str) -> None:
    page = app.test_client().get(f"{address}?lang=zh-CN", follow_redirects=True).text
    assert '<html lang="zh-CN"' in page
    for tag in ("title", "h1"):
        words = re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", page, re.DOTALL)
        assert words is not None
        assert re.search(f"[{CJK}]", words[1]), f"{address}: the {tag} is not Chinese: {words[1]}"


@pytest.mark.parametrize("address", CANARIES)
def test_a_page_asked_for_in_english_has_no_chinese_outside_marked_parts(
    app: Flask, address: str
) -> None:
    page = app.test_client().get(f"{address}?lang=en", follow_redirects=True).text
    assert '<html lang="en"' in page
    marked = re.sub(r"<(\w+)[^>]*\blang=\"zh[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(f"[{CJK}]", marked), f"{address}: mark Chinese parts with lang=zh-CN"
