"""The pages about the person: for whom, who helps, from where, and how to reply."""

from typing import ClassVar

from flask_babel import get_locale, gettext
from wtforms.validators import ValidationError

from portal.intake.forms_base import Page
from portal.jurisdictions.regions import regions_of
from portal.languages import LANGUAGES
from portal.web import contact as ask
from portal.web.contact import REPLY_BY
from portal.web.fields import (
    AnyOf,
    EmailText,
    LongText,
    OneOf,
    Pick,
    Text,
    Words,
    address_problem,
)
from portal.web.locale import later as _l

PLACES: dict[str, Words] = {
    "cn": _l("China (mainland)"),
    "us": _l("United States"),
    "gb": _l("United Kingdom"),
}

#: What each way of replying needs to know.
NEEDED: dict[str, frozenset[str]] = {
    "email": frozenset({"email"}),
    "text": frozenset({"phone"}),
    "phone": frozenset({"phone", "say_who", "voicemail"}),
    "post": frozenset({"address"}),
}


class Who(Page):
    """Whom this is about."""

    heading: ClassVar[Words] = _l("Who is this about?")
    who = OneOf(
        heading,
        {
            "self": _l("Me"),
            "represent": _l("Someone I help or represent"),
            "other": _l("I am being contacted about someone else’s debt"),
        },
        _l("Select who this is about"),
    )


class Helper(Page):
    """Who speaks for the person, and how we know that the person agreed."""

    heading: ClassVar[Words] = _l("About you, the person who helps")
    lead: ClassVar[Words] = _l(
        "We answer you, and we keep to what the person you help has agreed to."
    )
    rep_name = Text(_l("Your name"), 120, _l("Enter your name"))
    rep_role = OneOf(
        _l("How you know them"),
        {
            "family": _l("Family or friend"),
            "adviser": _l("Adviser"),
            "lawyer": _l("Lawyer"),
            "carer": _l("Carer"),
            "other": _l("Other"),
        },
        _l("Select how you know them"),
    )
    rep_auth = OneOf(
        _l("Proof that they agreed (signed note)"),
        {
            "evidence": _l("I will add a picture of it to this report"),
            "later": _l("I will send it later"),
        },
        description=_l(
            "We can begin without it. Until we have it we tell you nothing from their account."
        ),
    )


class Jurisdiction(Page):
    """Where the person lives and which language to reply in."""

    heading: ClassVar[Words] = _l("Where you live, and your language")
    place = OneOf(
        _l("Where do you live?"),
        PLACES,
        _l("Select where you live"),
        description=_l("We use this to check the right rules and find local help."),
    )
    region = Pick(_l("State, province or nation"), {})
    lang = OneOf(
        _l("Which language should we reply in?"),
        {
            **{code: language.name for code, language in LANGUAGES.items()},
            "other": _l("Another language (we will use an interpreter)"),
        },
        _l("Select the language we should reply in"),
    )
    access = AnyOf(
        _l("Do you need anything to make this easier?"),
        {
            "large_print": _l("Large print"),
            "relay": _l("Sign language or text relay"),
            "time": _l("More time"),
            "phone": _l("Phone only"),
            "company": _l("Someone with me"),
        },
    )

    def prepare(self) -> None:
        """Offer the installed places and their regions only; begin with the language being read."""
        places = {code: label for code, label in PLACES.items() if code in self.places}
        self.place.offer({**places, "other": _l("Somewhere else")})
        language = str(get_locale())
        self.region.offer_groups(
            {label: regions_of((code,), language) for code, label in places.items()}
        )
        if not self.lang.data and not self.is_submitted():
            self.lang.data = str(get_locale())

    def validate_region(self, field: Pick) -> None:
        """Refuse a region of another place."""
        if field.data and self.place.data and not field.data.startswith(f"{self.place.data}-"):
            raise ValidationError(
                str(gettext("Select a state, province or nation of where you live"))
            )


class Contact(Page):
    """How and when to reply; what the person does not want becomes a contact limit."""

    heading: ClassVar[Words] = _l("How should we reply?")
    reply_by = OneOf(heading, REPLY_BY, _l("Select how we should reply"))
    safe_days = ask.safe_days()
    safe_from = ask.safe_from()
    safe_to = ask.safe_to()
    dont = ask.dont()

    def validate_safe_days(self, field: OneOf) -> None:
        """Times that were chosen without saying that only they are safe."""
        if field.data != "only":
            self.require_hours()

    def validate_safe_to(self, _field: Pick) -> None:
        """Times that are no times."""
        if self.safe_days.data == "only":
            self.require_hours()

    def require_hours(self) -> None:
        """Refuse safe times that do not hold together."""
        refusal = ask.wrong_hours(
            self.safe_days.data or "", self.safe_from.data or "", self.safe_to.data or ""
        )
        if refusal:
            raise ValidationError(refusal)


class Reach(Page):
    """Where to reply, in the way that was chosen: nothing else is asked."""

    headings: ClassVar[dict[str, Words]] = {
        "email": _l("Where should we email you?"),
        "text": _l("Where should we text you?"),
        "phone": _l("Where should we call you?"),
        "post": _l("Where should we write to you?"),
    }
    heading: ClassVar[Words] = _l("Where should we reply?")
    email = EmailText(
        _l("Email address"),
        254,
        ask.MISSING["email"],
        description=_l("Our emails never say what they are about."),
    )
    phone = Text(_l("Phone number"), 40, ask.MISSING["phone"])
    address = LongText(_l("Postal address"), 500, ask.MISSING["address"])
    say_who = ask.say_who(ask.MISSING_SAY_WHO)
    voicemail = ask.voicemail()

    def prepare(self) -> None:
        """Ask only for what the chosen way of replying needs."""
        way = self.saved.get("contact", {}).get("reply_by") or ""
        self.heading = self.headings.get(way, type(self).heading)  # type: ignore[misc]
        for name in set(self._fields) - {"csrf_token"} - NEEDED.get(way, frozenset()):
            del self[name]
        if way == "text":
            self.phone.description = _l("Texts will only say “You have a message”.")

    def validate_email(self, field: Text) -> None:
        """An address that can be written to."""
        refusal = address_problem(field.data or "")
        if refusal:
            raise ValidationError(refusal)

    def validate_phone(self, field: Text) -> None:
        """A number that can be called."""
        refusal = ask.phone_problem(field.data or "")
        if refusal:
            raise ValidationError(refusal)
