"""The person's own ticket, opened by the receipt code alone."""

from typing import Any

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.accounts import forms, service
from portal.domain.receipt import problem
from portal.models import Role
from portal.referrals import service as referrals
from portal.web import limits
from portal.web.db import db
from portal.web.decisions import decision_plain
from portal.web.forms import PortalForm
from portal.web.permissions import current_visit_ticket, open_to
from portal.web.visits import begin_visit, end_visit
from portal.web.work import keyring, now, work

bp = Blueprint("accounts", __name__)

MISTYPED = {
    "empty": "Enter your receipt code",
    "length": "Receipt code must be 20 numbers",
    "mistyped": "A number in this code is mistyped. Check it in groups of four.",
    "ticket_number": "That is your ticket number. Enter the 20 numbers of your receipt code.",
}


def person() -> service.Person:
    """The person whose visit this is."""
    ticket = current_visit_ticket()
    assert ticket is not None  # noqa: S101 - open_to(Role.DEBTOR) has already sent others away
    return service.Person(
        db.session(), keyring(), current_app.extensions["settings"], now(), ticket
    )


@bp.route("/track", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def track() -> Any:  # noqa: ANN401 - a page
    """Enter the receipt code; wrong, erased and ended codes get the same answer."""
    form = forms.CodeForm()
    if request.method == "GET" or not form.validate_on_submit():
        return render_template("accounts/track.html", form=form), 422 if form.errors else 200
    wrong = problem(form.code.data or "")
    if wrong is not None:
        return refuse(form, gettext(MISTYPED[wrong]))
    wait = limits.seconds_to_wait(db.session(), now())
    if wait:
        return refuse(
            form,
            gettext(
                "You can try again in %(seconds)s seconds. Your ticket is not locked.", seconds=wait
            ),
            429,
        )
    ticket = service.find(db.session(), keyring(), form.code.data or "")
    if ticket is None and service.is_save_code(db.session(), keyring(), form.code.data or ""):
        # The page of save codes takes it from here, with the very form that was sent.
        return redirect(url_for("intake.resume"), 307)
    with work() as at:
        if ticket is None:
            limits.count_failure(at.session, at.now)
        else:
            token = begin_visit(at.session, ticket, at.now)
    if ticket is None:
        return refuse(
            form, gettext("We cannot find that code. Check it, or call us with your ticket number.")
        )
    answer = redirect(url_for("accounts.ticket"), 303)
    config = current_app.config
    answer.set_cookie(
        config["TICKET_COOKIE"],
        token,
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def refuse(form: forms.CodeForm, sentence: str, status: int = 422) -> Any:  # noqa: ANN401 - a page
    """The page again, with one sentence at the field."""
    form.code.errors = [sentence]
    return render_template("accounts/track.html", form=form), status


@bp.get("/ticket")
@open_to(Role.DEBTOR)
def ticket() -> Any:  # noqa: ANN401 - a page
    """Where the ticket stands, what happened so far, and the next date."""
    return page(forms.MessageForm(formdata=None))


def page(form: PortalForm) -> str:
    """The person's ticket page."""
    at = person()
    return render_template(
        "accounts/ticket.html",
        ticket=at.ticket,
        form=form,
        timeline=service.timeline(at),
        clocks=service.clocks(at),
        letters=service.letters(at),
        referrals=referrals.of(at.session, at.ticket),
        why=decision_plain(at.session, at.ticket, at.now.date()),
    )


@bp.post("/ticket/message")
@open_to(Role.DEBTOR)
def message() -> Any:  # noqa: ANN401 - a page
    """Write to the supervisor."""
    form = forms.MessageForm()
    if not form.validate_on_submit():
        return page(form), 422
    with work():
        service.write(person(), form.words.data or "")
    return redirect(url_for("accounts.ticket"), 303)


@bp.route("/ticket/withdraw", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def withdraw() -> Any:  # noqa: ANN401 - a page
    """End the ticket, after reading what still happens."""
    form = forms.WithdrawForm()
    if form.validate_on_submit():
        with work():
            service.withdraw(person(), form.reason.data or "")
        return redirect(url_for("accounts.ticket"), 303)
    return render_template(
        "accounts/withdraw.html", form=form, ticket=person().ticket
    ), 422 if form.errors else 200


@bp.route("/ticket/disagree", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def disagree() -> Any:  # noqa: ANN401 - a page
    """Ask a different supervisor to look again."""
    form = forms.DisagreeForm()
    if form.validate_on_submit():
        with work():
            service.disagree(person(), form.why.data or "")
        return redirect(url_for("accounts.ticket"), 303)
    return render_template(
        "accounts/disagree.html", form=form, ticket=person().ticket
    ), 422 if form.errors else 200


@bp.get("/ticket/referral")
@open_to(Role.DEBTOR)
def referral() -> Any:  # noqa: ANN401 - a page
    """The organisations that may help, and the letter to each, to be read first."""
    at = person()
    offers = referrals.of(at.session, at.ticket)
    letters = {one.body_id: referrals.letter_to(at, at.ticket, one) for one in offers}
    return render_template(
        "intake/referral.html",
        ticket=at.ticket,
        referrals=offers,
        letters=letters,
        scopes=referrals.SCOPES,
    )


@bp.post("/ticket/referral/<body_id>")
@open_to(Role.DEBTOR)
def consent(body_id: str) -> Any:  # noqa: ANN401 - a page
    """Agree or not that the letter goes to this organisation, item by item."""
    at = person()
    offer = next(
        (one for one in referrals.of(at.session, at.ticket) if one.body_id == body_id), None
    )
    said = request.form.get("ok", "")
    if offer is None or said not in ("yes", "no"):
        return redirect(url_for("accounts.referral"), 303)
    with work() as w:
        scope = [one for one in request.form.getlist("share") if one in referrals.SCOPES]
        referrals.consent(
            at,
            at.ticket,
            offer,
            agreed=said == "yes",
            scope=scope,
            language=at.ticket.language,
            now=w.now,
        )
    return redirect(url_for("accounts.referral"), 303)


@bp.get("/ticket/letters/<letter_id>.pdf")
@open_to(Role.DEBTOR)
def letter_pdf(letter_id: str) -> Any:  # noqa: ANN401 - a file
    """One of the person's letters as PDF, made on request and kept nowhere."""
    found = next(
        ((one, text) for one, text in service.letters(person()) if one.id == letter_id), None
    )
    if found is None:
        return redirect(url_for("accounts.ticket"), 303)
    letter, text = found
    subject, _, body = text.partition("\n")
    answer = make_response(
        referrals.pdf_of(current_app.extensions["settings"], subject, body, letter.language)
    )
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = "attachment; filename=letter.pdf"
    return answer


@bp.post("/ticket/leave")
@open_to(Role.ANYONE)
def leave() -> Any:  # noqa: ANN401 - a page
    """End the visit; the code is needed again."""
    with work() as at:
        end_visit(at.session, request.cookies.get(current_app.config["TICKET_COOKIE"]))
    answer = redirect(url_for("public.start"), 303)
    answer.delete_cookie(current_app.config["TICKET_COOKIE"])
    return answer
