"""Stops on collection that follow a ticket: placed when it is decided, back again when it is looked at anew."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import EntryKind, Hold, Outcome, Ticket, note
from portal.routing.seats import Routing
from portal.timeline import Event, record


def stop(work: Routing, ticket: Ticket, scope: str, until: str, rule_id: str) -> None:
    """Stop collection, and write it into the history, where the person reads it."""
    said: dict[str, Any] = {"scope": scope, "until": until}
    placed = {"ticket_id": ticket.id, "rule_id": rule_id, "placed_at": work.now}
    note(work.session, Hold, **said, **placed)
    event = Event(kind=EntryKind.HOLD_PLACED, at=work.now, facts={**said, "rule": rule_id})
    record(work.session, work.box, ticket, event)


def ended_by_answer(session: Session, ticket: Ticket) -> list[Hold]:
    """What our last answer ended by itself, each kind once; what somebody lifted with words is not among it."""
    answered = select(func.max(Outcome.final_at)).where(Outcome.ticket_id == ticket.id)
    ended = select(Hold).where(
        Hold.ticket_id == ticket.id, Hold.lifted_at == answered.scalar_subquery()
    )
    rows = session.scalars(ended.order_by(Hold.id.desc()))
    return list({(one.scope, one.until): one for one in rows}.values())


def stop_again(work: Routing, ticket: Ticket) -> None:
    """What was stopped while we looked into it is stopped while we look again; nothing ends by this."""
    for one in ended_by_answer(work.session, ticket):
        stop(work, ticket, one.scope, one.until, one.rule_id)
