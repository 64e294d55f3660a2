"""A review opens by rule alone, and what does not stand is carried by nobody."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select as select_rows

from portal.domain import review as rules
from portal.domain.outcome import Cause, Result
from portal.domain.review import Because, ReviewState
from portal.models import ContactCount, Review, ReviewFinding, Ticket
from portal.reviews import history, selecting, service
from portal.reviews.figures import agencies, decided_findings, figures
from tests import factories


def test_a_final_safety_finding_opens_a_review(about, found, select):
    found()
    (review,) = select()
    assert review.collector_id == about.id
    assert review.opened_because is Because.SAFETY_FINDING


def test_an_undecided_report_opens_nothing(session, keyring, settings, about, select):
    factories.ticket(session, keyring, settings, choices=("threat",), about=about)
    assert select() == []


def test_nothing_opens_while_a_second_agreement_is_missing(found, select):
    found(agreed=False)
    assert select() == []


@pytest.mark.parametrize("cause", [Cause.SCRIPT_OR_POLICY, Cause.SYSTEM, Cause.AGENCY])
def test_what_a_script_or_system_did_never_counts_against_a_person(found, select, cause):
    found(cause=cause)
    assert select() == []


@pytest.mark.parametrize("result", [Result.NOT_UPHELD, Result.UNDETERMINED, Result.WITHDRAWN])
def test_what_was_not_upheld_opens_nothing(found, select, result):
    found(result=result, cause=None)
    assert select() == []


def test_the_same_findings_open_one_review_only(found, select):
    found()
    assert len(select()) == 1
    assert select() == []


def test_one_standard_finding_opens_nothing_and_three_in_ninety_days_do(found, select):
    found("often")
    found("often")
    assert select() == []
    found("often")
    (review,) = select()
    assert review.opened_because is Because.PATTERN


def test_a_ticket_taken_up_again_opens_nothing(found, disagree, select):
    disagree(found())
    assert select() == []


@pytest.fixture
def overturned(session, keyring, found, select, disagree, decide):
    """A function that answers the ticket of an open review anew."""

    def make(result, cause):
        ticket = found()
        (review,) = select()
        decide(ticket, disagree(ticket), result, cause)
        selecting.follow_outcomes(session, keyring, factories.NOW)
        return review

    return make


def test_a_collector_whose_only_finding_was_overturned_is_cleared(session, keyring, overturned):
    review = overturned(Result.NOT_UPHELD, None)
    assert review.state is ReviewState.CLOSED
    assert review.cleared_at == factories.NOW
    kinds = [entry.kind for entry, _words in history.lines(session, keyring, review)]
    assert kinds == ["opened", "finding_overturned", "cleared"]


def test_a_finding_upheld_again_takes_the_place_of_the_old_one(session, keyring, overturned):
    review = overturned(Result.UPHELD, Cause.INDIVIDUAL)
    assert review.cleared_at is None
    old, new = [link for link, _finding in service.links_of(session, review)]
    assert old.set_aside_at is not None
    assert new.set_aside_at is None
    assert selecting.select_for_review(session, keyring, factories.NOW) == []


def test_a_finding_upheld_again_with_another_cause_clears_the_person(overturned):
    assert overturned(Result.UPHELD, Cause.SYSTEM).cleared_at is not None


def test_following_outcomes_twice_changes_nothing_more(session, keyring, overturned):
    overturned(Result.NOT_UPHELD, None)
    assert selecting.follow_outcomes(session, keyring, factories.NOW) == 0


@pytest.fixture
def closed(answered, at, choice):
    service.decide(at(1), answered, choice(rules.Action.NO_ACTION))
    return answered


def test_a_finding_overturned_after_the_review_closed_still_clears_the_record(
    session, keyring, closed, disagree, decide, at
):  # fmt: skip
    ticket = session.scalars(select_rows(Ticket)).one()
    decide(ticket, disagree(ticket, at(2).now), Result.NOT_UPHELD, None, at(3).now)
    selecting.follow_outcomes(session, keyring, at(4).now)
    assert closed.cleared_at == at(4).now
    assert closed.closed_at == at(1).now


def collectors(session, number):
    return [factories.collector(session, number=str(place)) for place in range(number)]


def test_the_random_sample_is_drawn_once_a_quarter_and_can_be_drawn_again(session, keyring):
    collectors(session, 60)
    cycle = selecting.draw_sample(session, keyring, factories.NOW)
    assert (cycle.name, len(cycle.drawn), len(cycle.population)) == ("2026-Q4", 2, 60)
    assert rules.sample(cycle.seed, cycle.population) == cycle.drawn
    assert selecting.draw_sample(session, keyring, factories.NOW + timedelta(days=9)) is None


def test_the_random_sample_opens_reviews_without_findings(session, keyring):
    collectors(session, 3)
    cycle = selecting.draw_sample(session, keyring, factories.NOW)
    (review,) = session.scalars(select_rows(Review))
    assert [review.collector_id] == cycle.drawn
    assert review.opened_because is Because.RANDOM
    assert service.links_of(session, review) == []


@pytest.fixture
def drawn(session, keyring, about):
    """The open review of the collector, drawn at random before anybody complained."""
    return selecting.open_review(session, keyring, about.id, [], Because.RANDOM, now=factories.NOW)


def test_a_safety_finding_joins_the_open_review_of_a_collector_who_was_not_told_yet(
    session, keyring, drawn, found, select
):
    found()
    assert select() == []
    (((_link, finding),), kinds) = rests_on(session, keyring, drawn)
    assert (finding.code, kinds) == ("violence_threat", ["opened", "finding_added"])
    assert select() == []
    assert len(service.links_of(session, drawn)) == 1


def test_a_finding_that_opens_nothing_does_not_join_either(session, drawn, found, select):
    found("often")
    select()
    assert service.links_of(session, drawn) == []


def test_a_finding_after_the_notice_waits_for_the_next_review(session, at, drawn, found, select):
    service.give_notice(at(), drawn, "A call of May is in question.", "Dana Wells")
    found()
    assert select() == []
    assert service.links_of(session, drawn) == []
    about = decided_findings(session)[drawn.collector_id]
    waiting = selecting.waiting(session, drawn, about, factories.NOW)
    assert [one.finding.code for one in waiting] == ["violence_threat"]


def test_nothing_waits_for_a_review_that_can_still_take_it_up(session, drawn, found):
    found()
    about = decided_findings(session)[drawn.collector_id]
    assert selecting.waiting(session, drawn, about, factories.NOW) == []


def rests_on(session, keyring, review):
    """The findings of a review, and what its history tells."""
    lines = history.lines(session, keyring, review)
    return service.links_of(session, review), [line.kind.value for line, _words in lines]


def test_who_left_or_made_no_contacts_is_not_drawn(session, keyring):
    here, left, idle = collectors(session, 3)
    left.left_on = date(2026, 10, 31)
    session.query(ContactCount).filter_by(collector_id=idle.id).update({"contacts": 0})
    cycle = selecting.draw_sample(session, keyring, factories.NOW)
    assert cycle.population == [here.id]


def test_the_draw_is_blind_to_complaints(session, about, found):
    collectors(session, 5)
    before = selecting.at_work(session, factories.NOW.date())
    found()
    assert selecting.at_work(session, factories.NOW.date()) == before


def test_a_rate_stands_on_contacts_of_the_same_months(session, about, found):
    found("often", now=factories.NOW - timedelta(days=30))
    found("often", now=factories.NOW)
    (row,) = figures(session, factories.NOW)
    # October has contacts, November has none yet, so only one finding has an exposure.
    assert (row.counted, row.contacts, row.rate) == (1, 1000, 1.0)
    assert row.decided == 2


def test_a_finding_set_aside_leaves_the_rate(session, found, select, about):
    found(now=factories.NOW - timedelta(days=30))
    select()
    assert figures(session, factories.NOW)[0].counted == 1
    session.query(ReviewFinding).update({"set_aside_at": factories.NOW})
    assert figures(session, factories.NOW)[0].counted == 0


def test_an_agency_answers_for_every_cause(session, found, about):
    found("often", cause=Cause.SYSTEM, now=factories.NOW - timedelta(days=30))
    found("often", now=factories.NOW - timedelta(days=30))
    rows = agencies(session, figures(session, factories.NOW))
    row = next(one for one in rows if one.agency.id == about.agency_id)
    assert (row.causes[Cause.SYSTEM], row.causes[Cause.INDIVIDUAL], row.counted) == (1, 1, 1)


def test_findings_say_when_the_person_reported(session, found, about):
    found(now=factories.NOW - timedelta(days=30))
    (one,) = decided_findings(session)[about.id]
    assert one.received_on == (factories.NOW - timedelta(days=30)).date()


def test_the_share_upheld_is_told_with_how_little_few_allegations_say(session, found):
    found("often")
    found("often", result=Result.NOT_UPHELD, cause=None)
    (row,) = figures(session, factories.NOW)
    assert (row.upheld, row.decided) == (1, 2)
    low, high = row.upheld_interval
    assert (round(low), round(high)) == (9, 91)
