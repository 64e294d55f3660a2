import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import jurisdictions
from portal.domain.calendars import Calendar, calendars_from_mapping
from portal.domain.clocks import (
    ClockRule,
    Event,
    EventKind,
    Start,
    State,
    Unit,
    add,
    admit,
    due,
    how_it_ended,
    reminders,
)
from portal.domain.errors import NotAllowed

PACKS = Path(jurisdictions.__file__).parent
CALENDARS = {
    key: calendar
    for name in ("cn", "us", "gb")
    for key, calendar in calendars_from_mapping(
        tomllib.loads((PACKS / name / "holidays.toml").read_text(encoding="utf-8"))
    ).items()
}
CASES = tomllib.loads(Path(__file__).with_name("clock_cases.toml").read_text(encoding="utf-8"))[
    "case"
]
RECEIVED = date(2026, 3, 2)

days = st.dates(date(2025, 1, 1), date(2027, 6, 30))
calendars = st.sampled_from(list(CALENDARS.values()))
units = st.sampled_from(list(Unit))
lengths = st.integers(0, 60)


def rule(length=15, unit=Unit.CALENDAR_DAY, **more):
    return ClockRule("answer", more.pop("starts", Start.RECEIPT), length, unit, **more)


def with_day_off(calendar, day):
    return Calendar(
        calendar.id,
        calendar.timezone,
        {**calendar.holidays, day: "One more"},
        calendar.make_up_days - {day},
        calendar.official_years,
    )


def pause(first, length):
    return (Event(EventKind.PAUSE, first), Event(EventKind.RESUME, first + timedelta(days=length)))


def events_of(case):
    return [
        Event(EventKind(e["kind"]), e["on"], e.get("length", 0)) for e in case.get("events", [])
    ]


@pytest.mark.row("BI-30")
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_deadline_worked_out_by_hand_is_met(case):
    law = rule(
        case["length"],
        Unit(case["unit"]),
        starts=Start(case.get("starts", "receipt")),
        pause=case.get("pause", False),
        extend=tuple(case.get("extend", ())),
    )
    found = due(law, case["received"], CALENDARS[case["calendar"]], events_of(case))
    assert found.due == case["due"]
    assert found.official is case.get("official", True)
    assert found.state == case.get("state", "running")


def test_there_are_enough_hand_cases_and_no_two_share_a_name():
    names = {case["name"] for case in CASES}
    assert len(names) == len(CASES) >= 60


def test_a_pause_is_refused_where_the_law_lets_nothing_stop_the_clock():
    with pytest.raises(NotAllowed, match="paused"):
        due(rule(), RECEIVED, CALENDARS["cn"], pause(date(2026, 3, 5), 2))


@pytest.mark.parametrize("lengths", [(30,), (15, 15), (0,)])
def test_an_extension_the_law_does_not_name_is_refused(lengths):
    events = [Event(EventKind.EXTEND, RECEIVED, length) for length in lengths]
    with pytest.raises(NotAllowed, match="extended"):
        due(rule(extend=(15,)), RECEIVED, CALENDARS["cn"], events)


@pytest.mark.parametrize("kind", [EventKind.PAUSE, EventKind.EXTEND])
def test_a_new_pause_or_extension_after_the_last_day_is_refused(kind):
    law = rule(pause=True, extend=(15,))
    with pytest.raises(NotAllowed, match="ended"):
        admit(law, RECEIVED, CALENDARS["cn"], (), Event(kind, date(2026, 3, 18), 15))


def test_a_new_pause_of_a_stopped_clock_is_refused():
    stopped = [Event(EventKind.STOP, date(2026, 3, 4))]
    new = Event(EventKind.PAUSE, date(2026, 3, 5))
    with pytest.raises(NotAllowed, match="stopped"):
        admit(rule(pause=True), RECEIVED, CALENDARS["cn"], stopped, new)


def test_a_new_extension_in_time_moves_the_last_day():
    new = Event(EventKind.EXTEND, date(2026, 3, 17), 15)
    found = admit(rule(extend=(15,)), RECEIVED, CALENDARS["cn"], (), new)
    assert found.due == date(2026, 4, 1)


def test_the_last_day_is_in_time_and_the_next_is_late():
    found = due(rule(), RECEIVED, CALENDARS["cn"])
    assert not found.overdue(date(2026, 3, 17))
    assert found.overdue(date(2026, 3, 18))


@pytest.mark.parametrize("kind", [EventKind.PAUSE, EventKind.STOP])
def test_a_paused_or_stopped_clock_is_not_late(kind):
    events = [Event(kind, date(2026, 3, 5))]
    assert not due(rule(pause=True), RECEIVED, CALENDARS["cn"], events).overdue(date(2026, 9, 1))


def test_a_reminder_on_a_day_off_comes_on_the_working_day_before():
    law = rule(15, remind_at=(5, 12))
    found = due(law, RECEIVED, CALENDARS["cn"])
    assert reminders(law, found, CALENDARS["cn"]) == (date(2026, 3, 6), date(2026, 3, 13))


def test_an_extension_moves_the_reminders_along():
    law = rule(15, remind_at=(14,), extend=(15,))
    found = due(law, RECEIVED, CALENDARS["cn"], [Event(EventKind.EXTEND, RECEIVED, 15)])
    assert reminders(law, found, CALENDARS["cn"]) == (date(2026, 3, 31),)


def test_a_later_promise_of_an_update_does_not_overrule_the_first_answer():
    first, update = rule(3, Unit.BUSINESS_DAY), rule(8, Unit.WEEK)
    update_due = due(update, RECEIVED, CALENDARS["gb-eng"]).due
    assert due(first, RECEIVED, CALENDARS["gb-eng"]).due == date(2026, 3, 5) < update_due


@pytest.mark.parametrize("bad", [{"length": -1}, {"extend": (0,)}, {"mark": "maybe"}])
def test_a_rule_that_makes_no_sense_is_refused_by_name(bad):
    with pytest.raises(ValueError, match="answer"):
        rule(**bad)


@given(calendars, days, lengths, units, days)
def test_one_more_day_off_never_shortens_a_deadline(calendar, received, length, unit, off):
    before = due(rule(length, unit), received, calendar).due
    assert due(rule(length, unit), received, with_day_off(calendar, off)).due >= before


@given(calendars, days, st.integers(0, 40), st.integers(0, 40), days)
def test_one_more_day_off_never_shortens_a_paused_deadline(calendar, received, wait, long, off):
    law = rule(10, Unit.BUSINESS_DAY, pause=True)
    events = pause(received + timedelta(days=wait), long)
    before = due(law, received, calendar, events).due
    assert due(law, received, with_day_off(calendar, off), events).due >= before


@given(calendars, days, lengths, units, st.integers(0, 90))
def test_a_later_receipt_is_never_due_earlier(calendar, received, length, unit, later):
    law = rule(length, unit)
    after = due(law, received + timedelta(days=later), calendar).due
    assert after >= due(law, received, calendar).due


@given(calendars, days, lengths, units, st.integers(0, 70), st.integers(0, 40))
def test_a_pause_never_loses_time(calendar, received, length, unit, wait, long):
    law = rule(length, unit, pause=True)
    events = pause(received + timedelta(days=wait), long)
    assert due(law, received, calendar, events).due >= due(law, received, calendar).due


@given(calendars, days, st.integers(1, 60), st.integers(0, 40))
def test_as_many_working_days_remain_after_a_pause_as_before(calendar, received, length, long):
    law = rule(length, Unit.BUSINESS_DAY, pause=True)
    first = received + timedelta(days=1)
    first, last = pause(first, long)
    eve, resumed_eve = first.on - timedelta(days=1), last.on - timedelta(days=1)
    before = due(law, received, calendar).due
    after = due(law, received, calendar, (first, last)).due
    assert calendar.working_days_between(resumed_eve, after) == calendar.working_days_between(
        eve, before
    )


@given(calendars, days, st.integers(1, 60), units)
def test_an_answer_is_never_due_on_or_before_the_day_of_receipt(calendar, received, length, unit):
    assert due(rule(length, unit), received, calendar).due > received


@given(calendars, days, lengths)
def test_calendar_days_never_look_at_days_off(calendar, received, length):
    assert add(received, length, Unit.CALENDAR_DAY, calendar) == received + timedelta(days=length)


@given(calendars, days, st.lists(st.sampled_from(list(EventKind)), max_size=8), st.data())
def test_any_story_of_a_receipt_clock_counts_from_the_receipt(calendar, received, kinds, data):
    law = rule(pause=True, extend=(15,) * 8)
    dates = [data.draw(st.integers(-5, 60)) for _ in kinds]
    events = [
        Event(kind, received + timedelta(days=n), 15) for kind, n in zip(kinds, dates, strict=True)
    ]
    found = due(law, received, calendar, events)
    assert (found.started, found.due >= received + timedelta(days=15)) == (received, True)
    assert found.state in set(State)


@pytest.mark.parametrize(
    ("state", "kept_on", "end"),
    [
        ("running", None, None),
        ("paused", None, None),
        ("stopped", RECEIVED, "kept"),
        ("stopped", RECEIVED + timedelta(days=1), "late"),
        ("stopped", None, "kept"),
        ("ended", None, "ended"),
    ],
)
def test_what_nobody_did_is_not_called_done_and_late_is_called_late(state, kept_on, end):
    assert how_it_ended(state, RECEIVED, kept_on) == end
