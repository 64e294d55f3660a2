"""Papers to take along, made on request and kept nowhere; and the dates by mail."""

from typing import Any

from flask import Response, current_app, make_response, redirect, url_for
from flask_babel import get_locale, gettext

from portal.intake import answers as read
from portal.intake import papers
from portal.intake.browser import bp, draft_of_browser, place_of, places, today
from portal.intake.receipt import Receipt, mail_dates_of, receipt_of
from portal.intake.service import Draft
from portal.intake.show import proposal_of, sections
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.letters.pdf import typeset
from portal.models import Role
from portal.web import limits
from portal.web.db import db
from portal.web.filters import long_date, moment, pack_word
from portal.web.locale import speaking
from portal.web.permissions import open_to
from portal.web.work import keyring, now, work

#: One address gets at most so many mails of this kind in a day: nobody is flooded through us.
MAILS_A_DAY = 3


def house() -> str:
    """The organisation in the language of the sheet."""
    settings = current_app.extensions["settings"]
    return str(settings.in_language("organisation", str(get_locale())))


def as_pdf(pages: list[dict[str, Any]]) -> Response:
    """The sheets as a file to save; its name says nothing."""
    answer = make_response(papers.sheet(pages))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f"attachment; filename={papers.file_name(today())}"
    return answer


def page_of(title: str, blocks: list[dict[str, Any]], code: str = "") -> dict[str, Any]:
    """One sheet in the language being spoken."""
    return {
        **typeset(str(get_locale())),
        "organisation": house(),
        "title": title,
        "code": code,
        "blocks": blocks,
    }


def block(title: str, rows: list[tuple[str, str]], *paragraphs: str) -> dict[str, Any]:
    """A part of a sheet."""
    return {"title": title, "rows": rows, "paragraphs": list(paragraphs)}


@bp.get("/copy")
@open_to(Role.ANYONE)
def copy() -> Any:  # noqa: ANN401 - a file or a redirect
    """Everything on the check page, as PDF."""
    draft = draft_of_browser(sent=True)
    if draft is None:
        return redirect(url_for("public.start"), 303)
    asked = sections(draft.door, draft.answers, today(), places(), place_of(draft))
    blocks = [
        block(
            str(part["heading"]),
            [(label, "\n".join(lines) or gettext("Not given")) for label, lines in part["rows"]],
        )
        for part in asked
        if part["rows"]
    ]
    return as_pdf([page_of(gettext("Your answers"), blocks)])


@bp.get("/proposal")
@open_to(Role.ANYONE)
def proposal() -> Any:  # noqa: ANN401 - a file or a redirect
    """A repayment proposal of one page, in the person's language and in that of whoever reads it."""
    draft = draft_of_browser(sent=True)
    if draft is None:
        return redirect(url_for("public.start"), 303)
    sheets, pack = [], installed()[place_of(draft)]
    day = pack.local_date(now())
    for language in two_languages(str(get_locale()), pack.language):
        with speaking(language):
            title, blocks = proposal_of(draft.answers, place_of(draft), day)
            sheets.append(page_of(title, [block(*one) for one in blocks]))
    return as_pdf(sheets)


def two_languages(own: str, of_place: str) -> tuple[str, str]:
    """The person's language and that of the place; another one of ours where both are the same."""
    return own, next(one for one in (of_place, *LANGUAGES) if one != own)


@bp.get("/receipt/pdf")
@open_to(Role.ANYONE)
def receipt_pdf() -> Any:  # noqa: ANN401 - a file or a redirect
    """The receipt as PDF, with the code on it for whoever keeps it."""
    draft = draft_of_browser(sent=True)
    if draft is None or draft.ticket_id is None:
        return redirect(url_for("intake.receipt"), 303)
    shown = receipt_of(db.session(), keyring(), draft)
    ticket, code = shown["ticket"], shown["code_groups"]
    place = ticket.jurisdiction
    dates = [
        (long_date(step.due_on), pack_word(place, "clock", step.rule_id)) for step in shown["steps"]
    ]
    blocks = [
        block("", [(gettext("Ticket number"), ticket.number),
                   (gettext("Sent on"), moment(ticket.received_at, place)), *ways_back()]),
        block(gettext("What happens next"), dates),
    ]  # fmt: skip
    title = gettext("Your receipt code – keep it private") if code else gettext("Your ticket")
    return as_pdf([page_of(title, blocks, " ".join(code))])


def ways_back() -> list[tuple[str, str]]:
    """Where the code is entered, and whom to call: a paper is read when the page is long closed."""
    settings = current_app.extensions["settings"]
    page = (gettext("Check your ticket"), settings.address_of("/track"))
    return [page, (gettext("Prefer to talk?"), settings.phone)] if settings.phone else [page]


@bp.post("/receipt/dates")
@open_to(Role.ANYONE)
def mail_dates() -> Any:  # noqa: ANN401 - a page or a redirect
    """Mail the ticket number and the dates to the address that was given; never the code."""
    draft = draft_of_browser(sent=True)
    choice = choice_of(draft)
    if draft is None or draft.ticket_id is None or choice is None:
        return redirect(url_for("intake.receipt"), 303)
    with work() as w:
        allowed = limits.spend_day(w.session, limits.mailbox(choice.email), w.now) <= MAILS_A_DAY
        if allowed:
            at = Receipt(w.session, w.keyring, current_app.extensions["settings"], w.now)
            mail_dates_of(at, draft, choice)
    return redirect(url_for("intake.receipt", mailed="yes"), 303)


def choice_of(draft: Draft | None) -> Any:  # noqa: ANN401 - a choice or nothing
    """How the person wants to be reached, where that is by mail."""
    if draft is None:
        return None
    zone = installed()[place_of(draft)].zone_of(read.region(draft.answers))
    choice = read.contact_choice(draft.answers, zone)
    return choice if choice.reply_by == "email" and choice.email else None
