"""The pages that ask for help with payments: what happened, and what the person can offer."""

import re
import unicodedata
from typing import ClassVar

from flask_babel import gettext
from wtforms.validators import ValidationError

from portal.domain.budget import Every, Line
from portal.intake.forms_base import Page
from portal.intake.forms_money import Amount, money
from portal.web.fields import AnyOf, LongText, OneOf, Text, Words
from portal.web.locale import later as _l

HARDSHIP: dict[str, Words] = {
    "job_loss": _l("Lost my job, or less pay"),
    "illness_disability": _l("Illness or disability"),
    "care_or_children": _l("Caring for someone"),
    "bereavement": _l("Someone close died"),
    "relationship_abuse": _l("A relationship ended, or someone controls my money"),
    "business": _l("My business failed"),
    "disaster": _l("A disaster"),
    "identity_theft_help": _l("I was scammed"),
    "other": _l("Other"),
    "private": _l("I prefer not to say"),
}

ASK_FOR: dict[str, Words] = {
    "payment_pause": _l("Pause payments"),
    "repayment_plan": _l("Smaller payments over a longer time"),
    "fee_interest_relief": _l("Stop or lower interest and charges"),
    "settlement": _l("Settle with one amount"),
    "dispute_debt": _l("Correct what I owe"),
    "supervisor": _l("I do not know, tell me my options"),
}

INTERVALS: dict[str, Words] = {
    "week": _l("Every week"),
    "two_weeks": _l("Every 2 weeks"),
    "four_weeks": _l("Every 4 weeks"),
    "month": _l("Every month"),
}


class Situation(Page):
    """What has made payments hard, and what would help."""

    heading: ClassVar[Words] = _l("What has made payments hard?")
    hardship = AnyOf(
        heading,
        HARDSHIP,
        _l("Select what has made payments hard, or ‘I prefer not to say’"),
        description=_l("Select all that apply."),
    )
    expected = OneOf(
        _l("When do you think it will get better?"),
        {
            "three_months": _l("Within 3 months"),
            "year": _l("In 3 to 12 months"),
            "later": _l("In more than a year"),
            "never": _l("I do not think so"),
            "unsure": _l("I do not know"),
        },
    )
    ask_for = AnyOf(
        _l("What would you like to ask for?"), ASK_FOR, description=_l("Select all that apply.")
    )
    story = LongText(
        _l("Tell us more, if you want to"),
        4000,
        description=_l("Do not include card numbers."),
    )


class Offer(Page):
    """What the person can pay, if anything; nobody has to offer."""

    heading: ClassVar[Words] = _l("What could you pay?")
    lead: ClassVar[Words] = _l(
        "You do not have to offer anything. A supervisor can also work it out with you."
    )
    offer_kind = OneOf(
        _l("Can you pay something now?"),
        {
            "amount": _l("I can pay an amount"),
            "cannot": _l("I cannot pay now"),
            "unsure": _l("I do not know yet"),
        },
        _l("Select whether you can pay something now"),
    )
    offer_amount = Amount(
        _l("How much could you pay each time?"),
        20,
        short=_l("Amount"),
        description=_l("Numbers only, like 850 or 850.50."),
    )
    offer_interval = OneOf(_l("How often could you pay it?"), INTERVALS)
    offer_day = Text(_l("On which day of the month?"), 4, description=_l("A number from 1 to 31."))
    offer_start = OneOf(
        _l("When could you make the first payment?"),
        {
            "now": _l("This month"),
            "next": _l("Next month"),
            "later": _l("Later – I will say when"),
        },
    )
    offer_months = Text(_l("For how many months?"), 4, description=_l("Leave empty if unsure."))

    def validate_offer_amount(self, field: Text) -> None:
        """Ask for the amount where one is offered; an amount typed is never dropped in silence."""
        if self.offer_kind.data == "amount" and not field.data:
            raise ValidationError(
                str(gettext("Enter how much you can pay, or select ‘I cannot pay now’"))
            )
        if self.offer_kind.data in ("cannot", "unsure") and field.data:
            raise ValidationError(
                str(gettext("Select ‘I can pay an amount’, or leave the amount empty"))
            )

    def validate_offer_interval(self, field: OneOf) -> None:
        """An amount means nothing without how often."""
        if self.offer_kind.data == "amount" and not field.data:
            raise ValidationError(str(gettext("Select how often you could pay it")))

    def validate_offer_day(self, field: Text) -> None:
        """A day of the month, if one was given."""
        _between(field, 1, 31, gettext("Day must be a number from 1 to 31"))

    def validate_offer_months(self, field: Text) -> None:
        """A number of months, if one was given."""
        _between(field, 1, 600, gettext("Number of months must be a whole number, like 24"))

    def line(self) -> Line | None:
        """The offer as an amount and how often, where one was made."""
        amount = money(self.offer_amount.data or "")
        if self.offer_kind.data != "amount" or amount is None or not self.offer_interval.data:
            return None
        return Line(amount, Every(self.offer_interval.data))


def _between(field: Text, least: int, most: int, refusal: str) -> None:
    plain = unicodedata.normalize("NFKC", field.data or "")
    if plain and not (re.fullmatch(r"[0-9]{1,4}", plain) and least <= int(plain) <= most):
        raise ValidationError(str(refusal))
