"""What a person can afford: income less what must be paid, in exact arithmetic, never a float.

The rules, as they are told to the person:

1. Every amount is brought to a month: a week counts 52/12, two weeks 26/12, four weeks 13/12, a
   year 1/12; each line is rounded half up to a whole unit, so that the sums shown add up.
2. What is left = income - what must be paid to live - debts that come first - other spending.
3. The suggested offer is what is left, less a part kept back for surprises, rounded down to five
   units. Where other cards and loans compete, this account gets its share by balance.
4. Nothing left means nothing suggested. A suggestion is never more than what is left, and it never
   stands in the way of another offer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Every(StrEnum):
    """How often an amount comes or goes."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"
    YEAR = "year"


#: How many of each there are in a year.
A_YEAR: Mapping[Every, int] = {
    Every.WEEK: 52,
    Every.TWO_WEEKS: 26,
    Every.FOUR_WEEKS: 13,
    Every.MONTH: 12,
    Every.YEAR: 1,
}
#: Part of what is left that is kept back for surprises.
KEPT_BACK = Fraction(1, 10)
#: Offers are suggested in steps of this many units.
STEP = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget as it was told: an amount and how often."""

    amount: Decimal
    every: Every


@dataclass(frozen=True, slots=True)
class Budget:
    """A month of a person: what comes in, and where it has to go. Whole units."""

    income: int = 0
    essential: int = 0
    priority: int = 0
    other: int = 0

    @property
    def must_pay(self) -> int:
        """Everything that goes out before this account."""
        return self.essential + self.priority + self.other

    @property
    def left(self) -> int:
        """What is left each month; below zero when costs are more than income."""
        return self.income - self.must_pay


def monthly(line: Line) -> int:
    """The line in whole units a month, rounded half up."""
    exact = Fraction(line.amount) * A_YEAR[line.every] / 12
    return _half_up(exact)


def exactly_monthly(line: Line) -> Fraction:
    """The line a month, without any rounding: for comparing an offer with what is left."""
    return Fraction(line.amount) * A_YEAR[line.every] / 12


def total(lines: Iterable[Line]) -> int:
    """The lines together, a month."""
    return sum(monthly(line) for line in lines)


def suggested(left: int, *, this_debt: Decimal | None = None, others: Decimal | None = None) -> int:
    """The monthly offer a person could keep to; never more than what is left."""
    if left <= 0:
        return 0
    part = Fraction(left) * (1 - KEPT_BACK)
    if this_debt and others and this_debt > 0 and others > 0:
        part *= Fraction(this_debt) / (Fraction(this_debt) + Fraction(others))
    return int(part // STEP) * STEP


def over(offer: Line, left: int) -> int:
    """By how much a month an offer is more than what is left, rounded up to a unit; 0 when it fits."""
    excess = exactly_monthly(offer) - max(0, left)
    return max(0, -int(-excess // 1))


def _half_up(exact: Fraction) -> int:
    return int((exact + Fraction(1, 2)) // 1)
