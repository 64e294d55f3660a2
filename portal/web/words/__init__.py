"""Codes as the words staff read: one table for each kind of code, looked up one word at a time."""

from datetime import date
from functools import lru_cache

from flask import Flask, current_app
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from portal.catalogue import N_
from portal.domain.clocks import how_it_ended
from portal.jurisdictions.load import installed
from portal.models import Clock, Ticket
from portal.web.filters import pack_word
from portal.web.locale import translate
from portal.web.words import answer, report, rule, ticket

#: Every kind of code; no two rooms name the same kind.
WORDS: dict[str, dict[str, str]] = {
    **ticket.WORDS,
    **answer.WORDS,
    **report.WORDS,
    **rule.WORDS,
}


def word(kind: str, code: object) -> str:
    """The word for a code of this kind in the language of the page; a code without one, readable."""
    name = str(code)
    sentence = WORDS[kind].get(name)
    return translate(sentence) if sentence else name.replace("_", " ")


def code_word(jurisdiction: str, code: str) -> str:
    """What a ticket is about: a kind of help, or a conduct code in the words of the rule pack."""
    return word("help", code) if code in WORDS["help"] else pack_word(jurisdiction, "conduct", code)


def any_code(code: str) -> str:
    """What a conduct code means, in the words of the first rule pack that has it."""
    place = next((one for one, pack in installed().items() if code in pack.conduct), "")
    return pack_word(place, "conduct", code)


def ticket_title(ticket: Ticket) -> str:
    """The title of a ticket for staff: its two gravest codes; it names nobody."""
    first, second = (*(code_word(ticket.jurisdiction, code) for code in ticket.codes[:2]), "", "")[
        :2
    ]
    if second:
        return str(gettext("%(first)s; %(second)s", first=first, second=second))
    if first:
        return first
    if ticket.is_conduct:
        return translate(N_("Conduct report"))
    return translate(N_("Request for help with payments"))


def pack_named(pack: str) -> str:
    """A rule pack and its version, as the history keeps them, in words."""
    place, _, version = pack.partition(" ")
    return str(
        gettext("%(place)s rule pack %(version)s", place=word("place", place), version=version)
    )


TAGS = {"safety": "tag tag-bad", "serious": "tag tag-warn", "service": "tag tag-mute"}
#: The sign of a promise that runs no longer.
END_MARKS = {"kept": "ok", "late": "over", "ended": "pause"}
#: Days before the date at which a promise is marked as due soon.
SOON = 2


def present(name: str, doing: str) -> Markup:
    """Who has a ticket open; a name stands in its own direction and script."""
    said: Markup = escape(word("presence", doing))
    return said % {"name": Markup("<bdi>{}</bdi>").format(name)}


def severity_tag(code: object) -> Markup:
    """The severity as a coloured word; the colour never speaks alone."""
    return Markup('<span class="{}">{}</span>').format(
        TAGS.get(str(code), "tag"), word("severity", code)
    )


#: How people say which report it is; more than these are not counted.
ORDINALS = (
    "", N_("2nd"), N_("3rd"), N_("4th"), N_("5th"), N_("6th"), N_("7th"), N_("8th"), N_("9th"),
)  # fmt: skip


def earlier_tag(collector: str, earlier: int) -> Markup:
    """Which report about this collector it is within 90 days, from the second on."""
    if not collector or not earlier:
        return Markup()
    if earlier < len(ORDINALS):
        nth = translate(ORDINALS[earlier])
        said = gettext("%(nth)s about %(number)s", nth=nth, number=collector)
    else:
        said = gettext("10th or later about %(number)s", number=collector)
    return Markup(' <span class="tag tag-info nth">{}</span>').format(said)


@lru_cache(maxsize=1024)
def mark(kind: str, text: str) -> Markup:
    """A sign with its word: over, soon, ok or pause. A page shows the same few many times."""
    made: Markup = current_app.jinja_env.get_template("parts/ui.html").module.sla(kind, text)  # type: ignore[attr-defined] # a macro
    return made


def promise_end(clock: Clock, ticket: Ticket) -> str:
    """What became of a promise made on a ticket, as a code; empty while it runs."""
    pack = installed()[ticket.pack_id]
    kept_on = pack.local_date(clock.kept_at, ticket.region) if clock.kept_at else None
    return how_it_ended(clock.state, clock.due_on, kept_on) or ""


def due_mark(day: date, today: date, state: str = "running", end: str = "") -> Markup:
    """How a promise stands on this day: paused, kept, over, due soon or on time, with the days."""
    if state == "paused":
        return mark("pause", translate(N_("Paused")))
    if end:
        return mark(END_MARKS[end], word("promise_end", end))
    days = (day - today).days
    kind = "over" if days < 0 else "soon" if days <= SOON else "ok"
    return mark(kind, days_left(days))


def days_left(days: int) -> str:
    """Days until a date in words; over, today or left."""
    if days < 0:
        return str(ngettext("%(num)s day over", "%(num)s days over", -days))
    if days == 0:
        return translate(N_("Due today"))
    return str(ngettext("%(num)s day left", "%(num)s days left", days))


def init_app(app: Flask) -> None:
    """Make them known to the templates."""
    app.jinja_env.globals.update(
        word=word,
        code_word=code_word,
        any_code=any_code,
        ticket_title=ticket_title,
        severity_tag=severity_tag,
        present=present,
        earlier_tag=earlier_tag,
        pack_named=pack_named,
        mark=mark,
        due_mark=due_mark,
        promise_end=promise_end,
    )
