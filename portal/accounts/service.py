"""What a person may do with the own ticket: write, withdraw, disagree, agree to a referral."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.allowed import require_answer, require_no_answer, require_not_withdrawn
from portal.accounts.heeding import dangers_in, heed
from portal.config import Settings
from portal.domain.clocks import Event as ClockEvent
from portal.domain.clocks import EventKind as Started
from portal.domain.clocks import due
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.escalating import looked_at_anew
from portal.domain.own_data import ACCESS
from portal.domain.receipt import fold
from portal.domain.story import CALL_NOW
from portal.domain.ticket import OPEN, State
from portal.jurisdictions.load import installed
from portal.letters.outbox import take_back
from portal.models import (
    PUBLIC_KINDS,
    Clock,
    Draft,
    Entry,
    EntryKind,
    Finding,
    Letter,
    Outcome,
    Ticket,
)
from portal.routing import Routing, deciders, hand_on, stop_again
from portal.timeline import Event, is_repeated, move, record, words_of
from portal.vault.box import Box, box_for
from portal.vault.code import lookup_hashes
from portal.vault.keys import Keyring

LONGEST_MESSAGE = 4000
#: Lines a person may take out of the own view.
MAY_BE_HIDDEN = frozenset(
    {
        EntryKind.MESSAGE_IN,
        EntryKind.MESSAGE_OUT,
        EntryKind.HAPPENED_AGAIN,
        EntryKind.CORRECTED,
        EntryKind.DISAGREED,
        EntryKind.JUDGED,
    }
)
#: The promise that begins when somebody disagrees.
RECHECK = "answer_recheck"


@dataclass(frozen=True, slots=True)
class Person:
    """What every verb of the person behind a receipt code is handed."""

    session: Session
    keyring: Keyring
    settings: Settings
    now: datetime
    ticket: Ticket
    #: What was read for danger while this person is served, and what was seen in it.
    read: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def box(self) -> Box:
        """The box of the ticket's own key."""
        return box_for(self.session, self.keyring, self.ticket.id)

    def dangers_in(self, words: str) -> frozenset[str]:
        """What of these words must be answered at once; the same words are read once."""
        if words not in self.read:
            self.read[words] = dangers_in(self.ticket, words)
        return self.read[words]

    def is_urgent(self, words: str) -> bool:
        """Whether a life may hang on these words."""
        return bool(CALL_NOW & self.dangers_in(words))


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
    require_not_withdrawn(person.ticket)
    add(person, Event(kind=EntryKind.MESSAGE_IN, at=person.now, words=words))


def add(person: Person, event: Event) -> None:
    """Put what the person says into the history; a button pressed twice says it once."""
    box = person.box()
    if not is_repeated(person.session, box, person.ticket, event):
        record(person.session, box, person.ticket, event)
        if heed(person.session, box, person.ticket, person.dangers_in(event.words), person.now):
            promise(person, RECHECK)


def happened_again(person: Person, when: list[str], words: str) -> None:
    """One more time it happened: a line of its own in the history; what was told before stays."""
    require_not_withdrawn(person.ticket)
    if not words.strip():
        raise Incomplete("Tell us what happened this time")
    day, month, year = (part.strip() for part in when)
    # As far as it is remembered, the year first, as in 2026-11 for a month of which no day is known.
    rough = "-".join(part.zfill(2) for part in (year, month, day) if part)
    event = Event(
        kind=EntryKind.HAPPENED_AGAIN,
        at=person.now,
        facts={"happened_on": rough} if rough else {},
        words=words,
    )
    add(person, event)


def correct(person: Person, part: str, words: str) -> None:
    """Put something right: it stands beside what was sent, which is never changed afterwards."""
    require_not_withdrawn(person.ticket)
    if not words.strip():
        raise Incomplete("Tell us what is right")
    event = Event(
        kind=EntryKind.CORRECTED,
        at=person.now,
        facts={"part": part},
        words=words,
    )
    add(person, event)


def withdraw(person: Person, reason: str) -> None:
    """End the ticket because the person wishes it; the clocks stop, and mail that waits stays here.

    Whoever was pressed into it may be watched: no mail follows the withdrawal.
    """
    require_no_answer(person.ticket)
    event = Event(
        kind=EntryKind.WITHDRAWN,
        at=person.now,
        words=reason,
    )
    move(person.session, person.box(), person.ticket, State.WITHDRAWN, event)
    for clock in clocks(person):
        # Administrators still answer what was asked of the own data.
        if clock.state in ("running", "paused") and clock.rule_id != ACCESS:
            clock.state = "ended"
    take_back(person.session, person.ticket.id)


def disagree(person: Person, about: Sequence[str], why: str) -> None:
    """Ask for another look at the outcome: somebody who took no part takes it, of the tier the pack names."""
    ticket = person.ticket
    if not why.strip():
        raise Incomplete("Tell us why you disagree")
    require_answer(ticket)
    but = deciders(person.session, ticket)
    pack = installed()[ticket.pack_id]
    today = pack.local_date(person.now, ticket.region)
    work = Routing(person.session, person.box(), pack, person.now, today)
    ticket.owner_id = None
    event = Event(
        kind=EntryKind.DISAGREED,
        at=person.now,
        facts={"about": list(about)},
        words=why,
    )
    move(person.session, work.box, ticket, State.QUEUED, event)
    promise(person, RECHECK)
    stop_again(work, ticket)
    up = looked_at_anew(pack, today)
    hand_on(work, ticket, but=but, up=up)
    heed(person.session, person.box(), ticket, person.dangers_in(why), person.now)


def promise(person: Person, rule_id: str) -> Clock | None:
    """Start a promise that begins today, as the pack of the ticket counts it; it may be the nearest one."""
    ticket, pack = person.ticket, installed()[person.ticket.pack_id]
    today = pack.local_date(person.now, ticket.region)
    rule = next((one.rule for one in pack.on(today).clocks if one.id == rule_id), None)
    if rule is None:
        return None
    found = due(rule, today, pack.calendar_of(ticket.region), [ClockEvent(Started.START, today)])
    clock = Clock(
        ticket_id=ticket.id, rule_id=rule_id, started_on=today, due_on=found.due, official=found.official
    )  # fmt: skip
    person.session.add(clock)
    if ticket.state in OPEN:
        ticket.due_on = min(ticket.due_on or found.due, found.due)
    return clock


def judge(person: Person, verdict: str, words: str) -> None:
    """How well we dealt with it, asked once after each answer; nobody has to say."""
    if not may_judge(person):
        raise NotAllowed("You can say this once you have our answer.")
    event = Event(
        kind=EntryKind.JUDGED,
        at=person.now,
        facts={"verdict": verdict},
        words=words,
    )
    add(person, event)


def may_judge(person: Person) -> bool:
    """Whether there is an answer that was not judged yet."""
    query = select(Entry.kind).where(
        Entry.ticket_id == person.ticket.id,
        Entry.kind.in_([EntryKind.CLOSED, EntryKind.JUDGED]),
    )
    last = person.session.scalars(query.order_by(Entry.seq.desc()).limit(1)).first()
    return person.ticket.state is State.CLOSED and last is EntryKind.CLOSED


def timeline(person: Person) -> list[tuple[Entry, str]]:
    """What the person may read of the history, with the words opened; what they hid stays out."""
    box, hidden = person.box(), hidden_from_view(person)
    query = select(Entry).where(Entry.ticket_id == person.ticket.id).order_by(Entry.seq)
    return [
        (one, words_of(box, one))
        for one in person.session.scalars(query)
        if one.kind in PUBLIC_KINDS and one.seq not in hidden
    ]


def hidden_from_view(person: Person) -> set[int]:
    """The lines of the history that the person took out of the own view."""
    query = select(Entry.facts).where(
        Entry.ticket_id == person.ticket.id, Entry.kind == EntryKind.VIEW_CLEARED
    )
    return {int(facts["line"]) for facts in person.session.scalars(query)}


def hide(person: Person, line: int) -> None:
    """Take one message out of the person's own view. Staff and the history keep it."""
    known = {entry.seq for entry, _words in timeline(person) if entry.kind in MAY_BE_HIDDEN}
    if line not in known:
        return
    event = Event(kind=EntryKind.VIEW_CLEARED, at=person.now, facts={"line": line})
    record(person.session, person.box(), person.ticket, event)


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


def findings(person: Person) -> list[Finding]:
    """What was found about each allegation in the answer that stands, the newest."""
    last = max(outcomes(person), key=lambda one: one.id, default=None)
    if last is None:
        return []
    query = select(Finding).where(Finding.outcome_id == last.id).order_by(Finding.id)
    return list(person.session.scalars(query))
