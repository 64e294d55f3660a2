"""A disagreement brings back what our answer ended: nobody is pressed to pay what is looked at again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.service import Person, disagree
from portal.casework import holding
from portal.casework.service import Desk
from portal.models import Entry, EntryKind, Hold, Staff
from portal.outcomes import service
from portal.routing import ended_by_answer
from tests import factories
from tests.outcomes.test_service import decision, stop

LATER = factories.NOW + timedelta(days=9)


@pytest.fixture
def house(session, keyring, settings):
    """A disputed debt, who answers, and somebody else for a second look."""

    class House:
        first, second = factories.staff(session), factories.staff(session)
        ticket = factories.ticket(session, keyring, settings, choices=("notmine",))

        def answers(self, now=factories.NOW):
            by = session.get_one(Staff, self.ticket.owner_id)
            work = service.Deciding(session, keyring, settings, now, by)
            service.propose(work, self.ticket, decision(work, self.ticket))

        def disagrees(self):
            person = Person(session, keyring, settings, LATER, self.ticket)
            disagree(person, (), "It is not my debt.")
            session.flush()

        def stopped(self):
            rows = session.scalars(select(Hold).where(Hold.lifted_at.is_(None)))
            return sorted((one.scope, one.until, one.rule_id) for one in rows)

        def told(self):
            placed = Entry.ticket_id == self.ticket.id, Entry.kind == EntryKind.HOLD_PLACED
            return session.scalars(select(Entry.facts).where(*placed).order_by(Entry.seq)).all()

    return House()


def test_what_stood_until_our_answer_stands_again_until_the_next(house):
    before = house.stopped()
    assert ("account", "dispute_answered") in {one[:2] for one in before}
    house.answers()
    assert house.stopped() == []
    house.disagrees()
    assert house.stopped() == before
    assert house.told() == house.told()[: len(before)] * 2
    house.answers(LATER + timedelta(days=1))
    assert house.stopped() == []


def test_what_our_answer_does_not_end_is_not_stopped_twice(session, house):
    stop(session, house.ticket, "account", "court_decides")
    before = house.stopped()
    house.answers()
    house.disagrees()
    assert house.stopped() == before


def test_what_a_supervisor_lifted_with_words_stays_lifted(session, keyring, settings, house):
    desk = Desk(session, keyring, settings, factories.NOW - timedelta(hours=1), house.first)
    for one in holding.running(desk, house.ticket):
        holding.lift(desk, house.ticket, one.id, "The agency has withdrawn it.")
    house.answers()
    assert ended_by_answer(session, house.ticket) == []
    house.disagrees()
    assert house.stopped() == []
