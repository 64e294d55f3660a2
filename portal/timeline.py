"""The one door by which a ticket changes state; the history row is written in the same breath."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import chain
from portal.domain.masking import hide_secrets
from portal.domain.ticket import OPEN, State, require_move
from portal.models import Entry, EntryKind, Ticket, note
from portal.models.ticket import moving
from portal.vault.box import Box

TABLE = "timeline"
_in_order = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


#: Lines whose words the person wrote: what opens something is covered before it is kept.
TOLD = frozenset(
    {
        EntryKind.MESSAGE_IN,
        EntryKind.HAPPENED_AGAIN,
        EntryKind.CORRECTED,
        EntryKind.WITHDRAWN,
        EntryKind.DISAGREED,
        EntryKind.JUDGED,
        EntryKind.DATA_ASKED,
    }
)


#: What the person adds to a ticket; once it has ended somebody here still has to read it.
ADDED = frozenset(
    {
        EntryKind.MESSAGE_IN,
        EntryKind.HAPPENED_AGAIN,
        EntryKind.CORRECTED,
        EntryKind.EVIDENCE_ADDED,
    }
)
#: What shows that somebody here read it: an answer, or a note why none is needed.
READ = frozenset({EntryKind.MESSAGE_OUT, EntryKind.NOTE})


#: The same words again within so short a time are one button pressed twice.
PRESSED_TWICE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a ticket: what, when, by whom, with which facts and words."""

    kind: EntryKind
    at: datetime
    staff_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    words: str = ""


class Line(NamedTuple):
    """What the chain protects of an entry about to be written; its columns have the same names."""

    ticket_id: str
    seq: int
    kind: EntryKind
    at: datetime
    staff_id: int | None
    facts: dict[str, Any]
    words: bytes | None


def record(session: Session, box: Box, ticket: Ticket, event: Event) -> None:
    """Add a line to the history without changing the state of the ticket."""
    seq = (ticket.timeline_length or 0) + 1
    previous = ticket.timeline_head or chain.GENESIS
    words = hide_secrets(event.words.strip()) if event.kind in TOLD else event.words
    line = Line(
        ticket_id=ticket.id,
        seq=seq,
        kind=event.kind,
        at=event.at,
        staff_id=event.staff_id,
        facts=event.facts,
        words=box.seal(TABLE, "words", f"{ticket.id}:{seq}", words) if words else None,
    )
    head = chain.entry_hash(previous, hashed_fields(line))
    # The head lies on the ticket, whose version two writers cannot raise at once.
    ticket.timeline_length, ticket.timeline_head = seq, head
    note(session, Entry, **line._asdict(), previous=previous, hash=head)
    follow(ticket, event)


def follow(ticket: Ticket, event: Event) -> None:
    """Keep in mind what the person added to a ticket that has ended, until somebody here has read it."""
    if ticket.state in OPEN or event.kind in READ:
        # Whoever works on it reads its history anyway.
        ticket.unanswered_since = None
    elif event.staff_id is None and is_added(event) and ticket.unanswered_since is None:
        ticket.unanswered_since = event.at


def is_added(event: Event) -> bool:
    """Whether this brings something to read; a bare verdict is counted, and its words are read."""
    worded = event.kind is EntryKind.JUDGED and bool(event.words.strip())
    return worded or event.kind in ADDED


def is_repeated(session: Session, box: Box, ticket: Ticket, event: Event) -> bool:
    """Whether the newest line of this kind says the very same, a moment ago: it is not said twice."""
    query = select(Entry).where(Entry.ticket_id == ticket.id, Entry.kind == event.kind)
    last = session.scalars(query.order_by(Entry.seq.desc()).limit(1)).first()
    if last is None or not timedelta(0) <= event.at - last.at <= PRESSED_TWICE:
        return False
    words = hide_secrets(event.words.strip()) if event.kind in TOLD else event.words
    said = (last.staff_id, last.facts, words_of(box, last))
    return said == (event.staff_id, event.facts, words)


def move(session: Session, box: Box, ticket: Ticket, to: State, event: Event) -> None:
    """Change the state of a ticket and write why, or refuse a step the map does not draw."""
    require_move(ticket.state, to)
    facts = {"before": ticket.state.value, "after": to.value, **event.facts}
    opened = moving.set(True)
    ticket.state = to
    moving.reset(opened)
    ticket.ended_at = event.at if to in (State.CLOSED, State.WITHDRAWN) else None
    if to not in OPEN:
        ticket.due_on = None
    record(
        session,
        box,
        ticket,
        Event(
            kind=event.kind, at=event.at, staff_id=event.staff_id, facts=facts, words=event.words
        ),
    )


def hashed_fields(entry: Entry | Line) -> dict[str, str | int | None]:
    """Everything of an entry that the chain protects, as plain values."""
    return {
        "ticket_id": entry.ticket_id,
        "seq": entry.seq,
        "kind": str(entry.kind),
        "at": entry.at.isoformat(),
        "staff_id": entry.staff_id,
        "facts": _in_order(entry.facts),
        "words": entry.words.hex() if entry.words else None,
    }


def histories(session: Session, ticket_id: str = "") -> Iterator[tuple[str, int | None]]:
    """Every ticket, or the one asked for, and the first entry at which its history is broken, if it is.

    The head of each history lies on its ticket, so that a cut tail and a history taken away
    altogether are found as well.
    """
    query = (
        select(Ticket.id, Ticket.timeline_head, Entry)
        .outerjoin(Entry, Entry.ticket_id == Ticket.id)
        .order_by(Ticket.id, Entry.seq)
        .execution_options(yield_per=1000)
    )
    if ticket_id:
        query = query.where(Ticket.id == ticket_id)
    for whose, rows in groupby(session.execute(query), key=lambda row: row.id):
        lines = list(rows)
        entries = [as_proved(row.Entry) for row in lines if row.Entry is not None]
        yield whose, chain.verify(entries, head=lines[0].timeline_head)


def as_proved(entry: Entry) -> chain.Entry:
    """A row of the history as the rules of the chain look at it."""
    return chain.Entry(entry.seq, entry.previous, hashed_fields(entry), entry.hash)


def words_of(box: Box, entry: Entry) -> str:
    """The words of an entry, opened."""
    return (
        box.open(TABLE, "words", f"{entry.ticket_id}:{entry.seq}", entry.words)
        if entry.words
        else ""
    )
