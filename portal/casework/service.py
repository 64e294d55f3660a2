"""The supervisor's verbs: reply, note, change the triage, hand over, declare a tie, show identity."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.escalating import CONFLICT, steps
from portal.domain.letters import delivery
from portal.domain.severity import Severity
from portal.domain.ticket import OPEN
from portal.jurisdictions.load import installed
from portal.letters.write import Leaving, post_notice
from portal.models import (
    Allegation,
    Clock,
    DeclaredTie,
    Entry,
    EntryKind,
    Report,
    Staff,
    StoredDecision,
    Ticket,
)
from portal.routing import Routing, assign, contact_of, hand_on, next_promise
from portal.timeline import Event, is_repeated, record, words_of
from portal.vault.box import Box, box_for
from portal.vault.keys import Keyring

#: A change of triage needs a reason of at least so many characters.
SHORTEST_REASON = 10
LONGEST_MESSAGE = 4000


@dataclass(frozen=True, slots=True)
class Desk:
    """What every verb of a supervisor is handed: session, keys, settings, moment and person."""

    session: Session
    keyring: Keyring
    settings: Settings
    now: datetime
    staff: Staff

    def box(self, ticket: Ticket) -> Box:
        """The box of the ticket's own key."""
        return box_for(self.session, self.keyring, ticket.id)

    def routing(self, ticket: Ticket) -> Routing:
        """What the routing room needs."""
        pack = installed()[ticket.pack_id]
        today = pack.local_date(self.now, ticket.region)
        return Routing(self.session, self.box(ticket), pack, self.now, today)


def note(desk: Desk, ticket: Ticket, words: str) -> None:
    """A note for colleagues only; it can never be mailed."""
    written(desk, ticket, EntryKind.NOTE, words)


def reply(desk: Desk, ticket: Ticket, words: str) -> None:
    """Answer the person on their page, with a neutral notice where mail is safe."""
    require_awaited(ticket)
    if not written(desk, ticket, EntryKind.MESSAGE_OUT, words):
        return
    answered(desk, ticket)
    post_notice(
        desk.session,
        desk.keyring,
        desk.settings,
        ticket,
        name="message",
        contact=contact_of(desk.session, desk.box(ticket), ticket),
        now=desk.now,
    )


def reply_leaving(desk: Desk, ticket: Ticket, words: str) -> Leaving:
    """A message as the person would read it now, with the notice that tells of it."""
    require_awaited(ticket)
    contact = contact_of(desk.session, desk.box(ticket), ticket)
    return Leaving("", words.strip(), ticket.language, delivery(contact, desk.now))


def answered(desk: Desk, ticket: Ticket) -> None:
    """The first answer keeps the promise of a first reply."""
    for clock in running(desk.session, ticket, ("acknowledge", "first_reply")):
        clock.state, clock.kept_at = "stopped", desk.now
    next_promise(desk.session, ticket)


def written(desk: Desk, ticket: Ticket, kind: EntryKind, words: str) -> bool:
    """Words of a member of staff in the history; False where a button pressed twice says them again."""
    words = words.strip()
    if not words:
        raise Incomplete("Enter a reply" if kind is EntryKind.MESSAGE_OUT else "Enter a note")
    event = Event(kind=kind, at=desk.now, staff_id=desk.staff.id, words=words[:LONGEST_MESSAGE])
    box = desk.box(ticket)
    if is_repeated(desk.session, box, ticket, event):
        return False
    record(desk.session, box, ticket, event)
    return True


def change_triage(
    desk: Desk, ticket: Ticket, severity: Severity, desk_name: str, reason: str
) -> None:
    """Put a ticket on another severity or desk; a person may, with a reason, the machine never lowers."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Incomplete("Say why you are changing the triage")
    facts = {
        "severity_before": ticket.severity.value,
        "severity_after": severity.value,
        "desk_before": ticket.desk,
        "desk_after": desk_name,
    }
    last = last_decision(desk.session, ticket)
    desk.session.add(
        StoredDecision(
            ticket_id=ticket.id,
            made_at=desk.now,
            staff_id=desk.staff.id,
            pack_id=ticket.pack_id,
            pack_version=ticket.pack_version,
            decision={**last.decision, "severity": severity.value, "desk": desk_name},
            reason=reason.strip(),
        )
    )
    ticket.severity = severity
    ticket.severity_rank = list(Severity).index(severity)
    ticket.desk = desk_name
    kind = EntryKind.TRIAGE_CHANGED
    event = Event(kind=kind, at=desk.now, staff_id=desk.staff.id, facts=facts, words=reason.strip())
    record(desk.session, desk.box(ticket), ticket, event)


def reassign(desk: Desk, ticket: Ticket, to: Staff) -> None:
    """Give the ticket to a colleague who is free of any conflict."""
    require_open(ticket)
    assign(desk.routing(ticket), ticket, to, by=desk.staff)


def declare_tie(desk: Desk, ticket: Ticket, reason: str) -> None:
    """I have a connection: the ticket goes to somebody else and is hidden from me from now on."""
    work = desk.routing(ticket)
    event = Event(kind=EntryKind.TIE_DECLARED, at=desk.now, staff_id=desk.staff.id, words=reason)
    record(desk.session, work.box, ticket, event)
    desk.session.add(DeclaredTie(staff_id=desk.staff.id, ticket_id=ticket.id, declared_at=desk.now))
    desk.session.flush()
    up = next(iter(steps(work.pack, work.today, (CONFLICT,))), None)
    hand_on(work, ticket, but=frozenset({desk.staff.id}), by=desk.staff, up=up)


def identity(desk: Desk, ticket: Ticket, purpose: str) -> dict[str, Any]:
    """Who the person is and how to reach them; every look is recorded with its purpose."""
    if len(purpose.strip()) < SHORTEST_REASON:
        raise Incomplete("Say why you need to see who this is")
    event = Event(kind=EntryKind.IDENTITY_SHOWN, at=desk.now, staff_id=desk.staff.id, words=purpose)
    box = desk.box(ticket)
    record(desk.session, box, ticket, event)
    report = desk.session.get_one(Report, ticket.id)
    shown: dict[str, Any] = json.loads(box.open("reports", "identity", ticket.id, report.identity))
    return shown


def said(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """What the person told us, without who they are."""
    report = desk.session.get_one(Report, ticket.id)
    answers: dict[str, Any] = json.loads(
        desk.box(ticket).open("reports", "answers", ticket.id, report.answers)
    )
    return answers


def history(desk: Desk, ticket: Ticket) -> list[tuple[Entry, str]]:
    """The timeline, oldest first, with its words opened."""
    box = desk.box(ticket)
    rows = desk.session.scalars(
        select(Entry).where(Entry.ticket_id == ticket.id).order_by(Entry.seq)
    )
    return [(entry, words_of(box, entry)) for entry in rows]


def names(session: Session, entries: list[Entry]) -> dict[int, str]:
    """Who acted, was given the ticket, or was stood in for, in these lines of the history."""
    told = {entry.facts.get(name) for entry in entries for name in ("owner", "stands_for")}
    ids = {entry.staff_id for entry in entries} | told
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids - {None})))
    return {row.id: row.name for row in rows}


def allegations(session: Session, ticket: Ticket) -> list[Allegation]:
    """The allegations of a ticket, the gravest first."""
    rows = session.scalars(select(Allegation).where(Allegation.ticket_id == ticket.id))
    return sorted(rows, key=lambda one: (list(Severity).index(one.severity), one.id))


def last_decision(session: Session, ticket: Ticket) -> StoredDecision:
    """The decision in force."""
    query = select(StoredDecision).where(StoredDecision.ticket_id == ticket.id)
    return session.scalars(query.order_by(StoredDecision.id.desc()).limit(1)).one()


def clocks(session: Session, ticket: Ticket) -> list[Clock]:
    """Every promise of the ticket, the nearest first."""
    return list(
        session.scalars(select(Clock).where(Clock.ticket_id == ticket.id).order_by(Clock.due_on))
    )


def running(session: Session, ticket: Ticket, names: tuple[str, ...]) -> list[Clock]:
    """The running promises whose name begins like one of these."""
    return [
        clock
        for clock in clocks(session, ticket)
        if clock.state == "running" and clock.rule_id.startswith(names)
    ]


def require_awaited(ticket: Ticket) -> None:
    """Refuse a message nobody waits for; whoever wrote on after the end may be answered."""
    if ticket.unanswered_since is None:
        require_open(ticket)


def require_open(ticket: Ticket) -> None:
    """Refuse work on a ticket that has ended."""
    if ticket.state not in OPEN:
        raise NotAllowed("This ticket has ended. It can only be read.")
