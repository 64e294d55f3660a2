"""It happened again: one more time told on a ticket that was already sent."""

import datetime as dt
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext

from portal.accounts import service
from portal.accounts.allowed import require_not_withdrawn
from portal.accounts.views import back_to_ticket, done, not_now, person
from portal.jurisdictions.load import installed
from portal.models import Role
from portal.web.fields import LongText, RoughDate
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.permissions import open_to

bp = Blueprint("happened_again", __name__)


class AgainForm(PortalForm):
    """When it happened this time, as far as remembered, and what."""

    #: The day at the person's place: nothing can have happened after it.
    today: dt.date
    date = RoughDate(
        _l("When did it happen this time?"),
        description=_l("For example 27 3 2026. Leave the day empty if unsure."),
    )
    words = LongText(
        _l("What happened this time?"),
        service.LONGEST_MESSAGE,
        description=_l("Use the exact words if you remember them. Do not include card numbers."),
        short=_l("What happened this time"),
        missing=_l("Tell us what happened this time"),
    )


@bp.route("/ticket/again", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def add() -> Any:  # noqa: ANN401 - a page or a redirect
    """Tell one more time; what was told before stays, and no date of ours moves."""
    if said := not_now(gettext("It happened again"), require_not_withdrawn):
        return said
    form, at = AgainForm(), person()
    form.today = installed()[at.ticket.pack_id].local_date(at.now, at.ticket.region)
    if form.validate_on_submit() and done(
        form.words, lambda: service.happened_again(at, form.date.data, form.words.data or "")
    ):
        return back_to_ticket(at, form.words.data or "")
    return render_template("accounts/again.html", form=form), 422 if form.errors else 200
