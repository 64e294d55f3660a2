"""Files added to a ticket that was already sent, by the person who holds its receipt code."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from wtforms import StringField
from wtforms.validators import Length

from portal.accounts.allowed import require_takes_files
from portal.accounts.changing import covered_until
from portal.accounts.views import not_now, person
from portal.domain.errors import NotAllowed
from portal.domain.evidence import LONGEST_ABOUT
from portal.evidence.service import Shelf, files_on, shelf_of_ticket
from portal.models import Role, Ticket
from portal.vault.box import box_for
from portal.web import uploads
from portal.web.cleaning import cleaned
from portal.web.db import db
from portal.web.errors import sentence
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.permissions import current_visit_ticket, open_to
from portal.web.work import keyring, work

bp = Blueprint("own_files", __name__)
uploads.takes_files("own_files.add")


class FilesForm(PortalForm):
    """Files, and what they show."""

    files = uploads.Files(_l("Add files"))
    about = StringField(
        _l("What do they show, and who is in them? (optional)"),
        [Length(max=LONGEST_ABOUT, message=_l("What they show must be 120 characters or fewer"))],
        filters=[cleaned],
    )


@bp.route("/ticket/evidence", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def add() -> Any:  # noqa: ANN401 - a page or a redirect
    """Add files; each is told in the history, and a file that cannot be taken says why."""
    if said := not_now(gettext("Add evidence"), require_takes_files):
        return said
    ticket = current_visit_ticket()
    assert ticket is not None  # noqa: S101 - open_to(Role.DEBTOR) has already sent others away
    form = FilesForm()
    if request.method == "GET":
        return page(ticket, form)
    if not form.validate():
        return page(ticket, form), 422
    form.files.errors = taken(ticket, form)
    if form.files.errors:
        return page(ticket, form), 422
    return redirect(url_for("own_files.add", added="yes") + "#your-files", 303)


def taken(ticket: Ticket, form: FilesForm) -> list[str]:
    """Take what arrived; gives what to say where something of it was not taken."""
    try:
        require_takes_files(ticket)
    except NotAllowed as refusal:
        return [sentence(refusal)]
    if not uploads.arrived():
        return [gettext("Select a file")]
    with work() as w:
        return uploads.take(w, shelf(ticket), ticket, form.about.data or "")


def shelf(ticket: Ticket) -> Shelf:
    """The files of the person's ticket."""
    box = box_for(db.session(), keyring(), ticket.id)
    return shelf_of_ticket(db.session(), keyring(), box, ticket)


def page(ticket: Ticket, form: FilesForm) -> str:
    """The files there are, and a place for more; for a day after a lost code they stay covered."""
    covered = covered_until(person())
    return render_template(
        "accounts/evidence.html",
        ticket=ticket,
        form=form,
        covered=covered,
        files=[] if covered else files_on(shelf(ticket)),
        added="added" in request.args and not form.errors,
    )
