"""What the person wrote: put right afterwards, and taken out of the own view."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext

from portal.accounts import service
from portal.accounts.allowed import require_not_withdrawn
from portal.accounts.views import back_to_ticket, done, not_now, person
from portal.models import Role
from portal.web.fields import LongText, OneOf, Words
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.permissions import open_to
from portal.web.work import work

bp = Blueprint("own_words", __name__)

#: Parts of a report in which something may be told wrongly.
PARTS: dict[str, Words] = {
    "what": _l("What the collector did"),
    "when": _l("When and how it happened"),
    "collector": _l("Who the collector was"),
    "outcome": _l("What would put it right"),
    "situation": _l("Why payments are hard"),
    "budget": _l("My income and spending"),
    "about": _l("About me"),
    "else": _l("Something else"),
}


class CorrectForm(PortalForm):
    """What was told wrongly, and how it is."""

    part = OneOf(_l("What do you want to correct?"), PARTS, _l("Select what you want to correct"))
    words = LongText(
        _l("What is right?"),
        service.LONGEST_MESSAGE,
        _l("Tell us what is right"),
        description=_l("Do not include card numbers."),
        short=_l("What is right"),
    )


@bp.route("/ticket/correct", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def correct() -> Any:  # noqa: ANN401 - a page
    """Correct something: what was sent stays as it was, the correction stands beside it."""
    if said := not_now(gettext("Correct something"), require_not_withdrawn):
        return said
    form, at = CorrectForm(), person()
    if form.validate_on_submit() and done(
        form.words, lambda: service.correct(at, form.part.data, form.words.data or "")
    ):
        return back_to_ticket(at, form.words.data or "")
    return render_template("accounts/correct.html", form=form), 422 if form.errors else 200


@bp.route("/ticket/hide/<int:line>", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def hide(line: int) -> Any:  # noqa: ANN401 - a page
    """Take one message out of the own view, after reading what that does and what it does not do."""
    form, at = PortalForm(), person()
    found = [
        (entry, words)
        for entry, words in service.timeline(at)
        if entry.seq == line and entry.kind in service.MAY_BE_HIDDEN
    ]
    if form.validate_on_submit():
        with work():
            service.hide(at, line)
        return redirect(url_for("accounts.ticket"), 303)
    if not found:
        abort(404)
    return render_template(
        "accounts/hide.html", form=form, ticket=at.ticket, entry=found[0][0], words=found[0][1]
    )
