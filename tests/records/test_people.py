"""Moves, managers and leaders are dated; what was so once stays known, and every change is in the book."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.models import BookLine, Collector, Entry, EntryKind, Posting, Setting, Staff, TeamLead
from portal.records import people_book
from portal.records.people import Roll
from portal.records.people_file import as_file
from portal.records.people_list import BadListing, listed
from portal.records.people_reading import read_list
from portal.routing import follow_people
from tests import factories
from tests.databases import without_guards

TODAY = factories.NOW.date()


def line(number="1188", **given):
    said = {"agency": "Brightwater", "team": "North", "number": number, "jurisdiction": "gb"}
    return listed(0, said | given, ["gb", "us", "cn"])


@pytest.fixture
def roll(session, settings):
    def read(by=None):
        return Roll.read(session, settings.organisation, settings.places, factories.NOW, by)

    return read


def enter(roll, **given):
    made = roll()
    made.enter(line(**given))
    made.session.flush()
    return made


def postings(session, number="1188"):
    rows = select(Posting).where(Posting.number == number).order_by(Posting.id)
    return [
        (one.team.name if one.team else "", str(one.since), str(one.until))
        for one in session.scalars(rows)
    ]


def test_a_move_begins_on_its_day_and_the_team_before_stays_known(session, roll):
    enter(roll, started_on="2024-01-01")
    enter(roll, team="South", team_from="2026-03-01")
    assert postings(session) == [
        ("North", "2024-01-01", "2026-02-28"),
        ("South", "2026-03-01", "None"),
    ]
    enter(roll, team="South", team_from="2026-03-01")
    assert len(postings(session)) == 2


def test_a_move_that_was_sent_twice_moves_once(session, roll):
    enter(roll)
    made = enter(roll, team="South", team_from="2026-03-01")
    who = session.scalars(select(Collector)).one()
    with pytest.raises(BadListing, match="works there already"):
        made.transfer(who, who.agency, who.team, who.number, TODAY)
    assert len(postings(session)) == 2


def test_what_somebody_else_did_meanwhile_is_seen_before_anything_is_changed(session, roll):
    enter(roll)
    session.commit()
    who = session.scalars(select(Collector)).one()
    assert who.left_on is None
    session.commit()
    session.refresh(who)
    with Session(session.get_bind()) as other:
        other.get_one(Collector, who.id).left_on = TODAY
        other.commit()
    assert roll().collectors[who.agency_id, who.number].left_on == TODAY


def test_a_move_without_a_day_is_from_today_where_the_agency_is(session, roll):
    enter(roll)
    enter(roll, team="South")
    assert postings(session)[-1] == ("South", TODAY.isoformat(), "None")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (TODAY + timedelta(days=1), "which is still to come."),
        (date(2026, 2, 28), "before this person came to the present team"),
    ],
)
def test_a_move_in_the_future_or_before_the_last_one_is_refused(session, roll, day, why):
    enter(roll, team_from="2026-03-01")
    with pytest.raises(BadListing, match=why):
        enter(roll, team="South", team_from=day.isoformat())


def report(session, keyring, settings, **given):
    page = {"c_agency": "Brightwater", "c_badge": "1188"}
    return factories.ticket(session, keyring, settings, collector=page, **given)


def test_a_move_told_late_puts_the_reports_since_then_under_the_new_team(
    session, keyring, settings, roll
):
    factories.staff(session)
    north = enter(roll).teams["north"]
    before, after = (
        report(session, keyring, settings, now=factories.NOW - timedelta(days=days))
        for days in (10, 2)
    )
    made = enter(roll, team="South", team_from=(TODAY - timedelta(days=5)).isoformat())
    mate, free = factories.staff(session, team_id=made.teams["south"].id), factories.staff(session)
    after.owner_id = mate.id
    assert follow_people(session, keyring, factories.NOW, made.moved) == 1
    assert (before.team_id, after.team_id) == (north.id, made.teams["south"].id)
    assert after.owner_id != mate.id
    assert after.owner_id in set(session.scalars(select(Staff.id))) - {mate.id}
    kinds = select(Entry.ticket_id).where(Entry.kind == EntryKind.COLLECTOR_NAMED)
    assert session.scalars(kinds).all() == [after.id]
    assert free.id


def test_who_moved_to_another_agency_is_found_by_the_old_number_too(
    session, keyring, settings, roll
):
    factories.staff(session)
    made = enter(roll)
    enter(roll, number="9", agency="Alder", team="East")
    made = roll()
    who = session.scalars(select(Collector).where(Collector.number == "1188")).one()
    old = who.agency_id
    alder = made.agencies["alder"]
    made.transfer(who, alder, made.teams["east"], "44", TODAY)
    with pytest.raises(BadListing, match="kept already"):
        made.transfer(who, alder, made.teams["east"], "9", TODAY)
    ticket = report(session, keyring, settings)
    assert (ticket.collector_id, ticket.agency_id) == (who.id, old)
    ticket = factories.ticket(
        session, keyring, settings, collector={"c_agency": "Alder", "c_badge": "44"}
    )
    assert (ticket.collector_id, ticket.team_id) == (who.id, made.teams["east"].id)


def test_a_number_that_was_given_to_another_since_means_who_has_it_now(
    session, keyring, settings, roll
):
    factories.staff(session)
    made = enter(roll)
    first = session.scalars(select(Collector)).one()
    made = roll()
    made.transfer(first, first.agency, None, "1188-old", TODAY - timedelta(days=1))
    del made.collectors[first.agency_id, "1188"]
    made.enter(line())
    second = session.scalars(select(Collector).where(Collector.number == "1188")).one()
    assert report(session, keyring, settings).collector_id == second.id != first.id


def test_a_new_leader_ends_the_time_of_the_one_before(session, roll):
    made = enter(roll)
    kim, lee = (factories.staff(session, email=f"{one}@example.org") for one in ("kim", "lee"))
    made = roll()
    team = made.teams["north"]
    made.lead(team, "kim@example.org", date(2024, 1, 1), None)
    made.lead(team, "lee@example.org", date(2026, 1, 1), None)
    session.flush()
    rows = session.scalars(select(TeamLead).order_by(TeamLead.since)).all()
    assert [(one.staff_id, one.until) for one in rows] == [
        (kim.id, date(2025, 12, 31)), (lee.id, None),
    ]  # fmt: skip
    with pytest.raises(BadListing, match="since later"):
        roll().lead(team, "kim@example.org", date(2024, 6, 1), None)


def test_nobody_begins_in_what_is_closed_but_who_left_before_is_kept(session, roll):
    made = enter(roll)
    made.change_agency(made.agencies["brightwater"], {"closed_on": date(2026, 10, 31)})
    with pytest.raises(BadListing, match="closed since 2026-10-31"):
        enter(roll, number="2")
    enter(roll, number="3", left_on="2026-09-30")


def test_a_team_of_a_place_takes_nobody_of_another(session, roll):
    made = enter(roll)
    made.change_agency(made.agencies["brightwater"], {"jurisdictions": ["gb", "us"]})
    enter(roll, number="2", team="Boston", jurisdiction="us")
    with pytest.raises(BadListing, match="this team works in gb"):
        enter(roll, number="3", jurisdiction="us")
    with pytest.raises(BadListing, match="several places"):
        enter(roll, number="4", team="Austin", jurisdiction="")


def test_the_list_as_it_stands_read_again_changes_nothing(session, roll):
    boss = factories.staff(session, email="kim@example.org")
    enter(
        roll, name="=SUM(1)", started_on="2024-01-01", manager=boss.email, manager_from="2024-01-01"
    )
    enter(roll, number="2", team="", left_on="2026-01-01")
    enter(roll, team="South")
    raw = as_file(session, TODAY)
    assert b"'=SUM(1)" in raw
    made = roll()
    found = read_list(made, raw.splitlines(keepends=True))
    assert found.bad == []
    assert not found.changed(made)
    assert found.how["as before"] == 2


def test_every_change_is_a_line_of_the_book_without_the_name_of_anybody(session, roll):
    who = factories.staff(session)
    made = roll(by=who.id)
    made.enter(line(name="Invented Person"))
    roll(by=who.id).enter(line(name="Another Person", team="South"))
    lines = session.scalars(select(BookLine).order_by(BookLine.seq)).all()
    assert [one.kind for one in lines] == [
        "agency_added", "team_added", "collector_added", "team_added", "moved", "collector_changed",
    ]  # fmt: skip
    assert {one.staff_id for one in lines} == {who.id}
    assert "Person" not in str([one.facts for one in lines])
    assert list(people_book.histories(session)) == [("people", None)]


@pytest.mark.parametrize(
    "what",
    [
        "UPDATE people_book SET staff_id = NULL WHERE seq = 2",
        "DELETE FROM people_book WHERE seq = 3",
    ],
)
def test_a_forged_book_is_found(session, roll, what):
    by = factories.staff(session)
    roll(by=by.id).enter(line())
    session.flush()
    without_guards(session.connection())
    session.execute(text(what))
    session.expire_all()
    ((_book, broken),) = people_book.histories(session)
    assert broken is not None


def test_a_book_without_its_head_is_broken(session, roll):
    roll().enter(line())
    session.delete(session.get_one(Setting, "people.book"))
    session.flush()
    ((_book, broken),) = people_book.histories(session)
    assert broken is not None


def test_agencies_and_teams_are_known_again_whatever_the_width_and_capitals(roll):
    enter(roll, agency="Ärzte Straße", team="North")
    made = enter(roll, number="1189", agency="ÄRZTE  STRASSE", team="ＮＯＲＴＨ")
    assert (len(made.agencies), len(made.teams)) == (1, 1)
