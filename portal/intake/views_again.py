"""The same person reports the same thing again: the words go to the earlier ticket, which only its code opens."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.intake import drafts, service
from portal.intake.browser import bp, draft_of_browser, place_of, places, today
from portal.intake.pages import CHECK
from portal.intake.service import Draft
from portal.intake.show import sections
from portal.models import Role
from portal.web import limits, slow
from portal.web.code_form import ReceiptCode, not_found
from portal.web.db import db
from portal.web.permissions import open_to
from portal.web.work import keyring, work

#: What happened, and nothing that says who the person is.
TOLD = ("what", "impact", "when", "times", "collector", "outcome", "situation", "offer")


@bp.route("/again", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def again() -> Any:  # noqa: ANN401 - a page or a redirect
    """Add this report to the earlier ticket, whose dates stay as they are."""
    draft = draft_of_browser()
    if draft is None:
        return redirect(url_for("public.start"), 303)
    if draft.staff_id:
        # Whoever writes down what a caller says never learns a code.
        return redirect(url_for("intake.page", door=draft.door, page=CHECK), 303)
    form = ReceiptCode()
    if request.method == "GET":
        return page(draft, form)
    if not form.is_typed():
        return page(draft, form), 422
    slow.before_look_up()
    return add(draft, form, form.code.data or "")


def add(draft: Draft, form: ReceiptCode, typed: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Add the words if the code opens a ticket; the draft is then done with."""
    ticket = service.ticket_of_code(db.session(), keyring(), typed)
    with work() as w:
        if ticket is None:
            limits.count_failure(w.session, w.now)
        else:
            at = service.Filing(w.session, w.keyring, current_app.extensions["settings"], w.now)
            service.add_to(at, ticket, as_words(draft), draft)
            drafts.destroy(w.session, draft)
    if ticket is None:
        form.code.errors = [not_found()]
        return page(draft, form), 422
    return render_template("intake/added.html")


def as_words(draft: Draft) -> str:
    """What was told, question by question."""
    lines = [gettext("It happened again, or there is more to tell:")]
    for part in sections(draft.door, draft.answers, today(), places(), place_of(draft)):
        if part["page"] in TOLD:
            lines += [f"{label} {'; '.join(said)}" for label, said in part["rows"] if said]
    return "\n".join(lines)


def page(draft: Draft, form: ReceiptCode) -> str:
    """The question for the code."""
    back = url_for("intake.page", door=draft.door, page="check")
    return render_template("intake/again.html", form=form, back_url=back)
