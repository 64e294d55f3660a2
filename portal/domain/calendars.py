"""Which days are working days in a place, and which day it is there when something arrives.

Saturday and Sunday are off, public holidays are off, and a make-up day (调休) is worked although it
falls on a weekend. Calendars are dated data; a year not yet announced is marked as such.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: date.weekday() of a Saturday.
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off, make-up days and time zone of one place."""

    id: str
    timezone: str
    holidays: Mapping[date, str]
    make_up_days: frozenset[date]
    official_years: frozenset[int]

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> Self:
        """Read one calendar as a rule pack writes it; a bad entry is named, never skipped."""
        calendar_id = _text(table, "id", "a calendar")
        where = f"calendar {calendar_id!r}"
        _only(table, {"id", "timezone", "year", "day"}, where)
        zone = _text(table, "timezone", where)
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{where}: there is no time zone {zone!r}") from error
        known, official = _years(_tables(table, "year", where), where)
        off, make_up = _days(_tables(table, "day", where), known, where)
        return cls(calendar_id, zone, MappingProxyType(off), make_up, official)

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on this day."""
        if day in self.make_up_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def add_working_days(self, day: date, n: int) -> date:
        """Count n working days on from a day (or back, when negative); the day itself is day 0.

        Days off are stepped over, never taken away from the count: "5 days over a weekend" is
        later than "5 days", not sooner. From a working day, going on and back again comes home.
        """
        step = _ONE_DAY if n > 0 else -_ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many days are worked after the first day up to and with the last; minus if before."""
        if last < first:
            return -self.working_days_between(last, first)
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(self.is_working(day) for day in days)

    def is_official(self, year: int) -> bool:
        """Tell whether this year's days off are announced, and not merely expected."""
        return year in self.official_years

    def local_date(self, moment: datetime) -> date:
        """Tell which day it is in this place at a moment; a report just after midnight is today's.

        A moment without a time zone is refused, because any guess is wrong for someone.
        """
        if moment.tzinfo is None or moment.utcoffset() is None:
            raise ValueError("a moment must name its time zone")
        return moment.astimezone(ZoneInfo(self.timezone)).date()


def calendars_from_mapping(parsed: Mapping[str, Any]) -> dict[str, Calendar]:
    """Read a whole holidays file of a rule pack: its calendars by id, each id once."""
    _only(parsed, {"calendar"}, "holidays")
    found: dict[str, Calendar] = {}
    for table in _tables(parsed, "calendar", "holidays"):
        calendar = Calendar.from_mapping(table)
        if calendar.id in found:
            raise ValueError(f"calendar {calendar.id!r} is given twice")
        found[calendar.id] = calendar
    if not found:
        raise ValueError("holidays: there is no [[calendar]]")
    return found


def _years(
    entries: Iterable[Mapping[str, Any]], where: str
) -> tuple[frozenset[int], frozenset[int]]:
    """Read the years known, and among them the official ones."""
    status: dict[int, str] = {}
    for entry in entries:
        year = entry.get("year")
        here = f"{where}, year {year!r}"
        _only(entry, {"year", "status", "source"}, here)
        if not isinstance(year, int) or isinstance(year, bool):
            raise ValueError(f"{here}: a year is a whole number")  # noqa: TRY004 - data, not a call
        if year in status:
            raise ValueError(f"{here} is given twice")
        if entry.get("status") not in {"official", "expected"}:
            raise ValueError(f"{here}: status is 'official' or 'expected'")
        _text(entry, "source", here)
        status[year] = entry["status"]
    official = frozenset(year for year, what in status.items() if what == "official")
    return frozenset(status), official


def _days(
    entries: Iterable[Mapping[str, Any]], years: frozenset[int], where: str
) -> tuple[dict[date, str], frozenset[date]]:
    """Read the days off with their names, and the make-up days."""
    off: dict[date, str] = {}
    make_up: set[date] = set()
    for entry in entries:
        day = entry.get("date")
        here = f"{where}, day {day}"
        _only(entry, {"date", "name", "kind"}, here)
        if not isinstance(day, date) or isinstance(day, datetime):
            raise ValueError(f"{here}: date is a plain date such as 2026-10-01")  # noqa: TRY004 - data
        if day.year not in years:
            raise ValueError(f"{here}: {day.year} has no [[calendar.year]] entry")
        if day in off or day in make_up:
            raise ValueError(f"{here} is given twice")
        name = _text(entry, "name", here)
        match entry.get("kind"):
            case "off":
                off[day] = name
            case "make_up" if day.weekday() >= _SATURDAY:
                make_up.add(day)
            case "make_up":
                raise ValueError(f"{here}: a make-up day falls on a Saturday or Sunday")
            case _:
                raise ValueError(f"{here}: kind is 'off' or 'make_up'")
    return off, frozenset(make_up)


def _tables(table: Mapping[str, Any], key: str, where: str) -> list[Mapping[str, Any]]:
    entries = table.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(one, Mapping) for one in entries):
        raise ValueError(f"{where}: {key!r} is a list of tables, each under its own [[...]]")
    return entries


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{where}: {key!r} is missing or not a text")
    return value


def _only(table: Mapping[str, Any], keys: set[str], where: str) -> None:
    unknown = sorted(set(table) - keys)
    if unknown:
        raise ValueError(f"{where}: unknown {', '.join(map(repr, unknown))}")
