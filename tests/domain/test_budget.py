from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.budget import (
    A_YEAR,
    Budget,
    Every,
    Line,
    exactly_monthly,
    monthly,
    over,
    suggested,
    total,
)

LINES = st.builds(
    Line,
    st.decimals(min_value=0, max_value=99_999_999, places=2, allow_nan=False),
    st.sampled_from(list(Every)),
)


@pytest.mark.parametrize(
    ("amount", "every", "month"),
    [
        ("100", Every.WEEK, 433),
        ("100", Every.TWO_WEEKS, 217),
        ("100", Every.FOUR_WEEKS, 108),
        ("100", Every.YEAR, 8),
        ("0.50", Every.MONTH, 1),
        ("0.49", Every.MONTH, 0),
        ("6", Every.YEAR, 1),
        ("0", Every.WEEK, 0),
        ("99999999", Every.WEEK, 433_333_329),
    ],
)
def test_an_amount_is_brought_to_a_month_and_rounded_half_up(amount, every, month):
    assert monthly(Line(Decimal(amount), every)) == month


def test_the_sums_shown_add_up():
    lines = [Line(Decimal("0.4"), Every.MONTH)] * 3
    assert total(lines) == sum(monthly(line) for line in lines) == 0


@given(LINES)
def test_rounding_is_never_more_than_half_a_unit_away(line):
    assert abs(monthly(line) - exactly_monthly(line)) <= Fraction(1, 2)
    assert exactly_monthly(line) * 12 == Fraction(line.amount) * A_YEAR[line.every]


@pytest.mark.parametrize(
    ("left", "offer"), [(95, 85), (790, 710), (5, 0), (6, 5), (0, 0), (-100, 0)]
)
def test_a_tenth_is_kept_back_and_the_rest_rounded_down_to_five(left, offer):
    assert suggested(left) == offer


def test_other_debts_share_by_balance():
    assert suggested(300, this_debt=Decimal(1000), others=Decimal(2000)) == 90


@given(
    st.integers(-10_000_000, 10_000_000),
    st.none() | st.decimals(0, 10**8, places=2),
    st.none() | st.decimals(0, 10**8, places=2),
)
def test_a_suggestion_is_never_more_than_what_is_left(left, this, others):
    offer = suggested(left, this_debt=this, others=others)
    assert 0 <= offer <= max(0, left)
    assert offer % 5 == 0


@given(LINES, st.integers(-1000, 10**9))
def test_an_offer_is_over_exactly_when_it_is_more_than_what_is_left(line, left):
    assert (over(line, left) > 0) == (exactly_monthly(line) > max(0, left))


def test_what_is_left_is_income_less_everything_that_must_be_paid():
    assert Budget(income=4200, essential=3000, priority=300, other=110).left == 790
