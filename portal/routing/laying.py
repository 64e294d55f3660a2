"""Laying a decision on a ticket: allegations, clocks, holds, offers, and a supervisor who is free."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.assignment import INDEPENDENT as INDEPENDENT_DESK
from portal.domain.assignment import concerned
from portal.domain.escalating import StepUp, past_supervisors
from portal.domain.record import Working, working_of
from portal.domain.ticket import State
from portal.domain.triage import Decision, Facts
from portal.models import (
    Allegation,
    Clock,
    ContactLimit,
    EntryKind,
    Referral,
    Staff,
    StoredDecision,
    Ticket,
    Written,
    note,
)
from portal.routing.seats import Routing, seat
from portal.routing.stopping import stop
from portal.timeline import Event, move, record
from portal.vault.box import Box


def lay(work: Routing, ticket: Ticket, decision: Decision, facts: Facts) -> None:
    """Write a fresh decision onto a ticket just filed and give it to somebody who is free of it."""
    session = work.session
    store(work, ticket, decision, facts)
    for one in decision.allegations:
        allege(session, ticket, one)
    start_clocks(session, ticket, decision)
    for kind in decision.contact_limits:
        note(session, ContactLimit, ticket_id=ticket.id, kind=kind, set_at=work.now)
    for body in decision.bodies:
        note(session, Referral, ticket_id=ticket.id, body_id=body.id, why=body.why)
    place_holds(work, ticket, decision)
    told = {
        "to": decision.to.value,
        "desk": decision.desk,
        "severity": decision.severity.value,
        "pack": f"{decision.pack_id} {decision.pack_version}",
    }
    record(session, work.box, ticket, Event(kind=EntryKind.TRIAGED, at=work.now, facts=told))
    up = past_supervisors(decision.goes_up)
    asked = () if up else concerned(one.id for one in decision.goes_up)
    hand_on(work, ticket, but=work.named, up=up, asked=asked)


def store(work: Routing, ticket: Ticket, decision: Decision, facts: Facts) -> None:
    """Keep the decision; what it was decided from is sealed with the ticket's own key."""
    note(
        work.session,
        StoredDecision,
        ticket_id=ticket.id,
        made_at=work.now,
        pack_id=decision.pack_id,
        pack_version=decision.pack_version,
        decision=Written(decision.as_kept()),
        working=seal_working(work.box, ticket.id, working_of(facts, decision)),
    )


def seal_working(box: Box, ticket_id: str, working: Working) -> bytes:
    """What a decision was made from, sealed beside it."""
    text = json.dumps(working, ensure_ascii=False)
    return box.seal("triage_decisions", "working", ticket_id, text)


def open_working(box: Box, decisions: Iterable[StoredDecision]) -> Working:
    """What the rules made their newest decision from, of these in their order; empty where nothing was kept."""
    for one in reversed(list(decisions)):
        if one.working is not None:
            text = box.open("triage_decisions", "working", one.ticket_id, one.working)
            working: Working = json.loads(text)
            return working
    return {"facts": {}, "cues": {}}


def allege(session: Session, ticket: Ticket, one) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - domain.triage.Allegation, same name
    """Keep one allegation."""
    note(
        session,
        Allegation,
        ticket_id=ticket.id,
        code=one.code,
        choice=one.choice,
        origin=one.origin,
        severity=one.severity,
        cues=[{"start": cue.start, "end": cue.end} for cue in one.cues],
        rule_ids=list(one.rule_ids),
        sources=list(one.sources),
    )


def start_clocks(session: Session, ticket: Ticket, decision: Decision) -> None:
    """Start every promise of the decision; the nearest decides the place in the queue."""
    for clock in decision.clocks:
        note(
            session,
            Clock,
            ticket_id=ticket.id,
            rule_id=clock.id,
            started_on=clock.started,
            due_on=clock.due,
            official=clock.official,
        )
    ticket.due_on = min((clock.due for clock in decision.clocks), default=None)


def place_holds(work: Routing, ticket: Ticket, decision: Decision) -> None:
    """Stop collection where the decision says so, and write it into the history."""
    for hold in decision.holds:
        stop(work, ticket, hold.scope, hold.until, hold.rule_id)


def hand_on(  # noqa: PLR0913 - who, by whom, instead of whom, and where to
    work: Routing,
    ticket: Ticket,
    *,
    but: frozenset[int] = frozenset(),
    by: Staff | None = None,
    instead_of: Staff | None = None,
    up: StepUp | None = None,
    asked: tuple[tuple[str, str], ...] = (),
) -> None:
    """Give the ticket to who is free of it; with nobody free it waits at the independent desk.

    What concerns a department is offered to it before all others; what goes up to a tier is offered
    first to those who are that tier; the history says why.

    A referral is handed on like any other: the offer stands at once, but a person here makes sure
    that it fits, and answers by the dates that were promised.
    """
    tier, because = (up.to, up.id) if up else ("", "")
    chosen = seat(work, ticket, but, instead_of, tier, asked)
    if chosen is None:
        wait_for_outside(work, ticket, by, because)
        return
    ticket.desk = chosen.desk
    because = because or chosen.because
    give(work, ticket, chosen.id, by, stands_for=chosen.stands_for, because=because)


def wait_for_outside(
    work: Routing, ticket: Ticket, by: Staff | None = None, because: str = ""
) -> None:
    """Nobody here is free of the ticket: it waits, and the person learns at once who else can help."""
    ticket.owner_id, ticket.desk = None, INDEPENDENT_DESK
    facts: dict[str, Any] = {"desk": INDEPENDENT_DESK} | ({"because": because} if because else {})
    event = Event(
        kind=EntryKind.OUTSIDE_WAY, at=work.now, staff_id=by.id if by else None, facts=facts
    )
    bring(work, ticket, State.QUEUED, event)


def waits_outside(ticket: Ticket) -> bool:
    """Whether nobody here is free of the ticket."""
    waiting = ticket.desk == INDEPENDENT_DESK and ticket.owner_id is None
    return waiting and ticket.state is State.QUEUED


def assign(work: Routing, ticket: Ticket, owner: Staff, by: Staff | None = None) -> None:
    """Give the ticket to this supervisor."""
    give(work, ticket, owner.id, by)


def give(
    work: Routing,
    ticket: Ticket,
    owner_id: int,
    by: Staff | None = None,
    *,
    stands_for: int | None = None,
    because: str = "",
) -> None:
    """Give the ticket to the supervisor of this id: for whom they stand if somebody is away, and why it went up."""
    ticket.owner_id = owner_id
    facts: dict[str, Any] = {"owner": owner_id, "desk": ticket.desk}
    if stands_for is not None:
        facts["stands_for"] = stands_for
    if because:
        facts["because"] = because
    event = Event(kind=EntryKind.ASSIGNED, at=work.now, staff_id=by.id if by else None, facts=facts)
    bring(work, ticket, State.ASSIGNED, event)


def bring(work: Routing, ticket: Ticket, to: State, event: Event) -> None:
    """Write it into the history, with a change of state where the ticket is not there yet."""
    if ticket.state is to:
        record(work.session, work.box, ticket, event)
    else:
        move(work.session, work.box, ticket, to, event)


def release(work: Routing, ticket: Ticket, by: Staff) -> None:
    """Give the ticket back: it waits for whoever takes it, and the history says who had it."""
    facts = {"owner": ticket.owner_id, "desk": ticket.desk}
    ticket.owner_id = None
    event = Event(kind=EntryKind.RELEASED, at=work.now, staff_id=by.id, facts=facts)
    move(work.session, work.box, ticket, State.QUEUED, event)
