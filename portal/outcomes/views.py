"""Deciding a ticket, and the second supervisor's agreement."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.domain.errors import PortalError, Stale
from portal.domain.letters import ContactChoice
from portal.domain.ticket import State
from portal.jurisdictions.load import installed
from portal.models import Role, Ticket
from portal.outcomes import forms, service, told
from portal.routing import contact_of
from portal.web.db import db
from portal.web.errors import sentence
from portal.web.filters import pack_word
from portal.web.forms import read_mark, wants_to_read
from portal.web.permissions import open_to, signed_in, visible_ticket
from portal.web.presence import open_here
from portal.web.work import keyring, now, work

bp = Blueprint("outcomes", __name__)


def deciding() -> service.Deciding:
    """What the verbs need."""
    settings = current_app.extensions["settings"]
    return service.Deciding(db.session(), keyring(), settings, now(), signed_in())


@bp.route("/tickets/<number>/outcome", methods=["GET", "POST"])
@open_to(Role.SUPERVISOR)
def decide(number: str) -> Any:  # noqa: ANN401 - a page
    """One finding for each allegation, the remedies, and the words the person will read."""
    ticket = visible_ticket(number)
    if ticket.state is State.AWAITING_AGREEMENT:
        if request.method == "POST":
            raise Stale("Someone else changed this in the meantime")
        return redirect(url_for("outcomes.agreement", number=number), 303)
    rows = service.allegations_of(db.session(), ticket)
    form = forms.outcome_form(rows, ticket.jurisdiction, asks_for_help=ticket.is_help)
    refusal, letter = "", None
    if form.validate_on_submit():
        try:
            decision = with_contact(ticket, form.outcome(rows))
            if wants_to_read():
                letter = service.typed_leaving(deciding(), ticket, decision)
            else:
                with work():
                    service.propose(deciding(), ticket, decision)
                return redirect(url_for("casework.ticket", number=number), 303)
        except PortalError as problem:
            refusal = refused(problem, ticket)
    status = 422 if form.errors or refusal else 200
    return deciding_page(visible_ticket(number), form, refusal, letter), status


def refused(problem: PortalError, ticket: Ticket) -> str:
    """Why the outcome was not taken, in words: an allegation by its name and not by its code."""
    if "allegation" in problem.params:
        code = str(problem.params["allegation"])
        problem.params["allegation"] = pack_word(ticket.jurisdiction, "conduct", code)
    return sentence(problem)


def deciding_page(ticket: Ticket, form: Any, refusal: str, letter: Any) -> str:  # noqa: ANN401 - a form of the ticket's own questions, a letter or none
    """The page of findings with all that was typed, and the letter as it would leave."""
    return render_template(
        "outcomes/decide.html",
        ticket=ticket,
        form=form,
        allegations=service.allegations_of(db.session(), ticket),
        refusal=refusal,
        leaving=letter,
        read=read_mark(request.form.items(multi=True)),
        viewers=open_here(ticket.id, signed_in(), "outcome"),
        asked=told.asked_help(deciding(), ticket),
        currency=installed()[ticket.pack_id].currency,
    )


@bp.get("/tickets/<number>/agreement")
@open_to(Role.SUPERVISOR)
def agreement(number: str) -> Any:  # noqa: ANN401 - a page
    """What the first supervisor decided, for the second to read."""
    return agreement_page(visible_ticket(number), forms.SendBackForm(formdata=None))


@bp.post("/tickets/<number>/agree")
@open_to(Role.SUPERVISOR)
def agree(number: str) -> Any:  # noqa: ANN401 - a page
    """The second supervisor agrees."""
    ticket = visible_ticket(number)
    with work():
        service.agree(deciding(), ticket, contact(ticket))
    return redirect(url_for("casework.ticket", number=number), 303)


@bp.post("/tickets/<number>/send-back")
@open_to(Role.SUPERVISOR)
def send_back(number: str) -> Any:  # noqa: ANN401 - a page
    """The second supervisor does not agree."""
    ticket, form = visible_ticket(number), forms.SendBackForm()
    if not form.validate_on_submit():
        return agreement_page(ticket, form), 422
    with work():
        service.send_back(deciding(), ticket, form.reason.data)
    return redirect(url_for("casework.ticket", number=number), 303)


def agreement_page(ticket: Ticket, form: forms.SendBackForm) -> str:
    """The proposed outcome with its findings."""
    at = deciding()
    outcome = service.waiting(at.session, ticket)
    findings = told.findings_in_words(at, at.box(ticket), outcome)
    if form.reason.errors and not form.reason.data and outcome.proposed_by == at.staff.id:
        form.reason.errors = [gettext("Say why you take it back")]
    return render_template(
        "outcomes/agreement.html",
        ticket=ticket,
        outcome=outcome,
        findings=findings,
        form=form,
        leaving=service.kept_leaving(at, ticket, outcome, contact(ticket)),
        help_words=told.help_in_words(at, ticket, outcome),
    )


def with_contact(ticket: Ticket, decision: service.Decision) -> service.Decision:
    """The decision with the person's safe-contact choice, which the letter obeys."""
    return replace(decision, contact=contact(ticket))


def contact(ticket: Ticket) -> ContactChoice | None:
    """How the person may be reached."""
    return contact_of(db.session(), deciding().box(ticket), ticket)
