"""How pages write dates, codes and states: by Babel, in the language of the page."""

import re
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from portal.domain.lookalike import is_mixed, other_form
from portal.domain.receipt import grouped
from portal.jurisdictions.days import day_at
from portal.jurisdictions.load import installed
from portal.jurisdictions.regions import region_in
from portal.web.citing import cited, laws
from portal.web.fields import figure
from portal.web.locale import choose, written_here
from portal.web.work import now


def long_date(day: date | None) -> str:
    """A date with its weekday, as promises are written."""
    return written(day, written_here().long_date, choose()) if day else ""


def day_of(text: str) -> date:
    """A day out of the facts of a history, where it is kept as text."""
    return date.fromisoformat(text)


def rough_date(text: str) -> str:
    """A date as far as a person remembered it, kept as 2026, 2026-11 or 2026-11-05, in words."""
    year, *more = text.split("-")
    try:
        if len(more) > 1:
            return long_date(date.fromisoformat(text))
        if more:
            return month_and_year(date(int(year), int(more[0]), 1))
    except ValueError:
        # Not a day of any calendar: it is shown as it was told.
        return text
    return dict(written_here().rough_date)["y"].format(year)


def short_date(day: date | None) -> str:
    """A date for tables."""
    return written(day, written_here().short_date, choose()) if day else ""


def kept_date(day: object) -> str:
    """A date as a stored decision keeps it, for tables."""
    return short_date(date.fromisoformat(str(day)))


@lru_cache(maxsize=4096)
def written(day: date, form: str, language: str) -> str:
    """A date in one of our forms; a list shows the same few dates again and again."""
    return format_date(day, form, locale=language)


def month_name(first: date) -> str:
    """A month for charts, as short as the language allows."""
    return format_date(first, written_here().month, locale=choose())


def month_and_year(first: date) -> str:
    """A month for tables."""
    return format_date(first, written_here().month_and_year, locale=choose())


def moment(at: datetime | None, jurisdiction: str = "", region: str = "") -> str:
    """A moment in the time zone of the place the ticket belongs to, or where in it the person lives."""
    if at is None:
        return ""
    pack = installed().get(jurisdiction)
    local = at.astimezone(ZoneInfo(pack.zone_of(region))) if pack else at
    return format_datetime(local, written_here().moment, locale=choose())


def day_in(at: datetime | None, place: str) -> date | None:
    """The day of a moment at a place; none for none."""
    return day_at(place, at) if at is not None else None


def today_at(place: str, region: str = "") -> date:
    """The day it is now at the place a ticket belongs to, or where in it the person lives."""
    return day_at(place, now(), region)


def pack_word(jurisdiction: str, kind: str, name: str, field: str = "name") -> str:
    """A word of a rule pack in the language of the page; the bare name when the pack has none."""
    pack = installed().get(jurisdiction)
    if pack is None:
        return name
    try:
        return pack.words(choose(), kind, name, field)
    except KeyError:
        return name.replace("_", " ")


#: Signs that turn the direction of writing; unseen, they make a text read other than it was typed.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def paragraphs(text: str) -> Markup:
    """Typed text with its line breaks, and nothing else of it believed; what turns the writing is shown."""
    said = str(escape(gettext("a sign that turns the direction of writing")))
    sign = f'<span class="turn" role="img" aria-label="{said}">⇄</span>'
    lines = [_TURNS.sub(sign, str(escape(line))) for line in text.splitlines()]
    return Markup("<br>").join(Markup(line) for line in lines)  # noqa: S704 - every line was escaped above


def noted(text: object, note: object) -> Markup:
    """A text with a note in brackets, which Chinese writes wide."""
    return Markup(gettext("%(text)s (%(note)s)")) % {"text": text, "note": note}  # noqa: S704 - our own words


def region_name(code: str) -> str:
    """A state, province or nation by its name in the language of the page; never its code."""
    return region_in(choose(), code)


def init_app(app: Flask) -> None:
    """Make them known to the templates."""
    app.jinja_env.filters.update(
        long_date=long_date,
        short_date=short_date,
        kept_date=kept_date,
        day_of=day_of,
        rough_date=rough_date,
        moment=moment,
        day_in=day_in,
        month_name=month_name,
        month_and_year=month_and_year,
        paragraphs=paragraphs,
        grouped=grouped,
        figure=figure,
        region_name=region_name,
        cited=cited,
        laws=laws,
        noted=noted,
    )
    app.jinja_env.globals.update(
        today_at=today_at,
        pack_word=pack_word,
        now=now,
        is_mixed=is_mixed,
        other_form=other_form,
    )
