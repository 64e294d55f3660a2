"""What was not answered in time goes up by itself, to somebody who is not paid by the collector's desk."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.domain.own_data import ACCESS
from portal.jobs.sweeps import overdue
from portal.models import Clock, Entry, EntryKind, Staff, Ticket
from tests import factories
from tests.jobs.test_sweeps import worker  # noqa: F401 - a fixture

NOW = factories.NOW


@pytest.fixture
def late(worker, keyring, settings):  # noqa: F811 - the fixture
    """A ticket with its owner, and the first day on which a promise is over."""
    with worker.factory() as session:
        owner = factories.staff(session)
        ticket = factories.ticket(session, keyring, settings)
        first = session.scalar(
            select(Clock.due_on).where(Clock.ticket_id == ticket.id).order_by(Clock.due_on)
        )
        session.commit()
        return ticket.id, owner.id, NOW + timedelta(days=(first - NOW.date()).days + 1)


def seated(worker, ticket_id):  # noqa: F811 - the fixture
    with worker.factory() as session:
        ticket = session.get_one(Ticket, ticket_id)
        return ticket.owner_id, ticket.desk


def manager(worker):  # noqa: F811 - the fixture
    with worker.factory() as session:
        made = factories.staff(session, desks=["independent"])
        session.commit()
        return made.id


def test_on_the_last_day_nothing_moves(worker, late):  # noqa: F811 - the fixture
    ticket, owner, over = late
    manager(worker)
    assert overdue(worker, over - timedelta(days=1)) == 0
    assert seated(worker, ticket)[0] == owner


def test_the_day_after_the_complaints_manager_has_it_once(worker, late):  # noqa: F811 - the fixture
    ticket, _owner, over = late
    boss = manager(worker)
    assert overdue(worker, over) == 1
    assert seated(worker, ticket) == (boss, "independent")
    assert overdue(worker, over) == 0
    with worker.factory() as session:
        query = select(Entry).where(Entry.ticket_id == ticket, Entry.kind == EntryKind.ASSIGNED)
        last = session.scalars(query.order_by(Entry.seq.desc())).first()
        assert last.facts["because"] == "deadline_over"


def test_what_administrators_owe_takes_no_ticket_from_its_desk(worker, late):  # noqa: F811 - the fixture
    ticket, owner, over = late
    manager(worker)
    with worker.factory() as session:
        for one in session.scalars(select(Clock).where(Clock.ticket_id == ticket)):
            one.rule_id = ACCESS
        session.commit()
    assert overdue(worker, over) == 0
    assert seated(worker, ticket)[0] == owner


def test_without_a_complaints_manager_who_has_it_keeps_it(worker, late):  # noqa: F811 - the fixture
    ticket, owner, over = late
    with worker.factory() as session:
        factories.staff(session)
        session.commit()
    assert overdue(worker, over) == 0
    assert seated(worker, ticket)[0] == owner


def test_only_who_sits_at_compliance_keeps_what_is_late_there(worker, late):  # noqa: F811 - the fixture
    ticket, owner, over = late
    boss = manager(worker)
    with worker.factory() as session:
        session.get_one(Ticket, ticket).desk = "compliance"
        session.get_one(Staff, owner).desks = ["compliance"]
        session.commit()
    assert overdue(worker, over) == 0
    with worker.factory() as session:
        session.get_one(Staff, owner).desks = ["conduct"]
        session.commit()
    assert overdue(worker, over) == 1
    assert seated(worker, ticket) == (boss, "independent")
