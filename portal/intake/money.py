"""From the pages on money to the budget of a month: what is left, what could be offered."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portal.domain import budget as rules
from portal.domain.budget import Budget, Every, Line
from portal.intake.forms_money import Budget as BudgetForm
from portal.intake.forms_money import BudgetMore, money

Saved = Mapping[str, Mapping[str, Any]]
GROUPS = {
    "income": ("budget", BudgetForm.groups["income"][1]),
    "essential": ("budget", BudgetForm.groups["essential"][1]),
    "priority": ("budget-more", BudgetMore.groups["priority"][1]),
    "other": ("budget-more", BudgetMore.groups["other"][1]),
}


def budget_of(saved: Saved) -> Budget:
    """The month of this person, as far as it was told."""
    return Budget(
        **{
            group: rules.total(lines(saved.get(page, {}), names))
            for group, (page, names) in GROUPS.items()
        }
    )


def lines(values: Mapping[str, Any], names: tuple[str, ...]) -> list[Line]:
    """The lines of a group that were answered."""
    found = []
    for name in names:
        kept = values.get(name) or {}
        amount = money(str(kept.get("amount") or ""))
        if amount is not None:
            found.append(Line(amount, Every(kept.get("every") or Every.MONTH)))
    return found


def was_counted(saved: Saved) -> bool:
    """Whether there is an income to reckon with; without one nothing is suggested and nothing judged."""
    page, names = GROUPS["income"]
    return bool(lines(saved.get(page, {}), names))


def suggestion_of(saved: Saved) -> int:
    """The monthly offer this person could keep to."""
    more = saved.get("budget-more", {})
    return rules.suggested(
        budget_of(saved).left,
        this_debt=one_amount(more.get("this_balance")),
        others=one_amount(more.get("other_balance")),
    )


def one_amount(typed: object) -> Decimal | None:
    """An amount that stands alone."""
    return money(str(typed)) if typed else None


def offer_of(saved: Saved) -> Line | None:
    """The offer that was made, if any."""
    page = saved.get("offer", {})
    amount = one_amount(page.get("offer_amount"))
    if page.get("offer_kind") != "amount" or amount is None or not page.get("offer_interval"):
        return None
    return Line(amount, Every(str(page["offer_interval"])))


def over_by(saved: Saved) -> int:
    """By how much a month the offer is more than the budget leaves; 0 where nothing was counted."""
    offer = offer_of(saved)
    if offer is None or not was_counted(saved):
        return 0
    return rules.over(offer, budget_of(saved).left)
