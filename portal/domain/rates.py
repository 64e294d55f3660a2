"""Rates per 1,000 contacts with honest limits: exact Poisson, so that chance is not taken for guilt."""

import math

PER = 1000.0
#: Outside these limits about one collector in a thousand falls by chance alone.
ACTION = 0.998
WARNING = 0.95


def poisson_cdf(count: int, mean: float) -> float:
    """The chance of at most so many events when so many are expected."""
    if mean <= 0:
        return 1.0
    term = total = math.exp(-mean)
    for k in range(1, count + 1):
        term *= mean / k
        total += term
    return min(total, 1.0)


def upper_limit(mean: float, level: float = ACTION) -> int:
    """The most events chance alone brings at this level; more than that is out of control."""
    tail = (1 + level) / 2
    count = 0
    while poisson_cdf(count, mean) < tail:
        count += 1
    return count


def lower_limit(mean: float, level: float = ACTION) -> int:
    """The fewest events chance alone brings at this level."""
    tail = (1 - level) / 2
    count = 0
    while poisson_cdf(count, mean) < tail:
        count += 1
    return count


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
