"""The administrator's verbs for who collects, where and under whom: the same door as the list goes through."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.admin.people_shown import teams_of
from portal.admin.service import AdminDesk
from portal.domain.names import folded
from portal.jurisdictions.load import installed
from portal.models import (
    Agency,
    AgencyKind,
    BookKind,
    Collector,
    CollectorAlias,
    Team,
)
from portal.records.people import Roll
from portal.records.people_agencies import closed
from portal.records.people_file import as_file
from portal.records.people_list import BadListing, day, in_order, listed, missing, text
from portal.records.people_reading import Reading, read_list
from portal.routing import follow_people
from portal.search.asked_for import aliases_of

T = TypeVar("T")

SHORTEST_ALIAS = 2


def roll_of(at: AdminDesk) -> Roll:
    """Everybody who is kept, to be changed by this administrator."""
    return Roll.read(at.session, at.settings.organisation, list(installed()), at.now, at.staff.id)


def change(at: AdminDesk, verb: Callable[[Roll], T]) -> tuple[T, int]:
    """Do it, and hand on what somebody may no longer know of; how many tickets that were."""
    roll = roll_of(at)
    made = verb(roll)
    return made, follow_people(at.session, at.keyring, at.now, roll.moved, at.staff)


def add_agency(
    roll: Roll, given: Mapping[str, str], kind: AgencyKind, firm: str, places: list[str]
) -> Agency:
    """An agency nobody knew of."""
    return roll.found_agency(text(given, "agency"), kind, firm, places)


def change_agency(
    roll: Roll, agency: Agency, given: Mapping[str, str], firm: str, places: list[str]
) -> None:
    """Its name, the law that binds it, its places, and since when nobody collects there."""
    name, closed_on = text(given, "agency"), day(given, "closed_on")
    require_name(roll, name, agency, "an agency of this name is kept already.")
    if not places:
        raise missing("jurisdiction")
    teams = teams_of(roll.session, agency.id)
    for team in teams:
        if team.jurisdiction and team.jurisdiction not in places and team.closed_on is None:
            raise BadListing(
                "the team {team} works in {place}.", team=team.name, place=team.jurisdiction
            )
    if closed_on is not None:
        require_empty(roll.session, closed_on, Collector.agency_id == agency.id)
    if not firm:
        raise missing("firm_type")
    # The first place stays first: it is that of people without a team.
    kept = [one for one in agency.jurisdictions if one in places]
    places = kept + [one for one in places if one not in kept]
    roll.change_agency(
        agency, {"name": name, "firm": firm, "jurisdictions": places, "closed_on": closed_on}
    )
    for team in teams if closed_on is not None else ():
        close_team(roll, team, team.closed_on or closed_on)


def change_team(roll: Roll, team: Team, given: Mapping[str, str]) -> None:
    """Its name, and since when nobody is in it."""
    name, closed_on = text(given, "team"), day(given, "closed_on")
    require_name(roll, name, team, "a team of this name is kept already.")
    roll.change(team, {"name": name}, BookKind.TEAM_CHANGED, {"team": team.id}, told=True)
    close_team(roll, team, closed_on)


def close_team(roll: Roll, team: Team, closed_on: date | None) -> None:
    """Nobody begins in this team from this day on."""
    if closed_on is not None:
        require_empty(roll.session, closed_on, Collector.team_id == team.id)
    values = {"closed_on": closed_on}
    roll.change(team, values, BookKind.TEAM_CHANGED, {"team": team.id}, told=True)


def lead(roll: Roll, team: Team, given: Mapping[str, str]) -> None:
    """Who leads this team, from when until when."""
    since, until = day(given, "manager_from"), day(given, "manager_until")
    if since is None:
        raise missing("manager_from")
    in_order(since, until, "manager_until", "manager_from")
    roll.lead(team, text(given, "manager").casefold(), since, until)


def require_name(roll: Roll, name: str, row: Agency | Team, taken: str) -> None:
    """Refuse a name that is empty, or another's as names are compared."""
    is_agency = isinstance(row, Agency)
    if not name:
        raise missing("agency" if is_agency else "team")
    known: Mapping[str, Agency | Team] = roll.agencies if is_agency else roll.teams
    shared = roll.shared[Agency if is_agency else Team]
    if folded(name) in shared or known.get(folded(name), row) is not row:
        raise BadListing(taken)


def require_empty(session: Session, closed_on: date, where: object) -> None:
    """Refuse to close where somebody still works after that day."""
    query = select(Collector.number).where(
        where,  # type: ignore[arg-type] # an SQL condition
        Collector.left_on.is_(None) | (Collector.left_on > closed_on),
    )
    number = session.scalar(query.order_by(Collector.number).limit(1))
    if number is not None:
        raise BadListing(
            "{number} still works here; whoever is here moves or leaves first.", number=number
        )


def enter(roll: Roll, given: Mapping[str, str]) -> Collector:
    """One line of the list, typed on a page."""
    one = listed(0, given, list(installed()))
    roll.enter(one)
    agency = roll.agencies[folded(one.agency or roll.own_name())]
    return roll.collectors[agency.id, one.number]


def require_new(roll: Roll, agency: Agency, given: Mapping[str, str]) -> None:
    """Refuse to add somebody who is kept already: a page that adds never changes."""
    if (agency.id, text(given, "number")) in roll.collectors:
        raise BadListing("this number of this agency is kept already.")


def line_of(who: Collector) -> dict[str, str]:
    """What the list would say of somebody now."""
    return {
        "agency": who.agency.name,
        "team": who.team.name if who.team else "",
        "number": who.number,
    }


def transfer(roll: Roll, who: Collector, house: str, given: Mapping[str, str]) -> None:
    """Somebody comes to another team or agency, perhaps under another number."""
    agency_id, _, team_id = house.partition("-")
    agency = roll.session.get_one(Agency, int(agency_id))
    team = roll.session.get_one(Team, int(team_id)) if team_id else None
    number = text(given, "number")
    if not number:
        raise missing("number")
    for one in (agency, team):
        if one is not None and one.closed_on is not None:
            raise closed(one.name, one.closed_on)
    roll.transfer(who, agency, team, number, day(given, "team_from"))


def call(roll: Roll, who: Collector, given: Mapping[str, str]) -> None:
    """Keep what somebody is called on the telephone."""
    value = text(given, "alias")
    if len(value) < SHORTEST_ALIAS:
        raise missing("alias")
    if value.casefold() in {one.casefold() for one in aliases_of(roll.session, who)}:
        return
    roll.add(CollectorAlias(collector_id=who.id, value=value))
    # What somebody is called may be the name of a person, so the book tells only that there is one more.
    roll.write(BookKind.ALIAS_ADDED, collector=who.id)


def uncall(roll: Roll, who: Collector, given: Mapping[str, str]) -> None:
    """Nobody is called so on the telephone; taken away twice it is away once."""
    value = text(given, "alias")
    if not value:
        raise missing("alias")
    mine = CollectorAlias.collector_id == who.id, CollectorAlias.value == value
    row = roll.session.scalar(select(CollectorAlias).where(*mine))
    if row is not None:
        roll.session.delete(row)
        roll.write(BookKind.ALIAS_REMOVED, collector=who.id)


def read(at: AdminDesk, raw: bytes, *, missing_left: bool) -> tuple[Reading, Roll]:
    """Read a whole list; the caller keeps all of it or nothing."""
    roll = roll_of(at)
    found = read_list(roll, raw.splitlines(keepends=True), missing_left=missing_left)
    if not found.bad:
        found.handed = follow_people(at.session, at.keyring, at.now, roll.moved, at.staff)
    return found, roll


def take(at: AdminDesk, today: date) -> bytes:
    """The list as it stands, to take along; that somebody took it is in the book."""
    raw = as_file(at.session, today)
    roll_of(at).write(BookKind.LIST_TAKEN)
    return raw
