"""Agencies, teams, collectors and who managed them when: what keeps whoever is too near from a ticket.

The list of the command line and the pages of the administrator come through the same door.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.models import Agency, BookKind, Collector, LineManager, Posting, Team
from portal.records.people_agencies import Agencies, require_open
from portal.records.people_list import BadListing, Listed
from portal.records.people_times import Time, begin, move

#: What a line says of a collector and what is kept of it, word for word.
KEPT_AS_SAID = ("started_on", "left_on", "leads")
NEW, CHANGED, SAME = "new", "changed", "as before"


@dataclass(slots=True)
class Roll(Agencies):
    """Everybody kept so far, and what a list or a page adds to it. Nothing is ever taken away."""

    def enter(self, one: Listed) -> str:
        """Keep one line of the list: whether the collector is new, changed, or as before."""
        agency = self.agency_of(one)
        team = self.team_of(one, agency) if one.team else None
        key = (agency.id, one.number)
        if key in self.seen:
            raise BadListing(
                "this number of this agency stands in line {line} already.", line=self.seen[key]
            )
        self.seen[key] = one.line
        who, how = self.collectors.get(key), SAME
        if who is None:
            how, who = NEW, self.new_collector(one, agency, team)
        changed = self.place(who, one, team) if how is SAME else False
        # A column that is not there says nothing; a name that is empty is not known.
        values: dict[str, Any] = {
            name: getattr(one, name) for name in KEPT_AS_SAID if name in one.columns
        }
        values |= {"name": one.name} if one.name else {}
        facts = {"collector": who.id}
        changed |= self.change(who, values, BookKind.COLLECTOR_CHANGED, facts)
        if one.manager:
            changed |= self.manage(who, one)
        return CHANGED if changed and how is SAME else how

    def new_collector(self, one: Listed, agency: Agency, team: Team | None) -> Collector:
        """Somebody nobody knew of, with the place they begin at."""
        require_open(agency, team, one.left_on)
        who = Collector(
            number=one.number,
            name=one.name,
            agency_id=agency.id,
            team_id=team.id if team else None,
            started_on=one.started_on,
            left_on=one.left_on,
            leads=one.leads,
        )
        self.collectors[agency.id, one.number] = who
        self.add(who)
        mine = select(Posting).where(Posting.collector_id == who.id)
        self.postings[who.id] = list(self.session.scalars(mine))
        if one.team_from is not None:
            self.postings[who.id][0].since = one.team_from
        self.write(BookKind.COLLECTOR_ADDED, collector=who.id, agency=agency.id, team=who.team_id)
        return who

    def place(self, who: Collector, one: Listed, team: Team | None) -> bool:
        """The team of a line: another one than before begins on its day, and the old one stays known."""
        rows = self.postings[who.id]
        if (team.id if team else None) != who.team_id:
            if team is not None and one.left_on is None:
                require_open(who.agency, team, None)
            self.transfer(who, who.agency, team, one.number, one.team_from)
            return True
        last = rows[-1]
        if one.team_from is None or last.since is None or one.team_from >= last.since:
            return False
        begin(rows, one.team_from)
        self.write(BookKind.MOVED, collector=who.id, since=one.team_from.isoformat())
        self.moved.append((who.id, one.team_from))
        return True

    def transfer(
        self, who: Collector, agency: Agency, team: Team | None, number: str, since: date | None
    ) -> None:
        """From this day on somebody works in another team or agency, perhaps under another number."""
        same = (agency.id, number) == (who.agency_id, who.number)
        stays = same and (team.id if team else None) == who.team_id
        here = self.postings[who.id][-1].since
        if stays and (since is None or here is None or since >= here):
            # The form of a move that was sent twice moves once.
            raise BadListing("this person works there already, under this number.")
        if not same:
            if (agency.id, number) in self.collectors:
                raise BadListing("this number of this agency is kept already.")
            self.collectors[agency.id, number] = who
        today = self.today_in(agency)
        row = Posting(
            collector_id=who.id,
            agency_id=agency.id,
            team_id=team.id if team else None,
            number=number,
            since=since or today,
        )
        move(self.postings[who.id], row, today)
        self.session.add(row)
        before = {"agency": who.agency_id, "team": who.team_id, "number": who.number}
        who.agency_id, who.team_id, who.number = agency.id, row.team_id, number
        self.session.flush()
        self.session.expire(who, ["agency", "team"])
        assert row.since is not None  # noqa: S101 - set above
        after = {"agency": agency.id, "team": row.team_id, "number": number}
        changed = {
            name: [before[name], after[name]] for name in after if before[name] != after[name]
        }
        self.write(BookKind.MOVED, collector=who.id, since=row.since.isoformat(), changed=changed)
        self.moved.append((who.id, row.since))

    def manage(self, who: Collector, one: Listed) -> bool:
        """Who manages a collector from which day on; whoever did so before stays on record."""
        assert one.manager_from is not None  # noqa: S101 - asked for when the line was read
        staff = self.staff_of(one.manager)
        rows = self.managers.setdefault(who.id, [])
        time = Time(
            staff, one.manager_from, one.manager_until,
            later=BadListing(
                "somebody else manages this collector since later; give {column}.",
                column="manager_until",
            ),
        )  # fmt: skip
        made = lambda: LineManager(collector_id=who.id, staff_id=staff)  # noqa: E731 - a row to fill
        return self.keep_time(rows, time, made, BookKind.MANAGER, {"collector": who.id})

    def forget_name(self, who: Collector) -> None:
        """The name of somebody is not kept any more; a line of a list without one says nothing."""
        self.change(who, {"name": ""}, BookKind.COLLECTOR_CHANGED, {"collector": who.id})

    def absent_from_list(self) -> list[tuple[str, Collector]]:
        """Who is kept and works, of the agencies of the list, but stands in none of its lines."""
        found = {one.id: one for one in self.agencies.values()}
        named = {agency for agency, _number in self.seen}
        return [
            (found[who.agency_id].name, who)
            for (agency, number), who in sorted(self.collectors.items(), key=lambda item: item[0])
            if agency in named
            and (agency, number) == (who.agency_id, who.number)
            and (agency, number) not in self.seen
            and (who.left_on is None or who.left_on > self.today_in(found[agency]))
        ]

    def leave(self, who: Collector) -> None:
        """Somebody does not work here any more from today on."""
        values = {"left_on": self.today_in(who.agency)}
        self.change(who, values, BookKind.COLLECTOR_CHANGED, {"collector": who.id})
