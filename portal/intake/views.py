"""The pages of reporting conduct and asking for help: ask, keep, ask on."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_wtf.csrf import CSRFError

from portal.intake import (
    files,
    pages,
    service,
    views_again,
    views_papers,
    views_pause,
    views_phone,
    views_save,
    views_send,
)
from portal.intake.browser import bp, draft_of_browser, place_of, places, remember, today
from portal.intake.forms import FORMS, Page
from portal.intake.named import companies
from portal.intake.pauses import Pause, pause_for
from portal.intake.service import Draft
from portal.intake.show import typed_lines, with_money
from portal.models import Role
from portal.web.db import db
from portal.web.permissions import open_to
from portal.web.work import work

__all__ = ["bp", "views_again", "views_papers", "views_pause", "views_phone"]

FROM_CHECK = {"from": pages.CHECK}
#: Buttons of a page that keep it open: another box, another sum.
STAYING = ("add_number", "add_time", "calc")


@bp.get("/begin/<any(report, help):door>")
@open_to(Role.ANYONE)
def begin(door: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Go to the first page of a door. Nothing is kept before something is answered."""
    sent = draft_of_browser(sent=True)
    if sent is not None and sent.ticket_id:
        return render_template("intake/sent.html", door=door, lines=[])
    other = begun_elsewhere(door)
    if other is not None:
        return two_at_once(door, other, [])
    return onward(door, pages.STEPS[door][0][0])


def begun_elsewhere(door: str) -> Draft | None:
    """What this browser is writing at the other door, if anything: it must not be lost unseen."""
    draft = draft_of_browser()
    return draft if draft is not None and draft.door != door and draft.answers else None


def two_at_once(door: str, other: Draft, lines: list[tuple[str, list[str]]]) -> str:
    """Ask what becomes of what was begun: go on with it, save it, or leave it for the new one."""
    return render_template("intake/two_at_once.html", door=door, other=other, lines=lines)


@bp.post("/begin/<any(report, help):door>")
@open_to(Role.ANYONE)
def begin_again(door: str) -> Any:  # noqa: ANN401 - a redirect
    """Begin another report after one was sent; the receipt of the first is left behind."""
    with work() as w:
        draft = service.new_draft(w.session, w.keyring, door, str(get_locale()), w.now)
    response: Response = onward(door, pages.STEPS[door][0][0])
    remember(response, draft)
    return response


@bp.route("/<any(report, help):door>/<page>", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def page(door: str, page: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """One page of questions: shown with what was answered, kept when it can be."""
    if not pages.knows(door, page):
        abort(404)
    draft = draft_of_browser(door)
    if page == pages.CHECK:
        return views_send.check(door, draft)
    saved = draft.answers if draft else {}
    if request.method == "POST" and page == files.PAGE:
        return files_taken(door, draft)
    if request.method == "POST":
        return taken(door, page, draft)
    if not pages.may_open(door, saved, page):
        return onward(door, pages.first_incomplete(door, saved))
    return shown(door, page, FORMS[page](saved, page, today(), places()), saved)


def taken(door: str, page: str, draft: Draft | None) -> Any:  # noqa: ANN401 - a page or a redirect
    """What was typed on a page: kept, or shown again with what is wrong."""
    saved = draft.answers if draft else {}
    form = FORMS[page](saved, page, today(), places())
    # Without our last field this was no form of ours, or only a part of one.
    if "_end" not in request.form or twice(form):
        abort(400)
    if draft is None and was_sent():
        return render_template("intake/sent.html", door=door, lines=typed_lines(form)), 409
    other = begun_elsewhere(door) if draft is None else None
    if other is not None:
        return two_at_once(door, other, typed_lines(form)), 409
    staying = next((name for name in STAYING if name in request.form), "")
    if staying.startswith("add"):
        return shown(door, page, form, saved, staying=staying)
    if not form.validate():
        # Whoever is called away in the middle of a page saves it as it is.
        if "save" in request.form and page not in saved:
            return keep(door, pages.unfinished(page), form, draft, staying)
        return shown(door, page, form, saved), 422
    return keep(door, page, form, draft, staying)


def files_taken(door: str, draft: Draft | None) -> Any:  # noqa: ANN401 - a page or a redirect
    """The page of files: what came is kept; a file that cannot be says why beside the others."""
    saved = draft.answers if draft else {}
    if draft is None or not pages.may_open(door, saved, files.PAGE) or "_end" not in request.form:
        return taken(door, files.PAGE, draft) if draft or was_sent() else onward(door, "who")
    wrong = files.change(draft)
    if wrong:
        form = FORMS[files.PAGE](draft.answers, files.PAGE, today(), places())
        form.files.errors = wrong
        return shown(door, files.PAGE, form, draft.answers), 422
    if "upload" in request.form or "remove" in request.form:
        more = {"from": pages.CHECK} if request.args.get("from") == pages.CHECK else {}
        here = url_for("intake.page", door=door, page=files.PAGE, **more)
        return redirect(here + "#your-files", 303)
    response: Response = after(door, files.PAGE, draft.answers[files.PAGE], draft, "")
    remember(response, draft)
    return response


def twice(form: Page) -> bool:
    """Whether a field that has one answer came with two: no page of ours sends that."""
    return any(
        len(request.form.getlist(field.name)) > 1
        for field in form.asked()
        if field.type not in ("AnyOf", "PhoneNumbers", "Times")
    )


def was_sent() -> bool:
    """Whether this browser has sent its report already, for instance in another tab."""
    sent = draft_of_browser(sent=True)
    return sent is not None and bool(sent.ticket_id)


def keep(door: str, page: str, form: Page, draft: Draft | None, staying: str) -> Any:  # noqa: ANN401 - a redirect
    """Save one page and go on: to what must be read first, where an answer calls for it."""
    values = form.answers()
    with work() as w:
        draft = draft or service.new_draft(w.session, w.keyring, door, str(get_locale()), w.now)
        service.save_page(w.session, w.keyring, draft, page, values, w.now)
    response: Response = after(door, page, values, draft, staying)
    remember(response, draft)
    return response


def after(door: str, page: str, values: Mapping[str, Any], draft: Draft, staying: str) -> Any:  # noqa: ANN401 - a redirect
    """Where a page that was kept leads."""
    if "save" in request.form:
        return views_save.keep_for_later(draft)
    if staying:
        return redirect(url_for("intake.page", door=door, page=page) + "#total", 303)
    interruption = interrupted(page, values, draft)
    if interruption:
        return redirect(interruption, 303)
    if request.args.get("from") == pages.CHECK:
        return onward(door, pages.first_incomplete(door, draft.answers))
    return onward(door, pages.page_after(door, draft.answers, page))


def interrupted(page: str, values: Mapping[str, Any], draft: Draft) -> str:
    """The page that must be read before the next question; nothing as a rule."""
    pause = pause_for(page, values, companies_on(page))
    if pause is Pause.DANGER:
        return url_for("intake.danger")
    if pause is not None:
        return url_for("intake.pause", kind=pause.value)
    if page == "offer" and with_money(draft.answers, place_of(draft))["over"]:
        return url_for("intake.pause", kind="offer")
    return ""


def companies_on(page: str) -> tuple[str, ...]:
    """The companies whose names this page is held against; no page but that of the collector needs them."""
    return companies(db.session()) if page == "collector" else ()


def onward(door: str, page: str) -> Any:  # noqa: ANN401 - a redirect
    """Send the browser to a page of the same door, asked for with GET."""
    return redirect(url_for("intake.page", door=door, page=page), 303)


def shown(
    door: str,
    page: str,
    form: Page,
    saved: Mapping[str, Mapping[str, Any]],
    *,
    staying: str = "",
    late: bool = False,
) -> str:
    """A page of questions with its step, its way back and everything typed."""
    number, of = pages.step_of(door, page)
    before = pages.page_before(door, saved, page)
    checking = request.args.get("from") == pages.CHECK
    if checking:
        back = url_for("intake.page", door=door, page=pages.CHECK)
    else:
        back = url_for("intake.page", door=door, page=before) if before else url_for("public.start")
    draft = draft_of_browser(door)
    return render_template(
        f"intake/{page}.html",
        form=form,
        door=door,
        page=page,
        step=number,
        steps=of,
        back_url=back,
        action=url_for("intake.page", door=door, page=page, **(FROM_CHECK if checking else {})),
        staying=staying,
        late=late,
        place=place_of(draft),
        by_phone=bool(draft and draft.staff_id),
        companies=companies_on(page),
        files=files.of(draft) if page == files.PAGE else (),
        **(with_money(saved, place_of(draft)) if page in pages.HELP_PAGES else {}),
    )


@bp.errorhandler(CSRFError)
def too_long_open(_error: CSRFError) -> Any:  # noqa: ANN401 - a page
    """A page open too long, or a browser without cookies: the same page again, everything typed kept."""
    door, name = (request.view_args or {}).get("door"), (request.view_args or {}).get("page")
    draft = draft_of_browser(door)
    saved = draft.answers if draft else {}
    if not door or not name or name not in FORMS or name == pages.CHECK:
        return views_send.late(draft)
    form = FORMS[name](saved, name, today(), places())
    return shown(str(door), str(name), form, saved, late=True), 400
