"""Deciding: nothing left open, nobody agrees with himself, the person is told."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.domain.errors import Conflicted, Incomplete, NotAllowed
from portal.domain.outcome import Cause, Result
from portal.domain.own_data import ACCESS
from portal.domain.ticket import State
from portal.models import Clock, Hold, Letter
from portal.outcomes import service
from tests import factories


@pytest.fixture
def first(session):
    return factories.staff(session)


@pytest.fixture
def work(session, keyring, settings, first):
    return service.Deciding(session, keyring, settings, factories.NOW, first)


def decision(work, ticket, result=Result.NOT_UPHELD, cause=None, reason="We looked at every call."):
    rows = service.allegations_of(work.session, ticket)
    return service.Decision({row.id: service.Proposed(result, reason, cause) for row in rows})


def test_an_allegation_without_a_finding_is_refused(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings)
    with pytest.raises(Incomplete):
        service.propose(work, ticket, service.Decision({}))


def test_a_finding_without_a_reason_is_refused(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings)
    with pytest.raises(Incomplete):
        service.propose(work, ticket, decision(work, ticket, reason="  "))


def test_an_upheld_finding_names_its_cause(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings)
    with pytest.raises(Incomplete):
        service.propose(work, ticket, decision(work, ticket, Result.UPHELD))


def test_a_plain_ticket_closes_and_its_letter_is_written(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings)
    service.propose(work, ticket, decision(work, ticket))
    assert ticket.state is State.CLOSED
    names = set(session.scalars(select(Letter.name).where(Letter.ticket_id == ticket.id)))
    assert names == {"acknowledgement", "outcome"}


def test_closing_stops_clocks_and_lifts_holds(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings, choices=("notmine",))
    assert session.scalars(select(Hold)).all()
    service.propose(work, ticket, decision(work, ticket))
    assert {clock.state for clock in session.scalars(select(Clock))} == {"stopped"}
    assert all(hold.lifted_at for hold in session.scalars(select(Hold)))


def test_an_answer_is_no_answer_to_what_was_asked_of_the_own_data(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings)
    day = factories.NOW.date()
    session.add(Clock(ticket_id=ticket.id, rule_id=ACCESS, started_on=day, due_on=day))
    service.propose(work, ticket, decision(work, ticket))
    running = select(Clock.rule_id).where(Clock.state == "running")
    assert list(session.scalars(running)) == [ACCESS]


def test_a_safety_allegation_waits_for_a_second_supervisor(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings, choices=("threat",))
    outcome = service.propose(work, ticket, decision(work, ticket))
    assert ticket.state is State.AWAITING_AGREEMENT
    assert outcome.final_at is None


def test_nobody_agrees_with_himself(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings, choices=("threat",))
    service.propose(work, ticket, decision(work, ticket))
    with pytest.raises(Conflicted):
        service.agree(work, ticket)


def test_a_second_supervisor_makes_it_final(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings, choices=("threat",))
    service.propose(work, ticket, decision(work, ticket, Result.UPHELD, Cause.INDIVIDUAL))
    outcome = service.agree(replace(work, staff=factories.staff(session)), ticket)
    assert ticket.state is State.CLOSED
    assert outcome.final_at == factories.NOW


def test_a_second_supervisor_may_send_it_back_with_a_reason(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings, choices=("threat",))
    service.propose(work, ticket, decision(work, ticket))
    other = replace(work, staff=factories.staff(session))
    with pytest.raises(Incomplete):
        service.send_back(other, ticket, " ")
    service.send_back(other, ticket, "Listen to the second call too.")
    assert ticket.state is State.ASSIGNED
    with pytest.raises(NotAllowed):
        service.agree(other, ticket)


def test_the_letter_says_the_finding_in_words(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings)
    service.propose(work, ticket, decision(work, ticket))
    letter = session.scalars(select(Letter).where(Letter.name == "outcome")).one()
    text = work.box(ticket).open("letters", "words", letter.id, letter.words)
    assert "not upheld" in text
    assert "We looked at every call." in text
    assert "[[" not in text
