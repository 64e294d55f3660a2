"""How long what a person told us is kept after it has ended, and how much may be destroyed in a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.clocks import add_months
from portal.domain.provisions import may_quote

#: Of all that is kept so much may be destroyed in a day: a clock set wrong must not empty the house.
SHARE_A_DAY = 0.05
#: A small house may always destroy this many, or it would never come to an end.
FEW = 20


class Kept(StrEnum):
    """What is kept for a time of its own, the first to go first."""

    #: Name, and how to reach the person.
    CONTACT = "contact"
    FILES = "files"
    #: Every word of the ticket: its key is destroyed.
    TICKET = "ticket"


class Why(StrEnum):
    """Why somebody says that a ticket must not be destroyed yet."""

    #: It is, or may be, before a court.
    COURT = "court"
    #: A regulator, ombudsman or the police may still ask for it.
    AUTHORITY = "authority"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How long the law of a place makes us keep something, as far as anybody has read it."""

    id: str
    months: int
    law: tuple[str, ...]
    force: str
    mark: str
    source: str
    in_force_from: date
    in_force_to: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """How long one thing is kept here, and the provision people may be told of; none where it is our own rule."""

    what: Kept
    months: int
    law: str = ""

    def over_on(self, since: date) -> date:
        """The first day on which it may be destroyed: the months are over and so is their last day."""
        return add_months(since, self.months)


def terms(keeps: Iterable[Keep], own: Mapping[Kept, int]) -> dict[Kept, Term]:
    """What holds in a place: the house's own months, and never less than the law may ask for.

    A provision nobody has read lengthens the time, to be safe; it is never told to people as law.
    """
    asked = {Kept(one.id): one for one in keeps}
    found: dict[Kept, Term] = {}
    for what in Kept:
        keep, months = asked.get(what), own[what]
        if keep is not None and keep.months > months:
            law = keep.source if may_quote(keep.mark, keep.force) else ""
            found[what] = Term(what, keep.months, law)
        else:
            found[what] = Term(what, months)
    # When the ticket goes, everything goes with it: nothing of it can be kept for longer.
    whole = found[Kept.TICKET]
    return {what: one if one.months <= whole.months else Term(what, whole.months, whole.law)
            for what, one in found.items()}  # fmt: skip


def most_a_day(kept: int) -> int:
    """How many tickets may lose something in one day, out of so many that are kept."""
    return max(FEW, int(kept * SHARE_A_DAY))
