"""Which language a page speaks: the link just pressed, the choice of before, else the browser's."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from babel.support import NullTranslations
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, Domain, force_locale, lazy_gettext, lazy_pgettext
from flask_babel import get_locale as babel_locale
from flask_babel.speaklater import LazyString
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from portal.catalogue import catalogue
from portal.languages import LANGUAGES, TAGS, Language, spoken
from portal.paths import TRANSLATIONS

#: The stages whose lists are searched by words in the address.
SEARCHED = frozenset(
    {
        "triage",
        "casework",
        "outcomes",
        "reviews",
        "admin",
        "trial",
        "duty",
        "data_requests",
        "retention",
    }
)
KEPT = frozenset({("from", "check")})
#: A longer name of a language is no name of one.
LONGEST_TAG = 35


class Catalogue(Domain):  # type: ignore[misc] # the library has no types
    """All .po files of a language merged in memory: no compiled file can be stale."""

    def __init__(self) -> None:
        super().__init__(translation_directories=[str(TRANSLATIONS)])

    def get_translations(self) -> NullTranslations:
        """The translations of the language this page speaks."""
        locale = babel_locale()
        return catalogue(str(locale) if locale else "en")


def choose() -> str:
    """The language of this page: the link just pressed, the choice of before, else the browser's."""
    # Asked hundreds of times for a page: one look at what the request keeps.
    known: str | None = g.get("language")
    if known is not None:
        return known
    asked = spoken(request.args.get("lang", "")[:LONGEST_TAG])
    if asked:
        session["language"] = asked
    before = session.get("language")
    language: str = asked or (before if before in LANGUAGES else from_browser())
    g.language = language
    return language


def written_here() -> Language:
    """How the language of this page writes what is no sentence."""
    return LANGUAGES[choose()]


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


@pass_context
def printed(context: Context, sentence: str, /, **values: Any) -> str:  # noqa: ANN401 - what is put into the sentence
    """A sentence of a page in its language. Those without a gap are made ready once."""
    if not context.eval_ctx.autoescape:
        return translate(sentence) % values
    ready, gaps = ready_words(choose(), sentence)
    return gaps % values if ready is None or values else ready


@lru_cache(maxsize=8192)
def ready_words(language: str, sentence: str) -> tuple[Markup | None, Markup]:
    """A sentence as it stands on a page, if it has no gap, and as it waits for what is put into it."""
    said = Markup(catalogue(language).ugettext(sentence))  # noqa: S704 - written by us and our translators
    return None if "%(" in said else said % {}, said


def later(sentence: str) -> LazyString:
    """A sentence written where the program begins and translated where a page shows it.

    The library's own looks for its domain and the locale anew for each word of every form.
    """
    return LazyString(_spoken, sentence)


def later_in(context: str, sentence: str) -> LazyString:
    """The same for a word that means another thing elsewhere."""
    return LazyString(_spoken, sentence, context)


def _spoken(sentence: str, context: str = "") -> str:
    if not has_request_context():
        return str(lazy_pgettext(context, sentence) if context else lazy_gettext(sentence))
    spoken = catalogue(choose())
    return str(spoken.upgettext(context, sentence) if context else spoken.ugettext(sentence))


def from_browser() -> str:
    """The first language of the browser we speak; never guessed from a network address."""
    from flask import current_app  # noqa: PLC0415 - only inside a request

    header = request.headers.get("Accept-Language", "")[:200]
    for part in header.split(","):
        if known := spoken(part.split(";")[0][:LONGEST_TAG]):
            return known
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
        gettext=printed,
        _=printed,
        languages=LANGUAGES,
        language_tags=TAGS,
        language_link=language_link,
        current_language=choose,
        gap=lambda: written_here().gap,
    )
