"""The last look, sending, and the receipt."""

from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from portal.domain.masking import has_card_number
from portal.domain.retelling import told
from portal.domain.ticket import Source
from portal.intake import answers as read
from portal.intake import files, pages, phone, service, views_save
from portal.intake.browser import bp, draft_of_browser, place_of, places, today
from portal.intake.forms import FORMS
from portal.intake.receipt import picture_of, receipt_of
from portal.intake.service import Draft
from portal.intake.show import sections
from portal.intake.views_papers import choice_of
from portal.models import Role, Ticket
from portal.referrals import service as referrals
from portal.web import limits, proof, slow
from portal.web.db import db
from portal.web.decisions import decision_plain
from portal.web.permissions import current_staff, open_to
from portal.web.visits import begin_visit, remember_visit
from portal.web.work import keyring, now, work


def check(door: str, draft: Draft | None, *, note: str = "") -> Any:  # noqa: ANN401 - a page or a redirect
    """Everything that will be sent, page by page, each with its way back."""
    saved = draft.answers if draft else {}
    if draft is None or not pages.may_open(door, saved, pages.CHECK):
        return redirect(
            url_for("intake.page", door=door, page=pages.first_incomplete(door, saved)), 303
        )
    form = FORMS[pages.CHECK](saved, pages.CHECK, today(), places())
    form.submission_id.data = draft.submission_id
    number, of = pages.step_of(door, pages.CHECK)
    before = pages.page_before(door, saved, pages.CHECK)
    return render_template(
        "intake/check.html",
        form=form,
        door=door,
        page=pages.CHECK,
        step=number,
        steps=of,
        note=note,
        sections=sections(door, saved, today(), places(), place_of(draft)),
        card_number=has_card_number(told(saved)),
        long_ago=read.is_long_ago(saved, today()),
        by_phone=bool(draft.staff_id),
        files=files.of(draft),
        back_url=url_for("intake.page", door=door, page=before),
    )


def late(draft: Draft | None) -> Any:  # noqa: ANN401 - a page or a redirect
    """The check page was open too long: show it again, with everything in it."""
    if draft is None or draft.ticket_id:
        return redirect(url_for("public.start"), 303)
    answer = check(draft.door, draft, note="late")
    return (answer, 400) if isinstance(answer, str) else answer


@bp.post("/submit")
@open_to(Role.ANYONE)
def submit() -> Any:  # noqa: ANN401 - a page or a redirect
    """Send the report. Sent twice, it is one ticket with one receipt."""
    draft = draft_of_browser(sent=True)
    if draft is None:
        return redirect(url_for("public.start"), 303)
    if request.form.getlist("submission_id") != [draft.submission_id]:
        if draft.ticket_id:
            return redirect(url_for("intake.receipt"), 303)
        return check(draft.door, draft, note="changed"), 422
    if "save" in request.form:
        return views_save.keep_for_later(draft)
    return before_sending(draft) or sent(draft)


def before_sending(draft: Draft) -> Any:  # noqa: ANN401 - a page, a redirect or nothing
    """What still stands between this report and its ticket; nothing as a rule."""
    if draft.ticket_id:
        return None
    missing = pages.first_incomplete(draft.door, draft.answers)
    if missing != pages.CHECK:
        return redirect(url_for("intake.page", door=draft.door, page=missing), 303)
    if draft.staff_id and not may_send(draft):
        return check(draft.door, draft, note="unread"), 422
    slow.before_report()
    return None


def may_send(draft: Draft) -> bool:
    """Whether what a caller said was read back, by the very person who wrote it down."""
    staff = current_staff()
    if staff is None or staff.id != draft.staff_id:
        abort(403)
    return "read_back" in request.form


def sent(draft: Draft) -> Any:  # noqa: ANN401 - a redirect
    """Show the receipt of a report that was just filed, by this form or by its twin.

    A browser that is pressed twice sends the same form twice at once. One of them files the report;
    the other finds its ticket there when it wants to write, and the receipt is the same.
    """
    try:
        filed(draft)
    except IntegrityError:
        again = draft_of_browser(sent=True)
        if again is None:
            raise
        if not again.ticket_id:
            # Another report was given the same number in the same moment; this one gets a new one.
            filed(again)
    return redirect(url_for("intake.receipt"), 303)


def filed(draft: Draft) -> None:
    """File the report; a flood is set aside for a person to look at."""
    flood = not draft.ticket_id and proof.is_flood(db.session(), now())
    source = Source.PHONE if draft.staff_id else Source.WEB
    with work() as w:
        draft.answers = read.asked_answers(draft.door, draft.answers)
        settings = current_app.extensions["settings"]
        counted = not draft.ticket_id and not proof.is_trusted()
        at = service.Filing(w.session, w.keyring, settings, w.now, source, screened=flood)
        done = service.file(at, draft)
        if draft.staff_id and not done.repeated:
            phone.hand_over(w.session, w.keyring, settings, draft, w.now)
        if counted:
            limits.spend(w.session, proof.key(), w.now)


@bp.get("/receipt")
@open_to(Role.ANYONE)
def receipt() -> Any:  # noqa: ANN401 - a page or a redirect
    """The receipt, for a day and only in the browser that sent the report."""
    return the_receipt("intake/receipt.html")


@bp.get("/receipt/print")
@open_to(Role.ANYONE)
def receipt_print() -> Any:  # noqa: ANN401 - a page or a redirect
    """The receipt on a sheet of paper, for browsers that print without a button of ours."""
    return the_receipt("intake/receipt_print.html")


@bp.post("/receipt/referral")
@open_to(Role.ANYONE)
def to_referral() -> Any:  # noqa: ANN401 - a redirect
    """From the receipt to the organisations that may help: whoever is shown the code need not type it."""
    draft = draft_of_browser(sent=True)
    if draft is None or draft.ticket_id is None or draft.staff_id:
        return redirect(url_for("accounts.track"), 303)
    ticket = db.session.get_one(Ticket, draft.ticket_id)
    with work() as w:
        token = begin_visit(w.session, ticket, w.now)
    answer = redirect(url_for("own_referral.offers"), 303)
    remember_visit(answer, token)
    return answer


def the_receipt(template: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """The receipt in one of its shapes, or the way to where the code opens the ticket."""
    draft = draft_of_browser(sent=True)
    if draft is None or draft.ticket_id is None:
        return render_template("intake/receipt_seen.html")
    shown = receipt_of(db.session(), keyring(), draft)
    choice = choice_of(draft)
    address = choice.email if choice and not draft.staff_id else ""
    ticket = shown["ticket"]
    why = decision_plain(db.session(), ticket, today()) if ticket else None
    return render_template(
        template,
        why=why,
        door=draft.door,
        qr=picture_of(current_app.extensions["settings"].address_of("/track")),
        may_mail=bool(address) and "mailed" not in request.args,
        mailed=masked(address) if "mailed" in request.args else "",
        handed_over=bool(draft.staff_id and choice),
        offers=bool(ticket and not draft.staff_id and referrals.of(db.session(), ticket)),
        **shown,
    )


def masked(address: str) -> str:
    """An address as much as its owner needs to know it again."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host}" if host else ""
