"""Who may know of a ticket: the query, the choice of a supervisor and the rule say the same."""

import random

import pytest
from sqlalchemy import select

from portal.domain.conflict import Parties, Ties, conflicts
from portal.models import Collector, DeclaredTie, LineManager, Role, free_supervisors, visible
from portal.models.ticket import Ticket
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


def ties_of(session, person):
    managed = frozenset(
        session.scalars(select(LineManager.collector_id).where(LineManager.staff_id == person.id))
    )
    led = frozenset(session.scalars(select(Collector.team_id).where(Collector.id.in_(managed))))
    declared = session.scalars(select(DeclaredTie).where(DeclaredTie.staff_id == person.id)).all()
    return Ties(
        person.team_id, person.agency_id, managed, led,
        frozenset(t.collector_id for t in declared if t.collector_id),
        frozenset(t.ticket_id for t in declared if t.ticket_id),
    )  # fmt: skip


def test_query_choice_and_rule_agree_for_a_random_house(session, keyring, settings):
    rng = random.Random(7)
    collectors = [factories.collector(session, number=str(n)) for n in range(4)]
    people = []
    for _ in range(25):
        one = rng.choice(collectors)
        given = rng.choice([{}, {"team_id": one.team_id}, {"agency_id": one.agency_id}])
        person = factories.staff(session, **given)
        if rng.random() < 0.4:
            factories.manages(session, person, rng.choice(collectors))
        if rng.random() < 0.2:
            tied = rng.choice(collectors).id
            session.add(
                DeclaredTie(staff_id=person.id, collector_id=tied, declared_at=factories.NOW)
            )
        people.append(person)
    session.flush()
    tickets = [
        factories.ticket(session, keyring, settings, about=one) for one in [*collectors, None]
    ]
    for ticket in tickets:
        about = Parties(ticket.id, ticket.collector_id, ticket.team_id, ticket.agency_id)
        free = set(session.scalars(free_supervisors(ticket, TODAY)))
        for person in people:
            allowed = not conflicts(ties_of(session, person), about)
            assert sees(session, person, ticket) is allowed
            assert (person in free) is allowed
