"""The queue of a supervisor: what waits, by when, and how grave."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import (
    Blueprint,
    current_app,
    has_request_context,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy import select

from portal.catalogue import N_
from portal.jurisdictions.days import day_at, days
from portal.languages import LANGUAGES
from portal.models import Role, Staff, Ticket
from portal.search import ask
from portal.search.links import copies
from portal.triage import boxes, service, walking
from portal.triage.beside import Beside, tags_of
from portal.triage.beside import beside as beside_of
from portal.vault.box import box_for
from portal.web.db import db
from portal.web.decisions import decision_full
from portal.web.filters import today_at
from portal.web.locale import choose, translate
from portal.web.permissions import open_to, signed_in, visible_ticket
from portal.web.words import WORDS
from portal.web.work import keyring, now

bp = Blueprint("triage", __name__)

LONGEST_FILTER = 80
#: The numbers beside the views may be this old; the lists themselves never are.
COUNTED_FOR = timedelta(seconds=60)
#: What each filter may ask for; anything else is said to be wrong.
KNOWN = {
    "jurisdiction": frozenset({"cn", "us", "gb"}),
    "language": frozenset(LANGUAGES),
    "severity": frozenset(WORDS["severity"]),
    "state": frozenset(WORDS["state"]),
    "kind": frozenset(WORDS["kind"]),
    "source": frozenset(WORDS["source"]),
    "confidentiality": frozenset(WORDS["confidentiality"]),
    "tag": frozenset(WORDS["tag"]),
}
#: The lists to choose from, as the page calls them.
LABELS = {
    "jurisdiction": N_("Where the customer lives"),
    "language": N_("Language"),
    "severity": N_("Severity"),
    "state": N_("Status"),
    "kind": N_("Type"),
    "source": N_("Came in by"),
    "confidentiality": N_("Privacy"),
    "tag": N_("Tag"),
}
#: What of an address is not for the next one.
NOT_KEPT = frozenset({"after", "typed", "lang"})
#: What of an address makes the view, besides its name.
WAY = (*KNOWN, "code", "agency", "text", "received_from", "received_to")
_CODE = re.compile(r"[a-z0-9_]{0,60}")
_ID = re.compile(r"[0-9]{0,9}")
#: Days outside these years are typing errors.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@bp.get("/tickets")
@open_to(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR)
def queue() -> Any:  # noqa: ANN401 - a page
    """One page of the queue; the address is the view, and never holds a receipt code."""
    if ask.is_receipt_code(asked_for("text")) or ask.is_receipt_code(asked_for("number")):
        view = request.args.get("view") if request.args.get("view") in service.VIEWS else None
        return redirect(url_for("triage.queue", view=view, typed="code"), 303)
    return queue_page(), 422 if unread() else 200


def queue_page(problem: str = "") -> str:
    """The queue as the address asks for it, with what is wrong about what was ticked."""
    staff = signed_in()
    asked = filters(staff)
    page = service.queue(db.session(), staff, asked)
    beside = beside_of(db.session(), staff, page.tickets, now())
    given = {name: value for name, value in request.args.items() if value and name not in NOT_KEPT}
    problems = [("tickets", problem)] * bool(problem) + list(unread().items())
    return render_template(
        "triage/queue.html",
        page=page,
        picks=staff.role is Role.SUPERVISOR,
        lines=lines_of(staff, page, beside, f"?{urlencode(way(asked.view))}"),
        asked=asked,
        views=service.VIEWS,
        staff=staff,
        counts=view_counts(staff),
        agencies=agencies(),
        codes=boxes.codes(),
        given=given,
        plain_boxes=None
        if problems or given.keys() - {"view"}
        else boxes.plain(asked.view, agencies()),
        is_receipt_code=request.args.get("typed") == "code",
        problems=problems,
    )


class Shown(NamedTuple):
    """Everything one line of the queue shows: equal lines look alike, and no other."""

    language: str
    #: The day it is where the ticket belongs.
    today: date
    picks: bool
    clock: str
    #: Who else has the ticket open, and what they do there.
    viewers: tuple[tuple[str, str], ...]
    number: str
    codes: tuple[str, ...]
    is_conduct: bool
    jurisdiction: str
    spoken: str
    source: str
    confidentiality: str
    state: str
    severity: str
    due_on: date | None
    received_on: date
    collector: str | None
    agency: str | None
    owner: str | None
    #: How many reports about the same collector came shortly before.
    earlier: int
    #: What else is to be seen at once: court papers, somebody acts for the person, a likely second copy.
    tags: tuple[str, ...]
    #: The view the line stands in, which the page of the ticket needs for the next one.
    way: str


def lines_of(staff: Staff, page: service.Page, beside: Beside, way: str) -> list[Markup]:
    """The lines of a page. A line that looks as it did is not written out again."""
    language, at, picks = choose(), now(), staff.role is Role.SUPERVISOR
    return [
        line(
            Shown(
                language, day_at(row.jurisdiction, at, row.region), picks, beside.clocks.get(row.id, "running"),
                tuple(beside.viewers.get(row.id, ())), row.number, tuple(row.codes),
                row.is_conduct, row.jurisdiction, row.language, row.source, row.confidentiality,
                row.state, row.severity, row.due_on, day_at(row.jurisdiction, row.received_at, row.region),
                row.collector, row.agency, row.owner, beside.earlier.get(row.id, 0),
                tags_of(row, beside.copies), way,
            )
        )
        for row in page.tickets
    ]  # fmt: skip


@bp.app_template_global("tags_on")
def tags_on(ticket: Ticket) -> tuple[str, ...]:
    """The tags of one ticket, as this person may know of them."""
    likely = copies(signed_in()).subquery()
    mine = select(likely.c.ticket_id).where(likely.c.ticket_id == ticket.id)
    return tags_of(ticket, set(db.session.scalars(mine)))


@lru_cache(maxsize=4096)
def line(shown: Shown) -> Markup:
    """One line of the queue; what it shows is its key, so an old line is never shown for a new one."""
    made: Markup = current_app.jinja_env.get_template("triage/line.html").module.line(shown)  # type: ignore[attr-defined] # a macro
    return made


def view_counts(staff: Staff) -> dict[str, int]:
    """The numbers beside the views, counted at most once a minute for each person."""
    kept: dict[int, tuple[datetime, dict[str, int]]]
    kept = current_app.extensions.setdefault("view_counts", {})
    at, found = kept.get(staff.id, (None, {}))
    if at is None or not timedelta(0) <= now() - at < COUNTED_FOR:
        found = service.counts(db.session(), staff, *days(now()))
        kept[staff.id] = (now(), found)
    return found


def agencies() -> dict[str, str]:
    """The agencies to choose from, read at most once a minute."""
    at, found = current_app.extensions.get("queue_agencies", (None, {}))
    if at is None or not timedelta(0) <= now() - at < COUNTED_FOR:
        found = {str(row.id): row.name for row in service.agencies(db.session())}
        current_app.extensions["queue_agencies"] = (now(), found)
    return found


def way(view: str) -> dict[str, str]:
    """The view and the filters of this address, for the addresses that lead on from it."""
    given = {name: asked_for(name) for name in WAY} | {"text": sought()}
    return {"view": view} | {name: value for name, value in given.items() if value}


@bp.app_url_defaults
def keep_the_way(_endpoint: str, values: dict[str, Any]) -> None:
    """On the pages of a ticket opened from a view, links and forms of this ticket keep the view."""
    if "number" not in values or not has_request_context() or "view" not in request.args:
        return
    if (request.view_args or {}).get("number") == values["number"]:
        values |= way(filters_view(asked_for("view"), signed_in()))


@bp.app_template_global("stands")
def stands(ticket: Ticket) -> tuple[dict[str, str], walking.Standing | None]:
    """The view this ticket was opened from, and its place there; nothing where it was not."""
    if "view" not in request.args:
        return {}, None
    staff = signed_in()
    asked = filters(staff)
    return way(asked.view), walking.standing(db.session(), staff, asked, ticket)


@bp.get("/tickets/<number>/decision")
@open_to(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR)
def decision(number: str) -> Any:  # noqa: ANN401 - a page
    """The whole record of how a ticket was decided, to be read or printed."""
    ticket = visible_ticket(number)
    box = box_for(db.session(), keyring(), ticket.id)
    record = decision_full(db.session(), box, ticket, today_at(ticket.jurisdiction, ticket.region))
    return render_template("triage/decision.html", ticket=ticket, record=record)


def filters(staff: Staff) -> service.Filters:
    """The filters out of the address; what we do not know is left out."""
    given = {name: asked_for(name) for name in (*KNOWN, "view", "after", "code", "agency")}
    given["view"] = filters_view(given["view"], staff)
    for name, values in KNOWN.items():
        if given[name] not in values:
            given[name] = ""
    given["code"] = given["code"] if _CODE.fullmatch(given["code"]) else ""
    given["agency"] = given["agency"] if _ID.fullmatch(given["agency"]) else ""
    text, (today, ahead) = sought(), days(now())
    return service.Filters(
        **given,
        text=text,
        sought=ask.matching(ask.Asker(db.session(), keyring(), staff), text) if text else None,
        received_from=day("received_from"),
        received_to=day("received_to"),
        today=today,
        ahead=ahead,
    )


def filters_view(name: str, staff: Staff) -> str:
    """The view that was asked for; who asked for none sees the own tickets, or all."""
    if name in service.VIEWS:
        return name
    return "mine" if staff.role is Role.SUPERVISOR else "all"


def sought() -> str:
    """What is searched for; addresses of older pages say number for what is now any text."""
    return asked_for("text") or asked_for("number")


def asked_for(name: str) -> str:
    """One value out of the address, as both databases can read it."""
    text = request.args.get(name, "")[:LONGEST_FILTER].replace("\0", "").strip()
    return text.encode("utf-8", "replace").decode("utf-8")


def unread() -> dict[str, str]:
    """What is wrong with each filter of the address that cannot be read; it keeps nothing out."""
    no_day = gettext("Enter a real date, like 2026-11-23")
    no_such = N_("Choose from the list “%(field)s”: the address asks for what is not in it")
    found = {
        name: str(gettext(no_such, field=translate(LABELS[name])))
        for name, values in KNOWN.items()
        if asked_for(name) and asked_for(name) not in values
    }
    days_typed = ("received_from", "received_to")
    return found | {one: str(no_day) for one in days_typed if asked_for(one) and not day(one)}


def day(name: str) -> date | None:
    """A day out of the address; one that does not exist is none."""
    try:
        found = date.fromisoformat(asked_for(name))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
