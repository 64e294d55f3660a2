"""The queue of a supervisor: what waits, by when, and how grave."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, render_template, request

from portal.models import Role, Staff
from portal.triage import service
from portal.vault.box import box_for
from portal.web.db import db
from portal.web.decisions import decision_full
from portal.web.permissions import open_to, signed_in, visible_ticket
from portal.web.work import keyring, now

bp = Blueprint("triage", __name__)

LONGEST_FILTER = 80
#: The numbers beside the views may be this old; the lists themselves never are.
COUNTED_FOR = timedelta(seconds=60)


@bp.get("/tickets")
@open_to(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR)
def queue() -> Any:  # noqa: ANN401 - a page
    """One page of the queue; the address is the view."""
    staff = signed_in()
    asked = filters(staff.role)
    page = service.queue(db.session(), staff, asked)
    clocks = service.clock_states(db.session(), page.tickets)
    return render_template(
        "triage/queue.html",
        page=page,
        asked=asked,
        views=service.VIEWS,
        clocks=clocks,
        staff=staff,
        counts=view_counts(staff),
    )


def view_counts(staff: Staff) -> dict[str, int]:
    """The numbers beside the views, counted at most once a minute for each person."""
    kept: dict[int, tuple[datetime, dict[str, int]]]
    kept = current_app.extensions.setdefault("view_counts", {})
    at, found = kept.get(staff.id, (None, {}))
    if at is None or not timedelta(0) <= now() - at < COUNTED_FOR:
        found = service.counts(db.session(), staff, now().date())
        kept[staff.id] = (now(), found)
    return found


@bp.get("/tickets/<number>/decision")
@open_to(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR)
def decision(number: str) -> Any:  # noqa: ANN401 - a page
    """The whole record of how a ticket was decided, to be read or printed."""
    ticket = visible_ticket(number)
    box = box_for(db.session(), keyring(), ticket.id)
    record = decision_full(db.session(), box, ticket, now().date())
    return render_template("triage/decision.html", ticket=ticket, record=record)


def filters(role: Role) -> service.Filters:
    """The filters out of the address; what we do not know is left out."""
    names = ("view", "jurisdiction", "severity", "language", "number", "after")
    given = {name: request.args.get(name, "")[:LONGEST_FILTER].replace("\0", "") for name in names}
    if given["view"] not in service.VIEWS:
        given["view"] = "mine" if role is Role.SUPERVISOR else "all"
    known = {"jurisdiction": {"cn", "us", "gb"}, "language": {"en", "zh_Hans_CN"},
             "severity": {"safety", "serious", "standard", "service"}}  # fmt: skip
    for name, values in known.items():
        if given[name] not in values:
            given[name] = ""
    return service.Filters(**given, today=now().date())
