"""Rates per 1,000 contacts with honest limits: exact Poisson, so that chance is not taken for guilt."""

import math

PER = 1000.0
#: Outside these limits about one collector in a thousand falls by chance alone.
ACTION = 0.998
WARNING = 0.95


def poisson_cdf(count: int, mean: float) -> float:
    """The chance of at most so many events when so many are expected."""
    return min(1.0, sum(_chance(k, mean) for k in range(count + 1))) if mean > 0 else 1.0


def _chance(count: int, mean: float) -> float:
    """The chance of exactly so many events; by logarithms, so that large means do not vanish."""
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def _quantile(share: float, mean: float) -> int:
    if mean <= 0:
        return 0
    count, total = 0, _chance(0, mean)
    while total < share:
        count += 1
        total += _chance(count, mean)
    return count


def upper_limit(mean: float, level: float = ACTION) -> int:
    """The most events chance alone brings at this level; more than that is out of control."""
    return _quantile((1 + level) / 2, mean)


def lower_limit(mean: float, level: float = ACTION) -> int:
    """The fewest events chance alone brings at this level."""
    return _quantile((1 - level) / 2, mean)


def rate(events: int, contacts: int) -> float | None:
    """Events per 1,000 contacts; nothing without contacts."""
    return PER * events / contacts if contacts > 0 else None


def wilson(successes: int, trials: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """The Wilson interval of a share."""
    if trials <= 0:
        return 0.0, 1.0
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    below = 1 + z * z / trials
    return max(0.0, (centre - spread) / below), min(1.0, (centre + spread) / below)
