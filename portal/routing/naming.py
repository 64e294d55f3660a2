"""Whom a ticket is about, learned after it was filed: named by a person, never by the portal itself."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.escalating import past_supervisors, steps
from portal.domain.ticket import State
from portal.jurisdictions.load import installed
from portal.models import Collector, EntryKind, Posting, Staff, Ticket
from portal.records.postings import posting_on
from portal.routing.anew import decide_anew
from portal.routing.laying import hand_on
from portal.routing.parting import is_hidden, part, part_one
from portal.routing.seats import Routing
from portal.timeline import Event, record
from portal.vault.box import Box, box_for
from portal.vault.errors import VaultError
from portal.vault.keys import Keyring

log = logging.getLogger(__name__)

#: A reason of fewer characters says nothing.
SHORTEST_REASON = 10
#: While somebody works on it or it waits for somebody; a proposed outcome is sent back first.
NAMED_IN = frozenset({State.RECEIVED, State.QUEUED, State.ASSIGNED})


@dataclass(frozen=True, slots=True)
class Naming:
    """What this verb is handed together."""

    session: Session
    keyring: Keyring
    now: datetime
    staff: Staff


def name_collector(at: Naming, ticket: Ticket, collector: Collector, reason: str) -> None:
    """Say whom a report is about: conflicts and reviews know it from now on as if from the start.

    Whoever is too near to this collector does not know of the ticket any more; what they hold of
    it goes to somebody who is free.
    """
    if ticket.state not in NAMED_IN:
        raise NotAllowed(
            "A collector can be named while the ticket is worked on. Send a proposed outcome back first."
        )
    if ticket.collector_id == collector.id:
        raise NotAllowed("This collector is named already.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Incomplete("Say why you name this collector")
    box = box_for(at.session, at.keyring, ticket.id)
    there = posting_on(at.session, collector.id, received_on(ticket))
    put_under(at.session, box, ticket, there, at.now, by=at.staff, reason=reason)
    at.session.flush()
    if collector.leads:
        go_past(at, box, ticket)
    elif is_hidden(at.session, ticket):
        part_one(at.session, at.keyring, ticket.id, at.now)


def go_past(at: Naming, box: Box, ticket: Ticket) -> None:
    """Who is named leads a team: the usual supervisors are past, as if that had been known from the start."""
    pack = installed()[ticket.pack_id]
    today = pack.local_date(at.now, ticket.region)
    near = frozenset({ticket.owner_id} if ticket.owner_id and is_hidden(at.session, ticket) else ())
    up = past_supervisors(steps(pack, today, ("supervisor_named",)))
    hand_on(Routing(at.session, box, pack, at.now, today), ticket, but=near, by=at.staff, up=up)


def received_on(ticket: Ticket) -> date:
    """The day a report came, where the person lives."""
    return installed()[ticket.pack_id].local_date(ticket.received_at, ticket.region)


def put_under(  # noqa: PLR0913 - what, where, when, by whom and why
    session: Session,
    box: Box,
    ticket: Ticket,
    there: Posting,
    now: datetime,
    *,
    by: Staff | None = None,
    reason: str = "",
) -> None:
    """Write into a ticket whom it is about, and in which team of which agency that was."""
    facts = {
        "collector": there.collector_id,
        "number": there.number,
        "before": ticket.collector_id,
        "team": there.team_id,
        "agency": there.agency_id,
    }
    ticket.collector_id, ticket.agency_id = there.collector_id, there.agency_id
    ticket.team_id = there.team_id
    event = Event(
        kind=EntryKind.COLLECTOR_NAMED,
        at=now,
        staff_id=by.id if by else None,
        facts=facts,
        words=reason.strip(),
    )
    record(session, box, ticket, event)
    if ticket.state in NAMED_IN:
        pack = installed()[ticket.pack_id]
        work = Routing(session, box, pack, now, pack.local_date(now, ticket.region))
        decide_anew(work, ticket)


def follow_people(
    session: Session,
    keyring: Keyring,
    now: datetime,
    moved: Sequence[tuple[int, date]],
    by: Staff | None = None,
) -> int:
    """After a change among people: tickets get the team of their day, and go to who is free of them.

    How many were handed on.
    """
    session.flush()
    for collector_id, since in moved:
        settle(session, keyring, now, collector_id, since, by)
    session.flush()
    return part(session, keyring, now)


def settle(
    session: Session,
    keyring: Keyring,
    now: datetime,
    collector_id: int,
    since: date,
    by: Staff | None,
) -> None:
    """Tickets about somebody who had moved by the day they came: they belong to the new team."""
    theirs = select(Ticket.id).where(
        Ticket.collector_id == collector_id, Ticket.erased_at.is_(None)
    )
    for ticket_id in session.scalars(theirs.order_by(Ticket.id)).all():
        ticket = session.get_one(Ticket, ticket_id)
        day = received_on(ticket)
        there = posting_on(session, collector_id, day)
        if day < since or (there.team_id, there.agency_id) == (ticket.team_id, ticket.agency_id):
            continue
        try:
            with session.begin_nested():
                box = box_for(session, keyring, ticket.id)
                put_under(session, box, ticket, there, now, by=by)
        except VaultError as problem:
            kind = type(problem).__name__
            log.error("a move was not written into ticket %s: %s", ticket.number, kind)  # noqa: TRY400 - a message may hold words of a row
