"""Erasing a ticket: its key is destroyed and with it every word; what is left can only be counted.

The lines of the history stay as they are, unreadable, so that the chain still proves that none was
taken away. Everything else that was sealed, the files, the marks of likeness and the index by which
words are found are taken out of the tables. What was erased is written into a list outside the
database, so that an older copy that is laid back does not bring it to life again.
"""

import hashlib
import os
import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from portal.domain.own_data import GRACE, Asked, Ground, RequestState, Standing, in_the_way
from portal.domain.ticket import State
from portal.models import (
    Allegation,
    Clock,
    DataRequest,
    Draft,
    EntryKind,
    EvidenceFile,
    Finding,
    Letter,
    OutboxMail,
    Outcome,
    Preservation,
    Recovery,
    Referral,
    ReferralState,
    Report,
    Review,
    ReviewFinding,
    StoredDecision,
    Ticket,
    TicketMark,
    TicketPrint,
    TicketViewer,
    TicketWord,
    Visit,
)
from portal.timeline import Event, record
from portal.vault.box import destroy_key
from portal.vault.keys import Keyring

#: So long after midnight in Greenwich the day has ended everywhere on earth.
LAST_MIDNIGHT = timedelta(hours=12)
#: A database takes only so many keys in one question.
ASKED_AT_ONCE: Final = 500
#: What goes altogether.
GONE: Final = (
    Letter, OutboxMail, TicketWord, TicketPrint, TicketMark, TicketViewer,
    Visit, Recovery, Draft, EvidenceFile,
)  # fmt: skip
#: What stays for the count, and what is blanked in it.
BLANKED: Final[dict[Any, dict[str, Any]]] = {
    Report: {"answers": b"", "identity": b"", "digest": ""},
    Outcome: {"words": None, "help_terms": None},
    Finding: {"reason": b""},
    StoredDecision: {"working": None, "reason": ""},
    Allegation: {"cues": []},
    Referral: {"outbox_id": None},
}


def grounds(session: Session, ticket: Ticket) -> tuple[Ground, ...]:
    """What stands in the way of erasing this ticket now; nothing as a rule once it has ended."""
    return grounds_of(session, {ticket.id: ticket.state})[ticket.id]


def grounds_of(session: Session, states: Mapping[str, State]) -> dict[str, tuple[Ground, ...]]:
    """What stands in the way of erasing each of these tickets now, asked for many of them at once."""
    found, ids = {}, list(states)
    for start in range(0, len(ids), ASKED_AT_ONCE):
        some = ids[start : start + ASKED_AT_ONCE]
        waits, reviews, kept = (
            letters_wait(session, some),
            reviewed(session, some),
            preserved(session, some),
        )
        for one in some:
            standing = Standing(states[one], one in waits, reviews.get(one, 0), one in kept)
            found[one] = in_the_way(standing)
    return found


def letters_wait(session: Session, ids: list[str]) -> set[str]:
    """Those of which a letter to an outside body waits to be sent."""
    agreed = Referral.ticket_id.in_(ids), Referral.state == ReferralState.AGREED
    return set(session.scalars(select(Referral.ticket_id).where(*agreed)))


def reviewed(session: Session, ids: list[str]) -> dict[str, int]:
    """How many open reviews rest on each."""
    query = (
        select(Finding.ticket_id, func.count(Review.id.distinct()).label("reviews"))
        .join(ReviewFinding, ReviewFinding.finding_id == Finding.id)
        .join(Review, Review.id == ReviewFinding.review_id)
        .where(Finding.ticket_id.in_(ids), Review.closed_at.is_(None))
        .group_by(Finding.ticket_id)
    )
    return {one.ticket_id: one.reviews for one in session.execute(query)}


def preserved(session: Session, ids: list[str]) -> set[str]:
    """Those an administrator keeps for a court or an authority."""
    open_ones = Preservation.ticket_id.in_(ids), Preservation.lifted_at.is_(None)
    return set(session.scalars(select(Preservation.ticket_id).where(*open_ones)))


def erase(
    session: Session,
    keyring: Keyring,
    ticket: Ticket,
    now: datetime,
    facts: dict[str, Any] | None = None,
) -> list[str]:
    """Erase everything of a ticket that says something; gives the files whose bytes go after the commit."""
    # The last line has no words, so any box will do; the own key may be gone already.
    event = Event(kind=EntryKind.ERASED, at=now, facts=facts or {})
    record(session, keyring.box("erased"), ticket, event)
    mine = EvidenceFile.ticket_id == ticket.id
    files = list(session.scalars(select(EvidenceFile.id).where(mine)))
    # The code opens nothing any more, and the same form sent again is a new report.
    ticket.code_hash, ticket.submission_hash = secrets.token_bytes(32), secrets.token_bytes(32)
    ticket.erased_at, ticket.due_on, ticket.unanswered_since = now, None, None
    session.flush()
    for model, values in BLANKED.items():
        session.execute(update(model).where(model.ticket_id == ticket.id).values(**values))
    for model in GONE:
        session.execute(delete(model).where(model.ticket_id == ticket.id))
    running = Clock.ticket_id == ticket.id, Clock.state == "running"
    session.execute(update(Clock).where(*running).values(state="ended"))
    open_ones = DataRequest.ticket_id == ticket.id, DataRequest.ended_at.is_(None)
    granted = DataRequest.state == RequestState.GRANTED, DataRequest.what == Asked.DELETE
    done = {"state": RequestState.DONE, "ended_at": now}
    session.execute(update(DataRequest).where(*open_ones, *granted).values(**done))
    over = {"state": RequestState.TAKEN_BACK, "ended_at": now}
    session.execute(update(DataRequest).where(*open_ones).values(**over))
    destroy_key(session, ticket.id)
    session.expire_all()
    return files


def due(session: Session, now: datetime, among: Collection[str] | None = None) -> list[str]:
    """The tickets whose erasure was agreed, whose day has come and which nothing keeps any more, by id.

    Asked for all of them, or for these, in as many questions as for one.
    """
    agreed = DataRequest.state == RequestState.GRANTED, DataRequest.what == Asked.DELETE
    # Looked at again meanwhile, it was answered anew: there is as much time to read that answer.
    read = or_(Ticket.ended_at.is_(None), Ticket.ended_at <= now - GRACE)
    # People are told “after” this day, and may keep the ticket until it has ended where they live.
    over = (now - LAST_MIDNIGHT).date()
    query = select(Ticket.id, Ticket.state).join(DataRequest, Ticket.id == DataRequest.ticket_id)
    query = query.where(*agreed, DataRequest.erase_on < over, read)
    if among is not None:
        query = query.where(Ticket.id.in_(among))
    states = {row.id: row.state for row in session.execute(query.order_by(DataRequest.id))}
    held = grounds_of(session, states)
    return [one for one in states if not held[one]]


class Ledger:
    """The list of what was erased, outside the database: only prints of ids that name nobody."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, ticket_id: str, now: datetime) -> None:
        """Note an erasure; it is on the disk before anything is destroyed."""
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="ascii") as file:
            file.write(f"{print_of(ticket_id)} {now.date().isoformat()}\n")
            file.flush()
            os.fsync(file.fileno())

    def prints(self) -> frozenset[str]:
        """Everything on the list."""
        if not self.path.is_file():
            return frozenset()
        lines = self.path.read_text(encoding="ascii").splitlines()
        return frozenset(line.partition(" ")[0] for line in lines if line)


def print_of(ticket_id: str) -> str:
    """What the list shows of a ticket; most of its id is random, so nobody can guess it from this."""
    return hashlib.sha256(b"recourse/erased\x00" + ticket_id.encode()).hexdigest()


def on_list(session: Session, prints: frozenset[str]) -> Iterable[str]:
    """The tickets in the tables that were erased before and are there again."""
    alive = select(Ticket.id).where(Ticket.erased_at.is_(None))
    return [one for one in session.scalars(alive) if print_of(one) in prints] if prints else []


def is_erased(session: Session, ticket_id: str) -> bool:
    """Whether a ticket was erased."""
    query = select(exists().where(Ticket.id == ticket_id, Ticket.erased_at.is_not(None)))
    return bool(session.scalar(query))
