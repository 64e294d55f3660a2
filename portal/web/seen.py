"""Stale pages: what others did to a ticket since its page was loaded is shown before anything is changed.

Each form of the desk carries how far the history had come when it was shown. Looks at a ticket, and
what the sender did meanwhile in another tab, do not count: they change nothing the sender relied on.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from flask import g, request
from sqlalchemy import or_, select

from portal.domain.errors import Stale
from portal.models import Entry, EntryKind, Staff, Ticket
from portal.timeline import words_of
from portal.vault.box import box_for
from portal.web.db import db
from portal.web.work import keyring

FIELD = "seen"
_LOOKS = (
    EntryKind.IDENTITY_SHOWN,
    EntryKind.EVIDENCE_OPENED,
    EntryKind.NOTE,
    EntryKind.LETTER_POSTED,
)


@dataclass(frozen=True, slots=True)
class Newer:
    """One line of the history that was not there yet when the page was loaded."""

    kind: EntryKind
    at: datetime
    name: str
    words: str


def require_fresh(ticket: Ticket, staff: Staff) -> None:
    """Refuse a form whose page knows less of the ticket than there is to know now."""
    seen = request.form.get(FIELD, "") if request.method == "POST" else ""
    if not re.fullmatch(r"[0-9]{1,9}", seen):
        return
    query = (
        select(Entry, Staff.name)
        .outerjoin(Staff, Staff.id == Entry.staff_id)
        .where(Entry.ticket_id == ticket.id, Entry.seq > int(seen), Entry.kind.not_in(_LOOKS))
        .where(or_(Entry.staff_id.is_(None), Entry.staff_id != staff.id))
        .order_by(Entry.seq)
    )
    found = db.session.execute(query).all()
    if not found:
        return
    box = box_for(db.session(), keyring(), ticket.id)
    g.newer = [Newer(one.kind, one.at, name or "", words_of(box, one)) for one, name in found]
    g.newer_seen = ticket.timeline_length
    raise Stale("Someone else changed this in the meantime")
