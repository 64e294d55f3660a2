import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import jurisdictions
from portal.domain.calendars import Calendar, calendars_from_mapping

PACKS = Path(jurisdictions.__file__).parent
CALENDARS = {
    key: calendar
    for name in ("cn", "us", "gb")
    for key, calendar in calendars_from_mapping(
        tomllib.loads((PACKS / name / "holidays.toml").read_text(encoding="utf-8"))
    ).items()
}
calendars = st.sampled_from(list(CALENDARS.values()))
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def table(**changes):
    whole = {
        "id": "here",
        "timezone": "Europe/London",
        "year": [{"year": 2026, "status": "official", "source": "a notice"}],
        "day": [
            {"date": date(2026, 1, 1), "name": "New Year", "kind": "off"},
            {"date": date(2026, 1, 3), "name": "Make-up", "kind": "make_up"},
        ],
    }
    return {**whole, **changes}


def test_a_calendar_is_read_from_a_pack():
    calendar = Calendar.from_mapping(table())
    assert calendar.holidays == {date(2026, 1, 1): "New Year"}
    assert calendar.make_up_days == {date(2026, 1, 3)}
    assert calendar.is_official(2026)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"id": ""}, "'id'"),
        ({"timezone": "Europe/Londres"}, "Europe/Londres"),
        ({"timezone": 1}, "'timezone'"),
        ({"year": 2026}, "'year' is a list"),
        ({"day": [date(2026, 1, 1)]}, "'day' is a list"),
        ({"closed": True}, "unknown 'closed'"),
        ({"year": [{"year": "2026", "status": "official", "source": "x"}]}, "year '2026'"),
        ({"year": [{"year": 2026, "status": "maybe", "source": "x"}]}, "year 2026"),
        ({"year": [{"year": 2026, "status": "official"}]}, "'source'"),
        (
            {"year": [{"year": 2026, "status": "expected", "source": "x"}] * 2},
            "2026 is given twice",
        ),
        ({"day": [{"date": "2026-01-01", "name": "x", "kind": "off"}]}, "day 2026-01-01"),
        ({"day": [{"date": date(2028, 1, 1), "name": "x", "kind": "off"}]}, "2028"),
        ({"day": [{"date": date(2026, 1, 1), "name": "x", "kind": "half"}]}, "day 2026-01-01"),
        ({"day": [{"date": date(2026, 1, 1), "kind": "off"}]}, "'name'"),
        ({"day": [{"date": date(2026, 1, 2), "name": "x", "kind": "make_up"}]}, "Saturday"),
        ({"day": [{"date": date(2026, 1, 1), "name": "x", "kind": "off"}] * 2}, "given twice"),
        ({"day": [{"date": date(2026, 1, 1), "name": "x", "type": "off"}]}, "unknown 'type'"),
    ],
)
def test_a_bad_entry_is_refused_by_name(changes, named):
    with pytest.raises(ValueError, match=named):
        Calendar.from_mapping(table(**changes))


def test_a_calendar_given_twice_is_refused():
    with pytest.raises(ValueError, match="'here' is given twice"):
        calendars_from_mapping({"calendar": [table(), table()]})


def test_a_file_without_a_calendar_is_refused():
    with pytest.raises(ValueError, match="no"):
        calendars_from_mapping({})


def test_every_place_has_its_calendar_for_three_years():
    assert set(CALENDARS) == {"cn", "us", "gb-eng", "gb-sct", "gb-nir"}
    for calendar in CALENDARS.values():
        assert {day.year for day in calendar.holidays} == {2025, 2026, 2027}


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_chinese_years_with_a_notice_are_official_and_have_make_up_days(year):
    calendar = CALENDARS["cn"]
    assert calendar.is_official(year)
    assert any(day.year == year for day in calendar.make_up_days)


def test_the_chinese_year_without_a_notice_is_only_expected():
    assert not CALENDARS["cn"].is_official(2027)
    assert not any(day.year == 2027 for day in CALENDARS["cn"].make_up_days)


def test_a_year_nobody_wrote_down_is_not_official():
    assert not CALENDARS["us"].is_official(2031)


def test_a_weekend_is_off_and_a_make_up_saturday_is_worked():
    calendar = CALENDARS["cn"]
    assert not calendar.is_working(date(2026, 10, 17))
    assert calendar.is_working(date(2026, 10, 10))


@pytest.mark.row("BI-30")
@pytest.mark.parametrize(
    ("place", "moment", "day"),
    [
        ("cn", datetime(2026, 3, 1, 16, 30, tzinfo=UTC), date(2026, 3, 2)),
        ("us", datetime(2026, 3, 2, 3, 30, tzinfo=UTC), date(2026, 3, 1)),
        ("gb-eng", datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 28)),
        ("gb-eng", datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),
        ("gb-eng", datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        ("gb-eng", datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        ("us", datetime(2026, 3, 8, 4, 30, tzinfo=UTC), date(2026, 3, 7)),
        ("us", datetime(2026, 3, 9, 4, 30, tzinfo=UTC), date(2026, 3, 9)),
    ],
)
def test_a_report_arrives_on_the_day_it_is_there(place, moment, day):
    assert CALENDARS[place].local_date(moment) == day


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        CALENDARS["us"].local_date(datetime(2026, 3, 1, 12))  # noqa: DTZ001 - the point of the test


@given(calendars, days, st.integers(-120, 120))
def test_going_on_and_back_comes_home_to_a_working_day(calendar, day, n):
    home = calendar.add_working_days(day, 1)
    assert calendar.add_working_days(calendar.add_working_days(home, n), -n) == home


@given(calendars, days, st.integers(1, 120))
def test_counting_ends_on_a_working_day(calendar, day, n):
    assert calendar.is_working(calendar.add_working_days(day, n))


@given(calendars, days, st.integers(0, 60), st.integers(0, 60))
def test_counting_in_two_steps_is_counting_in_one(calendar, day, first, second):
    twice = calendar.add_working_days(calendar.add_working_days(day, first), second)
    assert twice == calendar.add_working_days(day, first + second)


@given(calendars, days, st.integers(0, 120))
def test_the_days_between_are_the_days_that_were_added(calendar, day, n):
    assert calendar.working_days_between(day, calendar.add_working_days(day, n)) == n


@given(calendars, days, st.integers(0, 60))
def test_the_days_between_turn_their_sign_with_the_order(calendar, day, n):
    later = day + timedelta(days=n)
    forth = calendar.working_days_between(day, later)
    assert calendar.working_days_between(later, day) == -forth
