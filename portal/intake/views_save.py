"""Saving to come back later, and coming back with a code."""

from typing import Any

from flask import Response, current_app, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext

from portal.domain.receipt import grouped
from portal.intake import pages, saving, service
from portal.intake.browser import bp, draft_of_browser, remember
from portal.intake.service import Draft
from portal.letters.compose import compose
from portal.letters.outbox import post
from portal.letters.render import rendered
from portal.letters.write import in_words
from portal.models import Role, Ticket
from portal.web import limits, slow
from portal.web.code_form import SaveCode
from portal.web.db import db
from portal.web.fields import EmailText, address_problem
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.permissions import open_to
from portal.web.visits import begin_visit, remember_visit
from portal.web.work import Work, keyring, now, work

MAILS_A_DAY = 3


class MailForm(PortalForm):
    """An address for a reminder that holds no code."""

    email = EmailText(
        _l("Email address"),
        254,
        description=_l(
            "We send only the address of this site and the date until which we keep it."
        ),
    )


def keep_for_later(draft: Draft) -> Any:  # noqa: ANN401 - a redirect
    """Keep the draft for its code and show the code."""
    with work() as w:
        saving.keep(w.session, w.keyring, draft, w.now)
    return redirect(url_for("intake.save"), 303)


@bp.post("/save/now")
@open_to(Role.ANYONE)
def save_now() -> Any:  # noqa: ANN401 - a redirect
    """Save what this browser is writing, from a page that is not one of its own."""
    draft = draft_of_browser()
    return redirect(url_for("intake.resume"), 303) if draft is None else keep_for_later(draft)


@bp.route("/save", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def save() -> Any:  # noqa: ANN401 - a page or a redirect
    """The save code with its last day; a reminder by mail for whoever wants one."""
    draft = draft_of_browser()
    if draft is None or draft.saved_until is None:
        return redirect(url_for("intake.resume"), 303)
    form = MailForm()
    if request.method == "POST" and not wrong_address(form):
        with work() as w:
            remind(w, draft, form.email.data or "")
        return redirect(url_for("intake.save", mailed="yes"), 303)
    status = 422 if form.errors else 200
    code = grouped(saving.save_code(keyring(), draft)).split(" ")
    return render_template("intake/saved.html", form=form, groups=code, draft=draft), status


def wrong_address(form: MailForm) -> bool:
    """Whether the address cannot be written to; the form then says so."""
    form.validate()
    refusal = address_problem(form.email.data or "")
    if refusal:
        form.email.errors = [refusal]
    return bool(refusal or form.errors)


def remind(w: Work, draft: Draft, to: str) -> None:
    """Mail the address of the site and the last day; one address gets few of these."""
    if limits.spend_day(w.session, limits.mailbox(to), w.now) > MAILS_A_DAY:
        return
    settings, language = current_app.extensions["settings"], str(get_locale())
    values = {
        "organisation": settings.in_language("organisation", language),
        "resume_address": settings.address_of("/resume"),
        "until": str(in_words(draft.saved_until, language)),
    }  # fmt: skip
    subject, body = rendered("saved", language, values)
    mail = compose(sender=settings.mail_from, to=to, subject=subject, body=body, now=w.now)
    post(
        w.session, w.keyring, mail, ticket_id=None, letter="saved", language=language,
        recipient_kind="person", not_before=w.now, now=w.now,
    )  # fmt: skip


@bp.route("/resume", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def resume() -> Any:  # noqa: ANN401 - a page or a redirect
    """Go on with a saved report. A receipt code typed here opens the ticket instead."""
    form = SaveCode()
    if request.method == "GET":
        return render_template("intake/resume.html", form=form)
    if not form.is_typed():
        return render_template("intake/resume.html", form=form), 422
    slow.before_look_up()
    return open_code(form, form.code.data or "")


def open_code(form: SaveCode, typed: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Open what a well-formed code belongs to: a draft, a ticket, or nothing."""
    over = saving.is_over(db.session(), keyring(), typed, now())
    with work() as w:
        draft = saving.resume(w.session, w.keyring, typed, w.now)
        ticket = None if draft else service.ticket_of_code(w.session, w.keyring, typed)
        token = begin_visit(w.session, ticket, w.now) if ticket else ""
        if draft is None and ticket is None:
            limits.count_failure(w.session, w.now)
    if draft is not None:
        answer: Response = redirect(next_of(draft), 303)  # type: ignore[assignment]
        remember(answer, draft)
        return answer
    if ticket is not None:
        return to_ticket(ticket, token)
    if over:
        return refuse(form, gettext("That save code has ended. Drafts are kept for 30 days."))
    return refuse(form, gettext("We cannot find that code. Check it, or start again."))


def next_of(draft: Draft) -> str:
    """The page a resumed report goes on at."""
    onward = pages.goes_on_at(draft.door, draft.answers)
    return url_for("intake.page", door=draft.door, page=onward)


def to_ticket(_ticket: Ticket, token: str) -> Any:  # noqa: ANN401 - a redirect
    """The way a receipt code leads, wherever it was typed."""
    answer = redirect(url_for("accounts.ticket"), 303)
    remember_visit(answer, token)
    return answer


def refuse(form: SaveCode, sentence: str) -> Any:  # noqa: ANN401 - a page
    """The page again, with one sentence at the field."""
    form.code.errors = [sentence]
    return render_template("intake/resume.html", form=form), 422
