"""The page of what is about to happen to the tickets that were ticked in the queue, and of what did."""

import re
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.models import Role, Staff
from portal.triage import together
from portal.triage.together import Result, Together
from portal.triage.views import queue_page
from portal.web.db import db
from portal.web.errors import sentence
from portal.web.forms import PortalForm
from portal.web.permissions import open_to, signed_in
from portal.web.work import keyring, now, work

bp = Blueprint("selected", __name__)

ACTS = ("assign", "release")
_NUMBER = re.compile(r"[A-Z0-9-]{4,24}")
_LOOKED = re.compile(r"([A-Z0-9-]{4,24}):([0-9]{1,9})")
_ID = re.compile(r"[0-9]{1,9}")


@bp.get("/tickets/selected")
@open_to(Role.SUPERVISOR)
def back() -> Any:  # noqa: ANN401 - a redirect
    """Whoever loads this page afresh has nothing selected any more."""
    return redirect(url_for("triage.queue"), 303)


@bp.post("/tickets/selected")
@open_to(Role.SUPERVISOR)
def choose() -> Any:  # noqa: ANN401 - a page
    """What would happen, ticket by ticket, before anything does."""
    act, numbers = request.form.get("do", ""), ticked()
    if act not in ACTS or not numbers:
        return queue_page(gettext("Select at least one ticket, then what to do with it")), 422
    if len(numbers) > together.MOST_AT_ONCE:
        return queue_page(gettext("Select fewer tickets: 100 at most")), 422
    return shown(act, together.tickets(desk(), numbers))


@bp.post("/tickets/selected/assign")
@open_to(Role.SUPERVISOR)
def assign() -> Any:  # noqa: ANN401 - a page
    """Give the tickets to a colleague; each that cannot be given says why."""
    if not PortalForm().validate_on_submit():
        return redirect(url_for("triage.queue"), 303)
    looked, typed = looked_at(), request.form.get("owner", "")
    people = {str(one.id): one for one in together.colleagues(db.session())}
    to = people.get(typed) if _ID.fullmatch(typed) else None
    if to is None:
        found = together.tickets(desk(), dict(looked))
        return shown("assign", found, gettext("Select who takes these tickets")), 422
    with work():
        result = together.assign_all(desk(), looked, to)
    return done("assign", result, to)


@bp.post("/tickets/selected/release")
@open_to(Role.SUPERVISOR)
def release() -> Any:  # noqa: ANN401 - a page
    """Give the tickets back; each that cannot be given back says why."""
    if not PortalForm().validate_on_submit():
        return redirect(url_for("triage.queue"), 303)
    with work():
        result = together.release_all(desk(), looked_at())
    return done("release", result)


def desk() -> Together:
    """What the verbs need."""
    return Together(db.session(), keyring(), now(), signed_in())


def ticked() -> list[str]:
    """The numbers of the tickets that were ticked; what is no number is none."""
    return [one for one in dict.fromkeys(request.form.getlist("ticket")) if _NUMBER.fullmatch(one)]


def looked_at() -> list[together.Looked]:
    """The tickets that were shown on the page before, each with the version that was shown."""
    found = [_LOOKED.fullmatch(one) for one in request.form.getlist("looked")]
    pairs = [(one[1], int(one[2])) for one in found if one is not None]
    return pairs[: together.MOST_AT_ONCE]


def shown(act: str, tickets: list[Any], problem: str = "") -> str:
    """The page before it happens."""
    return render_template(
        "triage/selected.html",
        act=act,
        tickets=tickets,
        people=together.possible(desk(), tickets) if act == "assign" else (),
        problem=problem,
        result=None,
    )


def done(act: str, result: Result, to: Staff | None = None) -> str:
    """The page after it happened."""
    return render_template(
        "triage/selected.html",
        act=act,
        result=result,
        refused=[(number, sentence(problem)) for number, problem in result.refused],
        to=to,
    )
