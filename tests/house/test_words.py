"""Every sentence of the interface exists in every language, with its placeholders, well punctuated."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

from portal.catalogue import files_of, merged
from portal.languages import LANGUAGES, TAGS

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
#: English is the source; every other language translates it.
TRANSLATED = [language for language in LANGUAGES if language != "en"]
CHINESE = [language for language in TRANSLATED if language.startswith("zh")]
FILES = [path for language in TRANSLATED for path in files_of(language)]


def language_of(path: Path) -> str:
    """The language of a .po file."""
    return path.parts[-3]


def name_of(path: Path) -> str:
    """What a failing test calls a file."""
    return f"{language_of(path)}/{path.name}"


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
    """Whether a page would show it translated; a plural needs an entry with plural forms."""
    if isinstance(sentence, str):
        return catalogue.get(sentence) is not None
    entry = catalogue.get(sentence[0])
    return entry is not None and bool(entry.pluralizable)


@pytest.fixture(scope="module", params=TRANSLATED)
def translation(request: pytest.FixtureRequest) -> Catalog:
    """All files of a language as the pages see them."""
    return merged(files_of(request.param), request.param)


def texts(translation: str | tuple[str, ...] | list[str]) -> list[str]:
    """The translation, or all its plural forms."""
    return [translation] if isinstance(translation, str) else list(translation)


def test_every_sentence_of_the_interface_is_translated(translation: Catalog) -> None:
    missing = sorted(str(one) for one in sentences() if not is_translated(translation, one))
    listed = "\n".join(missing)
    assert not missing, f"translate into {translation.locale} ({len(missing)}):\n{listed}"


def test_translations_keep_the_placeholders(translation: Catalog) -> None:
    wrong = []
    for message in translation:
        if not message.id:
            continue
        allowed = {one for text in texts(message.id) for one in PLACEHOLDER.findall(text)}
        for text in texts(message.string):
            found = set(PLACEHOLDER.findall(text))
            needed = allowed if isinstance(message.id, str) else found & allowed
            if found != needed:
                wrong.append(f"{message.id!r}: {found} is not {needed}")
    assert not wrong, "use the very same placeholders in:\n" + "\n".join(wrong)


def test_a_percent_sign_in_a_sentence_is_doubled(translation: Catalog) -> None:
    """Templates fill placeholders with `%`, so a single one breaks the page or eats a word."""
    said = [text for one in sentences() for text in texts(one)]
    said += [text for one in translation if one.id for text in texts(one.string)]
    wrong = [text for text in said if "%" in re.sub(r"%%|%\([a-z_]+\)[sd]", "", text)]
    assert not wrong, f"write %% for a percent sign in {wrong}"


@pytest.mark.parametrize(
    "path", [path for path in FILES if language_of(path) in CHINESE], ids=name_of
)
def test_chinese_is_punctuated_as_chinese(path: Path) -> None:
    wrong = [
        text
        for message in read_po(BytesIO(path.read_bytes()), locale=language_of(path))
        if message.id
        for text in texts(message.string)
        if re.search(rf"[{CJK}][,;:?!](?!\w)", text)
    ]
    assert not wrong, f"use full-width ，；：？！ in {path.name}: {wrong}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_catalogue_has_nothing_fuzzy_or_empty(path: Path) -> None:
    with path.open("rb") as stream:
        messages = [one for one in read_po(stream, locale=language_of(path)) if one.id]
    wrong = [one.id for one in messages if one.fuzzy or not all(texts(one.string))]
    assert not wrong, f"finish in {path.name}: {wrong}"


@pytest.mark.parametrize("language", CHINESE)
def test_the_chinese_words_are_really_chinese(language: str) -> None:
    message = merged(files_of(language), language).get("Continue")
    assert message is not None
    assert re.search(f"[{CJK}]", str(message.string))


#: The errors of the rules: their sentence is the key of its translation.
REFUSALS = {
    "PortalError",
    "NotAllowed",
    "NotFound",
    "Stale",
    "Incomplete",
    "Conflicted",
    "BadListing",
}


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


def test_every_refusal_of_the_rules_is_translated(translation: Catalog) -> None:
    """A refusal is written where it is raised, out of sight of the translators' tools."""
    missing = [f"{name}: {text}" for text, name in refusals().items() if not translation.get(text)]
    assert len(refusals()) > 20, "the refusals are no longer found"
    assert not missing, "translate the refusals:\n" + "\n".join(missing)


#: Pages that stand for the others: they must really come out in the language that was asked for.
CANARIES = ("/", "/track", "/resume", "/report/who", "/staff/sign-in", "/no-such-page")


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize("address", CANARIES)
def test_a_page_asked_for_in_chinese_comes_out_chinese(
    app: Flask, address: str, language: str
) -> None:
    tag = TAGS[language]
    page = app.test_client().get(f"{address}?lang={tag}", follow_redirects=True).text
    assert f'<html lang="{tag}"' in page
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
    assert not re.search(f"[{CJK}]", marked), f"{address}: mark Chinese parts with lang="
