"""What a day means for a ticket: it begins and ends where the person lives, not where its reader sits."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_

from portal.jurisdictions.days import Ahead, Later
from portal.jurisdictions.load import installed
from portal.models import Ticket


def due_within(length: int, today: date, ahead: Ahead) -> ColumnElement[bool]:
    """What is due so many days from today at the latest, by the day it is where each person lives."""
    more = timedelta(days=length)
    due = Ticket.due_on <= today + more
    if not ahead:
        return due
    there = [and_(*lives(one), Ticket.due_on <= one.day + more) for one in ahead]
    # The last of the days alone is what an index is read by.
    return and_(Ticket.due_on <= max(one.day for one in ahead) + more, or_(due, *there))


def lives(later: Later) -> list[ColumnElement[bool]]:
    """The tickets of people who live where this day has begun."""
    found = [Ticket.jurisdiction == later.place]
    if later.but:
        found.append(Ticket.region.not_in(later.but))
    if later.only:
        found.append(Ticket.region.in_(later.only))
    return found


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
