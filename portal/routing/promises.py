"""Which promise of a ticket is the nearest, after one was kept or taken back."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.own_data import ACCESS, RequestState
from portal.domain.ticket import OPEN
from portal.models import Clock, DataRequest, Ticket


def next_promise(session: Session, ticket: Ticket) -> None:
    """Let the nearest running promise decide the place in the queue again; an ended ticket has none."""
    if ticket.state not in OPEN:
        return
    running = Clock.ticket_id == ticket.id, Clock.state == "running"
    ticket.due_on = session.scalar(select(func.min(Clock.due_on)).where(*running))


def end_access(
    session: Session, ticket: Ticket, of: DataRequest | None, kept_at: datetime | None = None
) -> None:
    """End the promise of one request about own data: kept at this moment, or never, as it was taken back.

    A promise belongs to the request that was given its day. Those of no request are about a copy, which
    was asked for once and is now taken without asking: whoever takes one waits for none of them.
    """
    session.flush()
    over = [one for one in unclaimed(session, ticket) if of is None or one.due_on == of.due_on]
    for clock in over if of is None else over[:1]:
        clock.state, clock.kept_at = ("stopped" if kept_at else "ended"), kept_at
    session.flush()
    next_promise(session, ticket)


def unclaimed(session: Session, ticket: Ticket) -> list[Clock]:
    """The running promises about own data for which no request waits any more."""
    unanswered = DataRequest.state.in_((RequestState.ASKED, RequestState.PROPOSED))
    days = select(DataRequest.due_on).where(DataRequest.ticket_id == ticket.id, unanswered)
    waiting, found = Counter(session.scalars(days)), []
    for clock in access_clocks(session, ticket):
        if waiting[clock.due_on]:
            waiting[clock.due_on] -= 1
        else:
            found.append(clock)
    return found


def access_clocks(session: Session, ticket: Ticket) -> Sequence[Clock]:
    """The running promises about own data, the oldest first."""
    running = Clock.ticket_id == ticket.id, Clock.rule_id == ACCESS, Clock.state == "running"
    return session.scalars(select(Clock).where(*running).order_by(Clock.due_on, Clock.id)).all()
