"""Laying a decision on a ticket: allegations, clocks, holds, offers, and a supervisor who is free."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from portal.domain.letters import ContactChoice
from portal.domain.rulepack import RulePack
from portal.domain.ticket import State
from portal.domain.triage import Decision, Destination
from portal.models import (
    Allegation,
    Clock,
    ContactLimit,
    EntryKind,
    Hold,
    Referral,
    Report,
    Staff,
    StoredDecision,
    Ticket,
    free_supervisors,
)
from portal.timeline import Event, move, record
from portal.vault.box import Box

#: Where a ticket waits when every supervisor has a conflict.
INDEPENDENT_DESK = "independent"
#: Counting further than this would not change who has the least to do.
LOAD_COUNTED = 200


@dataclass(frozen=True, slots=True)
class Routing:
    """What the verbs of this room are handed together."""

    session: Session
    box: Box
    pack: RulePack
    now: datetime
    today: date


def lay(work: Routing, ticket: Ticket, decision: Decision) -> None:
    """Write a fresh decision onto a ticket just filed and move it to where it belongs."""
    session = work.session
    session.add(stored(ticket, decision, work.now))
    for one in decision.allegations:
        session.add(allegation(ticket, one))
    start_clocks(session, ticket, decision)
    for kind in decision.contact_limits:
        session.add(ContactLimit(ticket_id=ticket.id, kind=kind, set_at=work.now))
    for body in decision.bodies:
        session.add(Referral(ticket_id=ticket.id, body_id=body.id, why=body.why))
    place_holds(work, ticket, decision)
    facts = {
        "to": decision.to.value,
        "desk": decision.desk,
        "severity": decision.severity.value,
        "pack": f"{decision.pack_id} {decision.pack_version}",
    }
    record(session, work.box, ticket, Event(kind=EntryKind.TRIAGED, at=work.now, facts=facts))
    send_on(work, ticket, decision.to)


def stored(ticket: Ticket, decision: Decision, now: datetime) -> StoredDecision:
    """The decision as a row."""
    return StoredDecision(
        ticket_id=ticket.id,
        made_at=now,
        pack_id=decision.pack_id,
        pack_version=decision.pack_version,
        decision=decision.to_dict(),
    )


def allegation(ticket: Ticket, one) -> Allegation:  # type: ignore[no-untyped-def] # noqa: ANN001 - domain.triage.Allegation, same name
    """One allegation as a row."""
    return Allegation(
        ticket_id=ticket.id,
        code=one.code,
        choice=one.choice,
        origin=one.origin,
        severity=one.severity,
        cues=[{"start": cue.start, "end": cue.end, "text": cue.text} for cue in one.cues],
        rule_ids=list(one.rule_ids),
        sources=list(one.sources),
    )


def start_clocks(session: Session, ticket: Ticket, decision: Decision) -> None:
    """Start every promise of the decision; the nearest decides the place in the queue."""
    for clock in decision.clocks:
        session.add(
            Clock(
                ticket_id=ticket.id,
                rule_id=clock.id,
                started_on=clock.started,
                due_on=clock.due,
                official=clock.official,
            )
        )
    ticket.due_on = min((clock.due for clock in decision.clocks), default=None)


def place_holds(work: Routing, ticket: Ticket, decision: Decision) -> None:
    """Stop collection where the decision says so, and write it into the history."""
    for hold in decision.holds:
        work.session.add(
            Hold(
                ticket_id=ticket.id,
                scope=hold.scope,
                until=hold.until,
                rule_id=hold.rule_id,
                placed_at=work.now,
            )
        )
        facts = {"scope": hold.scope, "until": hold.until, "rule": hold.rule_id}
        event = Event(kind=EntryKind.HOLD_PLACED, at=work.now, facts=facts)
        record(work.session, work.box, ticket, event)


def send_on(work: Routing, ticket: Ticket, to: Destination) -> None:
    """Move the ticket to a supervisor, to the independent desk, or out to a referral."""
    if to is Destination.REFERRAL:
        event = Event(kind=EntryKind.REFERRAL_SENT, at=work.now, facts={"to": "outside"})
        move(work.session, work.box, ticket, State.REFERRED, event)
        return
    owner = least_busy(work.session, ticket, work.today)
    if owner is None:
        ticket.desk = INDEPENDENT_DESK
        event = Event(kind=EntryKind.ASSIGNED, at=work.now, facts={"desk": INDEPENDENT_DESK})
        move(work.session, work.box, ticket, State.QUEUED, event)
        return
    assign(work, ticket, owner)


def assign(work: Routing, ticket: Ticket, owner: Staff, by: Staff | None = None) -> None:
    """Give the ticket to this supervisor."""
    ticket.owner_id = owner.id
    event = Event(
        kind=EntryKind.ASSIGNED,
        at=work.now,
        staff_id=by.id if by else None,
        facts={"owner": owner.id, "desk": ticket.desk},
    )
    if ticket.state is State.ASSIGNED:
        record(work.session, work.box, ticket, event)
    else:
        move(work.session, work.box, ticket, State.ASSIGNED, event)


def least_busy(
    session: Session, ticket: Ticket, today: date, *, but: frozenset[int] = frozenset()
) -> Staff | None:
    """The free supervisor of this place, language and desk with the fewest open tickets, if any."""
    candidates = [
        staff
        for staff in session.scalars(free_supervisors(ticket, today).order_by(Staff.id))
        if ticket.jurisdiction in staff.jurisdictions and staff.id not in but
    ]
    if not candidates:
        return None
    # Somebody outside every collections team comes first: free of this ticket is good, independent is better.
    candidates = [one for one in candidates if one.team_id is None] or candidates
    fitting = [one for one in candidates if ticket.language in one.languages] or candidates
    fitting = [one for one in fitting if ticket.desk in one.desks] or fitting
    load = open_tickets(session, fitting) if len(fitting) > 1 else {}
    return min(fitting, key=lambda one: (load.get(one.id, 0), one.id))


def contact_of(session: Session, box: Box, ticket: Ticket) -> ContactChoice | None:
    """How the person may be reached, read from the sealed report; None when nothing may be sent."""
    report = session.get(Report, ticket.id)
    if report is None:
        return None
    kept = json.loads(box.open("reports", "identity", ticket.id, report.identity))["reply"]
    for name in ("safe_from", "safe_to"):
        kept[name] = time.fromisoformat(kept[name]) if kept[name] else None
    return ContactChoice(**kept)


def reply_as_kept(choice: ContactChoice) -> dict[str, Any]:
    """How the person may be reached, as plain values for the sealed report."""
    return {
        "reply_by": str(choice.reply_by),
        "email": choice.email,
        "safe_from": choice.safe_from.isoformat() if choice.safe_from else None,
        "safe_to": choice.safe_to.isoformat() if choice.safe_to else None,
        "timezone": choice.timezone,
    }


def open_tickets(session: Session, staff: Sequence[Staff]) -> dict[int, int]:
    """How many tickets each supervisor has open, counted as far as it matters, in one question."""
    counted = [
        select(func.count().label("open"), literal(one.id).label("staff")).select_from(
            select(Ticket.id)
            .where(Ticket.owner_id == one.id, Ticket.state == State.ASSIGNED)
            .limit(LOAD_COUNTED)
            .subquery()
        )
        for one in staff
    ]
    return {row.staff: row.open for row in session.execute(union_all(*counted))}
