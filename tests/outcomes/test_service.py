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
from portal.vault.box import box_for
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


def letter(session, keyring, ticket):
    box = box_for(session, keyring, ticket.id)
    query = select(Letter).where(Letter.ticket_id == ticket.id, Letter.name == "outcome")
    one = session.scalars(query).one()
    return box.open("letters", "words", one.id, one.words)


def test_the_answer_bears_its_dates_and_says_that_a_stop_is_over(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings, choices=("notmine",))
    service.propose(work, ticket, decision(work, ticket))
    said = letter(session, keyring, ticket)
    assert said.splitlines()[1] == "Monday 23 November 2026"
    assert "We received what you sent us on Monday 23 November 2026." in said
    assert "That stop ends with this letter" in said
    assert "a copy of what we hold about you" in said
    assert "A second supervisor" not in said


@pytest.mark.parametrize("until", ["moratorium_over", "person_writes_again", "court_decides"])
def test_a_stop_that_our_answer_does_not_end_goes_on(session, keyring, settings, work, until):
    ticket = factories.ticket(session, keyring, settings)
    session.add(
        Hold(
            ticket_id=ticket.id, scope="account", until=until, rule_id="x", placed_at=factories.NOW
        )
    )
    session.flush()
    service.propose(work, ticket, decision(work, ticket))
    assert [one.until for one in session.scalars(select(Hold)) if not one.lifted_at] == [until]
    said = letter(session, keyring, ticket)
    assert "Our answer does not end that." in said
    assert "That stop ends" not in said


def stop(session, ticket, scope, until):
    hold = {"scope": scope, "until": until, "rule_id": "x", "placed_at": factories.NOW}
    session.add(Hold(ticket_id=ticket.id, **hold))
    session.flush()


ENDS = ("collection on your account was stopped. That", "collectors were told not to contact you.")
STAYS = ("Collection on your account stays", "Contact from collectors stays stopped")


@pytest.mark.parametrize(
    ("stops", "told"),
    [
        ({"contact": ["representative_no_longer_acts"], "account": ["dispute_answered"]},
         {ENDS[0], STAYS[1]}),
        ({"contact": ["reviewed"], "account": ["moratorium_over"]}, {ENDS[1], STAYS[0]}),
        ({"contact": ["person_writes_again"]}, {STAYS[1]}),
        ({"contact": ["person_is_safe", "reviewed"]}, {STAYS[1]}),
        ({"account": ["dispute_answered", "court_decides"]}, {STAYS[0]}),
        ({}, set()),
    ],
)  # fmt: skip
def test_each_kind_of_stop_is_told_by_what_becomes_of_it(
    session, keyring, settings, work, stops, told
):
    ticket = factories.ticket(session, keyring, settings)
    for scope, ends in stops.items():
        for until in ends:
            stop(session, ticket, scope, until)
    service.propose(work, ticket, decision(work, ticket))
    said = letter(session, keyring, ticket)
    assert {one for one in (*ENDS, *STAYS) if one in said} == told


APART = "no part in collecting from you"


def test_a_letter_has_no_blank_at_the_end_of_a_line(session, keyring, settings, work):
    ticket = factories.ticket(session, keyring, settings)
    service.propose(work, ticket, decision(work, ticket))
    said = letter(session, keyring, ticket)
    assert APART in said
    assert not [line for line in said.splitlines() if line != line.rstrip()]


def test_nobody_of_a_team_is_called_free_of_collecting(session, keyring, settings, work, first):
    about = factories.collector(session)
    ticket = factories.ticket(session, keyring, settings)
    first.team_id = about.team_id
    service.propose(work, ticket, decision(work, ticket))
    assert APART not in letter(session, keyring, ticket)


@pytest.mark.parametrize("belongs", [False, True])
def test_the_second_supervisor_has_to_be_free_of_collecting_too(
    session, keyring, settings, work, belongs
):
    ticket = factories.ticket(session, keyring, settings, choices=("threat",))
    service.propose(work, ticket, decision(work, ticket, Result.UPHELD, Cause.INDIVIDUAL))
    agency = factories.collector(session).agency_id if belongs else None
    service.agree(replace(work, staff=factories.staff(session, agency_id=agency)), ticket)
    said = letter(session, keyring, ticket)
    assert "A second supervisor has agreed to this answer." in said
    assert (APART in said) is not belongs


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
