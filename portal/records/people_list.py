"""A line of the list of collectors, as the collection system writes it: who, where, under whom."""

import json
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.errors import PortalError
from portal.domain.provisions import FIRMS
from portal.models import AgencyKind

NEEDED = ("agency", "team", "number")
NAMES = (
    "agency", "kind", "firm_type", "jurisdiction", "team", "team_from", "number", "name", "started_on",
    "left_on", "manager", "manager_from", "manager_until", "leads",
)  # fmt: skip
LONGEST = {"agency": 120, "team": 120, "number": 20, "name": 120, "manager": 254, "alias": 60}
LONGEST_WORD = 40
FIRST_YEAR, LAST_YEAR = 1950, 2100
#: Control signs, marks that turn the direction of writing, ends of line and paragraph.
UNSEEN = ("Cc", "Cf", "Zl", "Zp")
#: What stands where a sign of another encoding could not be read.
LOST = "\ufffd"


class BadListing(PortalError, ValueError):  # noqa: N818 - it is a line that is bad, and its sender reads it
    """A line that cannot be kept; the message is one clear sentence, on pages in the reader's language."""

    def __str__(self) -> str:
        """The sentence with its blanks filled: they hold what the operator wrote, of nobody else."""
        return self.message.format(**self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One collector as the list says it; what a column did not say is empty."""

    line: int
    columns: frozenset[str]
    agency: str
    kind: str
    firm_type: str
    jurisdiction: str
    team: str
    team_from: date | None
    number: str
    name: str
    started_on: date | None
    left_on: date | None
    manager: str
    manager_from: date | None
    manager_until: date | None
    #: Whether this person leads the team; empty: no.
    leads: bool


def listed(line: int, given: Mapping[str, str], places: Collection[str]) -> Listed:
    """A line of the list, or what is wrong with it by itself."""
    one = Listed(
        line=line,
        columns=frozenset(given),
        agency=text(given, "agency"),
        kind=word(given, "kind", [kind.value for kind in AgencyKind]),
        firm_type=word(given, "firm_type", FIRMS),
        jurisdiction=word(given, "jurisdiction", places),
        team=text(given, "team"),
        team_from=day(given, "team_from"),
        number=text(given, "number"),
        name=text(given, "name"),
        started_on=day(given, "started_on"),
        left_on=day(given, "left_on"),
        manager=text(given, "manager").casefold(),
        manager_from=day(given, "manager_from"),
        manager_until=day(given, "manager_until"),
        leads=word(given, "leads", ("yes", "no")) == "yes",
    )
    require(one)
    return one


def require(one: Listed) -> None:
    """Refuse what contradicts itself within one line."""
    if not one.number:
        raise missing("number")
    if not one.agency and one.kind == AgencyKind.OUTSIDE:
        raise BadListing(
            "{column} is empty, which means your own people, yet {kind} is outside.",
            column="agency",
            kind="kind",
        )
    if bool(one.manager) != bool(one.manager_from):
        raise BadListing(
            "{column} and {other} go together.", column="manager", other="manager_from"
        )
    if one.manager_until and not one.manager:
        raise BadListing("{column} needs a {other}.", column="manager_until", other="manager")
    in_order(one.started_on, one.left_on, "left_on", "started_on")
    in_order(one.manager_from, one.manager_until, "manager_until", "manager_from")


def missing(column: str) -> BadListing:
    """Something that must be there is not."""
    return BadListing("{column} is missing.", column=column)


def in_order(first: date | None, last: date | None, ending: str, beginning: str) -> None:
    """Nothing ends before it began."""
    if first and last and last < first:
        raise BadListing(
            "{column} is {day}, before {other}, which is {first}.",
            column=ending,
            day=last.isoformat(),
            other=beginning,
            first=first.isoformat(),
        )


def quoted(value: str) -> str:
    """A wrong word as it was written, in any script: short, in quotes, and nothing in it unseen."""
    seen = (one if unicodedata.category(one) not in UNSEEN else LOST for one in value)
    return json.dumps("".join(seen)[:LONGEST_WORD], ensure_ascii=False)


def text(given: Mapping[str, str], name: str) -> str:
    """A short text of one line, as it can be compared: the same signs are written the same way."""
    value = unicodedata.normalize("NFC", given.get(name, ""))
    for place, sign in enumerate(value, start=1):
        if unicodedata.category(sign) in UNSEEN:
            raise BadListing(
                "{column} holds a sign that cannot be seen, at {place}.", column=name, place=place
            )
        if sign == LOST:
            # The lines of a file in another encoding come back on the page; nobody is called so.
            raise BadListing(
                "{column} holds a sign that could not be read, at {place}; save the file as CSV UTF-8.",
                column=name,
                place=place,
            )
    value = " ".join(value.split())
    longest = LONGEST.get(name, LONGEST_WORD)
    if len(value) > longest:
        raise BadListing(
            "{column} is longer than {longest} characters.", column=name, longest=longest
        )
    return value


def word(given: Mapping[str, str], name: str, known: Collection[str]) -> str:
    """One of the known words, or nothing."""
    value = text(given, name)
    if value and value not in known:
        raise BadListing(
            "{column} is {value}; it must be one of {known}.",
            column=name,
            value=quoted(value),
            known=", ".join(known),
        )
    return value


def day(given: Mapping[str, str], name: str) -> date | None:
    """A date of the calendar, or nothing."""
    value = text(given, name)
    if not value:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = date.min
    # Python also reads 20261123 and days of weeks; one way of writing is enough for a list.
    if found.isoformat() != value or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadListing(
            "{column} is {value}, which is no date like 2026-11-23.",
            column=name,
            value=quoted(value),
        )
    return found
