"""Which day it is where a person lives: a promise is over when its day is over there, and not elsewhere.

Everything that counts days of a ticket asks for this one day: what is due and overdue, what goes up,
what the person and the queue read, between which days a report came in. It begins and ends in the
region the person lives in, as far as it is known.
"""

from collections import defaultdict
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from portal.domain.rulepack import RulePack
from portal.jurisdictions.load import installed


class Later(NamedTuple):
    """Where a later day has begun than where it begins last: in a place but for some regions, or only in some."""

    place: str
    day: date
    but: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


class Home(NamedTuple):
    """People of a place who share a time zone: all but those of some regions, or only those of some."""

    place: str
    zone: str
    but: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


#: Where a later day has begun.
Ahead = tuple[Later, ...]


def day_at(place: str, moment: datetime, region: str = "") -> date:
    """The day of this moment at a place, or where in it somebody lives."""
    pack = installed().get(place)
    return pack.local_date(moment, region) if pack else moment.date()


def homes() -> list[Home]:
    """Everybody who may write, by the time zone they live in as far as it is known."""
    return [home for place, pack in sorted(installed().items()) for home in homes_in(place, pack)]


def homes_in(place: str, pack: RulePack) -> list[Home]:
    """The time zones of a place: that of most of it, and those of the regions that keep another."""
    others: dict[str, list[str]] = defaultdict(list)
    for region in sorted(pack.zones):
        if pack.zone_of(region) != pack.timezone:
            others[pack.zone_of(region)].append(region)
    but = tuple(region for regions in others.values() for region in regions)
    return [
        Home(place, pack.timezone, but=but),
        *(Home(place, zone, only=tuple(regions)) for zone, regions in others.items()),
    ]


def days(moment: datetime) -> tuple[date, Ahead]:
    """The day where the day begins last, and where a later one has begun."""
    # Days change on whole minutes everywhere, so what every page asks is worked out once in a minute.
    minute = moment.replace(second=0, microsecond=0)
    return _days(minute, tuple((place, pack.version) for place, pack in installed().items()))


@lru_cache(maxsize=64)
def _days(moment: datetime, _packs: tuple[tuple[str, str], ...]) -> tuple[date, Ahead]:
    found = {place: days_in(pack, moment) for place, pack in installed().items()}
    first = min((day for by_day in found.values() for day in by_day), default=moment.date())
    return first, tuple(
        later
        for place, by_day in sorted(found.items())
        for later in laters(place, installed()[place].local_date(moment), by_day)
        if later.day > first
    )


def latest_day(moment: datetime) -> date:
    """The day where it begins first: what is over somewhere is over by this one."""
    first, ahead = days(moment)
    return max((one.day for one in ahead), default=first)


def days_in(pack: RulePack, moment: datetime) -> dict[date, list[str]]:
    """The days it is in a place, each with the regions that have a zone of their own and that day."""
    found: dict[date, list[str]] = defaultdict(list, {pack.local_date(moment): []})
    for region in sorted(pack.zones):
        found[pack.local_date(moment, region)].append(region)
    return found


def laters(place: str, home: date, by_day: dict[date, list[str]]) -> list[Later]:
    """The days of a place: that of most of it, and those of the regions that have another."""
    others = {day: tuple(regions) for day, regions in by_day.items() if day != home}
    but = tuple(region for regions in others.values() for region in regions)
    return [
        Later(place, home, but=but),
        *(Later(place, day, only=one) for day, one in others.items()),
    ]
