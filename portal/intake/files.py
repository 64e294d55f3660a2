"""The files of a report being written: added, described and taken back before it is sent."""

from typing import Any

from flask import request
from flask_babel import gettext

from portal.evidence.service import (
    File,
    describe,
    destroy,
    files_on,
    shelf_of_draft,
    take_back,
)
from portal.intake import drafts
from portal.intake.service import Draft, save_page
from portal.web import uploads
from portal.web.cleaning import cleaned
from portal.web.db import db
from portal.web.work import Work, keyring, work

PAGE = "evidence"
#: The boxes in which a person says what a file shows are called by this and the file's id.
ABOUT = "about-"

uploads.takes_files("intake.page", PAGE)


def of(draft: Draft | None) -> list[File]:
    """The files added so far."""
    if draft is None:
        return []
    return files_on(shelf_of_draft(db.session(), keyring(), draft))


def change(draft: Draft) -> list[str]:
    """Do what the form asks: keep what arrived and what was said, take back; gives what went wrong."""
    if "upload" in request.form and not uploads.arrived():
        return [gettext("Select a file, or choose Continue without files")]
    with work() as w:
        gone, wrong = changed(w, draft)
    for file_id in gone:
        destroy(uploads.store(), file_id)
    return wrong


def changed(w: Work, draft: Draft) -> tuple[list[str], list[str]]:
    """The rows of what was asked for: which files went, and what could not be taken."""
    row = drafts.row_of(w.session, draft.token)
    shelf = shelf_of_draft(w.session, w.keyring, row, make=True)
    if shelf is None:
        return [], []
    describe(shelf, said())
    gone = [one for one in request.form.getlist("remove") if take_back(shelf, one)]
    wrong = uploads.take(w, shelf)
    names: dict[str, Any] = {"files": [one.name for one in files_on(shelf)]}
    save_page(w.session, w.keyring, draft, PAGE, names, w.now)
    return gone, wrong


def said() -> dict[str, str]:
    """What the person says about each file."""
    return {
        name.removeprefix(ABOUT): " ".join(cleaned(words).split())
        for name, words in request.form.items()
        if name.startswith(ABOUT)
    }
