"""A copy of everything, or its destruction: asked for on the ticket page, answered by a person by a date."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from portal.accounts import changing, service
from portal.accounts.service import Person
from portal.accounts.step_up import CodeAgain
from portal.accounts.views import done, person
from portal.domain.errors import NotAllowed
from portal.domain.masking import hide_secrets
from portal.models import EntryKind, Role
from portal.timeline import Event, record
from portal.web.fields import LongText, OneOf
from portal.web.locale import later as _l
from portal.web.permissions import open_to

bp = Blueprint("own_data", __name__)

#: The promise that begins when somebody asks.
ACCESS = "data_access"


class DataForm(CodeAgain):
    """What somebody asks for, with the code once more."""

    what = OneOf(
        _l("What do you ask for?"),
        {
            "copy": _l("A copy of everything you hold about me"),
            "delete": _l("Delete what you hold about me"),
        },
        _l("Select what you ask for"),
    )
    words = LongText(_l("Anything we should know about this?"), 2000, short=_l("Your words"))


@bp.route("/ticket/my-data", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def ask() -> Any:  # noqa: ANN401 - a page or a redirect
    """Ask for a copy or for deletion, after reading what the law makes us keep."""
    form, at = DataForm(), person()
    if form.is_submitted():
        fine = form.validate()
        if (
            form.is_owner(at.ticket)
            and fine
            and done(form.what, lambda: asked(at, form.what.data, form.words.data or ""))
        ):
            return redirect(url_for("accounts.ticket", changed="data"), 303)
    wrong = form.is_submitted()
    return render_template("accounts/data.html", form=form), 422 if wrong else 200


def asked(at: Person, what: str, words: str) -> None:
    """Write it down with the date by which it is answered."""
    if changing.is_covered(at):
        raise NotAllowed("You can ask for this 24 hours after your new code was made.")
    event = Event(
        kind=EntryKind.DATA_ASKED, at=at.now, facts={"what": what}, words=hide_secrets(words)[:2000]
    )  # fmt: skip
    record(at.session, at.box(), at.ticket, event)
    service.promise(at, ACCESS)
