"""Agencies, teams, collectors and who managed them when: what keeps whoever is too near from a ticket."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Agency, AgencyKind, Collector, LineManager, Staff, Team
from portal.models.base import Base
from portal.records.people_list import BadListing, Listed

#: What a line says of a collector and what is kept of it, word for word.
KEPT_AS_SAID = ("started_on", "left_on", "leads")
NEW, CHANGED, SAME = "new", "changed", "as before"


@dataclass(slots=True)
class Roll:
    """Everybody kept so far, and what a list adds to it. Nothing is ever taken away."""

    session: Session
    #: What the organisation calls itself: the agency of lines that name none.
    own: str
    places: Sequence[str]
    agencies: dict[str, Agency] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    collectors: dict[tuple[int, str], Collector] = field(default_factory=dict)
    managers: dict[int, list[LineManager]] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    #: In which line of the list a collector stands.
    seen: dict[tuple[int, str], int] = field(default_factory=dict)
    #: What the list said of an agency, and in which line first.
    said: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)

    @classmethod
    def read(cls, session: Session, own: str, places: Sequence[str]) -> "Roll":
        """What is kept now, read once."""
        roll = cls(session, own, places)
        # As reports are compared with the names of companies: without regard to capitals.
        roll.agencies = {one.name.lower(): one for one in session.scalars(select(Agency))}
        roll.teams = {one.name.lower(): one for one in session.scalars(select(Team))}
        found = session.scalars(select(Collector))
        roll.collectors = {(one.agency_id, one.number): one for one in found}
        for one in session.scalars(select(LineManager).order_by(LineManager.id)):
            roll.managers.setdefault(one.collector_id, []).append(one)
        rows = session.execute(select(Staff.email, Staff.id))
        roll.staff = {row.email.casefold(): row.id for row in rows}
        return roll

    def enter(self, one: Listed) -> str:
        """Keep one line of the list: whether the collector is new, changed, or as before."""
        agency = self.agency_of(one)
        team = self.team_of(one, agency) if one.team else None
        key = (agency.id, one.number)
        if key in self.seen:
            raise BadListing(f"this number of this agency stands in line {self.seen[key]} already.")
        self.seen[key] = one.line
        who = self.collectors.get(key)
        how = SAME
        if who is None:
            how = NEW
            who = Collector(number=one.number, name=one.name, agency_id=agency.id)
            self.collectors[key] = who
        values: dict[str, Any] = {"team_id": team.id if team else None}
        # A column that is not there says nothing; a name that is empty is not known.
        values |= {name: getattr(one, name) for name in KEPT_AS_SAID if name in one.columns}
        values |= {"name": one.name} if one.name else {}
        changed = put(who, values)
        if how is NEW:
            self.add(who)
        if one.manager:
            changed |= self.manage(who, one)
        return CHANGED if changed and how is SAME else how

    def agency_of(self, one: Listed) -> Agency:
        """The agency of a line; one that is not kept yet is made."""
        name = one.agency or self.own_name()
        agency = self.agencies.get(name.lower())
        if agency is None:
            agency = self.new_agency(one, name)
        elif one.jurisdiction and one.jurisdiction not in agency.jurisdictions:
            raise BadListing(
                f"jurisdiction is {one.jurisdiction}, but {agency.name} works in"
                f" {', '.join(agency.jurisdictions)}; its people elsewhere need an agency of their own."
            )
        for column in ("kind", "firm_type"):
            value = getattr(one, column)
            first, line = self.said.setdefault((agency.id, column), (value, one.line))
            if value and first and value != first:
                raise BadListing(
                    f"{column} is {value}, but line {line} says {first} of this agency."
                )
            if value and not first:
                self.said[agency.id, column] = (value, one.line)
        values: dict[str, Any] = {"kind": AgencyKind(one.kind)} if one.kind else {}
        values |= {"firm": one.firm_type} if one.firm_type else {}
        self.count["agencies changed"] += put(agency, values)
        return agency

    def own_name(self) -> str:
        """What the organisation's own collections are called here."""
        mine = [one.name for one in self.agencies.values() if one.kind is AgencyKind.IN_HOUSE]
        if self.own.lower() in self.agencies or not mine:
            return self.own
        if len(mine) > 1:
            raise BadListing("agency is empty, but several agencies here are your own; name one.")
        return mine[0]

    def new_agency(self, one: Listed, name: str) -> Agency:
        """An agency nobody knew of, with the law it works under."""
        place = one.jurisdiction or (self.places[0] if len(self.places) == 1 else "")
        if not place:
            raise BadListing("jurisdiction is missing, and this agency is new.")
        ours = AgencyKind.IN_HOUSE if name.lower() == self.own.lower() else AgencyKind.OUTSIDE
        kind = AgencyKind(one.kind) if one.kind else ours
        if kind is AgencyKind.IN_HOUSE and not one.firm_type:
            raise BadListing("firm_type is missing: the law asks what your own firm is, like bank.")
        made = Agency(name=name, kind=kind, firm=one.firm_type or "agency", jurisdictions=[place])
        self.add(made)
        self.count["agencies new"] += 1
        self.agencies[name.lower()] = made
        return made

    def team_of(self, one: Listed, agency: Agency) -> Team:
        """The team of a line; one that is not kept yet is made."""
        team = self.teams.get(one.team.lower())
        if team is None:
            place = one.jurisdiction or next(iter(agency.jurisdictions), None)
            team = Team(name=one.team, agency_id=agency.id, jurisdiction=place)
            self.add(team)
            self.count["teams new"] += 1
            self.teams[one.team.lower()] = team
        if team.agency_id != agency.id:
            raise BadListing(
                "this team is kept under another agency; two teams cannot share a name."
            )
        return team

    def manage(self, who: Collector, one: Listed) -> bool:
        """Who manages a collector from which day on; whoever did so before stays on record."""
        staff, since, until = self.staff.get(one.manager), one.manager_from, one.manager_until
        if staff is None:
            raise BadListing(
                "nobody here has the address of manager; `portal staff add` comes first."
            )
        assert since is not None  # noqa: S101 - asked for when the line was read
        rows = self.managers.setdefault(who.id, [])
        mine = next(
            (row for row in rows if row.staff_id == staff and meets(row, since, until)), None
        )
        current = [row for row in rows if row.until is None and row is not mine]
        if until is None and any(row.since > since for row in current):
            raise BadListing(
                "somebody else manages this collector since later; give manager_until."
            )
        changed = False
        for row in current if until is None else ():
            changed |= put(row, {"until": max(row.since, since - timedelta(days=1))})
        if mine is None:
            rows.append(LineManager(collector_id=who.id, staff_id=staff, since=since, until=until))
            self.session.add(rows[-1])
            return True
        # A time that was once told stays told: a beginning is only ever moved to an earlier day.
        return put(mine, {"since": min(mine.since, since), "until": until}) or changed

    def missing(self, today: date) -> list[tuple[str, Collector]]:
        """Who is kept and works, of the agencies of the list, but stands in none of its lines."""
        names = {one.id: one.name for one in self.agencies.values()}
        named = {agency for agency, _number in self.seen}
        return [
            (names[agency], who)
            for (agency, number), who in sorted(self.collectors.items(), key=lambda item: item[0])
            if agency in named
            and (agency, number) not in self.seen
            and (who.left_on is None or who.left_on > today)
        ]

    def add(self, row: Base) -> None:
        """A new row with its number, which others name."""
        self.session.add(row)
        self.session.flush()


def put(row: Base, values: dict[str, Any]) -> bool:
    """Set what differs; whether anything did."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def meets(row: LineManager, since: date, until: date | None) -> bool:
    """Whether a time on record and a time of the list have a day in common."""
    return (until is None or row.since <= until) and (row.until is None or since <= row.until)
