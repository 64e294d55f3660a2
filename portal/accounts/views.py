"""The person's own ticket, opened by the receipt code alone."""

from collections.abc import Callable
from typing import Any

from flask import (
    Blueprint,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy.orm.exc import StaleDataError
from wtforms import Field

from portal.accounts import forms, own_data, service
from portal.accounts.changing import is_covered
from portal.accounts.heeding import to_call
from portal.accounts.next_steps import step_open_to
from portal.domain.errors import PortalError
from portal.domain.ticket import State
from portal.evidence.service import refused_of
from portal.letters.kept import by_line
from portal.models import Role, Ticket
from portal.referrals import service as referrals
from portal.web import carried, limits, slow
from portal.web.code_form import ReceiptCode, not_found
from portal.web.db import db
from portal.web.decisions import decision_plain
from portal.web.errors import sentence
from portal.web.filters import today_at
from portal.web.forms import PortalForm
from portal.web.locale import choose
from portal.web.permissions import VisitOver, current_visit_ticket, open_to
from portal.web.visits import begin_visit, end_visit, remember_visit
from portal.web.work import keyring, now, work

bp = Blueprint("accounts", __name__)


def person() -> service.Person:
    """The person whose visit this is."""
    ticket = current_visit_ticket()
    assert ticket is not None  # noqa: S101 - open_to(Role.DEBTOR) has already sent others away
    return service.Person(
        db.session(), keyring(), current_app.extensions["settings"], now(), ticket
    )


def tried(verb: Callable[[], object]) -> None:
    """Do it. Pressed twice at once, the slower one is done upon what the other wrote: nobody is alarmed."""
    try:
        with work():
            verb()
    except StaleDataError:
        with work():
            verb()


def not_now(heading: str, require: Callable[[Ticket], None]) -> str | None:
    """The page that says why something cannot be done, before anybody fills in its form.

    None where it can be done. What was sent is refused beside its form, which keeps it.
    """
    if request.method == "POST":
        return None
    try:
        require(person().ticket)
    except PortalError as refusal:
        reason = sentence(refusal)
        withdrawn = person().ticket.state is State.WITHDRAWN
        return render_template(
            "accounts/not_now.html", heading=heading, reason=reason, withdrawn=withdrawn
        )
    return None


def done(field: Field, verb: Callable[[], object]) -> bool:
    """Do it, or say at this field why it cannot be done, with everything typed still on the page."""
    try:
        tried(verb)
    except PortalError as refusal:
        # What the refused attempt touched is read again from the tables.
        g.pop("visit_ticket", None)
        field.errors = [sentence(refusal)]
        return False
    return True


def back_to_ticket(at: service.Person, words: str) -> Any:  # noqa: ANN401 - a redirect
    """The ticket page; where a life may hang on what was written, with the numbers to call on top."""
    changed = "now" if at.is_urgent(words) else None
    return redirect(url_for("accounts.ticket", changed=changed), 303)


@bp.route("/track", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def track() -> Any:  # noqa: ANN401 - a page
    """Enter the receipt code; wrong, erased and ended codes get the same answer."""
    form = ReceiptCode()
    if request.method == "GET" or not form.is_typed():
        return code_page(form), 422 if form.code.errors else 200
    slow.before_look_up()
    typed = form.code.data or ""
    ticket = service.find(db.session(), keyring(), typed)
    if ticket is None and service.is_save_code(db.session(), keyring(), typed):
        # The page of save codes takes it from here, with the very form that was sent.
        return redirect(url_for("intake.resume"), 307)
    return opened(ticket) if ticket is not None else unknown(form)


def unknown(form: ReceiptCode) -> Any:  # noqa: ANN401 - a page
    """A code that opens nothing: counted, and answered like every other one."""
    with work() as at:
        limits.count_failure(at.session, at.now)
    form.code.errors = [not_found()]
    return code_page(form), 422


def opened(ticket: Ticket) -> Any:  # noqa: ANN401 - a page or a redirect
    """The visit begins; what was typed before it is shown with a button to send it."""
    with work() as at:
        token = begin_visit(at.session, ticket, at.now)
    to, pairs = carried.carried()
    answer = (
        make_response(carried.send_again(to, pairs))
        if to
        else redirect(url_for("accounts.ticket"), 303)
    )
    remember_visit(answer, token)
    return answer


def code_page(form: ReceiptCode) -> str:
    """The page that asks for the code, with whatever was typed before the visit ended."""
    to, pairs = carried.carried()
    return render_template(
        "accounts/track.html", form=form, carried_to=to, carried=carried.as_fields(pairs)
    )


@bp.app_errorhandler(VisitOver)
def over(_error: VisitOver) -> Any:  # noqa: ANN401 - a page or a redirect
    """The visit ended: ask for the code again, and keep what somebody was just writing."""
    to, _pairs = carried.from_own_page()
    if not to:
        return redirect(url_for("accounts.track"), 303)
    return code_page(ReceiptCode(formdata=None)), 403


@bp.get("/ticket")
@open_to(Role.DEBTOR)
def ticket() -> Any:  # noqa: ANN401 - a page
    """Where the ticket stands, what happened so far, and the next date."""
    return page(forms.MessageForm(formdata=None))


#: More of one message than anybody can send is not read for danger.
MOST_READ = 20_000


def cannot_wait(at: service.Person, form: PortalForm) -> bool:
    """Whether a life may hang on what was just written; also where it was too long, or could not be added."""
    if request.args.get("changed") == "now":
        return True
    return bool(form.errors) and at.is_urgent((form["words"].data or "")[:MOST_READ])


def page(form: PortalForm) -> str:
    """The person's ticket page."""
    at = person()
    timeline, letters = service.timeline(at), service.letters(at)
    return render_template(
        "accounts/ticket.html",
        ticket=at.ticket,
        form=form,
        timeline=timeline,
        clocks=service.clocks(at),
        letters=letters,
        letter_lines=by_line((line for line, _ in timeline), (letter for letter, _ in letters)),
        referrals=referrals.of(at.session, at.ticket),
        step=step_open_to(at),
        deletion=own_data.deletion(at),
        may_judge=service.may_judge(at),
        to_call=to_call(at.ticket, choose()) if cannot_wait(at, form) else [],
        refused_files=refused_of(at.session, at.keyring, at.ticket) if not is_covered(at) else [],
        hideable=service.MAY_BE_HIDDEN,
        why=decision_plain(
            at.session, at.ticket, today_at(at.ticket.jurisdiction, at.ticket.region)
        ),
    )


@bp.post("/ticket/message")
@open_to(Role.DEBTOR)
def message() -> Any:  # noqa: ANN401 - a page
    """Write to the supervisor."""
    form, at = forms.MessageForm(), person()
    if not form.validate_on_submit():
        return page(form), 422
    if not done(form.words, lambda: service.write(at, form.words.data or "")):
        return page(form), 422
    return back_to_ticket(at, form.words.data or "")


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
