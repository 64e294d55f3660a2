"""Who gets a ticket among those who are free of any conflict: nearness, then load; deputies for the absent."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

#: The desk of those who belong to no collections at all, and the desk of the reviewer from outside.
INDEPENDENT, OUTSIDE = "independent", "outside"
#: The desk of those who look into what may be a crime.
COMPLIANCE = "compliance"
#: Who is asked before all supervisors for what a report says, in this order, as far as somebody sits there.
CONCERNED = (
    ("crime_alleged", (COMPLIANCE,)),
    ("data_breach", ("data_protection", COMPLIANCE)),
)
#: The desk that is asked first for each tier above another supervisor; the outside is found by its rules.
DESK_OF_TIER = {"complaints_manager": INDEPENDENT, "compliance": INDEPENDENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A supervisor of this place without a conflict, here or away."""

    id: int
    #: Belongs to no collections team and no agency.
    apart: bool = True
    languages: frozenset[str] = frozenset()
    desks: frozenset[str] = frozenset()
    present: bool = True
    deputy_id: int | None = None
    open_tickets: int = 0

    @property
    def level(self) -> int:
        """0 for everybody's supervisors, 1 for the independent desk and compliance, 2 for the outside reviewer."""
        if self.desks and self.desks <= {OUTSIDE}:
            return 2
        return 1 if self.desks and self.desks <= {INDEPENDENT, OUTSIDE, COMPLIANCE} else 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who gets it, at which desk, and for which absent colleague they stand."""

    id: int
    desk: str
    stands_for: int | None = None
    #: What in the report concerns this desk more than others.
    because: str = ""


def is_present(absent_from: date | None, absent_until: date | None, today: date) -> bool:
    """Whether somebody is here today; an absence without an end lasts until one is set."""
    if absent_from is None or today < absent_from:
        return True
    return absent_until is not None and absent_until < today


def concerned(occasions: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The desks a report concerns more than others, each with what in it does; the gravest first."""
    said = set(occasions)
    return tuple((desk, name) for name, desks in CONCERNED if name in said for desk in desks)


def choose(  # noqa: PLR0913 - what the choice is made by
    candidates: Mapping[int, Candidate],
    language: str,
    desk: str,
    *,
    instead_of: int | None = None,
    first: str = "",
    asked: Iterable[tuple[str, str]] = (),
    lot: str = "",
) -> Chosen | None:
    """The best seat: a supervisor apart from collections, of the language, of the topic, with least to do.

    The independent desk is asked when no supervisor is free, and the outside reviewer after it; what
    goes up asks the independent desk first, and whoever else is free only where nobody sits there. A
    department that is asked before gets it if somebody there is apart from all collections. A
    deputy counts as the colleague they stand for, and is looked up among the same candidates, so
    that a deputy with a conflict is never asked. Where somebody hands over, their deputy comes first.
    Among equals the lot of the ticket decides, so that nobody is always first.
    """
    leaving = candidates.get(instead_of) if instead_of is not None else None
    if leaving is not None and (deputy := seated(candidates, leaving)) is not None:
        return Chosen(deputy.id, desk, leaving.id)
    for place, because in asked:
        there = [one for one in candidates.values() if one.apart and place in one.desks]
        if found := nearest(candidates, there, language, place, lot):
            return replace(found, because=because)
    levels = ((0, desk), (1, INDEPENDENT), (2, OUTSIDE))
    if first == INDEPENDENT:
        levels = ((1, INDEPENDENT), (0, desk), (2, OUTSIDE))
    for level, place in levels:
        there = [one for one in candidates.values() if one.level == level]
        # Compliance alone is not the independent desk: it is asked only where nobody sits there.
        own = [one for one in there if place in one.desks] if level else there
        for asked_now in (own, there):
            if found := nearest(candidates, asked_now, language, place, lot):
                return found
    return None


def nearest(
    candidates: Mapping[int, Candidate],
    there: Iterable[Candidate],
    language: str,
    place: str,
    lot: str,
) -> Chosen | None:
    """Who of these sits nearest to a ticket at this place, in person or by a deputy; None where nobody does."""
    seats = [(one, deputy) for one in there if (deputy := seated(candidates, one)) is not None]
    if not seats:
        return None
    one, deputy = min(seats, key=lambda seat: nearness(seat[0], seat[1], language, place, lot))
    return Chosen(deputy.id, place, None if deputy.id == one.id else one.id)


def seated(candidates: Mapping[int, Candidate], wanted: Candidate) -> Candidate | None:
    """The person who sits there today: themselves, else their deputy, else the deputy's deputy."""
    asked: set[int] = set()
    sitting: Candidate | None = wanted
    while sitting is not None and not sitting.present:
        asked.add(sitting.id)
        deputy = sitting.deputy_id
        sitting = None if deputy is None or deputy in asked else candidates.get(deputy)
    # Nobody from outside stands in for the house's own people.
    return sitting if sitting is not None and sitting.level <= wanted.level else None


def nearness(
    wanted: Candidate, sitting: Candidate, language: str, desk: str, lot: str
) -> tuple[bool, bool, bool, int, bool, bytes, int]:
    """What the choice is ordered by; the smaller the nearer. A deputy lends no independence."""
    return (
        not sitting.apart,
        language not in wanted.languages | sitting.languages,
        desk not in wanted.desks | sitting.desks,
        sitting.open_tickets,
        sitting.id != wanted.id,
        drawn(lot, sitting.id),
        sitting.id,
    )


def drawn(lot: str, staff_id: int) -> bytes:
    """The lot of one person for one ticket: the same whenever it is drawn, and in nobody's hand.

    Names of tickets end in random digits, so over many of them equals are drawn equally often.
    """
    return hashlib.sha256(f"{lot}:{staff_id}".encode()).digest()
