"""Agencies and teams on the roll: made by the line that names them first, or on a page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.names import folded
from portal.models import Agency, AgencyKind, BookKind, Team, TeamLead
from portal.records.people_kept import Kept
from portal.records.people_list import BadListing, Listed, missing
from portal.records.people_times import Time


@dataclass(slots=True)
class Agencies(Kept):
    """The agencies and teams of everybody who is kept."""

    def agency_of(self, one: Listed) -> Agency:
        """The agency of a line; one that is not kept yet is made."""
        name = one.agency or self.own_name()
        self.require_one(Agency, name)
        agency = self.agencies.get(folded(name))
        if agency is None:
            agency = self.new_agency(one, name)
        elif one.jurisdiction and one.jurisdiction not in agency.jurisdictions:
            raise BadListing(
                "{column} is {place}, but {agency} works in {places}; an administrator adds a place"
                " on the page of the agency.",
                column="jurisdiction",
                place=one.jurisdiction,
                agency=agency.name,
                places=", ".join(agency.jurisdictions),
            )
        for column in ("kind", "firm_type"):
            self.same_as_before(one, agency, column)
        values: dict[str, Any] = {"kind": AgencyKind(one.kind)} if one.kind else {}
        values |= {"firm": one.firm_type} if one.firm_type else {}
        self.change_agency(agency, values)
        return agency

    def require_one(self, kind: type[Agency | Team], name: str) -> None:
        """Refuse a name that does not say which of two is meant; both are named on their pages anew."""
        if folded(name) in self.shared[kind]:
            raise BadListing(
                "{name} is the name of two here, as capitals and full-width letters do not count;"
                " give one of them another name on its page first.",
                name=name,
            )

    def same_as_before(self, one: Listed, agency: Agency, column: str) -> None:
        """Refuse a line that says something else of an agency than a line before it."""
        value = getattr(one, column)
        first, line = self.said.setdefault((agency.id, column), (value, one.line))
        if value and first and value != first:
            raise BadListing(
                "{column} is {value}, but line {line} says {first} of this agency.",
                column=column,
                value=value,
                line=line,
                first=first,
            )
        if value and not first:
            self.said[agency.id, column] = (value, one.line)

    def own_name(self) -> str:
        """What the organisation's own collections are called here."""
        mine = [one.name for one in self.agencies.values() if one.kind is AgencyKind.IN_HOUSE]
        if folded(self.own) in self.agencies or not mine:
            return self.own
        if len(mine) > 1:
            raise BadListing(
                "{column} is empty, but several agencies here are your own; name one.",
                column="agency",
            )
        return mine[0]

    def new_agency(self, one: Listed, name: str) -> Agency:
        """An agency nobody knew of, with the law it works under."""
        place = one.jurisdiction or (self.places[0] if len(self.places) == 1 else "")
        if not place:
            raise BadListing("{column} is missing, and this agency is new.", column="jurisdiction")
        ours = AgencyKind.IN_HOUSE if folded(name) == folded(self.own) else AgencyKind.OUTSIDE
        kind = AgencyKind(one.kind) if one.kind else ours
        return self.found_agency(name, kind, one.firm_type, [place])

    def found_agency(self, name: str, kind: AgencyKind, firm: str, places: list[str]) -> Agency:
        """Keep an agency nobody knew of."""
        if not name:
            raise missing("agency")
        if folded(name) in self.agencies:
            raise BadListing("an agency of this name is kept already.")
        if not places:
            raise missing("jurisdiction")
        if kind is AgencyKind.IN_HOUSE and not firm:
            raise BadListing(
                "{column} is missing: the law asks what your own firm is, like bank.",
                column="firm_type",
            )
        made = Agency(name=name, kind=kind, firm=firm or "agency", jurisdictions=places)
        self.add(made)
        self.count["agencies new"] += 1
        self.agencies[folded(name)] = made
        self.write(BookKind.AGENCY_ADDED, agency=made.id, name=name)
        return made

    def change_agency(self, agency: Agency, values: dict[str, Any]) -> bool:
        """What an agency is called, what binds it, where it works, since when it is closed."""
        facts = {"agency": agency.id}
        changed = self.change(agency, values, BookKind.AGENCY_CHANGED, facts, told=True)
        self.count["agencies changed"] += changed
        return changed

    def team_of(self, one: Listed, agency: Agency) -> Team:
        """The team of a line; one that is not kept yet is made."""
        self.require_one(Team, one.team)
        team = self.teams.get(folded(one.team))
        if team is None:
            place = one.jurisdiction or (agency.jurisdictions[0] if agency.jurisdictions else "")
            if not one.jurisdiction and len(agency.jurisdictions) > 1:
                raise BadListing(
                    "{column} is missing: this team is new, and its agency works in several places.",
                    column="jurisdiction",
                )
            team = self.found_team(one.team, agency, place)
        if team.agency_id != agency.id:
            raise BadListing(
                "this team is kept under another agency; two teams cannot share a name."
            )
        if one.jurisdiction and team.jurisdiction and one.jurisdiction != team.jurisdiction:
            raise BadListing(
                "{column} is {place}, but this team works in {places}; whoever works elsewhere"
                " is in a team of that place.",
                column="jurisdiction",
                place=one.jurisdiction,
                places=team.jurisdiction,
            )
        return team

    def found_team(self, name: str, agency: Agency, place: str) -> Team:
        """Keep a team nobody knew of."""
        if not name:
            raise missing("team")
        if folded(name) in self.teams:
            raise BadListing("a team of this name is kept already.")
        if agency.closed_on is not None:
            raise closed(agency.name, agency.closed_on)
        team = Team(name=name, agency_id=agency.id, jurisdiction=place or None)
        self.add(team)
        self.count["teams new"] += 1
        self.teams[folded(name)] = team
        self.write(BookKind.TEAM_ADDED, team=team.id, agency=agency.id, name=name)
        return team

    def lead(self, team: Team, email: str, since: date, until: date | None) -> bool:
        """Who leads a team from which day on; whoever did so before stays on record."""
        staff = self.staff_of(email)
        rows = self.leads.setdefault(team.id, [])
        time = Time(
            staff, since, until,
            later=BadListing(
                "somebody else leads this team since later; give {column}.", column="manager_until"
            ),
        )  # fmt: skip
        made = lambda: TeamLead(team_id=team.id, staff_id=staff)  # noqa: E731 - a row to fill
        return self.keep_time(rows, time, made, BookKind.LEADER, {"team": team.id})


def require_open(agency: Agency, team: Team | None, left_on: date | None) -> None:
    """Refuse to begin where nobody collects any more; who left before is kept all the same."""
    for one in (agency, team):
        if (
            one is not None
            and one.closed_on is not None
            and (left_on is None or left_on > one.closed_on)
        ):
            raise closed(one.name, one.closed_on)


def closed(name: str, day: date) -> BadListing:
    """Nobody begins in what is closed."""
    return BadListing(
        "{name} is closed since {day}; open it again first.", name=name, day=day.isoformat()
    )
