"""The one door by which a ticket changes state; the history row is written in the same breath."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.chain import entry_hash
from portal.domain.ticket import OPEN, State, require_move
from portal.models import Entry, EntryKind, Ticket
from portal.vault.box import Box

#: What the first entry of every chain builds on.
BEGINNING = bytes(32)

TABLE = "timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a ticket: what, when, by whom, with which facts and words."""

    kind: EntryKind
    at: datetime
    staff_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    words: str = ""


def record(session: Session, box: Box, ticket: Ticket, event: Event) -> Entry:
    """Add a line to the history without changing the state of the ticket."""
    session.flush()
    last = session.scalar(
        select(Entry).where(Entry.ticket_id == ticket.id).order_by(Entry.seq.desc()).limit(1)
    )
    seq = last.seq + 1 if last else 1
    sealed = box.seal(TABLE, "words", f"{ticket.id}:{seq}", event.words) if event.words else None
    previous = last.hash if last else BEGINNING
    entry = Entry(
        ticket_id=ticket.id,
        seq=seq,
        kind=event.kind,
        at=event.at,
        staff_id=event.staff_id,
        facts=event.facts,
        words=sealed,
        previous=previous,
    )
    entry.hash = entry_hash(previous, hashed_fields(entry))
    session.add(entry)
    session.flush()
    return entry


def move(session: Session, box: Box, ticket: Ticket, to: State, event: Event) -> Entry:
    """Change the state of a ticket and write why, or refuse a step the map does not draw."""
    require_move(ticket.state, to)
    facts = {"before": ticket.state.value, "after": to.value, **event.facts}
    ticket.state = to
    ticket.ended_at = event.at if to in (State.CLOSED, State.WITHDRAWN) else None
    if to not in OPEN:
        ticket.due_on = None
    return record(
        session,
        box,
        ticket,
        Event(
            kind=event.kind, at=event.at, staff_id=event.staff_id, facts=facts, words=event.words
        ),
    )


def hashed_fields(entry: Entry) -> dict[str, str | int | None]:
    """Everything of an entry that the chain protects, as plain values."""
    return {
        "ticket_id": entry.ticket_id,
        "seq": entry.seq,
        "kind": str(entry.kind),
        "at": entry.at.isoformat(),
        "staff_id": entry.staff_id,
        "facts": json.dumps(entry.facts, sort_keys=True, ensure_ascii=False),
        "words": entry.words.hex() if entry.words else None,
    }


def words_of(box: Box, entry: Entry) -> str:
    """The words of an entry, opened."""
    return (
        box.open(TABLE, "words", f"{entry.ticket_id}:{entry.seq}", entry.words)
        if entry.words
        else ""
    )
