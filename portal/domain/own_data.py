"""What a person may ask of the own data, and what stands in the way of deleting them."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.ticket import OPEN, State

#: So long between the second agreement and the erasure: time to take a copy, or to change one's mind.
GRACE = timedelta(days=7)


#: The promise that begins when somebody asks, by its name in the rule packs. Administrators keep it.
ACCESS = "data_access"


class Asked(StrEnum):
    """What a person decides about; a copy of the own data is taken without asking anybody."""

    DELETE = "delete"
    NOTES = "notes"


class RequestState(StrEnum):
    """How far a request has come."""

    ASKED = "asked"
    #: One administrator would delete; another must agree.
    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    #: The person wants to keep the ticket after all.
    TAKEN_BACK = "taken_back"
    DONE = "done"


class Ground(StrEnum):
    """Why something may not be deleted, as the person is told it."""

    #: We still look into it: ends with our answer, or when the person withdraws.
    OPEN = "open"
    #: A review of the collector rests on what was found.
    REVIEW = "review"
    #: A law makes us keep it for a time.
    LAW = "law"
    #: A court or another body may still ask for it.
    CLAIM = "claim"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a ticket may stand in the way of deleting it."""

    state: State
    #: A letter to an outside body waits to be sent.
    letter_waits: bool = False
    reviews_open: int = 0
    #: An administrator keeps it, since a court or an authority may ask for it.
    preserved: bool = False


def in_the_way(ticket: Standing) -> tuple[Ground, ...]:
    """Why it may not be deleted now; empty when it may."""
    found = []
    if ticket.state in OPEN or ticket.letter_waits:
        found.append(Ground.OPEN)
    if ticket.reviews_open:
        found.append(Ground.REVIEW)
    if ticket.preserved:
        found.append(Ground.CLAIM)
    return tuple(found)


def erase_on(agreed_on: date) -> date:
    """The last day on which the person may still keep it; it is erased once this day is over."""
    return agreed_on + GRACE


def last_day(agreed: date, read_since: date | None) -> date:
    """The last whole day on which the person may still keep it: an answer given anew is read as long."""
    return agreed if read_since is None else max(agreed, read_since + GRACE - timedelta(days=1))
