"""Whether an outside body is open now: by its own clock, its days off, and never by a guess."""

import shutil
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from portal.domain.opening import Hours, Span, now_at
from portal.jurisdictions.load import check_pack, installed
from portal.languages import LANGUAGES
from portal.paths import JURISDICTIONS

WEEKDAYS = frozenset({"mon", "tue", "wed", "thu", "fri"})
GB = installed()["gb"].calendar


def hours(**more):
    week = (Span(WEEKDAYS, time(9), time(17)),)
    given = {"mark": "V", "source": "x", "timezone": "Europe/London", "week": week}
    return Hours(**given | more)


def at(*when, zone="Europe/London"):
    return datetime(*when, tzinfo=ZoneInfo(zone))


def test_the_clock_is_that_of_the_place():
    # Half past eight in the evening in Beijing is half past twelve in London.
    found = now_at(hours(), at(2026, 11, 27, 20, 30, zone="Asia/Shanghai"), GB)
    assert found.is_open
    assert (found.turns.hour, found.turns.tzinfo.key) == (17, "Europe/London")


def test_summer_time_moves_the_hours_along():
    assert not now_at(hours(), datetime(2026, 3, 27, 8, 30, tzinfo=UTC), GB).is_open
    assert now_at(hours(), datetime(2026, 3, 30, 8, 30, tzinfo=UTC), GB).is_open


def test_the_minute_of_closing_is_closed():
    assert not now_at(hours(), at(2026, 11, 27, 17, 0), GB).is_open


@pytest.mark.parametrize(("known", "said"), [("closed", False), ("open", True), ("unknown", None)])
def test_a_holiday_is_never_guessed(known, said):
    found = now_at(hours(holidays=known), at(2026, 12, 28, 10, 0), GB)
    assert (found and found.is_open) is said


def test_a_weekend_is_known_where_a_holiday_is_not():
    # Boxing Day 2026 is a Saturday: it is shut on Saturdays anyway.
    assert not now_at(hours(), at(2026, 12, 26, 10, 0), GB).is_open


def test_who_never_opens_again_within_two_weeks_names_no_time():
    assert now_at(hours(week=()), at(2026, 11, 27, 10, 0), GB).turns is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", sorted(installed()))
def test_the_words_name_every_time_of_the_week(place, language):
    pack = installed()[place]
    for body in (one for one in pack.bodies if one.hours):
        said = pack.words(language, "body", body.id, "hours")
        for span in body.hours.week:
            assert f"{span.opens:%H:%M}–{span.closes:%H:%M}" in said, body.id


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('from = "08:00"', 'from = "8 am"', "fos: hours: from must be a time"),
        ('to = "17:00"', 'to = "07:00"', "fos: hours: from must come before to"),
        ('"fri"], from = "08:00"', '"fry"], from = "08:00"', "fos: has an unknown days fry"),
        ('holidays = "closed"', 'holidays = "maybe"', "fos: has an unknown holidays maybe"),
        ('holidays = "closed"', 'timezone = "Mars/Base"', "fos: timezone: there is no Mars/Base"),
        ('holidays = "closed"', "always = true", "fos: hours: say either always = true or a week"),
        ('mark = "V", source = "contact page', 'mark = "X", source = "contact page', "fos: has an unknown mark X"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_named(tmp_path, old, new, said):
    folder = copied(tmp_path)
    path = folder / "bodies.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert any(said in problem for problem in check_pack(folder))


def copied(tmp_path):
    shutil.copytree(JURISDICTIONS / "gb", tmp_path / "gb")
    return tmp_path / "gb"
