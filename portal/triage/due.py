"""What a day means for a ticket: it begins and ends where the person lives, not where its reader sits."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_

from portal.jurisdictions.days import Ahead, Home, Later, homes
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


def lives(where: Later | Home) -> list[ColumnElement[bool]]:
    """The tickets of people who live there."""
    found = [Ticket.jurisdiction == where.place]
    if where.but:
        found.append(Ticket.region.not_in(where.but))
    if where.only:
        found.append(Ticket.region.in_(where.only))
    return found


def received(first: date | None, last: date | None) -> ColumnElement[bool]:
    """What came in between these days, both of them included, by the days where each person lives."""
    there = [(home, *time_of(home.zone, first, last)) for home in homes()]
    begins = [begin for _home, begin, _end in there if begin is not None]
    ends = [end for _home, _begin, end in there if end is not None]
    # Most tickets are ruled out by the widest of these times, before it is asked where anybody lives.
    widest = within(min(begins, default=None), max(ends, default=None))
    return and_(*widest, or_(*(and_(*lives(home), *within(*time)) for home, *time in there)))


def time_of(
    zone: str, first: date | None, last: date | None
) -> tuple[datetime | None, datetime | None]:
    """When these days begin in a zone, and when they are over there."""
    clock, after = ZoneInfo(zone), last + timedelta(days=1) if last is not None else None
    begin, end = (
        datetime.combine(day, time(), clock).astimezone(UTC) if day is not None else None
        for day in (first, after)
    )
    return begin, end


def within(begin: datetime | None, end: datetime | None) -> list[ColumnElement[bool]]:
    """The tickets that came in from this moment on, and before that one."""
    found = [Ticket.received_at >= begin] if begin is not None else []
    return [*found, Ticket.received_at < end] if end is not None else found
