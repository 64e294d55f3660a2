"""Which promise of a ticket is the nearest, after one was kept or taken back."""

from collections.abc import Sequence
from datetime import date, datetime

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


def settle_access(session: Session, ticket: Ticket, kept_at: datetime) -> None:
    """Let as many promises about own data run as requests wait for an answer; the oldest are kept first."""
    session.flush()
    unanswered = DataRequest.state.in_((RequestState.ASKED, RequestState.PROPOSED))
    waiting = select(func.count()).where(DataRequest.ticket_id == ticket.id, unanswered)
    clocks = access_clocks(session, ticket)
    for clock in clocks[: max(len(clocks) - (session.scalar(waiting) or 0), 0)]:
        clock.state, clock.kept_at = "stopped", kept_at
    session.flush()
    next_promise(session, ticket)


def end_access(
    session: Session, ticket: Ticket, due_on: date | None, kept_at: datetime | None = None
) -> None:
    """End the promise of one request about own data: kept at this moment, or never, as it was taken back."""
    session.flush()
    running = access_clocks(session, ticket)
    own = next((one for one in running if one.due_on == due_on), None)
    if own is not None:
        own.state, own.kept_at = ("stopped" if kept_at else "ended"), kept_at
    session.flush()
    next_promise(session, ticket)


def access_clocks(session: Session, ticket: Ticket) -> Sequence[Clock]:
    """The running promises about own data, the oldest first."""
    running = Clock.ticket_id == ticket.id, Clock.rule_id == ACCESS, Clock.state == "running"
    return session.scalars(select(Clock).where(*running).order_by(Clock.due_on, Clock.id)).all()
