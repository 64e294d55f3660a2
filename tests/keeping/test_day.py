"""Nothing goes until two have said so, and never more in a day than a small share of everything."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from portal import keeping
from portal.accounts.service import Person, withdraw
from portal.admin import retention as desk
from portal.commands import retention as listed
from portal.domain.errors import NotAllowed
from portal.jobs import sweeps
from portal.jobs.pieces import SomeFailedError
from portal.models import (
    EntryKind,
    Setting,
    Ticket,
    TicketKey,
)
from portal.timeline import Event, record
from portal.web.db import db
from tests import factories
from tests.accounts.conftest import MAIL
from tests.keeping.conftest import NOW, YEAR, another, begin, kinds


def test_nothing_goes_until_two_administrators_have_said_so(person, session, office, round_of):
    then = NOW + 4 * YEAR
    first = office()
    assert round_of(then) == 0
    desk.begin(first)
    with pytest.raises(NotAllowed, match="second administrator"):
        desk.begin(first)
    assert round_of(then) == 0
    desk.begin(office(), agrees=True)
    assert round_of(then) == 1
    assert session.scalars(select(Ticket.erased_at)).one() == then


def test_one_alone_may_stop_it(person, session, office, round_of):
    begin(office)
    desk.stop(office())
    assert round_of(NOW + 4 * YEAR) == 0


def test_a_stop_is_heeded_at_the_next_ticket(person, session, office, round_of, monkeypatch):
    begin(office)
    desk.stop(office())
    monkeypatch.setattr(sweeps.keeping, "has_begun", seen_once(True, keeping.has_begun))
    assert round_of(NOW + 4 * YEAR) == 0
    assert session.scalars(select(Ticket.erased_at)).one() is None


def seen_once(seen, really):
    """What the round saw at its beginning; from then on what is true."""
    looks = iter([seen])
    return lambda *asked: next(looks, None) or really(*asked)


def test_what_another_worker_destroyed_meanwhile_counts_for_the_day(
    person, session, office, round_of, monkeypatch
):
    then = NOW + 4 * YEAR
    begin(office)
    monkeypatch.setattr(keeping, "most_a_day", lambda _kept: 1)
    keeping.count_one(session, then)
    monkeypatch.setattr(sweeps.keeping, "left_today", seen_once(1, keeping.left_today))
    assert round_of(then) == 0
    assert session.scalars(select(Ticket.erased_at)).one() is None


def test_whoever_takes_a_turn_reads_what_was_counted_meanwhile(app, session, office):
    begin(office)
    keeping.count_one(session, NOW)
    session.commit()
    with app.app_context(), sessionmaker(db.engine)() as other:
        held = other.get_one(Setting, keeping.DONE)
        keeping.count_one(session, NOW)
        session.commit()
        assert held.value["count"] == 1
        assert keeping.take_turn(other, NOW)
        assert keeping.done_today(other, NOW) == 2


@pytest.mark.parametrize(
    ("most", "said"), [(1, "more than may go in a day"), (5, "does the worker run")]
)
def test_the_doctor_says_what_is_late_by_what_a_day_may_take(
    person, office, monkeypatch, most, said
):
    session, keyring, settings = person.session, person.keyring, person.settings
    monkeypatch.setattr(keeping, "most_a_day", lambda _kept: most)
    monkeypatch.setattr(listed, "PATIENCE", -5 * YEAR)
    other = factories.ticket(session, keyring, settings)
    withdraw(Person(session, keyring, settings, NOW, other), "")
    begin(office)
    (problem,) = listed.wrong_with_keeping(session, settings)
    assert said in problem


def test_a_ticket_that_cannot_be_done_holds_no_place_of_the_day(
    person, session, office, round_of, monkeypatch
):
    monkeypatch.setattr(keeping, "most_a_day", lambda _kept: 1)
    begin(office)
    first = another(person, **MAIL)
    said = Event(kind=EntryKind.MESSAGE_OUT, at=NOW + timedelta(days=1), words="One thing more")
    record(session, person.box(), person.ticket, said)
    session.get_one(TicketKey, first.id).wrapped = b"damaged"
    with pytest.raises(SomeFailedError) as problem:
        round_of(NOW + YEAR)
    assert (problem.value.done, problem.value.failed) == (1, 1)
    assert kinds(session)[-1] is EntryKind.CONTACT_DESTROYED


@pytest.mark.row("BI-87")
def test_a_clock_far_ahead_destroys_no_more_than_a_day_may(
    session, keyring, settings, office, round_of, monkeypatch
):
    monkeypatch.setattr(keeping, "most_a_day", lambda _kept: 2)
    factories.staff(session)
    for _ in range(3):
        one = factories.ticket(session, keyring, settings)
        withdraw(Person(session, keyring, settings, NOW, one), "")
    begin(office)
    then = NOW + 20 * YEAR
    assert round_of(then) == 2
    assert round_of(then) == 0
    assert round_of(then + timedelta(days=1)) == 1


def test_a_turn_that_is_refused_ends_the_round(person, session, office, round_of, monkeypatch):
    then, turns = NOW + 4 * YEAR, []
    another(person)
    begin(office)
    monkeypatch.setattr(sweeps.keeping, "take_turn", lambda *asked: turns.append(asked))
    assert round_of(then) == 0
    assert len(turns) == 1
