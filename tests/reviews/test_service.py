"""A review rests on final findings about a person, and is fair to that person."""

from datetime import timedelta

import pytest

from portal.domain.errors import Conflicted, Incomplete, NotAllowed
from portal.domain.outcome import Cause, Result
from portal.domain.review import Action, ReviewState
from portal.jurisdictions.load import installed
from portal.models import Role
from portal.outcomes import service as outcomes
from portal.reviews import service
from tests import factories

REASONS = "The recording shows it was the collector's own choice of words."


@pytest.fixture
def about(session):
    return factories.collector(session)


@pytest.fixture
def finder(session):
    return factories.staff(session)


@pytest.fixture
def upheld(session, keyring, settings, about, finder):
    """A function that files and decides a safety ticket about the collector."""

    def make(cause=Cause.INDIVIDUAL, *, agreed=True, result=Result.UPHELD):
        ticket = factories.ticket(session, keyring, settings, choices=("threat",), about=about)
        work = outcomes.Deciding(session, keyring, settings, factories.NOW, finder)
        rows = outcomes.allegations_of(session, ticket)
        given = {row.id: outcomes.Proposed(result, "Because.", cause) for row in rows}
        outcomes.propose(work, ticket, outcomes.Decision(given))
        if agreed:
            second = outcomes.Deciding(
                session, keyring, settings, factories.NOW, factories.staff(session)
            )
            outcomes.agree(second, ticket)
        return ticket

    return make


def test_a_final_safety_finding_opens_a_review(session, about, upheld):
    upheld()
    (review,) = service.select_for_review(session, factories.NOW)
    assert review.collector_id == about.id
    assert review.opened_because == "safety_finding"


def test_nothing_opens_while_a_second_agreement_is_missing(session, upheld):
    upheld(agreed=False)
    assert service.select_for_review(session, factories.NOW) == []


@pytest.mark.parametrize("cause", [Cause.SCRIPT_OR_POLICY, Cause.SYSTEM, Cause.AGENCY])
def test_what_a_script_or_system_did_never_counts_against_a_person(session, upheld, cause):
    upheld(cause)
    assert service.select_for_review(session, factories.NOW) == []


def test_a_collector_who_was_cleared_is_not_reviewed(session, upheld):
    upheld(None, result=Result.NOT_UPHELD)
    assert service.select_for_review(session, factories.NOW) == []


def test_the_same_findings_open_one_review_only(session, upheld):
    upheld()
    service.select_for_review(session, factories.NOW)
    assert service.select_for_review(session, factories.NOW) == []


@pytest.fixture
def review(session, upheld):
    upheld()
    (one,) = service.select_for_review(session, factories.NOW)
    return one


@pytest.fixture
def reviewer(session):
    return factories.staff(session, Role.REVIEWER)


def notify(review):
    service.give_notice(review, installed()["gb"].calendar, factories.NOW)


def test_the_right_of_reply_is_ten_working_days(review):
    notify(review)
    assert review.reply_due.isoformat() == "2026-12-07"


def test_no_decision_before_the_right_of_reply_ends(session, review, reviewer):
    notify(review)
    with pytest.raises(NotAllowed):
        service.decide(session, review, Action.COACHING, REASONS, reviewer, factories.NOW)


def test_a_reply_lets_the_reviewer_decide(session, review, reviewer):
    notify(review)
    service.record_reply(review, "I was told to say that.", factories.NOW)
    service.decide(session, review, Action.COACHING, REASONS, reviewer, factories.NOW)
    assert review.state == ReviewState.ACTION_RUNNING


def test_after_the_last_day_a_silent_collector_may_be_decided(session, review, reviewer):
    notify(review)
    later = factories.NOW + timedelta(days=15)
    service.decide(session, review, Action.NO_ACTION, REASONS, reviewer, later)
    assert review.state == ReviewState.CLOSED


def test_whoever_made_the_finding_does_not_decide_the_review(session, review, finder):
    notify(review)
    service.record_reply(review, "No.", factories.NOW)
    with pytest.raises(Conflicted):
        service.decide(session, review, Action.COACHING, REASONS, finder, factories.NOW)


def test_a_decision_needs_reasons(session, review, reviewer):
    notify(review)
    service.record_reply(review, "No.", factories.NOW)
    with pytest.raises(Incomplete):
        service.decide(session, review, Action.COACHING, "because", reviewer, factories.NOW)


def test_a_grave_action_waits_for_a_second_reviewer(session, review, reviewer):
    notify(review)
    service.record_reply(review, "No.", factories.NOW)
    service.decide(session, review, Action.PASS_TO_HR, REASONS, reviewer, factories.NOW)
    assert review.state == ReviewState.DECIDED
    with pytest.raises(Conflicted):
        service.second(session, review, reviewer, factories.NOW)
    service.second(session, review, factories.staff(session, Role.REVIEWER), factories.NOW)
    assert review.state == ReviewState.ACTION_RUNNING


def test_a_checked_action_closes_the_review_and_a_new_finding_opens_another(
    session, review, reviewer, upheld
):
    notify(review)
    service.record_reply(review, "No.", factories.NOW)
    service.decide(session, review, Action.COACHING, REASONS, reviewer, factories.NOW)
    upheld()
    assert service.select_for_review(session, factories.NOW) == []
    service.check(review, factories.NOW)
    assert len(service.select_for_review(session, factories.NOW)) == 1
