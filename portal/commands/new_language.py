"""The files of a new language, each with every key: sentences empty, all other texts in English."""

import sys
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from portal.paths import JURISDICTIONS, TEMPLATES, TRANSLATIONS

#: The language whose catalogues name every sentence: English is the sentence itself.
WHOLE = "zh_Hans_CN"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the texts of a portal lie."""

    translations: Path = TRANSLATIONS
    letters: Path = TEMPLATES / "letters"
    jurisdictions: Path = JURISDICTIONS


def begin(code: str, places: Places | None = None) -> int:
    """Write the catalogues, the demonstration, the letters and the words of the packs; 2 when it cannot."""
    places = places or Places()
    try:
        known = str(Locale.parse(code))
    except (UnknownLocaleError, ValueError):
        print(f"portal: Babel knows no language {code}", file=sys.stderr)
        return 2
    if known != code or (places.translations / code).exists():
        said = f"Babel calls it {known}" if known != code else "its files are there already"
        print(f"portal: {code} cannot be begun: {said}", file=sys.stderr)
        return 2
    begin_sentences(code, places.translations)
    copied = begin_texts(code, places)
    print(f"{copied} texts and the catalogues of {code} are there. Next: docs/translations.md")
    return 0


def begin_sentences(code: str, translations: Path) -> None:
    """The catalogues, every sentence empty."""
    folder = translations / code / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for path in sorted((translations / WHOLE / "LC_MESSAGES").glob("*.po")):
        catalogue = Catalog(locale=code, project="Recourse", version="1", fuzzy=False)
        with path.open("rb") as stream:
            for one in (message for message in read_po(stream) if message.id):
                catalogue.add(one.id, context=one.context, flags=one.flags)
        with (folder / path.name).open("wb") as stream:
            write_po(stream, catalogue, width=0)


def begin_texts(code: str, places: Places) -> int:
    """Letters, words of packs and the demonstration, in English until somebody translates them."""
    copies = {places.translations / "en/demo.toml": places.translations / code / "demo.toml"}
    for letter in places.letters.glob("*/en.txt"):
        copies[letter] = letter.with_name(f"{code}.txt")
    for words in places.jurisdictions.rglob("words.en.toml"):
        copies[words] = words.with_name(f"words.{code}.toml")
    for source, target in copies.items():
        target.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    return len(copies)
