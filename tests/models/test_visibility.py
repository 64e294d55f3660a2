"""Who may know of a ticket: the query, the choice of a supervisor and the rule say the same."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.domain.triage import Destination, Facts, decide
from portal.jurisdictions.load import installed
from portal.models import (
    DeclaredTie,
    Posting,
    Role,
    free_supervisors,
    visible,
)
from portal.models.ticket import Ticket
from portal.records.handlings import handling
from portal.routing import Routing, hand_on
from portal.vault.box import box_for
from tests import factories

TODAY = factories.NOW.date()


def sees(session, person, ticket):
    return session.scalar(visible(person).where(Ticket.id == ticket.id)) is not None


@pytest.fixture
def about(session):
    return factories.collector(session)


@pytest.fixture
def ticket(session, keyring, settings, about):
    factories.staff(session)
    return factories.ticket(session, keyring, settings, about=about)


def test_a_supervisor_without_ties_sees_the_ticket(session, ticket):
    assert sees(session, factories.staff(session), ticket)


def test_a_line_manager_then_or_now_does_not(session, ticket, about):
    boss = factories.staff(session)
    factories.manages(session, boss, about)
    assert not sees(session, boss, ticket)


@pytest.mark.row("BI-75")
def test_the_team_complained_of_does_not(session, ticket, about):
    assert not sees(session, factories.staff(session, team_id=about.team_id), ticket)


def test_the_agency_complained_of_does_not(session, ticket, about):
    assert not sees(session, factories.staff(session, agency_id=about.agency_id), ticket)


def test_a_declared_tie_hides_the_ticket(session, ticket):
    person = factories.staff(session)
    session.add(DeclaredTie(staff_id=person.id, ticket_id=ticket.id, declared_at=factories.NOW))
    session.flush()
    assert not sees(session, person, ticket)


def test_another_place_does_not(session, ticket):
    assert not sees(session, factories.staff(session, jurisdictions=["cn"]), ticket)


def test_a_reviewer_sees_no_reports(session, ticket):
    assert not sees(session, factories.staff(session, Role.REVIEWER), ticket)


def test_a_ticket_is_given_to_somebody_free(session, keyring, settings, about):
    boss, free = factories.staff(session), factories.staff(session)
    factories.manages(session, boss, about)
    for _ in range(3):
        assert factories.ticket(session, keyring, settings, about=about).owner_id == free.id


def test_when_nobody_is_free_it_waits_at_the_independent_desk(session, keyring, settings, about):
    factories.manages(session, factories.staff(session), about)
    ticket = factories.ticket(session, keyring, settings, about=about)
    assert (ticket.owner_id, ticket.desk, ticket.state.value) == (None, "independent", "queued")


def handles(session, keyring, person, tail, at):
    session.add_all(handling(keyring, person.id, tail, at))
    session.flush()


def test_who_worked_on_the_account_in_the_last_180_days_does_not(session, keyring, settings):
    late, early, free = (factories.staff(session) for _ in range(3))
    handles(session, keyring, late, "6222 0000 4821", factories.NOW - timedelta(days=180))
    handles(session, keyring, early, "4821", factories.NOW - timedelta(days=181))
    ticket = factories.ticket(session, keyring, settings, collector={"account_tail": "4821"})
    assert not sees(session, late, ticket)
    assert sees(session, early, ticket)
    assert ticket.owner_id in {early.id, free.id}


def test_an_account_worked_on_later_hides_the_ticket_from_then_on(session, keyring, settings):
    person = factories.staff(session)
    ticket = factories.ticket(session, keyring, settings, collector={"account_tail": "4821"})
    assert sees(session, person, ticket)
    handles(session, keyring, person, "4821", factories.NOW + timedelta(days=1))
    assert not sees(session, person, ticket)
    assert person not in session.scalars(free_supervisors(ticket, TODAY)).all()


def test_a_tie_to_one_ticket_leaves_the_others_about_nobody_known(session, keyring, settings):
    person = factories.staff(session)
    first, second = (factories.ticket(session, keyring, settings) for _ in range(2))
    session.add(DeclaredTie(staff_id=person.id, ticket_id=first.id, declared_at=factories.NOW))
    session.flush()
    assert person in session.scalars(free_supervisors(second, TODAY)).all()
    assert person not in session.scalars(free_supervisors(first, TODAY)).all()


def test_an_absent_supervisor_gets_nothing_and_the_deputy_stands_in(session, keyring, settings):
    deputy = factories.staff(session, languages=["zh_Hans_CN"])
    factories.staff(session, languages=["zh_Hans_CN"])
    factories.staff(session, absent_from=TODAY, absent_until=TODAY, deputy_id=deputy.id)
    ticket = factories.ticket(session, keyring, settings)
    assert ticket.owner_id == deputy.id


def test_a_deputy_with_a_conflict_is_passed_over(session, keyring, settings, about):
    deputy, other = factories.staff(session), factories.staff(session, languages=["zh_Hans_CN"])
    factories.manages(session, deputy, about)
    factories.staff(session, absent_from=TODAY, absent_until=TODAY, deputy_id=deputy.id)
    assert factories.ticket(session, keyring, settings, about=about).owner_id == other.id


def test_the_reviewer_from_outside_is_asked_when_all_others_have_a_conflict(
    session, keyring, settings, about
):
    factories.manages(session, factories.staff(session), about)
    outside = factories.staff(session, desks=["outside"])
    ticket = factories.ticket(session, keyring, settings, about=about)
    assert (ticket.owner_id, ticket.desk) == (outside.id, "outside")


def test_a_referral_is_made_sure_of_by_a_supervisor_and_its_dates_run(session, keyring, settings):
    free = factories.staff(session)
    ticket = factories.ticket(session, keyring, settings)
    box = box_for(session, keyring, ticket.id)
    pack = installed()["gb"]
    facts = Facts(jurisdiction="gb", received_on=TODAY, choices=("often",), our_firm=False)
    decision = decide(facts, pack)
    assert decision.to is Destination.REFERRAL
    assert decision.clocks
    hand_on(Routing(session, box, pack, factories.NOW, TODAY), ticket)
    assert (ticket.owner_id, ticket.state.value) == (free.id, "assigned")
    assert ticket.due_on is not None


def first_team(session, one):
    rows = select(Posting.team_id).where(Posting.collector_id == one.id).order_by(Posting.id)
    return session.scalars(rows).first()


def test_who_led_the_team_then_or_now_does_not_see_its_people_wherever_they_are(
    session, keyring, settings, about
):
    then, after, free = (factories.staff(session) for _ in range(3))
    factories.leads(session, then, about.team_id, date(2020, 1, 1), date(2024, 12, 31))
    factories.leads(session, after, about.team_id, date(2026, 6, 1))
    factories.moves(session, about, date(2026, 1, 1))
    ticket = factories.ticket(session, keyring, settings, about=about)
    assert not sees(session, then, ticket)
    assert sees(session, after, ticket)
    mate = factories.collector(session, number="7")
    factories.moves(session, mate, date(2025, 6, 1), team_id=first_team(session, about))
    ticket = factories.ticket(session, keyring, settings, about=mate)
    assert [sees(session, one, ticket) for one in (then, after, free)] == [False, False, True]


def test_who_manages_somebody_that_came_from_the_team_is_not_near_to_the_rest_of_it(
    session, keyring, settings, about
):
    new, before = factories.staff(session), factories.staff(session)
    mate = factories.collector(session, number="7")
    factories.moves(session, mate, date(2024, 1, 1), team_id=about.team_id)
    factories.moves(session, mate, date(2026, 1, 1))
    factories.manages(session, before, mate)
    factories.manages(session, new, mate, date(2026, 1, 1))
    ticket = factories.ticket(session, keyring, settings, about=about)
    assert sees(session, new, ticket)
    assert not sees(session, before, ticket)
