"""Which day it is where a ticket belongs: a promise is over when its day is over there, and not elsewhere."""

from datetime import date, datetime

from portal.jurisdictions.load import installed

#: The places in which a later day has begun than in the others, each with that day.
Ahead = tuple[tuple[str, date], ...]


def day_at(place: str, moment: datetime) -> date:
    """The day of this moment at a place."""
    pack = installed().get(place)
    return pack.local_date(moment) if pack else moment.date()


def days(moment: datetime) -> tuple[date, Ahead]:
    """The day where the day begins last, and the places that are ahead of it."""
    found = {place: pack.local_date(moment) for place, pack in installed().items()}
    first = min(found.values(), default=moment.date())
    return first, tuple(sorted((place, day) for place, day in found.items() if day > first))
