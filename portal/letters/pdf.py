"""A letter as PDF by typst. Texts are handed over as data and never become markup."""

import json
from functools import cache
from threading import Lock

import typst

from portal.paths import TEMPLATES

FOLDER = TEMPLATES / "letters"
LAYOUT = FOLDER / "_layout.typ"
_LOCK = Lock()


@cache
def _compiler() -> typst.Compiler:
    """One compiler for the process: the first letter pays for the fonts, the others take milliseconds."""
    return typst.Compiler(
        str(LAYOUT),
        root=str(FOLDER),
        font_paths=[str(FOLDER / "_fonts")],
        ignore_system_fonts=True,
    )


def pdf(subject: str, body: str, language: str, organisation: str) -> bytes:
    """The letter as a tagged PDF in its language."""
    data = {
        "subject": subject,
        "paragraphs": [part.strip() for part in body.split("\n\n") if part.strip()],
        "language": "zh" if language == "zh_Hans_CN" else "en",
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
