"""What comes in and what must be paid: the pages of the budget helper, line by line."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from portal.domain.budget import Every
from portal.intake.forms_base import Page
from portal.web.cleaning import cleaned
from portal.web.exact import money
from portal.web.fields import Text, Words, figure
from portal.web.locale import later as _l

LARGEST = Decimal(99_999_999)

EVERY: dict[str, Words] = {
    Every.MONTH: _l("a month"),
    Every.WEEK: _l("a week"),
    Every.TWO_WEEKS: _l("every 2 weeks"),
    Every.FOUR_WEEKS: _l("every 4 weeks"),
    Every.YEAR: _l("a year"),
}


def refusal_of(label: str, typed: str) -> str:
    """What is wrong with an amount; nothing when it may stand."""
    plain = re.sub(r"[¥￥£$,\s]", "", unicodedata.normalize("NFKC", typed)).replace("−", "-")
    if re.fullmatch(r"-[0-9]+(\.[0-9]+)?", plain):
        return str(gettext("%(line)s must be 0 or more", line=label))
    amount = money(typed)
    if amount is None and not re.fullmatch(r"[0-9]{13,}(\.[0-9]{1,2})?", plain):
        return str(gettext("%(line)s must be a number, like 850 or 850.50", line=label))
    if amount is None or amount > LARGEST:
        most = figure(int(LARGEST) + 1)
        return str(gettext("%(line)s must be less than %(most)s", line=label, most=most))
    return ""


class MoneyLine(Field):
    """An amount and how often, in two boxes. Blank is not answered; 0 is none."""

    widget = TextInput()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Read both boxes, or what was kept."""
        self.process_errors = []
        kept = data if isinstance(data, Mapping) else {}
        self.data = {
            "amount": str(kept.get("amount") or ""),
            "every": str(kept.get("every") or Every.MONTH),
        }
        if formdata is not None and self.name in formdata:
            self.data = {
                "amount": cleaned(formdata.get(self.name)),
                "every": cleaned(formdata.get(f"{self.name}_every", Every.MONTH)),
            }

    def choices(self) -> list[tuple[str, Words]]:
        """How often, as it can be chosen."""
        return list(EVERY.items())

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - the library's signature
        """Accept money as people write it, with how often."""
        label, typed, every = str(self.label.text), self.data["amount"], self.data["every"]
        if every not in EVERY:
            gets = self.name in form.income
            raise ValidationError(
                str(gettext("Select how often you get %(line)s", line=label) if gets else
                    gettext("Select how often you pay %(line)s", line=label))
            )  # fmt: skip
        if not typed:
            if every != Every.MONTH:
                raise ValidationError(
                    str(gettext("Enter how much %(line)s is, or enter 0", line=label))
                )
            return
        refusal = refusal_of(label, typed)
        if refusal:
            raise ValidationError(refusal)


class Amount(Text):
    """A single amount of money."""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - the library's signature
        """Accept money as people write it."""
        super().pre_validate(form)
        refusal = refusal_of(str(self.short or self.label.text), self.data) if self.data else ""
        if refusal:
            raise ValidationError(refusal)


class BudgetPage(Page):
    """A page of budget lines in named groups."""

    #: The name of the page in the walk.
    page: ClassVar[str] = ""
    groups: ClassVar[dict[str, tuple[Words, tuple[str, ...]]]] = {}
    income: ClassVar[tuple[str, ...]] = ()

    def lines(self) -> list[tuple[Words, list[Any]]]:
        """The lines under their headings."""
        return [(title, [self[name] for name in names]) for title, names in self.groups.values()]


class Budget(BudgetPage):
    """What comes in, and what must be paid to live."""

    page: ClassVar[str] = "budget"
    heading: ClassVar[Words] = _l("What you can afford")
    lead: ClassVar[Words] = _l(
        "Rough numbers are fine. Write 0 if it does not apply. "
        "We use this only to work out a plan you can keep to."
    )
    wages = MoneyLine(_l("Wages after tax"))
    self_employed = MoneyLine(_l("Money from your own business"))
    benefits = MoneyLine(_l("Benefits or pension"))
    support = MoneyLine(_l("Help from family or others"))
    other_income = MoneyLine(_l("Other money coming in"))
    rent = MoneyLine(_l("Rent or mortgage"))
    fees = MoneyLine(_l("Property tax or fees"))
    utilities = MoneyLine(_l("Water, electricity, gas and heating"))
    food = MoneyLine(_l("Food and household"))
    travel = MoneyLine(_l("Travel to work"))
    phone_internet = MoneyLine(_l("Phone and internet"))
    medical = MoneyLine(_l("Medical costs"))
    children = MoneyLine(_l("Childcare or school"))
    parents = MoneyLine(_l("Caring for parents"))
    insurance = MoneyLine(_l("Insurance you must have"))
    groups: ClassVar[dict[str, tuple[Words, tuple[str, ...]]]] = {
        "income": (
            _l("Money coming in"),
            ("wages", "self_employed", "benefits", "support", "other_income"),
        ),
        "essential": (
            _l("What you must pay to live"),
            ("rent", "fees", "utilities", "food", "travel", "phone_internet", "medical",
             "children", "parents", "insurance"),
        ),
    }  # fmt: skip
    income: ClassVar[tuple[str, ...]] = groups["income"][1]


class BudgetMore(BudgetPage):
    """Debts that come first, other spending, and other cards and loans."""

    page: ClassVar[str] = "budget-more"
    heading: ClassVar[Words] = _l("Other debts and spending")
    lead: ClassVar[Words] = _l("Leave empty what you do not want to answer.")
    court = MoneyLine(_l("Court orders"))
    rent_arrears = MoneyLine(_l("Rent you are behind with"))
    tax = MoneyLine(_l("Tax you owe"))
    secured = MoneyLine(_l("Loans secured on your home or car"))
    clothes = MoneyLine(_l("Clothes"))
    extras = MoneyLine(_l("Small extras"))
    this_balance = Amount(_l("What you owe on this account, in all"), 20)
    other_count = Text(_l("How many other cards and loans do you have?"), 4)
    other_balance = Amount(_l("What you owe on the others, in all"), 20)
    other_paying = Amount(_l("What you pay on the others each month"), 20)
    groups: ClassVar[dict[str, tuple[Words, tuple[str, ...]]]] = {
        "priority": (
            _l("Debts that come first"),
            ("court", "rent_arrears", "tax", "secured"),
        ),
        "other": (_l("Other spending"), ("clothes", "extras")),
    }

    def validate_other_count(self, field: Text) -> None:
        """A whole number, if one was given."""
        plain = unicodedata.normalize("NFKC", field.data or "")
        if plain and not re.fullmatch(r"[0-9]{1,3}", plain):
            raise ValidationError(
                str(gettext("Number of cards and loans must be a whole number, like 3"))
            )
