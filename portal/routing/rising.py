"""What goes up by itself: a ticket that was not answered in time leaves the desk that let the time pass."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.assignment import COMPLIANCE, INDEPENDENT, OUTSIDE
from portal.domain.escalating import steps
from portal.domain.own_data import ACCESS
from portal.domain.ticket import State
from portal.jurisdictions.days import latest_day
from portal.jurisdictions.load import installed
from portal.models import Clock, Staff, Ticket
from portal.routing.laying import give
from portal.routing.seats import Routing, seat
from portal.vault.box import box_for
from portal.vault.keys import Keyring

#: More in one go would keep others from writing.
MOST = 50
OVER = "deadline_over"


def overdue(session: Session, now: datetime) -> list[str]:
    """Tickets whose promise may be over today somewhere and that an ordinary desk still holds."""
    late = select(Clock.ticket_id).where(*over(latest_day(now)))
    query = select(Ticket.id).where(
        Ticket.state == State.ASSIGNED,
        Ticket.desk.not_in((INDEPENDENT, OUTSIDE)),
        Ticket.id.in_(late),
        # A label makes nobody compliance: only who sits there keeps what is late.
        or_(Ticket.desk != COMPLIANCE, Ticket.owner_id.not_in(sitting_at(session, COMPLIANCE))),
    )
    # Drawn by lot: those for whom nobody is free must not stand in the way of the others for ever.
    return list(session.scalars(query.order_by(func.random()).limit(MOST)))


def sitting_at(session: Session, desk: str) -> list[int]:
    """The staff of one desk, who are few."""
    return [one.id for one in session.execute(select(Staff.id, Staff.desks)) if desk in one.desks]


def over(today: date) -> tuple[ColumnElement[bool], ...]:
    """A promise that is over; what administrators owe is not the fault of the desk."""
    return Clock.state == "running", Clock.rule_id != ACCESS, Clock.due_on < today


def rise(session: Session, keyring: Keyring, ticket_id: str, now: datetime) -> bool:
    """Move one late ticket to the tier that the pack of its place names; whoever had it no longer does.

    Where nobody of that tier is free it stays where it is: late with somebody is better than with nobody.
    """
    ticket = session.get_one(Ticket, ticket_id)
    pack = installed()[ticket.pack_id]
    today = pack.local_date(now, ticket.region)
    clocks = select(Clock.id).where(Clock.ticket_id == ticket_id, *over(today))
    found = steps(pack, today, (OVER,))
    if not found or ticket.state is not State.ASSIGNED or session.scalar(clocks.limit(1)) is None:
        return False
    work = Routing(session, box_for(session, keyring, ticket_id), pack, now, today)
    but = frozenset({ticket.owner_id} if ticket.owner_id else ())
    chosen = seat(work, ticket, but, tier=found[0].to)
    if chosen is None or chosen.desk != INDEPENDENT:
        return False
    ticket.desk = chosen.desk
    give(work, ticket, chosen.id, stands_for=chosen.stands_for, because=OVER)
    return True
