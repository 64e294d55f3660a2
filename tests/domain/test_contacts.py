"""Contacts worked out by hand under the limits of the shipped packs: the answer and the numbers shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.domain.contacts import WORKINGS, Answer, Contact, Situation, allowed, judge
from portal.domain.decision import Facts
from portal.domain.signals import said_by_answers
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES

CN, NY, LONDON = (ZoneInfo(name) for name in ("Asia/Shanghai", "America/New_York", "Europe/London"))


def call(when, **more):
    return Contact(at=when, channel=more.pop("channel", "phone"), **more)


def verdict(place, limit, contact, before=(), **known):
    zones = {"cn": "Asia/Shanghai", "us": "America/New_York", "gb": "Europe/London"}
    situation = Situation(firm=known.pop("firm", "agency"), timezone=zones[place], **known)
    found = judge(contact, before, situation, installed()[place].limits)
    return next(one for one in found if one.limit == limit)


@pytest.mark.parametrize(
    ("place", "zone", "hour", "minute", "answer"),
    [
        ("us", NY, 8, 0, Answer.ALLOWED), ("us", NY, 7, 59, Answer.BREACH), ("us", NY, 21, 0, Answer.ALLOWED),
        ("us", NY, 21, 1, Answer.BREACH), ("cn", CN, 21, 59, Answer.ALLOWED), ("cn", CN, 22, 1, Answer.BREACH),
        ("cn", CN, 7, 0, Answer.BREACH),
    ],
)  # fmt: skip
def test_hours_are_those_on_the_persons_own_clock(place, zone, hour, minute, answer):
    at = datetime(2026, 3, 9, hour, minute, tzinfo=zone).astimezone(UTC)
    found = verdict(place, "hours", call(at))
    assert (found.answer, found.values["time"]) == (answer, f"{hour:02}:{minute:02}")


def test_the_night_the_clocks_go_forward_is_read_on_the_local_clock():
    before, after = (
        datetime(2026, 3, 8, 12, 30, tzinfo=UTC),
        datetime(2026, 3, 7, 12, 30, tzinfo=UTC),
    )
    assert verdict("us", "hours", call(before)).values["time"] == "08:30"
    assert verdict("us", "hours", call(after)).answer is Answer.BREACH


def test_a_lender_in_its_own_name_is_not_bound_by_the_collectors_hours():
    late = call(datetime(2026, 3, 9, 22, 0, tzinfo=NY))
    assert verdict("us", "hours", late, firm="bank").answer is Answer.NOT_BOUND
    assert verdict("us", "hours_house", late, firm="bank").answer is Answer.OVER_GUIDE


def test_of_an_unknown_firm_nobody_says_that_the_law_binds_it():
    late = call(datetime(2026, 3, 9, 22, 0, tzinfo=NY))
    assert verdict("us", "hours", late, firm="unknown").answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("region", "answer"),
    [("us-ma", Answer.BREACH), ("us-tx", Answer.NOT_BOUND), ("", Answer.UNKNOWN)],
)
def test_the_law_of_one_state_is_tried_only_on_who_lives_there(region, answer):
    (limit,) = [one for one in installed()["us"].limits if one.id == "hours"]
    late = call(datetime(2026, 3, 9, 22, 0, tzinfo=NY))
    known = Situation(firm="agency", timezone="America/New_York", region=region)
    (found,) = judge(late, [], known, [replace(limit, covers=("us-ma",))])
    assert found.answer is answer


def test_the_law_of_one_state_suggests_nothing_to_who_lives_elsewhere():
    pack = installed()["us"]
    limits = tuple(replace(one, covers=("us-ma",)) for one in pack.limits if one.id == "hours")
    known = {"jurisdiction": "us", "received_on": date(2026, 3, 9), "time_of_day": "after_22"}
    for region, said in (("us-ma", True), ("us-tx", False), ("", True)):
        facts = Facts(**known, region=region)
        assert ("forbidden_hours" in said_by_answers(facts, replace(pack, limits=limits))) is said


def test_hours_that_were_agreed_come_first():
    late = call(datetime(2026, 3, 9, 22, 0, tzinfo=NY))
    assert verdict("us", "hours", late, agreed_hours=("08:00", "23:00")).answer is Answer.ALLOWED


def calls(count, *, days=0.5, **more):
    first = datetime(2026, 3, 2, 10, 0, tzinfo=NY)
    return [call(first + timedelta(days=days * n), **more) for n in range(count)]


def test_seven_calls_in_seven_days_are_still_allowed_and_eight_are_presumed_too_many():
    *before, eighth = calls(8, connected=False, debt="A")
    assert verdict("us", "seven_in_seven", before[-1], before[:-1]).answer is Answer.ALLOWED
    found = verdict("us", "seven_in_seven", eighth, before)
    assert (found.answer, found.values["count"], found.values["limit"]) == (Answer.PRESUMED, 8, 7)


def test_a_call_of_the_eighth_day_before_is_out_of_the_window():
    *before, last = calls(8, days=1, connected=False, debt="A")
    assert verdict("us", "seven_in_seven", last, before).values["count"] == 7


def test_calls_about_another_debt_are_counted_apart():
    before = calls(7, connected=False, debt="A")
    other = call(before[-1].at + timedelta(hours=1), debt="B", connected=False)
    assert verdict("us", "seven_in_seven", other, before).values["count"] == 1


@pytest.mark.parametrize(("day", "answer"), [(6, Answer.PRESUMED), (7, Answer.ALLOWED)])
def test_the_day_of_a_conversation_is_the_first_of_seven(day, answer):
    talk = call(datetime(2026, 3, 2, 10, tzinfo=NY), connected=True)
    again = call(talk.at + timedelta(days=day), connected=False)
    found = verdict("us", "after_a_talk", again, [talk])
    assert found.answer is answer
    assert found.values.get("number") in {day + 1, None}


def test_a_log_that_does_not_say_who_answered_leaves_it_open():
    earlier = call(datetime(2026, 3, 2, 10, tzinfo=NY))
    again = call(earlier.at + timedelta(days=1))
    assert verdict("us", "after_a_talk", again, [earlier]).answer is Answer.UNKNOWN


def test_only_conversations_count_towards_three_a_day():
    day = [call(datetime(2026, 3, 2, 9 + n, tzinfo=CN), connected=n != 1) for n in range(4)]
    assert verdict("cn", "talks_a_day", day[3], day[:3]).values["count"] == 3
    fourth = call(datetime(2026, 3, 2, 15, tzinfo=CN), connected=True)
    assert verdict("cn", "talks_a_day", fourth, day).answer is Answer.BREACH


@pytest.mark.parametrize(
    ("staff", "answer"), [(2, Answer.ALLOWED), (1, Answer.BREACH), (None, Answer.UNKNOWN)]
)
def test_a_visit_is_made_by_two(staff, answer):
    visit = call(datetime(2026, 3, 2, 10, tzinfo=CN), channel="visit", staff=staff)
    assert verdict("cn", "visits_a_day", visit).answer is answer


def test_a_second_visit_on_one_day_is_one_too_many():
    first = call(datetime(2026, 3, 2, 10, tzinfo=CN), channel="visit", staff=2)
    second = call(datetime(2026, 3, 2, 18, tzinfo=CN), channel="visit", staff=2)
    assert verdict("cn", "visits_a_day", second, [first]).answer is Answer.BREACH


@pytest.mark.parametrize(
    ("reached", "why", "answer"),
    [
        ("debtor", (), Answer.ALLOWED), ("family", (), Answer.BREACH), ("family", ("unreachable",), Answer.ALLOWED),
        (None, (), Answer.UNKNOWN),
    ],
)  # fmt: skip
def test_others_are_reached_only_with_a_reason(reached, why, answer):
    contact = call(datetime(2026, 3, 2, 10, tzinfo=CN), reached=reached)
    assert verdict("cn", "other_people", contact, others_because=why).answer is answer


STOP = datetime(2026, 3, 1, 12, tzinfo=NY)


@pytest.mark.parametrize(
    ("written", "hours", "answer"),
    [(True, 1, Answer.BREACH), (True, -1, Answer.ALLOWED), (False, 1, Answer.ALLOWED), (None, 1, Answer.UNKNOWN)],
)  # fmt: skip
def test_a_written_stop_ends_contact(written, hours, answer):
    contact = call(STOP + timedelta(hours=hours))
    found = verdict("us", "written_stop", contact, stop_asked=STOP, stop_in_writing=written)
    assert found.answer is answer


@pytest.mark.parametrize(("other", "answer"), [(True, Answer.BREACH), (False, Answer.ALLOWED)])
def test_the_peace_of_people_who_do_not_owe_is_protected(other, answer):
    contact = call(STOP + timedelta(hours=1))
    found = verdict("cn", "peace_of_life", contact, stop_asked=STOP, stop_by_other=other)
    assert found.answer is answer


def test_once_an_attorney_is_known_only_the_attorney_is_contacted():
    contact = call(STOP + timedelta(days=1))
    assert verdict("us", "attorney", contact, represented_since=STOP).answer is Answer.BREACH
    lawyer = call(STOP + timedelta(days=1), reached="representative")
    assert verdict("us", "attorney", lawyer, represented_since=STOP).answer is Answer.ALLOWED


def test_work_is_barred_from_the_moment_it_is_known():
    at_work = call(STOP + timedelta(hours=1), place="work")
    assert verdict("us", "at_work", at_work, work_barred_since=STOP).answer is Answer.BREACH
    assert verdict("us", "at_work", at_work).answer is Answer.ALLOWED


def test_a_barred_way_of_contact_is_over_the_guide():
    mail = call(STOP, channel="work_email")
    assert verdict("us", "barred_channels", mail).answer is Answer.OVER_GUIDE


def test_a_contact_is_allowed_only_when_every_limit_is_kept():
    limits = installed()["us"].limits
    situation = Situation(firm="agency", timezone="America/New_York")
    day = call(datetime(2026, 3, 9, 12, tzinfo=NY), connected=True)
    assert allowed(judge(day, (), situation, limits)) is True
    night = call(datetime(2026, 3, 9, 23, tzinfo=NY), connected=True)
    assert allowed(judge(night, (), situation, limits)) is False
    unclear = call(datetime(2026, 3, 9, 12, tzinfo=NY), reached=None)
    assert allowed(judge(unclear, (), situation, limits)) is None


def test_a_limit_not_yet_in_force_is_not_asked():
    contact = call(datetime(2024, 3, 9, 23, tzinfo=CN))
    known = Situation(firm="agency", timezone="Asia/Shanghai")
    limits = installed()["cn"].limits
    later = {one.id for one in limits if one.in_force_from > date(2024, 3, 9)}
    assert later
    assert not later & {one.limit for one in judge(contact, (), known, limits)}


def test_every_working_can_be_written_out_in_every_language():
    numbers = dict.fromkeys(
        ("time", "from", "to", "zone", "count", "limit", "days", "first", "last", "unknown", "talked", "called",
         "number", "day", "staff", "least", "reached", "reason", "since", "asked", "channel",
         "other_time", "other_zone"), "1",
    )  # fmt: skip
    for locale in LANGUAGES:
        for name in WORKINGS:
            text = installed()["gb"].words(locale, "working", name, "text")
            assert "{" not in text.format(**numbers)
