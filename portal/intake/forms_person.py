"""The pages about the person: for whom, from where, how to reply, how private, and who."""

from typing import ClassVar

from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from wtforms import HiddenField
from wtforms.validators import ValidationError

from portal.intake.fields import AnyOf, LongText, OneOf, Pick, Text, Words, phone_digits
from portal.intake.forms_base import Page
from portal.intake.regions import regions_of

PLACES: dict[str, Words] = {
    "cn": _l("China (mainland)"),
    "us": _l("United States"),
    "gb": _l("United Kingdom"),
}

HOURS: dict[str, Words] = {"": "", **{f"{hour:02}:00": f"{hour:02}:00" for hour in range(6, 23)}}

REPLY_BY: dict[str, Words] = {
    "site": _l("On this site with my code (nothing is sent)"),
    "email": _l("Email"),
    "text": _l("Text message"),
    "phone": _l("Phone call"),
    "post": _p("reply", "Post"),
}

CONFID: dict[str, Words] = {
    "confidential": _l("Confidential (recommended)"),
    "open": _p("privacy", "Open"),
    "anonymous": _l("Anonymous"),
}
#: What each choice means, and in the same breath what it costs.
CONFID_MEANS: dict[str, Words] = {
    "confidential": _l(
        "The investigating team knows who I am. The agency and the collector do not, "
        "unless I agree later. The story itself can still show who you are."
    ),
    "open": _l(
        "You may tell the collector’s company who I am, so that they can find the calls. "
        "They will then know that you reported."
    ),
    "anonymous": _l(
        "I give no name. You reply only with the code. We may not be able to find your calls."
    ),
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
    rep_name = Text(_l("Your name"), 120, description=_l("Only if you help or represent someone."))
    rep_role = Pick(
        _l("How you know them"),
        {
            "": "",
            "family": _l("Family or friend"),
            "adviser": _l("Adviser"),
            "lawyer": _l("Lawyer"),
            "carer": _l("Carer"),
            "other": _l("Other"),
        },
        description=_l("Only if you help or represent someone."),
    )

    def validate_rep_name(self, field: Text) -> None:
        """A representative is named, so that we can answer the right person."""
        if self.who.data == "represent" and not field.data:
            raise ValidationError(str(gettext("Enter your name")))

    def validate_rep_role(self, field: Pick) -> None:
        """How a representative knows the person decides what proof is asked for later."""
        if self.who.data == "represent" and not field.data:
            raise ValidationError(str(gettext("Select how you know them")))


class Jurisdiction(Page):
    """Where the person lives and which language to reply in."""

    heading: ClassVar[Words] = _l("Where you live, and your language")
    place = OneOf(
        _l("Where do you live?"),
        PLACES,
        _l("Select where you live"),
        description=_l("We use this to check the right rules and find local help."),
    )
    region = Pick(_l("State, province or nation"), {"": ""})
    lang = OneOf(
        _l("Which language should we reply in?"),
        {
            "en": "English",
            "zh_Hans_CN": "中文",
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
        self.place.offer(places)
        self.region.offer({"": "", **regions_of(self.places, str(get_locale()))})
        if not self.lang.data and not self.is_submitted():
            self.lang.data = str(get_locale())

    def validate_region(self, field: Pick) -> None:
        """Refuse a region of another place."""
        if field.data and self.place.data and not field.data.startswith(f"{self.place.data}-"):
            raise ValidationError(
                str(gettext("Select a state, province or nation of where you live"))
            )


class Contact(Page):
    """How, when and where to reply; what the person does not want becomes a contact limit."""

    heading: ClassVar[Words] = _l("How should we reply?")
    reply_by = OneOf(heading, REPLY_BY, _l("Select how we should reply"))
    email = Text(_l("Email address"), 254, description=_l("Needed for a reply by email."))
    phone = Text(
        _l("Phone number"),
        40,
        description=_l("Needed for a phone call. Texts will only say “You have a message”."),
    )
    address = LongText(_l("Postal address"), 500, description=_l("Needed for a reply by post."))
    say_who = OneOf(
        _l("May we say who we are if someone else answers?"),
        {"yes": _l("Yes"), "no": _l("No, say only “customer care”")},
    )
    voicemail = OneOf(_l("May we leave a voicemail?"), {"yes": _l("Yes"), "no": _l("No")})
    safe_days = OneOf(
        _l("When is it safe to contact you?"),
        {"any": _l("Any time from 8am to 8pm"), "only": _l("Only these times")},
    )
    safe_from = Pick(_p("time", "From"), HOURS)
    safe_to = Pick(_p("time", "To"), HOURS)
    dont = AnyOf(
        _l("What should we not do?"),
        {
            "no_calls": _l("Do not call this number any more"),
            "no_work": _l("Do not contact my work"),
            "no_visits": _l("Do not visit"),
            "adviser_only": _l("Only contact my adviser"),
        },
        description=_l("Collectors will see these limits, but not your report."),
    )

    def validate_email(self, field: Text) -> None:
        """An address that can be written to, where one is needed or given."""
        if not field.data and self.reply_by.data != "email":
            return
        try:
            validate_email(field.data or "", check_deliverability=False)
        except EmailNotValidError:
            raise ValidationError(
                str(gettext("Enter an email address in the correct format, like name@example.com"))
            ) from None

    def validate_phone(self, field: Text) -> None:
        """A number that can be called, where one is needed or given."""
        needed = self.reply_by.data in ("text", "phone")
        if (needed or field.data) and not phone_digits(field.data or ""):
            raise ValidationError(
                str(gettext("Enter a phone number, like 01632 960 001 or +86 138 0013 8000"))
            )

    def validate_address(self, field: LongText) -> None:
        """An address, where one is needed."""
        if self.reply_by.data == "post" and not field.data:
            raise ValidationError(str(gettext("Enter the address we should write to")))

    def validate_say_who(self, field: OneOf) -> None:
        """Before we call, we know what may be said to whoever answers."""
        if self.reply_by.data == "phone" and not field.data:
            raise ValidationError(str(gettext("Select if we may say who we are")))

    def validate_safe_to(self, field: Pick) -> None:
        """Safe times end after they start."""
        if self.safe_days.data == "only" and not (self.safe_from.data and field.data):
            raise ValidationError(str(gettext("Select when the safe time starts and ends")))
        if self.safe_days.data == "only" and field.data <= self.safe_from.data:
            raise ValidationError(str(gettext("Safe time must end after it starts")))


class Privacy(Page):
    """Who may know who the person is."""

    heading: ClassVar[Words] = _l("How private should this be?")
    means: ClassVar[dict[str, Words]] = CONFID_MEANS
    confid = OneOf(heading, CONFID, _l("Select how private this should be"))
    training = AnyOf(
        _l("May we also use it like this?"),
        {
            "yes": _l(
                "You may use my report for training, with everything that shows who I am taken out"
            )
        },
    )


class AboutYou(Page):
    """The name, asked last and only of those who did not choose to stay anonymous."""

    heading: ClassVar[Words] = _l("About you")
    name = Text(
        _l("Your name"), 120, _l("Enter your name, or go back and choose Anonymous"),
        description=_l("Any name you use. We check who you are only if the answer would show account details."),
    )  # fmt: skip
    relationship = Text(
        _l("What is your connection with the account?"),
        100,
        description=_l("For example: it is mine, it is my parent’s."),
    )

    def prepare(self) -> None:
        """Never ask twice: a representative has given the name already."""
        if not self.name.data and not self.is_submitted():
            self.name.data = self.saved.get("who", {}).get("rep_name") or ""


class Check(Page):
    """The last look before sending; carries the one-time id the receipt code is made from."""

    heading: ClassVar[Words] = _l("Check your answers")
    submission_id = HiddenField()
