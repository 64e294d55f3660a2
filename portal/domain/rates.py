"""Rates per 1,000 contacts with honest limits: exact Poisson, so that chance is not taken for guilt."""

import math
from collections.abc import Callable

PER = 1000.0
#: Outside these limits about one collector in a thousand falls by chance alone.
ACTION = 0.998
WARNING = 0.95
#: Halving so often finds a mean to more digits than a page prints.
_HALVINGS = 80


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


def upper_line(mean: float, level: float = ACTION) -> float:
    """The upper limit as a smooth line: a count on it or above it is beyond chance at this level.

    Counts are whole, so the bare quantile jumps; the line glides between the jumps and still
    divides the counts exactly as the quantile does.
    """
    if mean <= 0:
        return 1.0
    share = (1 + level) / 2
    count = _quantile(share, mean)
    return count + 1 - _past(count, mean, share)


def lower_line(mean: float, level: float = ACTION) -> float:
    """The lower limit as a smooth line: a count on it or below it is beyond chance."""
    if mean <= 0:
        return 0.0
    share = (1 - level) / 2
    count = _quantile(share, mean)
    return max(0.0, count - _past(count, mean, share))


def _past(count: int, mean: float, share: float) -> float:
    """How far into its own step of the distribution a quantile lies: 0 at the end, 1 at the start."""
    return min(1.0, max(0.0, (poisson_cdf(count, mean) - share) / _chance(count, mean)))


def beyond(count: int, mean: float, level: float = ACTION) -> bool:
    """Whether chance alone brings so many events, or more, too seldom to believe in it."""
    return count > 0 and count > upper_limit(mean, level)


def interval(events: int, contacts: int, level: float = WARNING) -> tuple[float, float] | None:
    """The exact Poisson interval of a rate per 1,000 contacts; nothing without contacts."""
    if contacts <= 0:
        return None
    tail = (1 - level) / 2
    low = 0.0
    if events > 0:
        low = _solve(lambda mean: 1 - poisson_cdf(events - 1, mean), tail, events)
    high = _solve(lambda mean: 1 - poisson_cdf(events, mean), 1 - tail, events)
    return PER * low / contacts, PER * high / contacts


def _solve(rising: Callable[[float], float], wanted: float, events: int) -> float:
    """The mean at which a chance that rises with the mean reaches the wanted share."""
    low, high = 0.0, events + 10 * math.sqrt(events + 1) + 10
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def by_chance(compared: int, level: float = ACTION) -> float:
    """How many of so many people lie above the upper limit by chance alone, at most, in one look."""
    return compared * (1 - level) / 2
