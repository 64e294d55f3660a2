"""What compliance has: a disagreement and a named leader take it to the independent desk, not to a colleague there."""

import pytest

from portal.accounts.service import Person, disagree
from portal.domain.ticket import State
from portal.jurisdictions.load import installed
from portal.models import EntryKind, Role
from portal.routing import Naming, Routing, name_collector
from portal.timeline import Event, move
from portal.web.db import db
from portal.web.decisions import Again, who_looks_again
from tests import factories

WHY = "The number that called is the one of this collector."


@pytest.fixture
def house(session, keyring, settings):
    """A ticket that compliance has, a colleague there, and the independent desk."""

    class House:
        legal = factories.staff(session, name="Lee Legal", desks=["compliance"])
        ticket = factories.ticket(session, keyring, settings)
        colleague = factories.staff(session, name="Cal Beside", desks=["compliance"])
        apart = factories.staff(session, name="Iris Apart", desks=["independent"])

    House.ticket.desk, House.ticket.owner_id = "compliance", House.legal.id
    session.flush()
    return House


def test_a_disagreement_goes_to_the_independent_desk(session, keyring, settings, house):
    at = Person(session, keyring, settings, factories.NOW, house.ticket)
    event = Event(kind=EntryKind.CLOSED, at=factories.NOW, staff_id=house.legal.id)
    move(session, at.box(), house.ticket, State.CLOSED, event)
    disagree(at, (), "It was not looked at.")
    assert (house.ticket.owner_id, house.ticket.desk) == (house.apart.id, "independent")


def test_the_desk_reads_who_would_look_again_and_that_is_who_does(
    session, keyring, settings, house
):
    at = Person(session, keyring, settings, factories.NOW, house.ticket)
    event = Event(kind=EntryKind.CLOSED, at=factories.NOW, staff_id=house.legal.id)
    move(session, at.box(), house.ticket, State.CLOSED, event)
    pack = installed()[house.ticket.pack_id]
    work = Routing(session, at.box(), pack, factories.NOW, factories.NOW.date())
    assert who_looks_again(work, house.ticket) == Again(house.apart.name, independent=True)
    house.apart.active = False
    session.flush()
    assert who_looks_again(work, house.ticket) == Again(house.colleague.name)
    house.colleague.active = False
    session.flush()
    assert who_looks_again(work, house.ticket) == Again()
    house.colleague.active = True
    disagree(at, (), "It was not looked at.")
    assert house.ticket.owner_id == house.colleague.id


def test_a_team_leader_who_is_named_takes_it_to_the_independent_desk(session, keyring, house):
    lead = factories.collector(session)
    lead.leads = True
    session.flush()
    at = Naming(session, keyring, factories.NOW, house.legal)
    name_collector(at, house.ticket, lead, WHY)
    assert (house.ticket.owner_id, house.ticket.desk) == (house.apart.id, "independent")


def test_the_page_of_a_ticket_that_compliance_has_says_who_takes_a_disagreement(
    app, staff_client, keyring, settings
):
    client = staff_client(Role.SUPERVISOR)
    with app.app_context():
        ticket = factories.ticket(db.session(), keyring, settings)
        factories.staff(db.session(), name="Iris Apart", desks=["independent"])
        ticket.desk = "compliance"
        db.session.commit()
        number = ticket.number
    said = "If the customer disagrees, it goes to the independent desk; free there now: Iris Apart"
    assert said in client.get(f"/tickets/{number}").text
