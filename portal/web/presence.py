"""Who else has a ticket open: told by what each load of a page left behind."""

from datetime import timedelta

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from portal.models import Role, Staff, TicketViewer, viewers_of
from portal.web.db import db
from portal.web.work import aside, now

#: A mark younger than this is not written again.
FRESH_FOR = timedelta(minutes=1)
#: Pages on which somebody is about to change or send something.
WRITING = frozenset({"reply", "note", "triage", "deadline", "referral", "outcome"})


def open_here(ticket_id: str, staff: Staff, tab: str) -> list[tuple[str, str]]:
    """Leave the mark that this person has the ticket open, and tell who else has."""
    rows = list(db.session.execute(viewers_of([ticket_id], now())))
    doing = "writing" if tab in WRITING else "reading"
    mine = next((row for row in rows if row.staff_id == staff.id), None)
    is_fresh = mine is not None and mine.doing == doing and now() - mine.seen_at < FRESH_FOR
    if staff.role is Role.SUPERVISOR and not is_fresh:
        aside(mark(ticket_id, staff.id, doing))
    return [(row.name, row.doing) for row in rows if row.staff_id != staff.id]


def mark(ticket_id: str, staff_id: int, doing: str) -> Insert:
    """The row that says so; there is one for each person and ticket."""
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    values = {"doing": doing, "seen_at": now()}
    return (
        make(TicketViewer)
        .values(ticket_id=ticket_id, staff_id=staff_id, **values)
        .on_conflict_do_update(index_elements=["ticket_id", "staff_id"], set_=values)
    )
