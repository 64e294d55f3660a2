"""How a person may be reached: the choices of every page that asks, in the order they are asked."""

from portal.web.fields import Words
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
