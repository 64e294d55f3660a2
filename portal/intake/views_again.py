"""The same person reports the same thing again: the words go to the earlier ticket, which only its code opens."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.domain.receipt import problem
from portal.intake import drafts, service
from portal.intake.browser import bp, draft_of_browser, place_of, places, today
from portal.intake.service import Draft
from portal.intake.show import sections
from portal.models import Role
from portal.web import limits, proof
from portal.web.db import db
from portal.web.fields import Text
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.permissions import open_to
from portal.web.work import keyring, work

#: What happened, and nothing that says who the person is.
TOLD = ("what", "impact", "when", "times", "collector", "outcome", "situation", "offer")

MISTYPED = {
    "empty": _l("Enter your receipt code"),
    "length": _l("Receipt code must be 20 numbers"),
    "mistyped": _l("A number in this code is mistyped. Check it in groups of four."),
    "ticket_number": _l("That is your ticket number. Enter the 20 numbers of your receipt code."),
}


class CodeForm(PortalForm):
    """The receipt code of the earlier ticket."""

    code = Text(
        _l("Receipt code"),
        64,
        description=_l("20 numbers in five groups of four. Spaces and dashes do not matter."),
    )


@bp.route("/again", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def again() -> Any:  # noqa: ANN401 - a page or a redirect
    """Add this report to the earlier ticket, whose dates stay as they are."""
    draft = draft_of_browser()
    if draft is None:
        return redirect(url_for("public.start"), 303)
    form = CodeForm()
    if request.method == "GET":
        return page(draft, form)
    fits = form.validate()
    typed = form.code.data or ""
    wrong = problem(typed)
    if wrong is None and not fits:
        return refuse(draft, form, str(form.code.errors[0]))
    if wrong is not None:
        return refuse(draft, form, str(MISTYPED[wrong]))
    question = proof.before_look_up()
    if question is not None:
        sentence = gettext("You can try again in %(seconds)s seconds.", seconds=question.seconds)
        return refuse(draft, form, sentence, 429, question)
    return add(draft, form, typed)


def add(draft: Draft, form: CodeForm, typed: str) -> Any:  # noqa: ANN401 - a page or a redirect
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
        sentence = gettext(
            "We cannot find that code. Check it, or call us with your ticket number."
        )
        return refuse(draft, form, sentence)
    return render_template("intake/added.html")


def as_words(draft: Draft) -> str:
    """What was told, question by question."""
    lines = [gettext("It happened again, or there is more to tell:")]
    for part in sections(draft.door, draft.answers, today(), places(), place_of(draft)):
        if part["page"] in TOLD:
            lines += [f"{label} {'; '.join(said)}" for label, said in part["rows"] if said]
    return "\n".join(lines)


def page(draft: Draft, form: CodeForm, question: proof.Question | None = None) -> str:
    """The question for the code."""
    back = url_for("intake.page", door=draft.door, page="check")
    return render_template("intake/again.html", form=form, back_url=back, question=question)


def refuse(
    draft: Draft,
    form: CodeForm,
    sentence: str,
    status: int = 422,
    question: proof.Question | None = None,
) -> Any:  # noqa: ANN401 - a page
    """The page again, with one sentence at the field."""
    form.code.errors = [sentence]
    return page(draft, form, question), status
