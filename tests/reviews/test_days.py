"""A review counts the days of the places it belongs to, at half past eleven in the night of UTC too."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.domain.outcome import Cause, Result
from portal.domain.review import Action
from portal.jurisdictions.load import installed
from portal.models import ContactCount, Team
from portal.reviews import places, selecting, service
from portal.reviews.figures import decided_findings, figures, similar
from tests import factories

#: The 31st of October in Britain, the 1st of November in China.
LATE = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)


@pytest.fixture
def move_to(session, about):
    """Put the collector, and with them the team and the agency, under the law of a place."""

    def put(place, *, team=True):
        if place not in about.agency.jurisdictions:
            about.agency.jurisdictions = [*about.agency.jurisdictions, place]
        if team:
            session.get_one(Team, about.team_id).jurisdiction = place
        session.flush()
        session.expire_all()

    return put


@pytest.fixture
def found_in(session, keyring, settings, about, finder, decide):
    """Decide a report of a place about the collector at a moment."""

    def make(place, now, choice="threat"):
        page = {"place": place, "lang": "en"}
        ticket = factories.ticket(
            session, keyring, settings, now=now, choices=(choice,), about=about, jurisdiction=page
        )
        decide(ticket, finder, Result.UPHELD, Cause.INDIVIDUAL, now)
        return ticket

    return make


@pytest.fixture
def told(session, keyring, select, reviewer):
    """Open the review and send the notice; gives the review and what the verbs need at a moment."""

    def send():
        (review,) = select()
        at = lambda now=factories.NOW: service.Reviewing(session, keyring, now, reviewer)  # noqa: E731 - short
        service.give_notice(at(), review, "Words about what was found.")
        return review, at

    return send


@pytest.fixture
def expire(session, keyring):
    """End the rights of reply that are over at a moment."""
    return lambda moment: service.expire_replies(session, keyring, moment)


@pytest.mark.parametrize(("place", "day"), [("gb", date(2026, 10, 31)), ("cn", date(2026, 11, 1))])
def test_a_finding_is_of_the_day_and_month_where_its_ticket_belongs(
    session, about, found_in, move_to, place, day
):
    move_to(place)
    session.add(ContactCount(collector_id=about.id, month=date(2026, 11, 1), contacts=100))
    session.flush()
    found_in(place, LATE)
    (one,) = decided_findings(session)[about.id]
    assert (one.received_on, one.made_on, one.place) == (day, day, place)
    (row,) = figures(session, LATE)
    assert [month.first for month in row.months if month.counted] == [day.replace(day=1)]
    assert row.months[-1].first == day.replace(day=1)


def test_a_quarter_begins_once_it_has_begun_everywhere(session, keyring, about):
    session.add(ContactCount(collector_id=about.id, month=date(2026, 12, 1), contacts=100))
    session.flush()
    night = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert selecting.draw_sample(session, keyring, night).name == "2026-Q4"
    # Hawaii is ten hours behind.
    assert selecting.draw_sample(session, keyring, night + timedelta(hours=12)).name == "2027-Q1"


def test_the_review_of_a_collector_of_several_places_belongs_to_the_law_of_the_tickets(
    session, about, found_in, move_to, told
):
    move_to("us", team=False)
    found_in("us", factories.NOW)
    review, _at = told()
    assert about.place == "gb"
    assert places.of_review(session, review) == ["us"]
    calendar = installed()["us"].calendar
    assert review.reply_due == calendar.add_working_days(factories.NOW.date(), 10)


def test_of_two_laws_the_longer_right_of_reply_counts_and_the_day_that_ends_last(
    session, found_in, move_to, told, expire
):
    move_to("us", team=False)
    for place in ("gb", "us"):
        found_in(place, factories.NOW)
    review, _at = told()
    assert places.of_review(session, review) == ["gb", "us"]
    both = [installed()[one].calendar for one in ("gb", "us")]
    assert review.reply_due == max(one.add_working_days(factories.NOW.date(), 10) for one in both)
    midnight = datetime.combine(review.reply_due + timedelta(days=1), datetime.min.time(), UTC)
    assert expire(midnight + timedelta(hours=1)) == 0
    assert expire(midnight + timedelta(hours=9)) == 1


def test_a_right_of_reply_in_china_is_over_when_the_day_is_over_there(
    found_in, move_to, told, expire
):
    move_to("cn")
    found_in("cn", factories.NOW)
    review, _at = told()
    last = datetime.combine(review.reply_due, datetime.min.time(), UTC)
    assert expire(last + timedelta(hours=15, minutes=59)) == 0
    assert expire(last + timedelta(hours=23, minutes=30)) == 1


def test_an_action_done_today_in_china_is_not_in_the_future(found_in, move_to, told):
    move_to("cn")
    found_in("cn", factories.NOW)
    review, at = told()
    service.record_reply(at(), review, service.Reply("I did not say so."))
    choice = service.Choice(
        Action.COACHING, "The recording shows the words were said.", date(2026, 12, 1)
    )
    service.decide(at(), review, choice)
    service.action_done(at(factories.NOW.replace(hour=23)), review, date(2026, 11, 24), "")
    assert review.action_done_on == date(2026, 11, 24)


def test_people_of_one_agency_are_compared_with_those_of_their_own_place(session, about, move_to):
    mate = factories.collector(session, number="7")
    far = factories.collector(session, number="8")
    far.agency.jurisdictions = ["gb", "us"]
    session.get_one(Team, far.team_id).jurisdiction = "us"
    session.flush()
    session.expire_all()
    rows = figures(session, factories.NOW)
    assert {row.collector.number for row in similar(rows, about)} == {about.number, mate.number}
