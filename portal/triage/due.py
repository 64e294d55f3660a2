"""What a day means for a ticket: it begins and ends where the ticket belongs, not where its reader sits."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_

from portal.jurisdictions.days import Ahead
from portal.jurisdictions.load import installed
from portal.models import Ticket


def due_within(length: int, today: date, ahead: Ahead) -> ColumnElement[bool]:
    """What is due so many days from today at the latest, by the day it is where each ticket belongs."""
    more = timedelta(days=length)
    due = Ticket.due_on <= today + more
    if not ahead:
        return due
    there = [
        and_(Ticket.jurisdiction == place, Ticket.due_on <= day + more) for place, day in ahead
    ]
    # The last of the days alone is what an index is read by.
    return and_(Ticket.due_on <= max(day for _, day in ahead) + more, or_(due, *there))


def received(first: date | None, last: date | None) -> ColumnElement[bool]:
    """What came in between these days, both of them included."""
    return or_(*(and_(*within(place, first, last)) for place in installed()))


def within(place: str, first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """The tickets of one place that came in between these days."""
    zone, found = ZoneInfo(installed()[place].timezone), [Ticket.jurisdiction == place]
    if first is not None:
        found.append(Ticket.received_at >= datetime.combine(first, time(), zone))
    if last is not None:
        found.append(Ticket.received_at < datetime.combine(last + timedelta(days=1), time(), zone))
    return found
