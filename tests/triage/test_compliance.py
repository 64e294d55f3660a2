"""What compliance has: a disagreement and a named leader take it to the independent desk, not to a colleague there."""

import pytest

from portal.accounts.service import Person, disagree
from portal.domain.ticket import State
from portal.models import EntryKind
from portal.routing import Naming, name_collector
from portal.timeline import Event, move
from tests import factories

WHY = "The number that called is the one of this collector."


@pytest.fixture
def house(session, keyring, settings):
    """A ticket that compliance has, a colleague there, and the independent desk."""

    class House:
        legal = factories.staff(session, desks=["compliance"])
        ticket = factories.ticket(session, keyring, settings)
        colleague = factories.staff(session, desks=["compliance"])
        apart = factories.staff(session, desks=["independent"])

    House.ticket.desk, House.ticket.owner_id = "compliance", House.legal.id
    session.flush()
    return House


def test_a_disagreement_goes_to_the_independent_desk(session, keyring, settings, house):
    at = Person(session, keyring, settings, factories.NOW, house.ticket)
    event = Event(kind=EntryKind.CLOSED, at=factories.NOW, staff_id=house.legal.id)
    move(session, at.box(), house.ticket, State.CLOSED, event)
    disagree(at, (), "It was not looked at.")
    assert (house.ticket.owner_id, house.ticket.desk) == (house.apart.id, "independent")


def test_a_team_leader_who_is_named_takes_it_to_the_independent_desk(session, keyring, house):
    lead = factories.collector(session)
    lead.leads = True
    session.flush()
    at = Naming(session, keyring, factories.NOW, house.legal)
    name_collector(at, house.ticket, lead, WHY)
    assert (house.ticket.owner_id, house.ticket.desk) == (house.apart.id, "independent")
