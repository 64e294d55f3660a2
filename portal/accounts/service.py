"""What a person may do with the own ticket: write, withdraw, disagree, agree to a referral."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.receipt import fold
from portal.domain.ticket import State
from portal.jurisdictions.load import installed
from portal.models import PUBLIC_KINDS, Clock, Draft, Entry, EntryKind, Letter, Outcome, Ticket
from portal.routing import Routing, hand_on
from portal.timeline import Event, move, record, words_of
from portal.vault.box import Box, box_for
from portal.vault.code import lookup_hashes
from portal.vault.keys import Keyring

LONGEST_MESSAGE = 4000
LONGEST_DISAGREEMENT = 2000


@dataclass(frozen=True, slots=True)
class Person:
    """What every verb of the person behind a receipt code is handed."""

    session: Session
    keyring: Keyring
    settings: Settings
    now: datetime
    ticket: Ticket

    def box(self) -> Box:
        """The box of the ticket's own key."""
        return box_for(self.session, self.keyring, self.ticket.id)


def find(session: Session, keyring: Keyring, typed: str) -> Ticket | None:
    """The ticket of a receipt code; wrong, erased and ended look alike."""
    hashes = lookup_hashes(keyring, fold(typed))
    return session.scalar(select(Ticket).where(Ticket.code_hash.in_(hashes)))


def is_save_code(session: Session, keyring: Keyring, typed: str) -> bool:
    """Whether somebody typed the save code of a draft, alive or ended, where the receipt code belongs."""
    hashes = lookup_hashes(keyring, fold(typed), "save")
    return session.scalar(select(Draft.door).where(Draft.save_hash.in_(hashes))) is not None


def write(person: Person, words: str) -> None:
    """A message to the supervisor."""
    if not words.strip():
        raise Incomplete("Enter your message")
    event = Event(kind=EntryKind.MESSAGE_IN, at=person.now, words=words.strip()[:LONGEST_MESSAGE])
    record(person.session, person.box(), person.ticket, event)


def require_not_withdrawn(person: Person) -> None:
    """Refuse what needs a ticket that still stands."""
    if person.ticket.state is State.WITHDRAWN:
        raise NotAllowed("You withdrew this ticket. Nothing more can be added to it.")


def happened_again(person: Person, when: list[str], words: str) -> None:
    """One more time it happened: a line of its own in the history; what was told before stays."""
    require_not_withdrawn(person)
    if not words.strip():
        raise Incomplete("Tell us what happened this time")
    day, month, year = (part.strip() for part in when)
    # As far as it is remembered, the year first, as in 2026-11 for a month of which no day is known.
    rough = "-".join(part.zfill(2) for part in (year, month, day) if part)
    event = Event(
        kind=EntryKind.HAPPENED_AGAIN,
        at=person.now,
        facts={"happened_on": rough} if rough else {},
        words=words.strip()[:LONGEST_MESSAGE],
    )
    record(person.session, person.box(), person.ticket, event)


def withdraw(person: Person, reason: str) -> None:
    """End the ticket because the person wishes it; the clocks stop."""
    event = Event(kind=EntryKind.WITHDRAWN, at=person.now, words=reason.strip()[:LONGEST_MESSAGE])
    move(person.session, person.box(), person.ticket, State.WITHDRAWN, event)
    for clock in clocks(person):
        if clock.state == "running":
            clock.state, clock.kept_at = "stopped", person.now


def disagree(person: Person, why: str) -> None:
    """Ask for another look at the outcome: a different supervisor takes the ticket, guaranteed."""
    ticket = person.ticket
    if not why.strip():
        raise Incomplete("Tell us why you disagree")
    if ticket.state is not State.CLOSED:
        raise NotAllowed("You can disagree once you have our answer.")
    deciders = (
        {ticket.owner_id}
        | {one.proposed_by for one in outcomes(person)}
        | {one.agreed_by for one in outcomes(person)}
    )
    pack = installed()[ticket.pack_id]
    work = Routing(person.session, person.box(), pack, person.now, pack.local_date(person.now))
    ticket.owner_id = None
    event = Event(kind=EntryKind.DISAGREED, at=person.now, words=why.strip()[:LONGEST_DISAGREEMENT])
    move(person.session, work.box, ticket, State.QUEUED, event)
    hand_on(work, ticket, but=frozenset(one for one in deciders if one))


def timeline(person: Person) -> list[tuple[Entry, str]]:
    """What the person may read of the history, with the words opened."""
    box = person.box()
    query = select(Entry).where(Entry.ticket_id == person.ticket.id).order_by(Entry.seq)
    return [
        (one, words_of(box, one))
        for one in person.session.scalars(query)
        if one.kind in PUBLIC_KINDS
    ]


def letters(person: Person) -> list[tuple[Letter, str]]:
    """The letters written to the person, the newest first."""
    box = person.box()
    query = (
        select(Letter)
        .where(Letter.ticket_id == person.ticket.id)
        .order_by(Letter.written_at.desc())
    )
    rows = person.session.scalars(query)
    return [(row, box.open("letters", "words", row.id, row.words)) for row in rows]


def clocks(person: Person) -> list[Clock]:
    """The promises made to the person, the nearest first."""
    query = select(Clock).where(Clock.ticket_id == person.ticket.id).order_by(Clock.due_on)
    return list(person.session.scalars(query))


def outcomes(person: Person) -> list[Outcome]:
    """Every outcome of the ticket that became final."""
    query = select(Outcome).where(
        Outcome.ticket_id == person.ticket.id, Outcome.final_at.is_not(None)
    )
    return list(person.session.scalars(query))
