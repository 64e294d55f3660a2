"""A letter as PDF by typst. Texts are handed over as data and never become markup."""

import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from babel import Locale

from portal.languages import LANGUAGES
from portal.paths import TEMPLATES

FOLDER = TEMPLATES / "letters"
LAYOUT = FOLDER / "_layout.typ"
#: Characters of names that the typefaces of the languages lack, such as 喆, 镕 and 𠮷.
RARE = "Noto Sans CJK SC Rare"
_LOCK = Lock()


def own_folder() -> Path:
    """The folder of the layouts; refused when it holds a link, which the typesetter would follow out."""
    links = [path.name for path in FOLDER.rglob("*") if path.is_symlink()]
    if links:
        raise RuntimeError(
            f"Take the link {links[0]} out of {FOLDER}; letters are not made with it."
        )
    return FOLDER


@cache
def _compiler() -> typst.Compiler:
    """One compiler for the process: the first letter pays for the fonts, the others take milliseconds."""
    return typst.Compiler(
        str(LAYOUT),
        root=str(own_folder()),
        font_paths=[str(FOLDER / "_fonts")],
        ignore_system_fonts=True,
    )


def typeset(language: str) -> dict[str, Any]:
    """What a sheet must be told to be set in a language: its tag in parts, and the typefaces in turn.

    The typeface of the language comes first; a character it lacks is taken from the others, because
    people write names and words in whatever script they write.
    """
    tag = Locale.parse(language)
    own, others = LANGUAGES[language].font, (one.font for one in LANGUAGES.values())
    fonts = dict.fromkeys([own, *others, RARE])
    return {
        "language": tag.language,
        "script": (tag.script or "auto").lower(),
        "region": tag.territory,
        "fonts": list(fonts),
    }


def pdf(subject: str, body: str, language: str, organisation: str) -> bytes:
    """The letter as a tagged PDF in its language."""
    data = {
        "subject": subject,
        "paragraphs": [part.strip() for part in body.split("\n\n") if part.strip()],
        **typeset(language),
        "organisation": organisation,
    }
    inputs = {"letter": json.dumps(data, ensure_ascii=False)}
    with _LOCK:
        try:
            return bytes(
                _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
            )
        except typst.TypstError:
            # A character our font lacks is refused by the standard; a letter with a blank box
            # in it is better than no letter.
            return bytes(_compiler().compile(format="pdf", sys_inputs=inputs))
