"""Sheets a person takes along: a copy of the answers, the receipt, a one-page repayment proposal."""

import json
from datetime import date
from functools import cache
from threading import Lock
from typing import Any

import typst

from portal.letters.pdf import FOLDER, own_folder

_LOCK = Lock()


@cache
def _compiler() -> typst.Compiler:
    """One compiler for the process; its folder holds our layouts and fonts and nothing else."""
    return typst.Compiler(
        str(FOLDER / "_sheet.typ"),
        root=str(own_folder()),
        font_paths=[str(FOLDER / "_fonts")],
        ignore_system_fonts=True,
    )


def sheet(pages: list[dict[str, Any]]) -> bytes:
    """One PDF of one or more sheets, each in its own language. Texts are data, never markup.

    A page is {language, organisation, title, code, blocks}; a block is {title, rows, paragraphs}.
    """
    inputs = {"pages": json.dumps(pages, ensure_ascii=False)}
    with _LOCK:
        try:
            return bytes(
                _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
            )
        except typst.TypstError:
            # A rare character the font lacks: a sheet with a blank box is better than no sheet.
            return bytes(_compiler().compile(format="pdf", sys_inputs=inputs))


def file_name(day: date) -> str:
    """A name that says nothing to whoever sees the list of downloads."""
    return f"document-{day.isoformat()}.pdf"
