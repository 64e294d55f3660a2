"""The files of a new language, each with every key: sentences empty, all other texts in English.

Run in the project's folder: python docs/new_language.py CODE
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po


def main(code: str) -> None:
    """Write the catalogues, the demonstration, the letters and the words of the packs."""
    sentences = Path("portal/translations") / code / "LC_MESSAGES"
    sentences.mkdir(parents=True)
    for path in sorted(Path("portal/translations/zh_Hans_CN/LC_MESSAGES").glob("*.po")):
        catalogue = Catalog(locale=code, project="Recourse", version="1", fuzzy=False)
        with path.open("rb") as stream:
            known = [message for message in read_po(stream) if message.id]
        for one in known:
            catalogue.add(one.id, context=one.context, flags=one.flags)
        with (sentences / path.name).open("wb") as stream:
            write_po(stream, catalogue, width=0)
    copies = {Path("portal/translations/en/demo.toml"): sentences.parent / "demo.toml"}
    for letter in Path("templates/letters").glob("*/en.txt"):
        copies[letter] = letter.with_name(f"{code}.txt")
    for words in Path("portal/jurisdictions").rglob("words.en.toml"):
        copies[words] = words.with_name(f"words.{code}.toml")
    for source, target in copies.items():
        target.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
