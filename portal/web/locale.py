"""Languages: which one a page speaks, and the catalogue made from one .po file for each stage."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request, session
from flask_babel import Babel, Domain, force_locale
from flask_babel import get_locale as babel_locale

from portal.paths import TRANSLATIONS

LANGUAGES = {"en": "English", "zh_Hans_CN": "中文"}
#: What html lang= says.
TAGS = {"en": "en", "zh_Hans_CN": "zh-CN"}
_FROM_TAG = {
    "en": "en",
    "zh": "zh_Hans_CN",
    "zh-cn": "zh_Hans_CN",
    "zh-hans": "zh_Hans_CN",
    "zh_hans_cn": "zh_Hans_CN",
}
#: The stages whose lists are searched by words in the address.
SEARCHED = frozenset({"triage", "casework", "outcomes", "reviews", "admin", "trial", "duty"})
KEPT = frozenset({("from", "check")})


class Catalogue(Domain):  # type: ignore[misc] # the library has no types
    """All .po files of a language merged in memory: no compiled file can be stale."""

    def __init__(self) -> None:
        super().__init__(translation_directories=[str(TRANSLATIONS)])

    def get_translations(self) -> NullTranslations:
        """The translations of the language this page speaks."""
        locale = babel_locale()
        return catalogue(str(locale) if locale else "en")


@cache
def catalogue(language: str) -> NullTranslations:
    """One language's translations, read once."""
    folder = TRANSLATIONS / language / "LC_MESSAGES"
    files = sorted(folder.glob("*.po")) if folder.is_dir() else []
    if not files:
        return NullTranslations()
    buffer = BytesIO()
    write_mo(buffer, merged(files, language))
    buffer.seek(0)
    return Translations(buffer)


def merged(files: list[Path], language: str) -> Catalog:
    """One catalogue of several files; the first translation of a sentence wins."""
    whole = Catalog(locale=language)
    for path in files:
        with path.open("rb") as stream:
            for message in read_po(stream, locale=language):
                if message.id and message.string and not whole.get(message.id, message.context):
                    whole[message.id] = message
    return whole


def choose() -> str:
    """The language of this page: the link just pressed, the choice of before, else the browser's."""
    if "language" not in g:
        asked = _FROM_TAG.get(request.args.get("lang", "").lower())
        if asked:
            session["language"] = asked
        g.language = asked or session.get("language") or from_browser()
    language: str = g.language
    return language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Write a part of a page in another language than the rest, such as a letter or a sample."""
    before, g.language = choose(), language
    try:
        with force_locale(language):
            yield
    finally:
        g.language = before


def translate(sentence: str) -> str:
    """A sentence in the language of this page; the quick way for tables of words."""
    return str(catalogue(choose()).ugettext(sentence))


def from_browser() -> str:
    """The first language of the browser we speak; never guessed from a network address."""
    from flask import current_app  # noqa: PLC0415 - only inside a request

    header = request.headers.get("Accept-Language", "")[:200]
    for part in header.split(","):
        tag = part.split(";")[0].strip().lower()
        if tag in ("zh-tw", "zh-hk", "zh-hant"):
            return "zh_Hans_CN"
        for known in (tag, tag.split("-")[0]):
            if known in _FROM_TAG:
                return _FROM_TAG[known]
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    return default


def language_link(language: str) -> str:
    """The address of this very page in another language.

    Staff keep what they searched for. A page outside takes nothing from its address but the way
    back to the answers: whoever made the address must not write into somebody else's page.
    """
    asked = request.args.to_dict()
    if request.blueprint not in SEARCHED:
        asked = {name: value for name, value in asked.items() if (name, value) in KEPT}
    return f"{request.path}?{urlencode({**asked, 'lang': TAGS[language]})}"


def remember() -> None:
    """Take note of the language that was asked for, whatever the page answers."""
    choose()


def init_app(app: Flask) -> None:
    """Wire the languages."""
    app.config["BABEL_DOMAIN"] = "messages"
    # The library would make a plain domain of its own; its cached one is replaced by ours.
    # A choice of language counts on a page that only leads on, too.
    app.before_request(remember)
    Babel(app, locale_selector=choose).domain_instance = Catalogue()
    # The library finds its domain and locale anew for each word; a page has hundreds of words.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # made by the i18n extension
        translate,
        lambda one, many, count: catalogue(choose()).ungettext(one, many, count),
        newstyle=True,
        pgettext=lambda context, sentence: catalogue(choose()).upgettext(context, sentence),
        npgettext=lambda context, one, many, count: catalogue(choose()).unpgettext(
            context, one, many, count
        ),
    )
    app.jinja_env.globals.update(
        languages=LANGUAGES,
        language_tags=TAGS,
        language_link=language_link,
        current_language=choose,
    )
