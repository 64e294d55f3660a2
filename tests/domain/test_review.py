"""The rules that open a review: a table anybody in the trade can read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from scipy import stats

from portal.domain.outcome import Cause, Result
from portal.domain.review import (
    Because,
    Count,
    Record,
    counts,
    median,
    months,
    most_common,
    opening,
    quarter,
    sample,
    too_little,
)
from portal.domain.severity import Severity

TODAY = date(2026, 11, 23)


def finding(severity=Severity.STANDARD, result=Result.UPHELD, days=10, cause=Cause.INDIVIDUAL):
    day = TODAY - timedelta(days=days)
    return Count(result, cause, severity, day, day - timedelta(days=5))


QUIET = Record(fresh=[], contacts=3000, counted=0, pooled=0.001)


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (QUIET, None),
        (replace(QUIET, fresh=[finding()]), None),
        (replace(QUIET, fresh=[finding(Severity.SAFETY)]), Because.SAFETY_FINDING),
        (
            replace(QUIET, fresh=[finding(Severity.SAFETY, Result.PARTLY)]),
            Because.SAFETY_FINDING,
        ),
        (replace(QUIET, fresh=[finding(Severity.SERIOUS)]), Because.SERIOUS_FINDING),
        (replace(QUIET, fresh=[finding(Severity.SERIOUS, Result.PARTLY)]), None),
        (replace(QUIET, fresh=[finding(Severity.SAFETY, cause=Cause.SYSTEM)]), None),
        (replace(QUIET, fresh=[finding(Severity.SAFETY, Result.NOT_UPHELD, cause=None)]), None),
        (replace(QUIET, fresh=[finding()] * 2), None),
        (replace(QUIET, fresh=[finding()] * 3), Because.PATTERN),
        (replace(QUIET, fresh=[finding(), finding(), finding(days=91)]), None),
        (replace(QUIET, fresh=[finding(), finding(), finding(days=90)]), Because.PATTERN),
        (
            replace(QUIET, fresh=[finding()], taught_on=TODAY - timedelta(days=30)),
            Because.REPEAT_AFTER_COACHING,
        ),
        (replace(QUIET, fresh=[finding()], taught_on=TODAY - timedelta(days=15)), None),
        (replace(QUIET, fresh=[finding()], counted=12), Because.ABOVE_LIMIT),
        (replace(QUIET, fresh=[], counted=12), None),
        (replace(QUIET, fresh=[finding()], counted=12, contacts=199, pooled=0.0), None),
    ],
)
def test_a_review_opens_by_these_rules_and_no_other(record, why):
    assert opening(record, TODAY) is why


@pytest.mark.parametrize("counted", range(1, 14))
def test_the_signal_is_the_exact_one_in_a_thousand(counted):
    record = replace(QUIET, fresh=[finding()], counted=counted)
    unlikely = stats.poisson.sf(counted - 1, 3.0) <= 0.001
    assert (opening(record, TODAY) is Because.ABOVE_LIMIT) == unlikely


@pytest.mark.parametrize(
    ("severity", "days", "still"),
    [
        (Severity.STANDARD, 365, True),
        (Severity.STANDARD, 367, False),
        (Severity.SERIOUS, 367, True),
        (Severity.SAFETY, 732, False),
    ],
)
def test_findings_expire(severity, days, still):
    assert counts(finding(severity, days=days), TODAY) is still


@pytest.mark.parametrize(("contacts", "says"), [(0, True), (199, True), (200, False)])
def test_few_contacts_say_too_little(contacts, says):
    assert too_little(contacts) is says


@pytest.mark.parametrize(
    ("people", "size"), [(0, 0), (1, 1), (40, 1), (50, 1), (51, 2), (1000, 20)]
)
def test_the_sample_is_two_in_a_hundred_and_at_least_one(people, size):
    assert len(sample("seed", range(people))) == size


def test_the_same_seed_draws_the_same_people_in_whatever_order_they_come():
    assert sample("seed", range(500)) == sample("seed", reversed(range(500)))
    assert sample("seed", range(500)) != sample("other", range(500))


def test_everybody_is_drawn_about_as_often_as_everybody_else():
    drawn = [one for seed in range(2000) for one in sample(str(seed), range(50))]
    counts_of = [drawn.count(one) for one in range(50)]
    assert stats.chisquare(counts_of).pvalue > 0.001


@pytest.mark.parametrize(
    ("day", "name", "first", "last"),
    [
        (date(2026, 1, 1), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2024, 3, 31), "2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        (date(2026, 11, 23), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarters_begin_and_end(day, name, first, last):
    assert quarter(day) == (name, first, last)


def test_twelve_months_end_with_this_one():
    found = months(date(2026, 2, 28))
    assert (len(found), found[0], found[-1]) == (12, date(2025, 3, 1), date(2026, 2, 1))


def test_the_middle_and_the_most_common():
    assert median([5, 1, 9, 3]) == 3
    assert median([]) == 0
    assert most_common(["b", "a", "b", "a"]) == ("a", 2)
    assert most_common([]) == ("", 0)
