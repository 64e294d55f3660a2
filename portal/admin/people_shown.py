"""What the administrator's pages show of agencies, teams and people: who is where, under whom, what was changed."""

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from portal.models import Agency, BookLine, Collector, LineManager, Posting, Staff, Team, TeamLead

#: So many lines of the book, or people of an agency, are shown at once.
SHOWN = 200

Time = TypeVar("Time", LineManager, TeamLead)


@dataclass(frozen=True, slots=True)
class House:
    """One agency in the list: its teams that are open, and who works there."""

    agency: Agency
    teams: int
    people: int
    #: Another here is called the same, as names are compared.
    shares_name: bool = False


def houses(session: Session) -> list[House]:
    """Every agency by name, with how many teams and people it has now."""
    open_ones = select(Team.agency_id, func.count()).where(Team.closed_on.is_(None))
    here = select(Collector.agency_id, func.count()).where(Collector.left_on.is_(None))
    teams: dict[int, int] = {
        row[0]: row[1] for row in session.execute(open_ones.group_by(Team.agency_id))
    }
    people: dict[int, int] = {
        row[0]: row[1] for row in session.execute(here.group_by(Collector.agency_id))
    }
    rows = session.scalars(select(Agency).order_by(Agency.name)).all()
    called = Counter(one.folded for one in rows)
    return [
        House(one, teams.get(one.id, 0), people.get(one.id, 0), called[one.folded] > 1)
        for one in rows
    ]


def teams_of(session: Session, agency_id: int) -> list[Team]:
    """The teams of an agency, those that are open first."""
    query = select(Team).where(Team.agency_id == agency_id)
    return list(session.scalars(query.order_by(Team.closed_on.is_not(None), Team.name)))


def people_in(session: Session, *where: object) -> list[Collector]:
    """Who collects here, who left last; a few hundred at once."""
    query = select(Collector).where(*where).options(joinedload(Collector.team))  # type: ignore[arg-type] # SQL conditions
    order = (Collector.left_on.is_not(None), Collector.number, Collector.id)
    return list(session.scalars(query.order_by(*order).limit(SHOWN)))


def postings_of(session: Session, who: Collector) -> list[Posting]:
    """Where somebody worked, the newest first."""
    query = select(Posting).where(Posting.collector_id == who.id).order_by(Posting.id.desc())
    return list(session.scalars(query))


def managers_of(session: Session, who: Collector) -> list[tuple[LineManager, Staff]]:
    """Who manages or managed somebody, the newest first."""
    return with_staff(session, LineManager, LineManager.collector_id == who.id)


def leaders_of(session: Session, team: Team) -> list[tuple[TeamLead, Staff]]:
    """Who leads or led a team, the newest first."""
    return with_staff(session, TeamLead, TeamLead.team_id == team.id)


def with_staff(
    session: Session, kind: type[Time], where: ColumnElement[bool]
) -> list[tuple[Time, Staff]]:
    """Times of managers or leaders, the newest first, each with the member of staff."""
    query = select(kind, Staff).join(Staff, Staff.id == kind.staff_id).where(where)
    rows = session.execute(query.order_by(kind.since.desc(), kind.id.desc()))
    return [(row[0], row[1]) for row in rows]


def book(session: Session) -> list[tuple[BookLine, str | None]]:
    """The newest lines of the book, each with who did it."""
    query = (
        select(BookLine, Staff.name)
        .outerjoin(Staff, Staff.id == BookLine.staff_id)
        .order_by(BookLine.seq.desc())
        .limit(SHOWN)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def names_in(session: Session, lines: list[tuple[BookLine, str | None]]) -> dict[str, str]:
    """What agencies, teams and collectors of these lines are called now; collectors by their number."""
    names = {f"agency-{one.id}": one.name for one in session.scalars(select(Agency))}
    names |= {f"team-{one.id}": one.name for one in session.scalars(select(Team))}
    asked = {line.facts["collector"] for line, _by in lines if "collector" in line.facts}
    rows = session.scalars(select(Collector).where(Collector.id.in_(asked)))
    names |= {f"collector-{one.id}": one.number for one in rows}
    staff = {line.facts["staff"] for line, _by in lines if "staff" in line.facts}
    people = session.scalars(select(Staff).where(Staff.id.in_(staff)))
    return names | {f"staff-{one.id}": one.name for one in people}
