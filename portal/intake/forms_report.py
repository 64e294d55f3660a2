"""Who the collector was, what shows it, and what would put it right."""

import re
import unicodedata
from typing import ClassVar

from flask_babel import gettext
from wtforms.validators import ValidationError

from portal.intake.forms_base import Page
from portal.web.fields import AnyOf, OneOf, Text, Words
from portal.web.locale import later as _l
from portal.web.locale import later_in as _p
from portal.web.uploads import Files

YES_NO = {"yes": _l("Yes"), "no": _l("No")}


class Collector(Page):
    """What the person knows of the collector; nothing of it is needed."""

    heading: ClassVar[Words] = _l("What do you know about the collector?")
    lead: ClassVar[Words] = _l(
        "It is fine if you do not know any of this. "
        "We can often find the collector from the number and time."
    )
    c_name = Text(_l("Name or nickname they gave"))
    c_badge = Text(_l("Staff or badge number"))
    c_agency = Text(_l("Company they said they were from"))
    c_phone = Text(_l("A phone number they gave you"))
    account_tail = Text(_l("Last 4 digits of the card or account"))
    told_them = OneOf(
        _l("Have you already told anyone at the company?"),
        {**YES_NO, "unsure": _l("Not sure")},
    )
    told_when = Text(_l("When did you tell them?"), short=_l("When you told them"))
    unknown = AnyOf(_l("If you know none of this"), {"all": _l("I do not know any of this")})
    #: Companies that collect for this organisation, offered while typing; any other may be typed.
    companies: tuple[str, ...] = ()

    def prepare(self) -> None:
        """Ask nothing about an account of a person who has none."""
        if self.saved.get("who", {}).get("who") == "other":
            del self.account_tail

    def validate_account_tail(self, field: Text) -> None:
        """Four digits and no more: the whole number is never asked for."""
        if field.data and not re.fullmatch(r"[0-9]{4}", unicodedata.normalize("NFKC", field.data)):
            raise ValidationError(str(gettext("Last 4 digits must be 4 numbers")))


class Evidence(Page):
    """Where files are added; the page can be left with nothing."""

    heading: Words = _l("Add anything that shows what happened")
    lead: Words = _l(
        "You can add screenshots, recordings, photos of letters. "
        "You can also skip this and add them later."
    )
    files = Files(_l("Files you added"))

    def prepare(self) -> None:
        """Speak of papers, not of a collector, to a person who asks for help."""
        if "what" not in self.saved and "situation" in self.saved:
            self.heading = _l("Add papers that show your situation")
            self.lead = _l(
                "For example a medical note or a letter about your job. "
                "We never ask for what we already hold. You can also skip this and add them later."
            )


class OutcomeWanted(Page):
    """What would put it right."""

    heading: ClassVar[Words] = _l("What would put it right?")
    wants = AnyOf(
        heading,
        {
            "stop": _l("Stop the behaviour"),
            "channel": _l("Contact me only in the way I choose"),
            "third": _l("Do not contact my family or work"),
            "apology": _l("An apology"),
            "amount": _l("Correct the amount"),
            "charges": _l("Take away charges"),
            "person": _l("A different person or department"),
            "money": _l("Money for what it cost me"),
            "know": _l("I just want you to know"),
            "other": _l("Other"),
        },
        _l("Select what would put it right"),
        description=_l("Select all that apply."),
    )
    wants_other = Text(
        _l("If you selected ‘Other’, what else do you want?"), 300, short=_l("What else you want")
    )
    want_help = OneOf(
        _l("Do you also want help with payments?"),
        {"now": _l("Yes, now"), "later": _l("Yes, later"), "no": _p("help", "No")},
        _l("Select yes or no to help with payments"),
    )

    def prepare(self) -> None:
        """Offer no help with payments to a person who owes nothing."""
        if self.saved.get("who", {}).get("who") == "other":
            del self.want_help

    def validate_wants_other(self, field: Text) -> None:
        """Ask for the words behind 'other'."""
        if "other" in (self.wants.data or ()) and not field.data:
            raise ValidationError(str(gettext("Enter what else you want")))
