"""The own data: a copy taken on the spot, and what a person decides about: notes of staff, deletion."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask_babel import gettext

from portal.accounts import copy, own_data
from portal.accounts.changing import covered_until
from portal.accounts.service import Person
from portal.accounts.step_up import CodeAgain
from portal.accounts.views import done, person
from portal.domain.own_data import Asked
from portal.jurisdictions.load import installed
from portal.models import Role
from portal.web import limits, uploads
from portal.web.fields import LongText, OneOf
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.permissions import open_to
from portal.web.work import work

bp = Blueprint("own_data", __name__)

#: Each copy opens every word and file; so many a day are enough for anybody.
COPIES_A_DAY = 10


class DataForm(CodeAgain):
    """What a person decides about, with the code once more."""

    what = OneOf(
        _l("What do you ask for?"),
        {
            "delete": _l("Delete what you hold about me"),
            "notes": _l("The notes your staff wrote about this"),
        },
        _l("Select what you ask for"),
    )
    words = LongText(_l("Anything we should know about this?"), 2000, short=_l("Your words"))


class CopyForm(CodeAgain):
    """The code, and nothing else: a copy needs nobody's leave."""


@bp.route("/ticket/my-data", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def ask() -> Any:  # noqa: ANN401 - a page or a redirect
    """Take a copy, ask for the notes or for deletion; see what was asked and when it is answered."""
    form, at = DataForm(), person()
    if form.is_submitted():
        fine = form.validate()
        if (
            form.is_owner(at.ticket)
            and fine
            and done(
                form.what,
                lambda: own_data.ask(at, Asked(form.what.data), form.words.data or ""),
            )
        ):
            return redirect(url_for("accounts.ticket", changed="data"), 303)
    at, wrong = person(), form.is_submitted()
    page = render_template(
        "accounts/data.html",
        form=form,
        ticket=at.ticket,
        waiting=own_data.waiting(at),
        deletion=own_data.deletion(at),
        keeping=own_data.keeping_of(at),
    )
    return page, 422 if wrong else 200


@bp.route("/ticket/my-data/keep", methods=["POST"])
@open_to(Role.DEBTOR)
def keep() -> Any:  # noqa: ANN401 - a redirect
    """Keep the ticket after all. This needs no code: it only takes back what would destroy."""
    at = person()
    with work():
        own_data.keep(at)
    return redirect(url_for("own_data.ask"), 303)


@bp.route("/ticket/my-data/copy", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def take() -> Any:  # noqa: ANN401 - a page or a file
    """A copy of everything, put together while it is sent and kept nowhere."""
    form, at = CopyForm(), person()
    if (
        form.is_submitted()
        and form.validate()
        and form.is_owner(at.ticket)
        and may_copy(form, at)
        and done(form.code, lambda: own_data.copied(at))
    ):
        return sent(person())
    at = person()
    page = render_template("accounts/copy.html", form=form, covered=covered_until(at))
    return page, 422 if form.is_submitted() else 200


def may_copy(form: PortalForm, at: Person) -> bool:
    """Whether this ticket was not copied too often today."""
    with work() as w:
        count = limits.spend_day(w.session, f"copy:{at.ticket.id}", w.now)
    if count > COPIES_A_DAY:
        form.code.errors = [gettext("You took many copies today. Try again tomorrow.")]
    return count <= COPIES_A_DAY


def sent(at: Person) -> Response:
    """The copy on its way, under a name that says nothing to whoever looks at the phone."""
    found = copy.gather(at)
    pack = installed()[at.ticket.pack_id]
    told = current_app.extensions["told_report"](
        found.door, found.report, pack.local_date(at.now, at.ticket.region), (at.ticket.jurisdiction,),
        at.ticket.jurisdiction,
    )  # fmt: skip
    page = render_template(
        "accounts/copy_whole.html", told=told, now=at.now, **{**found.said, "ticket": at.ticket}
    )
    answer = Response(
        copy.archive(found, page, uploads.store(), at.now), mimetype="application/zip"
    )
    answer.headers["Content-Disposition"] = "attachment; filename=copy.zip"
    return answer
