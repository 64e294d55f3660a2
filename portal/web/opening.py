"""Whether an outside body is open now, in a sentence of the page's language."""

from babel.dates import format_time, get_timezone_location
from flask import Flask
from flask_babel import gettext

from portal.domain.opening import Now, now_at
from portal.domain.rulepack import Body
from portal.jurisdictions.load import installed
from portal.web.filters import long_date
from portal.web.locale import choose
from portal.web.work import now


def open_now(place: str, body: Body) -> str:
    """Open or closed, and until when, by the clock of the body; empty where nobody knows its hours."""
    if body.hours is None:
        return ""
    found = now_at(body.hours, now(), installed()[place].calendar)
    if found is None:
        return gettext("Today is a public holiday there. We do not know whether they answer.")
    if found.turns is None:
        return gettext("Open now.") if found.is_open else gettext("Closed now.")
    return turning(found, body.hours.timezone)


def turning(found: Now, timezone: str) -> str:
    """The sentence for a body that closes or opens at a known time."""
    if found.turns is None:
        return ""
    said = {
        "time": format_time(found.turns, "HH:mm", locale=choose()),
        "city": get_timezone_location(timezone, locale=choose(), return_city=True),
        "day": long_date(found.turns.date()),
    }
    if found.is_open:
        return gettext("Open now, until %(time)s in %(city)s.", **said)
    if found.turns.date() == now().astimezone(found.turns.tzinfo).date():
        return gettext("Closed now. Opens today at %(time)s in %(city)s.", **said)
    return gettext("Closed now. Opens on %(day)s at %(time)s in %(city)s.", **said)


def relay_of(place: str) -> str:
    """What is dialled there by who cannot hear or speak on the phone; empty where nothing was verified."""
    return installed()[place].relay


def body_of(place: str, body_id: str) -> Body | None:
    """The entry of an outside body, for pages that know its name alone."""
    return installed()[place].body(body_id)


def init_app(app: Flask) -> None:
    """Make it known to the templates."""
    app.jinja_env.globals.update(open_now=open_now, relay_of=relay_of, body_of=body_of)
