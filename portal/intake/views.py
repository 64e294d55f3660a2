"""The pages of reporting conduct and asking for help: ask, keep, ask on, send, show the receipt."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import get_locale

from portal.intake import answers as read
from portal.intake import pages, service
from portal.intake.forms import FORMS, Page
from portal.intake.receipt import receipt_of
from portal.intake.service import Draft
from portal.intake.show import emergency_bodies, sections
from portal.models import Role
from portal.web.db import db
from portal.web.permissions import open_to
from portal.web.work import keyring, now, work

bp = Blueprint("intake", __name__)

FROM_CHECK = {"from": pages.CHECK}


@bp.get("/begin/<any(report, help):door>")
@open_to(Role.ANYONE)
def begin(door: str) -> Any:  # noqa: ANN401 - a redirect
    """Go to the first page of a door. Nothing is kept before something is answered."""
    return redirect(url_for("intake.page", door=door, page=pages.STEPS[door][0][0]), 303)


@bp.route("/<any(report, help):door>/<page>", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def page(door: str, page: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """One page of questions: shown with what was answered, kept when it can be."""
    if not pages.knows(door, page):
        abort(404)
    draft = draft_of_browser(door)
    if page == pages.CHECK:
        return check(door, draft)
    saved = draft.answers if draft else {}
    if request.method == "GET" and not pages.may_open(door, saved, page):
        return onward(door, pages.first_incomplete(door, saved))
    form = FORMS[page](saved, page, today(), places())
    if request.method == "GET":
        return shown(door, page, form, saved)
    if "add_number" in request.form:
        return shown(door, page, form, saved, one_more=True)
    if not form.validate():
        return shown(door, page, form, saved), 422
    return keep(door, page, form, draft)


def keep(door: str, page: str, form: Page, draft: Draft | None) -> Any:  # noqa: ANN401 - a redirect
    """Save one page and go on: to the numbers to call first, where somebody may be in danger."""
    values = form.answers()
    with work() as w:
        draft = draft or service.new_draft(w.session, w.keyring, door, str(get_locale()), w.now)
        service.save_page(w.session, w.keyring, draft, page, values, w.now)
    response: Response
    if read.needs_numbers_now(page, values):
        response = redirect(url_for("intake.danger"), 303)
    elif request.args.get("from") == pages.CHECK:
        response = onward(door, pages.first_incomplete(door, draft.answers))
    else:
        response = onward(door, pages.page_after(door, draft.answers, page))
    remember(response, draft)
    return response


def onward(door: str, page: str) -> Any:  # noqa: ANN401 - a redirect
    """Send the browser to a page of the same door, asked for with GET."""
    return redirect(url_for("intake.page", door=door, page=page), 303)


def shown(
    door: str,
    page: str,
    form: Page,
    saved: Mapping[str, Mapping[str, Any]],
    *,
    one_more: bool = False,
) -> str:
    """A page of questions with its step, its way back and everything typed."""
    number, of = pages.step_of(door, page)
    before = pages.page_before(door, saved, page)
    checking = request.args.get("from") == pages.CHECK
    if checking:
        back = url_for("intake.page", door=door, page=pages.CHECK)
    else:
        back = url_for("intake.page", door=door, page=before) if before else url_for("public.start")
    return render_template(
        f"intake/{page}.html",
        form=form,
        door=door,
        page=page,
        step=number,
        steps=of,
        back_url=back,
        action=url_for("intake.page", door=door, page=page, **(FROM_CHECK if checking else {})),
        one_more=one_more,
    )


@bp.get("/danger")
@open_to(Role.ANYONE)
def danger() -> Any:  # noqa: ANN401 - a page or a redirect
    """Who to call at once, shown before the report goes on."""
    draft = draft_of_browser()
    if draft is None:
        return redirect(url_for("public.start"), 303)
    place = draft.answers.get("jurisdiction", {}).get("place") or places()[0]
    onward_page = pages.first_incomplete(draft.door, draft.answers)
    return render_template(
        "intake/danger.html",
        bodies=emergency_bodies(str(place), str(get_locale())),
        continue_url=url_for("intake.page", door=draft.door, page=onward_page),
    )


def check(door: str, draft: Draft | None, *, changed: bool = False) -> Any:  # noqa: ANN401 - a page or a redirect
    """Everything that will be sent, page by page, each with its way back."""
    saved = draft.answers if draft else {}
    if draft is None or not pages.may_open(door, saved, pages.CHECK):
        return onward(door, pages.first_incomplete(door, saved))
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
        changed=changed,
        sections=sections(door, saved, today(), places()),
        card_number=read.has_card_number(read.told(saved)),
        back_url=url_for("intake.page", door=door, page=before),
    )


@bp.post("/submit")
@open_to(Role.ANYONE)
def submit() -> Any:  # noqa: ANN401 - a page or a redirect
    """Send the report. Sent twice, it is one ticket with one receipt."""
    draft = draft_of_browser(sent=True)
    if draft is None:
        return redirect(url_for("public.start"), 303)
    if request.form.get("submission_id") != draft.submission_id:
        if draft.ticket_id:
            return redirect(url_for("intake.receipt"), 303)
        return check(draft.door, draft, changed=True), 422
    missing = pages.first_incomplete(draft.door, draft.answers)
    if missing != pages.CHECK:
        return onward(draft.door, missing)
    with work() as w:
        draft.answers = read.asked_answers(draft.door, draft.answers)
        settings = current_app.extensions["settings"]
        service.file(service.Filing(w.session, w.keyring, settings, w.now), draft)
    return redirect(url_for("intake.receipt"), 303)


@bp.get("/receipt")
@open_to(Role.ANYONE)
def receipt() -> Any:  # noqa: ANN401 - a page or a redirect
    """The receipt, for a day and only in the browser that sent the report."""
    draft = draft_of_browser(sent=True)
    if draft is None or draft.ticket_id is None:
        return redirect(url_for("public.start"), 303)
    return render_template("intake/receipt.html", **receipt_of(db.session(), keyring(), draft))


def draft_of_browser(door: str | None = None, *, sent: bool = False) -> Draft | None:
    """The report this browser is writing, at this door; one already sent only where asked for."""
    token = request.cookies.get(current_app.config["DRAFT_COOKIE"])
    draft = service.load_draft(db.session(), keyring(), token, now())
    if draft is None or (door and draft.door != door) or (draft.ticket_id and not sent):
        return None
    return draft


def remember(response: Response, draft: Draft) -> None:
    """Give the browser the only key to the draft; it forgets it when it is closed."""
    response.set_cookie(
        current_app.config["DRAFT_COOKIE"],
        draft.token,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
        path="/",
    )


def places() -> tuple[str, ...]:
    """The jurisdictions this installation serves."""
    return tuple(current_app.extensions["settings"].places)


def today() -> date:
    """The day it is where the day begins first among the places served; never yesterday for anyone."""
    return read.latest_date(now())
