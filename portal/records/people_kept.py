"""Everybody who is kept: agencies, teams, collectors and who manages them, read once and changed in one way."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.names import folded
from portal.jurisdictions.days import day_at
from portal.models import (
    BOOK_HEAD,
    Agency,
    BookKind,
    Collector,
    LineManager,
    Posting,
    Staff,
    Team,
    TeamLead,
    hold,
)
from portal.models.base import Base
from portal.records.people_book import note
from portal.records.people_list import BadListing
from portal.records.people_times import Time

House = TypeVar("House", Agency, Team)

#: Told in the book by their name alone: what they hold is a person.
UNTOLD = frozenset({"name"})


@dataclass(slots=True)
class Kept:
    """What is kept of people, and how a change of it is written down."""

    session: Session
    #: What the organisation calls itself: the agency of lines that name none.
    own: str
    places: Sequence[str]
    now: datetime
    #: Who does it; nobody where it comes by the command line.
    by: int | None = None
    agencies: dict[str, Agency] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    #: Names that two agencies, or two teams, share as names are compared: which is meant nobody can say.
    shared: dict[type[Agency | Team], set[str]] = field(default_factory=dict)
    collectors: dict[tuple[int, str], Collector] = field(default_factory=dict)
    postings: dict[int, list[Posting]] = field(default_factory=dict)
    managers: dict[int, list[LineManager]] = field(default_factory=dict)
    leads: dict[int, list[TeamLead]] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    #: In which line of the list a collector stands.
    seen: dict[tuple[int, str], int] = field(default_factory=dict)
    #: What the list said of an agency, and in which line first.
    said: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)
    #: Who came to another team or agency, and from which day on.
    moved: list[tuple[int, date]] = field(default_factory=list)

    @classmethod
    def read(
        cls, session: Session, own: str, places: Sequence[str], now: datetime, by: int | None = None
    ) -> Self:
        """What is kept now, read once; nobody else changes it meanwhile."""
        hold(session, BOOK_HEAD)
        roll = cls(session, own, places, now, by)
        # As reports are compared with the names of companies: without regard to capitals and width.
        roll.agencies, roll.shared[Agency] = by_name(session.scalars(select(Agency)))
        roll.teams, roll.shared[Team] = by_name(session.scalars(select(Team)))
        found = session.scalars(select(Collector))
        roll.collectors = {(one.agency_id, one.number): one for one in found}
        for posting in session.scalars(select(Posting).order_by(Posting.id)):
            roll.postings.setdefault(posting.collector_id, []).append(posting)
        for one in session.scalars(select(LineManager).order_by(LineManager.id)):
            roll.managers.setdefault(one.collector_id, []).append(one)
        for lead in session.scalars(select(TeamLead).order_by(TeamLead.id)):
            roll.leads.setdefault(lead.team_id, []).append(lead)
        rows = session.execute(select(Staff.email, Staff.id))
        roll.staff = {row.email.casefold(): row.id for row in rows}
        return roll

    def keep_time(
        self,
        rows: list[Any],
        time: Time,
        made: Callable[[], Any],
        kind: BookKind,
        facts: dict[str, Any],
    ) -> bool:
        """Keep a time of somebody over others, and write into the book what changed."""
        if not time.keep(rows, made):
            return False
        self.session.add_all(row for row in rows if row.id is None)
        until = time.until.isoformat() if time.until else None
        self.write(kind, **facts, staff=time.staff, since=time.since.isoformat(), until=until)
        return True

    def staff_of(self, email: str) -> int:
        """Who has this address, active or not."""
        staff = self.staff.get(email)
        if staff is None:
            raise BadListing(
                "nobody here has the address of {column}; `portal staff add` comes first.",
                column="manager",
            )
        return staff

    def today_in(self, agency: Agency) -> date:
        """Which day it is where an agency works."""
        places = agency.jurisdictions or list(self.places)
        return day_at(places[0] if places else "", self.now)

    def change(
        self,
        row: Base,
        values: dict[str, Any],
        kind: BookKind,
        facts: dict[str, Any],
        *,
        told: bool = False,
    ) -> bool:
        """Set what differs and write it into the book; whether anything did."""
        differing = {
            name: [getattr(row, name), value]
            for name, value in values.items()
            if getattr(row, name) != value
        }
        for name, (_before, value) in differing.items():
            setattr(row, name, value)
        if differing:
            shown = {
                name: [] if name in UNTOLD and not told else [plain(one) for one in both]
                for name, both in differing.items()
            }
            self.write(kind, **facts, changed=shown)
        return bool(differing)

    def write(self, kind: BookKind, **facts: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        """A line of the book."""
        note(self.session, kind, self.now, self.by, facts)

    def add(self, row: Base) -> None:
        """A new row with its number, which others name."""
        self.session.add(row)
        self.session.flush()


def by_name(rows: Iterable[House]) -> tuple[dict[str, House], set[str]]:
    """These by their names as they are compared, and the names that more than one of them has."""
    found: dict[str, House] = {}
    shared = {name for one in rows if found.setdefault(name := folded(one.name), one) is not one}
    return found, shared


def plain(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    """A value as the book keeps it."""
    return value if value is None or isinstance(value, (int, list)) else str(value)
