"""Stopping collection from the desk, and letting it go on; the person reads why, either way."""

from sqlalchemy import select

from portal.casework.service import Desk, require_open
from portal.domain.errors import Incomplete, NotFound
from portal.models import EntryKind, Hold, Ticket
from portal.timeline import Event, record

#: What can be stopped: collecting on the account, or every contact.
SCOPES = ("account", "contact")
#: A stop placed by a person lasts until a person looked at it, and names no rule.
UNTIL, BY_HAND = "reviewed", "supervisor"


def running(desk: Desk, ticket: Ticket) -> list[Hold]:
    """The stops that hold now."""
    query = select(Hold).where(Hold.ticket_id == ticket.id, Hold.lifted_at.is_(None))
    return list(desk.session.scalars(query.order_by(Hold.id)))


def place(desk: Desk, ticket: Ticket, scope: str, words: str) -> Hold:
    """Stop collection now; it may not be stopped twice in the same way."""
    require_open(ticket)
    if not words.strip():
        raise Incomplete("Tell the customer why")
    if any(one.scope == scope for one in running(desk, ticket)):
        raise Incomplete("This is stopped already.")
    hold = Hold(ticket_id=ticket.id, scope=scope, until=UNTIL, rule_id=BY_HAND, placed_at=desk.now)
    desk.session.add(hold)
    tell(desk, ticket, EntryKind.HOLD_PLACED, hold, words)
    return hold


def lift(desk: Desk, ticket: Ticket, hold_id: int, words: str) -> None:
    """Let collection go on; the person learns it from us before anybody calls.

    Some stops outlast our answer, so this is done on a ticket that has ended, too.
    """
    hold = next((one for one in running(desk, ticket) if one.id == hold_id), None)
    if hold is None:
        raise NotFound("There is no such stop.")
    if not words.strip():
        raise Incomplete("Tell the customer why")
    hold.lifted_at = desk.now
    tell(desk, ticket, EntryKind.HOLD_LIFTED, hold, words)


def tell(desk: Desk, ticket: Ticket, kind: EntryKind, hold: Hold, words: str) -> None:
    """The line in the history, which the person may read."""
    facts = {"scope": hold.scope, "until": hold.until, "rule": hold.rule_id}
    event = Event(kind=kind, at=desk.now, staff_id=desk.staff.id, facts=facts, words=words.strip())
    record(desk.session, desk.box(ticket), ticket, event)
