"""The sentences of each language: one catalogue made from one .po file for each stage."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from portal.paths import TRANSLATIONS


def N_(sentence: str) -> str:  # noqa: N802 - the name by which translators' tools find sentences
    """Mark a sentence for translation where it is written, before anybody reads it."""
    return sentence


def files_of(language: str) -> list[Path]:
    """The .po files of a language in the order in which they count."""
    return sorted((TRANSLATIONS / language / "LC_MESSAGES").glob("*.po"))


@cache
def catalogue(language: str) -> NullTranslations:
    """One language's translations, read once."""
    files = files_of(language)
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


def said(language: str, sentence: str) -> str:
    """A sentence in a language, for letters and whatever else is not written on a page."""
    return str(catalogue(language).ugettext(sentence))
