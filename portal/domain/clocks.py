"""When is an answer due? Pure arithmetic of legal deadlines: no database, no time of its own.

Each clock keeps the unit its law uses. Calendar days never turn into business days, eight weeks are
56 days, and months are calendar months.
"""

import calendar as months_of
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portal.domain.calendars import Calendar
from portal.domain.errors import NotAllowed


class Unit(StrEnum):
    """What a law counts in."""

    CALENDAR_DAY = "calendar_day"
    BUSINESS_DAY = "business_day"
    WEEK = "week"
    MONTH = "month"


class Start(StrEnum):
    """What sets a clock going."""

    RECEIPT = "receipt"
    DECISION = "decision"
    FINAL_LETTER = "final_letter"
    NOTICE = "notice"
    COURT_SERVICE = "court_service"


class State(StrEnum):
    """Where a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    #: We did what we had promised.
    STOPPED = "stopped"
    #: It runs no longer, though nobody did it: the person took back what it was for.
    ENDED = "ended"


class End(StrEnum):
    """How a promise came to its end, as it is told."""

    KEPT = "kept"
    LATE = "late"
    ENDED = "ended"


def how_it_ended(state: str, due: date, kept_on: date | None) -> End | None:
    """What became of a promise; None while it runs. What nobody did is never called done."""
    if state == State.ENDED:
        return End.ENDED
    if state != State.STOPPED:
        return None
    return End.LATE if kept_on is not None and kept_on > due else End.KEPT


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A deadline as one law sets it, with how surely that law was read (V read, 2, U unread)."""

    id: str
    starts: Start
    length: int
    unit: Unit
    source: str = ""
    force: str = ""
    mark: str = "U"
    remind_at: tuple[int, ...] = ()
    pause: bool = False
    #: Further lengths this law allows, in the same unit; each may be granted once.
    extend: tuple[int, ...] = ()
    in_force_from: date | None = None
    on_breach: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        if self.length < 0 or any(more < 1 for more in self.extend):
            raise ValueError(f"clock {self.id!r}: lengths are whole numbers, extensions above 0")
        if self.mark not in {"V", "2", "U"}:
            raise ValueError(f"clock {self.id!r}: mark is V, 2 or U, not {self.mark!r}")


class EventKind(StrEnum):
    """What can happen to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a clock, and the local day it happened on."""

    kind: EventKind
    on: date
    length: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """Until when the answer is promised, and where the clock stands."""

    rule_id: str
    started: date
    due: date
    state: State
    #: False when the time runs into a year whose days off are not announced yet.
    official: bool
    #: The day a pause or stop began; nothing while the clock runs.
    since: date | None = None

    def overdue(self, today: date) -> bool:
        """Is the answer late? The whole last day counts; a paused or stopped clock is not late."""
        return self.state is State.RUNNING and today > self.due


def due(rule: ClockRule, received: date, calendar: Calendar, events: Sequence[Event] = ()) -> Due:
    """Tell until when the answer is due, from the original receipt and all that happened since.

    A receipt clock always counts from the original receipt: sending the report to another desk
    or opening it again gives nobody more time. Other clocks count from the first start event (a
    decision, a letter), and a start after a stop runs anew. A pause or an extension that came
    after the last day changes nothing: a promise broken is not mended afterwards.
    """
    run = _Run(rule, received, calendar)
    for event in sorted(events, key=lambda one: one.on):
        run = run.after(event)
    return run.due()


def admit(
    rule: ClockRule, received: date, calendar: Calendar, events: Sequence[Event], new: Event
) -> Due:
    """Say what a new event would make of the clock, or refuse one that comes too late to count."""
    now = due(rule, received, calendar, events)
    if new.kind in {EventKind.PAUSE, EventKind.EXTEND}:
        if now.state is State.STOPPED:
            raise NotAllowed("The clock {rule} has already stopped.", rule=rule.id)
        if now.state is State.RUNNING and new.on > now.due:
            raise NotAllowed("The time of {rule} ended on {due}.", rule=rule.id, due=now.due)
    return due(rule, received, calendar, (*events, new))


def reminders(rule: ClockRule, current: Due, calendar: Calendar) -> tuple[date, ...]:
    """On which working days to remind the supervisor; pauses and extensions move them along.

    A reminder that falls on a day off comes on the working day before, never after the deadline.
    """
    days = set()
    for at in rule.remind_at:
        day = add(current.due, at - rule.length, rule.unit, calendar)
        days.add(calendar.add_working_days(day + timedelta(days=1), -1))
    return tuple(sorted(days))


def add(day: date, length: int, unit: Unit, calendar: Calendar) -> date:
    """Count a length on from a day in the unit of the law; the day itself is day 0."""
    match unit:
        case Unit.BUSINESS_DAY:
            return calendar.add_working_days(day, length)
        case Unit.MONTH:
            return add_months(day, length)
        case Unit.WEEK:
            return day + timedelta(weeks=length)
        case Unit.CALENDAR_DAY:
            return day + timedelta(days=length)


def add_months(day: date, length: int) -> date:
    """Count calendar months; where the month is too short, its last day (31 Aug + 6: 28 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + length, 12)
    last = months_of.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class _Run:
    """A clock on its way through its events."""

    rule: ClockRule
    started: date
    calendar: Calendar
    granted: tuple[int, ...] = ()
    lost: int = 0
    state: State = State.RUNNING
    since: date | None = None
    #: Has a start event been seen? Until then the day handed in stands for it.
    named: bool = False

    def last_day(self) -> date:
        """Give the last day on which the answer is in time, pauses added at the end."""
        unit = self.rule.unit
        total = self.rule.length + sum(self.granted)
        if unit is Unit.BUSINESS_DAY:
            return self.calendar.add_working_days(self.started, total + self.lost)
        return add(self.started, total, unit, self.calendar) + timedelta(days=self.lost)

    def due(self) -> Due:
        """Tell the outcome so far."""
        last = self.last_day()
        years = range(self.started.year, last.year + 1)
        official = all(self.calendar.is_official(year) for year in years)
        return Due(self.rule.id, self.started, last, self.state, official, self.since)

    def after(self, event: Event) -> "_Run":
        """Go one event further."""
        match event.kind:
            case EventKind.START:
                return self._start(event.on)
            case EventKind.PAUSE:
                return self._pause(event.on)
            case EventKind.RESUME:
                return self._resume(event.on)
            case EventKind.EXTEND:
                return self._extend(event)
            case EventKind.STOP:
                return self._stop(event.on)

    def _start(self, on: date) -> "_Run":
        if self.rule.starts is Start.RECEIPT:
            if self.state is State.STOPPED:
                return replace(self, state=State.RUNNING, since=None)
            return self
        if self.named and self.state is not State.STOPPED:
            return self
        return _Run(self.rule, on, self.calendar, named=True)

    def _pause(self, on: date) -> "_Run":
        if not self.rule.pause:
            raise NotAllowed("The clock {rule} may not be paused.", rule=self.rule.id)
        if self.state is not State.RUNNING or on > self.last_day():
            return self
        return replace(self, state=State.PAUSED, since=on)

    def _resume(self, on: date) -> "_Run":
        if self.state is not State.PAUSED or self.since is None:
            return self
        return replace(
            self, state=State.RUNNING, since=None, lost=self.lost + self._days_lost(self.since, on)
        )

    def _days_lost(self, paused: date, resumed: date) -> int:
        """Count the days a pause took: its first day is lost, the day of resuming counts again."""
        first = max(paused, self.started + timedelta(days=1)) - timedelta(days=1)
        last = max(first, resumed - timedelta(days=1))
        if self.rule.unit is Unit.BUSINESS_DAY:
            return self.calendar.working_days_between(first, last)
        return (last - first).days

    def _extend(self, event: Event) -> "_Run":
        left = list(self.rule.extend)
        for length in self.granted:
            left.remove(length)
        if event.length not in left:
            raise NotAllowed(
                "The clock {rule} may not be extended by {length}.",
                rule=self.rule.id,
                length=event.length,
            )
        if self.state is State.STOPPED:
            return self
        if self.state is State.RUNNING and event.on > self.last_day():
            return self
        return replace(self, granted=(*self.granted, event.length))

    def _stop(self, on: date) -> "_Run":
        if self.state is State.STOPPED:
            return self
        run = self._resume(on)
        return replace(run, state=State.STOPPED, since=on)
