"""The pages of a report: what the collector did, what it did to the person, when, and who it was."""

import re
import unicodedata
from collections.abc import Mapping
from typing import ClassVar

from flask_babel import gettext
from wtforms.validators import ValidationError

from portal.intake.forms_base import Page
from portal.jurisdictions.load import installed
from portal.web.fields import (
    AnyOf,
    Count,
    LongText,
    OneOf,
    PhoneNumbers,
    RoughDate,
    Text,
    Times,
    Words,
)
from portal.web.locale import later as _l
from portal.web.locale import later_in as _p
from portal.web.uploads import Files

#: The choices in the person's own words, in groups; each code is one of the thirteen.
ALLEGATIONS: dict[str, tuple[str, ...]] = {
    "threats": ("threat", "abuse", "force"),
    "contact": ("often", "hours", "stop"),
    "privacy": ("third", "notmine", "data"),
    "money": ("false", "amount", "nohelp"),
}
#: What is listed first for a person who is contacted about someone else’s debt.
FIRST_FOR_OTHERS = ("notmine", "third", "often")

GROUPS: dict[str, Words] = {
    "first": _l("Most often, when it is someone else’s debt"),
    "threats": _l("Threats and insults"),
    "contact": _l("How and when they contacted you"),
    "privacy": _l("Your privacy"),
    "money": _l("Honesty and money"),
}

WHAT: dict[str, Words] = {
    "threat": _l("Threatened me, my family or my job"),
    "abuse": _l("Swore at me or insulted me"),
    "force": _l("Came to my home or work and would not leave, or used force"),
    "often": _l("Contacted me too often"),
    "hours": _l("Called very early, very late, or at a time I asked them not to"),
    "stop": _l("Kept contacting me after I told them I could only be reached another way"),
    "third": _l("Told other people about my debt"),
    "notmine": _l("Contacted me about a debt that is not mine"),
    "data": _l("Used or shared my personal details"),
    "false": _l("Pretended to be the police, a court or a lawyer, or sent fake papers"),
    "amount": _l("Asked for the wrong amount, added charges, or asked me to pay a private account"),
    "nohelp": _l("Refused to listen to my offer or my hardship"),
    "none": _l("None of these – I will describe it myself"),
}

EXAMPLES: dict[str, Words] = {
    "threat": _l("For example “I know where your child goes to school”"),
    "abuse": _l("Shouting, name-calling, shaming"),
    "force": _l("Blocking the door, following you, pushing"),
    "often": _l("Many calls a day, or again straight after you spoke"),
    "hours": _l("For example late at night"),
    "third": _l("Family, friends, neighbours, your workplace, social media"),
    "notmine": _l("Same name, old number"),
    "data": _l("Photos, ID, address book"),
}

YES_NO = {"yes": _l("Yes"), "no": _l("No")}


class What(Page):
    """What did the collector do?"""

    heading: ClassVar[Words] = _l("What did the collector do?")
    lead: ClassVar[Words] = _l(
        "Select all that happened. You do not need to know if it broke a rule – we check that."
    )
    examples: Mapping[str, Words] = EXAMPLES
    what = AnyOf(heading, WHAT, _l("Select what the collector did, or select ‘None of these’"))
    words = LongText(
        _l("What was said or written?"),
        2000,
        description=_l(
            "Use the exact words if you remember them. Bad language is fine here. "
            "Do not include card numbers."
        ),
        short=_l("What was said"),
    )

    def prepare(self) -> None:
        """Name the hours of the place the person lives in, where its rules say any."""
        pack = installed().get(str(self.saved.get("jurisdiction", {}).get("place", "")))
        hours = pack.hours() if pack else None
        if hours:
            text = gettext(
                "For example before %(first)s or after %(last)s", first=hours[0], last=hours[1]
            )
            self.examples = {**EXAMPLES, "hours": text}

    def groups(self) -> list[tuple[Words, tuple[str, ...]]]:
        """The choices under their headings; what fits a stranger to the debt comes first."""
        first = FIRST_FOR_OTHERS if self.saved.get("who", {}).get("who") == "other" else ()
        named = [(GROUPS["first"], first)] if first else []
        for name, codes in ALLEGATIONS.items():
            named.append((GROUPS[name], tuple(code for code in codes if code not in first)))
        return named

    def validate_what(self, field: AnyOf) -> None:
        """Refuse 'none of these' together with one of these."""
        if "none" in field.data and len(field.data) > 1:
            raise ValidationError(
                str(gettext("Select what the collector did, or select ‘None of these’, not both"))
            )

    def validate_words(self, field: LongText) -> None:
        """Ask for the story where no choice tells it."""
        if "none" in (self.what.data or ()) and not field.data:
            raise ValidationError(str(gettext("Tell us in your own words what happened")))


class Impact(Page):
    """What it did to the person, and whether the person is safe now."""

    heading: ClassVar[Words] = _l("How has this affected you?")
    lead: ClassVar[Words] = _l("You can skip this page. It helps us see how urgent this is.")
    safe_now = OneOf(
        _l("Do you feel safe right now?"),
        {"yes": _p("safe", "Yes"), "no": _p("safe", "No"), "private": _l("I prefer not to say")},
    )
    impact = AnyOf(
        _l("What has changed for you?"),
        {
            "sleep": _l("I lost sleep"),
            "phone": _l("I am afraid to answer the phone"),
            "work": _l("Trouble at work"),
            "family": _l("Arguments in the family"),
            "health": _l("My health got worse"),
            "end_life": _l("Thoughts of ending my life"),
            "none": _l("None of these"),
        },
        description=_l("Select all that apply."),
    )

    def prepare(self) -> None:
        """Ask whether the person is safe only after a threat or force."""
        if not {"threat", "force"} & set(self.saved.get("what", {}).get("what") or ()):
            del self.safe_now

    def validate_impact(self, field: AnyOf) -> None:
        """Refuse 'none of these' together with one of these."""
        if "none" in (field.data or ()) and len(field.data) > 1:
            raise ValidationError(
                str(gettext("Select how it affected you, or select ‘None of these’, not both"))
            )


class When(Page):
    """When and how it happened."""

    heading: ClassVar[Words] = _l("When and how did it happen?")
    timing = OneOf(
        _l("When did it happen?"),
        {
            "once": _l("Once"),
            "several": _l("Several times"),
            "ongoing": _l("It is still happening"),
            "unsure": _l("I do not know"),
        },
        _l("Select when it happened, or ‘I do not know’"),
    )
    date = RoughDate(
        _l("Date of the most recent time"),
        description=_l("For example 27 3 2026. Leave the day empty if unsure."),
    )
    time_of_day = OneOf(
        _l("About what time?"),
        {
            "before_8": _l("Before 8am"),
            "8_18": _l("8am to 6pm"),
            "18_21": _l("6pm to 9pm"),
            "21_22": _l("9pm to 10pm"),
            "after_22": _l("After 10pm"),
            "unsure": _l("I do not know"),
        },
    )
    channel = AnyOf(
        _l("How did they contact you?"),
        {
            "phone": _l("Phone"),
            "text": _l("Text message"),
            "app": _l("WeChat, WhatsApp or other app"),
            "email": _l("Email"),
            "letter": _l("Letter"),
            "home": _l("At my home"),
            "work": _l("At my work"),
            "others": _l("Through someone else"),
            "social": _l("Social media"),
        },
        _l("Select how they contacted you"),
        description=_l("Select all that apply."),
    )
    from_number = PhoneNumbers(
        _l("What number called you?"),
        description=_l("Look in your call list. Add more than one if needed."),
    )
    to_whom = AnyOf(
        _l("Who did they reach?"),
        {
            "me": _l("Me"),
            "family": _l("Family"),
            "friend": _l("Friend"),
            "neighbour": _l("Neighbour"),
            "work": _l("My work"),
            "other": _l("Someone else"),
        },
    )
    count_week = Count(
        _l("In the worst 7 days, how many times?"), description=_l("A guess is fine.")
    )
    count_day = Count(_l("On the worst day, how many times?"), description=_l("A guess is fine."))
    story = LongText(_l("Anything else about what happened?"), 4000)


class OtherTimes(Page):
    """Other times it happened, each with as much of its date as is remembered."""

    heading: ClassVar[Words] = _l("Do you remember other times?")
    lead: ClassVar[Words] = _l("You can skip this page. A year, or a month and a year, is enough.")
    times = Times(_l("Other times it happened"))


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
    told_when = Text(_l("When did you tell them?"))
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
    wants_other = Text(_l("If you selected ‘Other’, what else do you want?"), 300)
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
