"""What the collector did, and what it did to the person."""

from collections.abc import Mapping
from typing import ClassVar

from flask_babel import gettext
from wtforms.validators import ValidationError

from portal.intake.forms_base import Page
from portal.jurisdictions.load import installed
from portal.web.fields import AnyOf, LongText, OneOf, Words
from portal.web.locale import later as _l
from portal.web.locale import later_in as _p

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


class What(Page):
    """What did the collector do?"""

    heading: ClassVar[Words] = _l("What did the collector do?")
    lead: ClassVar[Words] = _l(
        "Select all that happened. You do not need to know if it broke a rule – we check that."
    )
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

    @property
    def examples(self) -> Mapping[str, Words]:
        """What each choice may mean; the hours are those of the place the person lives in, if it has any."""
        pack = installed().get(str(self.saved.get("jurisdiction", {}).get("place", "")))
        hours = pack.hours() if pack else None
        if not hours:
            return EXAMPLES
        text = gettext(
            "For example before %(first)s or after %(last)s", first=hours[0], last=hours[1]
        )
        return {**EXAMPLES, "hours": text}

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
