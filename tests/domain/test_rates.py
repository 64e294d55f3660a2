"""The limits of the funnel are the exact ones; scipy is the oracle."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from portal.domain.rates import (
    beyond,
    by_chance,
    interval,
    lower_line,
    poisson_cdf,
    rate,
    upper_limit,
    upper_line,
    wilson,
)


@pytest.mark.parametrize("mean", [0.1, 1.0, 3.7, 12.0, 60.0, 900.0])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_limits_are_the_exact_poisson_quantiles(mean, level):
    assert upper_limit(mean, level) == stats.poisson.ppf((1 + level) / 2, mean)


@pytest.mark.parametrize(("count", "mean"), [(0, 2.0), (3, 2.0), (20, 12.5)])
def test_the_distribution_is_exact(count, mean):
    assert poisson_cdf(count, mean) == pytest.approx(stats.poisson.cdf(count, mean))


def test_wilson_agrees_with_the_oracle():
    oracle = stats.binomtest(7, 40).proportion_ci(method="wilson")
    assert wilson(7, 40) == pytest.approx((oracle.low, oracle.high))


@pytest.mark.parametrize("events", [0, 1, 2, 7, 11, 40, 300])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_the_interval_of_a_rate_is_the_exact_one(events, level):
    tail = (1 - level) / 2
    low = stats.chi2.ppf(tail, 2 * events) / 2 if events else 0.0
    high = stats.chi2.ppf(1 - tail, 2 * events + 2) / 2
    assert interval(events, 2610, level) == pytest.approx(
        (1000 * low / 2610, 1000 * high / 2610), rel=1e-6, abs=1e-9
    )


def test_without_contacts_there_is_no_rate_and_no_interval():
    assert interval(3, 0) is None
    assert rate(3, 0) is None


@settings(max_examples=300)
@given(mean=st.floats(0.01, 80), level=st.sampled_from([0.95, 0.998]))
def test_the_drawn_lines_divide_counts_exactly_as_the_oracle_does(mean, level):
    tail = (1 - level) / 2
    for count in range(int(3 * mean) + 8):
        above = stats.poisson.sf(count - 1, mean)
        below = stats.poisson.cdf(count, mean)
        if abs(above - tail) > 1e-9 and count:
            assert (count >= upper_line(mean, level)) == (above < tail)
            assert beyond(count, mean, level) == (above < tail)
        if abs(below - tail) > 1e-9:
            assert (count <= lower_line(mean, level)) == (below < tail) or count == 0


def test_one_finding_beyond_a_mean_of_nothing_is_a_signal_and_none_is_not():
    assert beyond(1, 0.0)
    assert not beyond(0, 0.0)


def test_a_hundred_people_compared_bring_a_tenth_of_a_false_signal():
    assert by_chance(100) == pytest.approx(0.1)


def test_fewer_false_signals_than_promised_appear_in_a_thousand_collectors_by_chance_alone():
    means = [0.5 + 0.01 * place for place in range(1000)]
    counts = stats.poisson.rvs(means, random_state=7)
    signals = sum(beyond(int(count), mean) for count, mean in zip(counts, means, strict=True))
    assert signals <= stats.poisson.ppf(0.9999, by_chance(1000))
