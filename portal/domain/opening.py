"""Is it open now? The weekly hours of an outside body, by the clock and the days off of its own place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.domain.calendars import Calendar

#: The days of a week as an entry names them, in the order of date.weekday().
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Offices that keep to working days: a holiday is off, a make-up Saturday is worked.
WORKING = "working"
#: Nobody is told to come back later than so many days on.
FURTHEST = 14


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when on some days of the week, or on working days."""

    days: frozenset[str]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a body answers, and how surely that is known."""

    mark: str
    source: str
    timezone: str
    always: bool = False
    week: tuple[Span, ...] = ()
    #: What is known of public holidays: it is closed on them, it is open, or nobody found out.
    holidays: str = "unknown"


@dataclass(frozen=True, slots=True)
class Now:
    """Whether it is open; until when, or from when on, by the clock of its place."""

    is_open: bool
    #: The end of an open time, or the next opening; None for always, or where nobody can say.
    turns: datetime | None = None


def now_at(hours: Hours, moment: datetime, calendar: Calendar) -> Now | None:
    """Whether a body is open at this moment; None on a day nobody knows its hours of."""
    if hours.always:
        return Now(is_open=True)
    local = moment.astimezone(ZoneInfo(hours.timezone))
    if unknown_on(hours, local.date(), calendar):
        return None
    for opens, closes in openings(hours, local, calendar):
        if opens <= local < closes:
            return Now(is_open=True, turns=closes)
        if local < opens:
            return Now(is_open=False, turns=opens)
    return Now(is_open=False)


def openings(
    hours: Hours, local: datetime, calendar: Calendar
) -> Iterator[tuple[datetime, datetime]]:
    """The open times from today on, in their order; days that nobody knows are left out."""
    for ahead in range(FURTHEST + 1):
        day = local.date() + timedelta(days=ahead)
        for span in spans_on(hours, day, calendar):
            opens, closes = (
                datetime.combine(day, at, local.tzinfo) for at in (span.opens, span.closes)
            )
            yield opens, closes


def spans_on(hours: Hours, day: date, calendar: Calendar) -> list[Span]:
    """The open times of one day."""
    if is_holiday(day, calendar) and hours.holidays != "open":
        return []
    name = DAYS[day.weekday()]
    found = [
        one
        for one in hours.week
        if name in one.days or (WORKING in one.days and calendar.is_working(day))
    ]
    return sorted(found, key=lambda one: one.opens)


def unknown_on(hours: Hours, day: date, calendar: Calendar) -> bool:
    """Whether nobody knows if it is open on this day: a holiday on which it would be open otherwise."""
    if hours.holidays != "unknown" or not is_holiday(day, calendar):
        return False
    return any(DAYS[day.weekday()] in one.days for one in hours.week)


def is_holiday(day: date, calendar: Calendar) -> bool:
    """Whether this is a public holiday there, on whatever day of the week."""
    return day in calendar.holidays
