"""A review rests on final findings about a person, and is fair to that person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from portal.domain.errors import Conflicted, Incomplete, NotAllowed, NotFound
from portal.domain.review import Action, Because, ReviewState
from portal.models import Answer, Role, Ticket
from portal.reviews import history, service
from portal.reviews.figures import figures
from portal.reviews.shown import next_day
from tests import factories


def test_the_right_of_reply_is_ten_working_days(told):
    assert told.reply_due == date(2026, 12, 7)


def test_a_notice_says_something(review, at):
    with pytest.raises(Incomplete):
        service.give_notice(at(), review, "  ")
    assert review.state is ReviewState.SELECTED


def test_a_notice_is_sent_once(told, at):
    with pytest.raises(NotAllowed):
        service.give_notice(at(), told, "Again.")


def test_no_decision_before_the_notice(review, at, choice):
    with pytest.raises(NotAllowed):
        service.decide(at(), review, choice())


def test_no_decision_before_the_right_of_reply_ends(told, at, choice):
    with pytest.raises(NotAllowed) as refused:
        service.decide(at(14), told, choice())
    assert refused.value.params["date"] == "2026-12-07"


def test_a_reply_lets_the_reviewer_decide(answered, at, choice):
    service.decide(at(1), answered, choice())
    assert answered.state is ReviewState.ACTION_RUNNING


def test_each_finding_gets_an_answer_of_its_own(session, told, at):
    ((link, finding),) = service.links_of(session, told)
    service.record_reply(at(1), told, service.Reply("Yes.", {finding.id: Answer.ACCEPTS}))
    assert link.answer is Answer.ACCEPTS


def test_an_empty_reply_is_no_reply(told, at):
    with pytest.raises(Incomplete):
        service.record_reply(at(1), told, service.Reply(" "))


def test_the_sweep_ends_a_right_of_reply_after_its_last_day_and_not_on_it(session, keyring, told):
    assert service.expire_replies(session, keyring, factories.NOW + timedelta(days=14)) == 0
    assert service.expire_replies(session, keyring, factories.NOW + timedelta(days=15)) == 1
    assert told.state is ReviewState.REPLY_EXPIRED
    assert service.expire_replies(session, keyring, factories.NOW + timedelta(days=16)) == 0


def test_the_last_day_ends_by_the_clock_of_the_place(session, keyring, told):
    session.execute(update(Ticket).values(jurisdiction="us"))
    # In London it is already the 8th, in the place of this ticket still the 7th.
    moment = factories.NOW.replace(month=12, day=8, hour=2)
    assert service.expire_replies(session, keyring, moment) == 0


def test_a_silent_collector_may_be_decided_after_the_last_day(session, keyring, told, at, choice):
    service.expire_replies(session, keyring, at(15).now)
    service.decide(at(15), told, choice(Action.NO_ACTION))
    assert told.state is ReviewState.CLOSED


def test_a_late_reply_is_heard_until_the_decision(session, keyring, told, at):
    service.expire_replies(session, keyring, at(15).now)
    service.record_reply(at(16), told, service.Reply("I was ill."))
    assert told.state is ReviewState.REPLY_RECEIVED


def test_the_reviewer_may_ask_once_more_and_the_right_of_reply_begins_anew(answered, at, choice):
    service.ask_again(at(2), answered, "Which script?")
    assert answered.reply_due == date(2026, 12, 9)
    with pytest.raises(NotAllowed):
        service.decide(at(2), answered, choice())
    service.record_reply(at(3), answered, service.Reply("That of May."))
    with pytest.raises(NotAllowed):
        service.ask_again(at(4), answered, "And then?")


def test_whoever_made_the_finding_does_not_decide_the_review(answered, at, finder, choice):
    with pytest.raises(Conflicted):
        service.decide(at(1, finder), answered, choice())


def test_whoever_agreed_to_the_finding_does_not_decide_either(session, answered, at, choice):
    makers = service.finders_of(session, answered)
    assert len(makers) == 2
    for one in makers:
        with pytest.raises(Conflicted):
            service.decide(at(1, session.get_one(type(at().staff), one)), answered, choice())


@pytest.mark.parametrize("reasons", ["", "because", " " * 40])
def test_a_decision_needs_reasons(answered, at, choice, reasons):
    with pytest.raises(Incomplete):
        service.decide(at(1), answered, choice(reasons=reasons))


@pytest.mark.parametrize("due", [None, date(2026, 11, 1), date(9999, 12, 31)])
def test_an_action_needs_a_day_that_can_be_kept(answered, at, choice, due):
    with pytest.raises(Incomplete):
        service.decide(at(1), answered, replace(choice(), due=due))


def test_nothing_is_decided_while_a_finding_is_looked_at_again(
    session, answered, disagree, at, choice
):
    disagree(session.scalars(select(Ticket)).one(), at(1).now)
    with pytest.raises(NotAllowed) as refused:
        service.decide(at(2), answered, choice())
    assert "looked at again" in str(refused.value)


@pytest.mark.parametrize(
    "action", [Action.PASS_TO_HR, Action.REMOVE_FROM_PORTFOLIO, Action.SYSTEM_FIX, Action.CLEARED]
)
def test_a_grave_action_and_clearing_wait_for_a_second_reviewer(
    session, answered, at, choice, action, reviewer
):
    service.decide(at(1), answered, choice(action))
    assert answered.state is ReviewState.DECIDED
    with pytest.raises(Conflicted):
        service.second(at(1, reviewer), answered)
    service.second(at(1, factories.staff(session, Role.REVIEWER)), answered)
    ends = action is Action.CLEARED
    assert answered.state is (ReviewState.CLOSED if ends else ReviewState.ACTION_RUNNING)


def test_whoever_made_a_finding_is_no_second_reviewer(answered, at, choice, finder):
    service.decide(at(1), answered, choice(Action.PASS_TO_HR))
    with pytest.raises(Conflicted):
        service.second(at(1, finder), answered)


def test_a_second_reviewer_may_send_it_back_with_a_reason(session, answered, at, choice):
    other = factories.staff(session, Role.REVIEWER)
    service.decide(at(1), answered, choice(Action.PASS_TO_HR))
    with pytest.raises(Incomplete):
        service.refuse(at(1, other), answered, "")
    service.refuse(at(1, other), answered, "Coaching is enough.")
    assert answered.state is ReviewState.REPLY_RECEIVED
    assert answered.action is None
    service.decide(at(2), answered, choice())
    assert answered.state is ReviewState.ACTION_RUNNING


def test_a_cleared_collector_carries_nothing_and_the_record_says_so(
    session, keyring, answered, at, choice, about
):
    assert figures_of(session, about).counted == 0
    service.decide(at(1), answered, choice(Action.CLEARED))
    service.second(at(1, factories.staff(session, Role.REVIEWER)), answered)
    assert answered.cleared_at is not None
    assert all(link.set_aside_at for link, _finding in service.links_of(session, answered))
    last = history.lines(session, keyring, answered)[-1][0]
    assert last.kind == "cleared"


def figures_of(session, about):
    rows = figures(session, factories.NOW)
    return next(row for row in rows if row.collector.id == about.id)


@pytest.fixture
def running(answered, at, choice):
    service.decide(at(1), answered, choice())
    return answered


def test_an_action_is_checked_sixty_days_after_it_was_done(running, at):
    service.action_done(at(3), running, date(2026, 11, 25), "Two hours with the trainer.")
    assert running.check_on == date(2027, 1, 24)
    assert next_day(running) == ("figures", date(2027, 1, 24))
    with pytest.raises(NotAllowed):
        service.check(at(30), running, "", helped=True)
    service.check(at(63), running, "Nothing since.", helped=True)
    assert running.state is ReviewState.CLOSED
    assert running.helped


def test_an_action_cannot_be_done_in_the_future(running, at):
    with pytest.raises(Incomplete):
        service.action_done(at(3), running, date(2027, 1, 1), "")


def test_an_action_that_was_not_done_cannot_be_checked(running, at):
    with pytest.raises(NotAllowed):
        service.check(at(90), running, "", helped=False)


def test_a_finding_after_coaching_opens_another_review(running, at, found, select):
    service.action_done(at(3), running, date(2026, 11, 25), "")
    found("often", now=at(50).now)
    assert select(at(50).now) == []
    service.check(at(63), running, "", helped=False)
    (again,) = select(at(64).now)
    assert again.opened_because is Because.REPEAT_AFTER_COACHING


@pytest.fixture
def conflicts(session, about):
    """A reviewer too near to the collector, one for each reason."""
    reviewer = lambda **given: factories.staff(session, Role.REVIEWER, **given)  # noqa: E731 - short
    manager, declared, lead = reviewer(), reviewer(), reviewer()
    factories.manages(session, manager, about)
    mate = factories.collector(session, number="7")
    factories.moves(session, mate, date(2024, 1, 1), about.team_id)
    factories.manages(session, lead, mate)
    session.flush()
    return {
        "manages or managed": manager,
        "leads the team": lead,
        "is of the team": reviewer(team_id=about.team_id),
        "is of the agency": reviewer(agency_id=about.agency_id),
        "declared a tie": declared,
    }


@pytest.mark.parametrize(
    "why",
    [
        "manages or managed",
        "leads the team",
        "is of the team",
        "is of the agency",
        "declared a tie",
    ],
)
def test_nobody_reviews_their_own_people(answered, at, choice, conflicts, about, why):
    near = conflicts[why]
    if why == "declared a tie":
        service.declare_tie(at(1, near), about)
    for verb in (
        lambda: service.decide(at(1, near), answered, choice()),
        lambda: service.ask_again(at(1, near), answered, "Why?"),
        lambda: service.exported(at(1, near), answered, "findings", "a look"),
    ):
        with pytest.raises(NotFound):
            verb()


def test_an_export_needs_a_purpose_and_is_kept_in_the_history(session, keyring, answered, at):
    with pytest.raises(Incomplete):
        service.exported(at(1), answered, "findings", " ")
    service.exported(at(1), answered, "findings", "Quarterly report")
    entry, words = history.lines(session, keyring, answered)[-1]
    assert (entry.kind, words) == ("exported", "Quarterly report")
