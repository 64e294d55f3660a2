"""The first day of an absence hands over what is open; its end gives nothing back in silence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.jobs.sweeps import absences
from portal.models import Entry, EntryKind, Staff, Ticket
from tests import factories
from tests.jobs.test_sweeps import worker  # noqa: F401 - a fixture

NOW = factories.NOW


@pytest.fixture
def away(worker, keyring, settings):  # noqa: F811 - the fixture
    """An owner who is away from tomorrow for a week, a deputy, and one open ticket."""
    with worker.factory() as session:
        owner = factories.staff(session)
        ticket = factories.ticket(session, keyring, settings)
        deputy = factories.staff(session)
        owner.absent_from = (NOW + timedelta(days=1)).date()
        owner.absent_until = (NOW + timedelta(days=8)).date()
        owner.deputy_id = deputy.id
        session.commit()
        return ticket.id, owner.id, deputy.id


def owner_of(worker, ticket_id):  # noqa: F811 - the fixture
    with worker.factory() as session:
        return session.get_one(Ticket, ticket_id).owner_id


def test_the_day_before_nothing_moves(worker, away):  # noqa: F811 - the fixture
    ticket, owner, _deputy = away
    assert absences(worker, NOW) == 0
    assert owner_of(worker, ticket) == owner


def test_on_the_first_day_the_deputy_takes_over_and_the_history_says_for_whom(worker, away):  # noqa: F811 - the fixture
    ticket, owner, deputy = away
    assert absences(worker, NOW + timedelta(days=1)) == 1
    assert owner_of(worker, ticket) == deputy
    with worker.factory() as session:
        query = select(Entry).where(Entry.ticket_id == ticket, Entry.kind == EntryKind.ASSIGNED)
        last = session.scalars(query.order_by(Entry.seq.desc())).first()
        assert last.facts["stands_for"] == owner
        assert last.staff_id is None


def test_the_end_of_the_absence_gives_nothing_back_by_itself(worker, away):  # noqa: F811 - the fixture
    ticket, _owner, deputy = away
    absences(worker, NOW + timedelta(days=1))
    assert absences(worker, NOW + timedelta(days=10)) == 0
    assert owner_of(worker, ticket) == deputy


def test_an_absence_without_an_end_hands_over_too(worker, away):  # noqa: F811 - the fixture
    ticket, owner, deputy = away
    with worker.factory() as session:
        session.get_one(Staff, owner).absent_until = None
        session.commit()
    absences(worker, NOW + timedelta(days=400))
    assert owner_of(worker, ticket) == deputy
