"""How a person may be reached: the choices, fields and refusals of every page that asks."""

from flask_babel import gettext

from portal.web.fields import AnyOf, OneOf, Pick, Words, phone_digits
from portal.web.locale import later as _l
from portal.web.locale import later_in as _p

HOURS: dict[str, Words] = {"": "", **{f"{hour:02}:00": f"{hour:02}:00" for hour in range(6, 23)}}

REPLY_BY: dict[str, Words] = {
    "site": _l("On this site with my code (nothing is sent)"),
    "email": _l("Email"),
    "text": _l("Text message"),
    "phone": _l("Phone call"),
    "post": _p("reply", "Post"),
}

SAFE_DAYS: dict[str, Words] = {
    "any": _l("Any time from 8am to 8pm"),
    "only": _l("Only these times"),
}

#: What the person does not want; each becomes a limit on contact.
DONT: dict[str, Words] = {
    "no_calls": _l("Do not call this number any more"),
    "no_work": _l("Do not contact my work"),
    "no_visits": _l("Do not visit"),
    "adviser_only": _l("Only contact my adviser"),
}

SAY_WHO: dict[str, Words] = {
    "yes": _p("may", "Yes"),
    "no": _l("No, say only “customer care”"),
}

VOICEMAIL: dict[str, Words] = {"yes": _p("may", "Yes"), "no": _p("may", "No")}

#: What is said where the address of the chosen way is missing or cannot be one.
MISSING: dict[str, Words] = {
    "email": _l("Enter an email address in the correct format, like name@example.com"),
    "phone": _l("Enter a phone number, like 01632 960 001 or +86 138 0013 8000"),
    "address": _l("Enter the address we should write to"),
}
MISSING_SAY_WHO = _l("Select if we may say who we are")


def say_who(missing: Words = None) -> OneOf:
    """The question what we may say to whoever answers."""
    return OneOf(_l("May we say who we are if someone else answers?"), SAY_WHO, missing)


def voicemail() -> OneOf:
    """The question whether a voice may be left."""
    return OneOf(_l("May we leave a voicemail?"), VOICEMAIL)


def safe_days(missing: Words = None) -> OneOf:
    """The question when it is safe."""
    return OneOf(_l("When is it safe to contact you?"), SAFE_DAYS, missing)


def safe_from() -> Pick:
    """The hour at which it begins to be safe."""
    return Pick(_p("time", "From"), HOURS)


def safe_to() -> Pick:
    """The hour at which it ends."""
    return Pick(_p("time", "To"), HOURS)


def dont() -> AnyOf:
    """The question what is never wanted."""
    return AnyOf(
        _l("What should we not do?"),
        DONT,
        description=_l("Collectors will see these limits, but not your report."),
    )


def phone_problem(typed: str) -> str:
    """What is wrong with a phone number; nothing when it can be called."""
    return "" if phone_digits(typed) else str(MISSING["phone"])


def wrong_hours(days: str, begins: str, ends: str) -> str:
    """What is wrong with the safe times; times that were chosen are never dropped in silence."""
    if days != "only":
        chosen = begins or ends
        return str(gettext("Select ‘Only these times’, or leave the times empty")) if chosen else ""
    if not (begins and ends):
        return str(gettext("Select when the safe time starts and ends"))
    return "" if begins < ends else str(gettext("Safe time must end after it starts"))
