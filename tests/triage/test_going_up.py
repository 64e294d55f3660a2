"""What goes past the usual supervisors: a lead who is named, an agency that would judge itself, a tie, a payment."""

import pytest
from sqlalchemy import select

from portal.casework import service as casework
from portal.domain.outcome import Remedy, needs_agreement
from portal.models import Entry, EntryKind, StoredDecision, visible
from portal.models.ticket import Ticket
from portal.routing import part
from tests import factories


@pytest.fixture
def house(session):
    """A supervisor, the independent desk, and a collector of an outside agency."""

    class House:
        usual = factories.staff(session, name="Ada Usual")
        apart = factories.staff(session, name="Iris Apart", desks=["independent"])
        collector = factories.collector(session)

    return House


def filed(session, keyring, settings, house, **page):
    about = {"c_agency": house.collector.agency.name, "c_badge": house.collector.number} | page
    return factories.ticket(session, keyring, settings, collector=about)


def given(session, ticket):
    """Who was given it last, and why it went up."""
    query = select(Entry.facts).where(
        Entry.ticket_id == ticket.id, Entry.kind == EntryKind.ASSIGNED
    )
    facts = session.scalars(query.order_by(Entry.seq.desc())).first()
    return facts["owner"], facts.get("because", "")


def reasons(session, ticket):
    made = session.scalar(
        select(StoredDecision.decision).where(StoredDecision.ticket_id == ticket.id)
    )
    return {one["id"]: one["to"] for one in made["goes_up"]}


def sees(session, person, ticket):
    return session.scalar(visible(person).where(Ticket.id == ticket.id)) is not None


def test_a_report_about_a_collector_stays_with_the_supervisors(session, keyring, settings, house):
    ticket = filed(session, keyring, settings, house)
    assert given(session, ticket) == (house.usual.id, "")


def test_a_report_about_a_team_leader_goes_to_the_independent_desk(
    session, keyring, settings, house
):
    house.collector.leads = True
    ticket = filed(session, keyring, settings, house)
    assert reasons(session, ticket)["supervisor_named"] == "complaints_manager"
    assert (given(session, ticket), ticket.desk) == (
        (house.apart.id, "supervisor_named"),
        "independent",
    )


def test_a_supervisor_who_is_named_never_knows_of_it(session, keyring, settings, house):
    ticket = filed(session, keyring, settings, house, c_badge="", c_name=" ada  usual ")
    assert not sees(session, house.usual, ticket)
    assert given(session, ticket) == (house.apart.id, "supervisor_named")


def test_a_name_is_known_whatever_its_capitals_and_accents(session, keyring, settings, house):
    house.usual.name = "Éva ŁUKASZ"
    house.collector.agency.name = "Ärztekasse"
    session.flush()
    ticket = filed(
        session, keyring, settings, house, c_badge="", c_name="ÉVA Łukasz", c_agency="ÄRZTEKASSE"
    )
    assert ticket.agency_id == house.collector.agency_id
    assert not sees(session, house.usual, ticket)


def test_where_the_independent_desk_itself_is_named_somebody_else_gets_it(
    session, keyring, settings, house
):
    ticket = filed(session, keyring, settings, house, c_name="Iris Apart")
    assert given(session, ticket) == (house.usual.id, "supervisor_named")
    assert not sees(session, house.apart, ticket)


def test_an_agency_whose_own_people_would_judge_it_is_passed_by(session, keyring, settings, house):
    house.usual.agency_id = house.collector.agency_id
    ticket = filed(session, keyring, settings, house)
    assert reasons(session, ticket)["agency_handles_itself"] == "complaints_manager"
    assert given(session, ticket) == (house.apart.id, "agency_handles_itself")


def test_with_a_supervisor_of_the_house_the_agency_does_not_handle_itself(
    session, keyring, settings, house
):
    factories.staff(session, name="Of the agency", agency_id=house.collector.agency_id)
    ticket = filed(session, keyring, settings, house)
    assert given(session, ticket) == (house.usual.id, "")


def test_whoever_came_to_work_for_the_agency_loses_its_tickets_for_that_reason(
    session, keyring, settings, house
):
    ticket = filed(session, keyring, settings, house)
    house.usual.agency_id = house.collector.agency_id
    session.flush()
    assert part(session, keyring, factories.NOW) == 1
    assert given(session, ticket) == (house.apart.id, "agency_handles_itself")


def test_a_tie_declared_later_goes_to_another_supervisor_and_says_why(
    session, keyring, settings, house
):
    other = factories.staff(session, name="Second Usual")
    ticket = filed(session, keyring, settings, house)
    first = session.get_one(type(house.usual), ticket.owner_id)
    desk = casework.Desk(session, keyring, settings, factories.NOW, first)
    casework.declare_tie(desk, ticket, "We were at school together.")
    left = ({house.usual.id, other.id} - {first.id}).pop()
    assert given(session, ticket) == (left, "conflict_declared")


def test_what_once_went_up_stays_up_when_it_is_handed_on(session, keyring, settings, house):
    second = factories.staff(session, name="Also apart", desks=["independent"])
    house.collector.leads = True
    ticket = filed(session, keyring, settings, house)
    first = session.get_one(type(house.usual), ticket.owner_id)
    desk = casework.Desk(session, keyring, settings, factories.NOW, first)
    casework.declare_tie(desk, ticket, "I know them.")
    left = ({house.apart.id, second.id} - {first.id}).pop()
    assert (ticket.owner_id, ticket.desk) == (left, "independent")


def test_money_asked_for_goes_up_and_is_promised_by_two(session, keyring, settings, house):
    wants = {"wants": ["money"], "want_help": "no"}
    ticket = factories.ticket(session, keyring, settings, outcome=wants)
    assert reasons(session, ticket)["remedy_above"] == "complaints_manager"
    assert needs_agreement((), (Remedy.PAYMENT,), pack_asks=False)
    assert not needs_agreement((), (Remedy.APOLOGY,), pack_asks=False)


def forced(session, keyring, settings, house):
    """The report of somebody who was pushed at the own door."""
    about = {"c_agency": house.collector.agency.name, "c_badge": house.collector.number}
    words = {"what": ["force"], "words": "He pushed me at my door."}
    return factories.ticket(session, keyring, settings, collector=about, what=words)


def test_a_crime_goes_to_compliance_by_itself_and_the_history_says_why(
    session, keyring, settings, house
):
    legal = factories.staff(session, desks=["compliance"])
    ticket = forced(session, keyring, settings, house)
    assert given(session, ticket) == (legal.id, "crime_alleged")
    assert ticket.desk == "compliance"


def test_whoever_of_compliance_is_too_near_never_gets_it(session, keyring, settings, house):
    legal = factories.staff(session, desks=["compliance"])
    factories.manages(session, legal, house.collector)
    ticket = forced(session, keyring, settings, house)
    assert given(session, ticket) == (house.usual.id, "")
    assert not sees(session, legal, ticket)


def test_what_compliance_has_stays_there_when_it_is_handed_on(session, keyring, settings, house):
    legal = factories.staff(session, desks=["compliance"])
    ticket = forced(session, keyring, settings, house)
    other = factories.staff(session, desks=["compliance"])
    desk = casework.Desk(session, keyring, settings, factories.NOW, legal)
    casework.declare_tie(desk, ticket, "A friend of mine works there.")
    assert (ticket.owner_id, ticket.desk) == (other.id, "compliance")
