"""The limits of the funnel are the exact ones; scipy is the oracle."""

import pytest
from scipy import stats

from portal.domain.rates import lower_limit, poisson_cdf, upper_limit, wilson


@pytest.mark.parametrize("mean", [0.1, 1.0, 3.7, 12.0, 60.0, 900.0])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_limits_are_the_exact_poisson_quantiles(mean, level):
    assert upper_limit(mean, level) == stats.poisson.ppf((1 + level) / 2, mean)
    assert lower_limit(mean, level) == stats.poisson.ppf((1 - level) / 2, mean)


@pytest.mark.parametrize(("count", "mean"), [(0, 2.0), (3, 2.0), (20, 12.5)])
def test_the_distribution_is_exact(count, mean):
    assert poisson_cdf(count, mean) == pytest.approx(stats.poisson.cdf(count, mean))


def test_wilson_agrees_with_the_oracle():
    oracle = stats.binomtest(7, 40).proportion_ci(method="wilson")
    assert wilson(7, 40) == pytest.approx((oracle.low, oracle.high))
