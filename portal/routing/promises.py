"""Which promise of a ticket is the nearest, after one was kept or taken back."""

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


def settle_access(session: Session, ticket: Ticket, kept_at: datetime | None) -> None:
    """Let as many promises about own data run as requests wait for an answer; the oldest are kept first.

    Where a request was taken back there is no moment at which it was kept, and the nearest date stays
    with those that wait.
    """
    session.flush()
    unanswered = DataRequest.state.in_((RequestState.ASKED, RequestState.PROPOSED))
    waiting = select(func.count()).where(DataRequest.ticket_id == ticket.id, unanswered)
    running = Clock.ticket_id == ticket.id, Clock.rule_id == ACCESS, Clock.state == "running"
    order = (Clock.due_on, Clock.id) if kept_at else (Clock.due_on.desc(), Clock.id.desc())
    clocks = session.scalars(select(Clock).where(*running).order_by(*order)).all()
    for clock in clocks[: max(len(clocks) - (session.scalar(waiting) or 0), 0)]:
        clock.state, clock.kept_at = "stopped" if kept_at else "ended", kept_at
    session.flush()
    next_promise(session, ticket)
