"""A letter the person was written, as they read it."""

from typing import Any

from flask import abort, render_template
from sqlalchemy import select

from portal.casework.views import bp
from portal.letters.kept import by_line, opened
from portal.models import Entry, Letter, Role, Ticket
from portal.vault.box import box_for
from portal.web.db import db
from portal.web.permissions import open_to, visible_ticket
from portal.web.work import keyring


@bp.app_template_global("letter_of_line")
def letter_of_line(ticket: Ticket, entries: list[Entry]) -> dict[int, str]:
    """The letters these lines of a ticket's history tell of, by line; nothing of them is opened."""
    named = select(Letter.id, Letter.name, Letter.written_at).where(Letter.ticket_id == ticket.id)
    return by_line(entries, db.session.execute(named).all())  # type: ignore[arg-type] # rows have these names


@bp.get("/tickets/<number>/letters/<letter_id>")
@open_to(Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)
def letter(number: str, letter_id: str) -> Any:  # noqa: ANN401 - a page
    """One letter. It names nobody: what the person is called stands in no letter kept here."""
    ticket = visible_ticket(number)
    query = select(Letter).where(Letter.ticket_id == ticket.id, Letter.id == letter_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        abort(404)
    subject, body = opened(box_for(db.session(), keyring(), ticket.id), found)
    return render_template(
        "casework/letter.html", ticket=ticket, letter=found, subject=subject, body=body
    )
