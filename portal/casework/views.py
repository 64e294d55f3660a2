"""The ticket page of a supervisor, and what can be done from it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from portal.casework import deadlines, forms, referring, service
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.severity import Severity
from portal.domain.ticket import OPEN
from portal.jurisdictions.load import installed
from portal.letters.write import Leaving
from portal.models import ContactLimit, Hold, Outcome, Referral, Role, Ticket
from portal.referrals import service as referrals
from portal.routing import takers
from portal.search.asked_for import WAITING, Proposed, proposed
from portal.search.links import earlier_of, linked
from portal.web.db import db
from portal.web.decisions import decision_full, rising, who_looks_again, who_takes
from portal.web.errors import sentence
from portal.web.filters import today_at
from portal.web.forms import PortalForm, read_mark, wants_to_read
from portal.web.permissions import open_to, signed_in, visible_ticket
from portal.web.presence import open_here
from portal.web.work import keyring, now, work

bp = Blueprint("casework", __name__)

TABS = ("timeline", "reply", "note", "referral", "triage", "people", "deadline", "holds")


def desk() -> service.Desk:
    """What the verbs need, for reading."""
    from flask import current_app  # noqa: PLC0415 - only inside a request

    return service.Desk(
        db.session(), keyring(), current_app.extensions["settings"], now(), signed_in()
    )


@bp.get("/tickets/<number>")
@open_to(Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)
def ticket(number: str) -> Any:  # noqa: ANN401 - a page
    """Everything about one ticket, its timeline below."""
    return page(visible_ticket(number), "timeline")


@bp.get("/tickets/<number>/<any(reply, note, referral, triage, people, deadline, holds):tab>")
@open_to(Role.SUPERVISOR)
def tab(number: str, tab: str) -> Any:  # noqa: ANN401 - a page
    """The ticket with one of its forms below."""
    return page(visible_ticket(number), tab)


@bp.post("/tickets/<number>/reply")
@open_to(Role.SUPERVISOR)
def reply(number: str) -> Any:  # noqa: ANN401 - a page
    """Answer the person."""
    shown, form = visible_ticket(number), forms.ReplyForm()

    def read(at: service.Desk) -> Leaving:
        if form.send_as.data == "letter":
            return deadlines.progress_leaving(at, shown, form.words.data)
        return service.reply_leaving(at, shown, form.words.data)

    def send(at: service.Desk) -> None:
        if form.send_as.data == "letter":
            deadlines.progress(at, shown, form.words.data)
        else:
            service.reply(at, shown, form.words.data)

    return done(shown, "reply", form, send, read)


@bp.post("/tickets/<number>/note")
@open_to(Role.SUPERVISOR)
def note(number: str) -> Any:  # noqa: ANN401 - a page
    """Add a note for colleagues."""
    shown, form = visible_ticket(number), forms.NoteForm()
    return done(shown, "note", form, lambda at: service.note(at, shown, form.words.data))


@bp.post("/tickets/<number>/triage")
@open_to(Role.SUPERVISOR)
def change_triage(number: str) -> Any:  # noqa: ANN401 - a page
    """Change severity or desk, with a reason."""
    shown, form = visible_ticket(number), forms.TriageForm()
    return done(
        shown,
        "triage",
        form,
        lambda at: service.change_triage(
            at, shown, Severity(form.severity.data), form.desk.data, form.reason.data
        ),
    )


@bp.post("/tickets/<number>/deadline")
@open_to(Role.SUPERVISOR)
def extend(number: str) -> Any:  # noqa: ANN401 - a page
    """Move a promised date, as far as the rule pack allows."""
    shown = visible_ticket(number)
    form = extend_form(shown)

    def read(at: service.Desk) -> Leaving:
        clock, to, words = form.clock.data, form.to.data, form.words.data
        deadlines.allowed(at, shown, clock, to, words)
        said = deadlines.moved_words(shown, clock, to, words)
        return deadlines.progress_leaving(at, shown, said)

    def move(at: service.Desk) -> None:
        clock, to, words = form.clock.data, form.to.data, form.words.data
        deadlines.extend(at, shown, clock, to, reason=form.why.data, words=words)

    return done(shown, "deadline", form, move, read)


@bp.post("/tickets/<number>/reassign")
@open_to(Role.SUPERVISOR)
def reassign(number: str) -> Any:  # noqa: ANN401 - a page
    """Give the ticket to a colleague who is free of any conflict."""
    shown, form = visible_ticket(number), forms.ReassignForm()

    def give(at: service.Desk) -> None:
        free = takers(at.session, shown, at.routing(shown).today)
        to = next((one for one in free if str(one.id) == form.owner.data), None)
        if to is None:
            raise NotAllowed("This person has a conflict of interest or is away.")
        service.reassign(at, shown, to)

    return done(shown, "people", form, give)


@bp.post("/tickets/<number>/tie")
@open_to(Role.SUPERVISOR)
def declare_tie(number: str) -> Any:  # noqa: ANN401 - a page
    """Hand over: I have a connection."""
    shown, form = visible_ticket(number), reason_form("why-tie")
    if not form.validate_on_submit():
        return page(shown, "people", form), 422
    with work():
        service.declare_tie(desk(), shown, form.reason.data)
    return redirect(url_for("triage.queue"), 303)


@bp.post("/tickets/<number>/identity")
@open_to(Role.SUPERVISOR, fresh=True)
def identity(number: str) -> Any:  # noqa: ANN401 - a page
    """Show who the person is; the look is recorded with its purpose."""
    shown, form = visible_ticket(number), reason_form("why-identity")
    if not form.validate_on_submit():
        return page(shown, "people", form), 422
    try:
        with work():
            person = service.identity(desk(), shown, form.reason.data)
    except Incomplete as problem:
        return page(visible_ticket(number), "people", form, refusal=sentence(problem)), 422
    return page(shown, "people", person=person)


@bp.post("/tickets/<number>/refer")
@open_to(Role.SUPERVISOR)
def refer(number: str) -> Any:  # noqa: ANN401 - a page
    """Send the letter to the body, which the person agreed to."""
    shown, form = visible_ticket(number), forms.ReferForm()

    def read(at: service.Desk) -> Leaving:
        return referrals.leaving_for(at, shown, form.body.data, form.text.data)

    def send(at: service.Desk) -> None:
        referring.refer(at, shown, form.body.data, form.text.data)

    return done(shown, "referral", form, send, read)


def done(
    shown: Ticket,
    tab: str,
    form: PortalForm,
    verb: Callable[[service.Desk], object],
    read: Callable[[service.Desk], Leaving] | None = None,
) -> Any:  # noqa: ANN401 - a page or a redirect
    """The usual end of a form: do it and show the ticket, or show the form again with its errors.

    What leaves for the person or a body is shown first, as it would leave; if it was changed after
    it was read it is shown again.
    """
    if not form.validate_on_submit():
        return page(shown, tab, form), 422
    try:
        if read is not None and wants_to_read():
            return page(shown, tab, form, leaving=read(desk()), read=read_mark_of_form())
        with work():
            verb(desk())
    except Incomplete as problem:
        return page(visible_ticket(shown.number), tab, form, refusal=sentence(problem)), 422
    return redirect(url_for("casework.ticket", number=shown.number), 303)


def page(shown: Ticket, tab: str, form: PortalForm | None = None, **more: Any) -> str:  # noqa: ANN401 - handed to the template
    """The ticket page with one tab open."""
    at, session = desk(), db.session()
    history, said = service.history(at, shown), service.said(at, shown)
    record = decision_full(
        session, at.box(shown), shown, today_at(shown.jurisdiction, shown.region)
    )
    work = at.routing(shown)
    clocks, earlier = service.clocks(session, shown), earlier_of(session, at.staff, shown, at.now)
    going_up = rising(shown, record, [entry for entry, _ in history], clocks, earlier=earlier)
    return render_template(
        "casework/ticket.html",
        ticket=shown,
        tab=tab,
        form=form or blank(tab, shown),
        tabs=TABS,
        said=said,
        asked_for=asked_for(session, shown, said),
        allegations=service.allegations(session, shown),
        decision=service.last_decision(session, shown),
        clocks=clocks,
        rising=going_up,
        goes_up_to=who_takes(work, shown, going_up) if shown.state in OPEN else "",
        again=who_looks_again(work, shown),
        history=history,
        names=service.names(session, [entry for entry, _words in history]),
        **hanging_on(session, shown),
        free=takers(session, shown, work.today) if tab == "people" else (),
        viewers=open_here(shown.id, at.staff, tab),
        movable=deadlines.movable(at, shown) if tab == "deadline" else (),
        previews=referrals.previews(at, shown) if tab == "referral" else (),
        pack=installed()[shown.pack_id],
        record=record,
        cues=record.cues,
        links=linked(session, at.staff, shown),
        earlier=earlier,
        **more,
    )


def asked_for(session: Session, shown: Ticket, said: dict[str, Any]) -> list[Proposed]:
    """Whom a report about nobody known may be about, while that can still be said."""
    waits = shown.collector_id is None and shown.state in WAITING
    return proposed(session, said) if waits else []


def hanging_on(session: Session, shown: Ticket) -> dict[str, Any]:
    """What was stopped, limited, offered and decided on a ticket."""
    kinds: dict[str, Any] = {
        "holds": Hold, "limits": ContactLimit, "referrals": Referral, "outcomes": Outcome,
    }  # fmt: skip
    return {
        name: session.scalars(select(kind).where(kind.ticket_id == shown.id)).all()
        for name, kind in kinds.items()
    }


def reason_form(place: str) -> forms.ReasonForm:
    """The form of one reason; the page has two of them, so each is known by its place."""
    form = forms.ReasonForm()
    form.reason.id = place
    return form


def read_mark_of_form() -> str:
    """The mark of what was typed, which the button to send carries."""
    return read_mark(request.form.items(multi=True))


def blank(tab: str, shown: Ticket) -> PortalForm:
    """An empty form for a tab."""
    if tab == "triage":
        return forms.TriageForm(formdata=None, severity=shown.severity.value, desk=shown.desk)
    if tab == "deadline":
        return extend_form(shown, formdata=None)
    kinds = {
        "reply": forms.ReplyForm,
        "note": forms.NoteForm,
        "people": forms.ReasonForm,
        "holds": forms.HoldForm,
    }
    return kinds.get(tab, forms.ReferForm)(formdata=None)


def extend_form(shown: Ticket, **given: Any) -> forms.ExtendForm:  # noqa: ANN401 - handed to the form
    """The form of moving a date, with the dates of this ticket that may move."""
    form = forms.ExtendForm(**given)
    form.clock.choices = [
        SelectChoice(one.clock.rule_id, one.clock.rule_id)
        for one in deadlines.movable(desk(), shown)
    ]
    return form
