"""The pages of a new receipt code: in place of one that is known, and of one that was lost."""

import re
import secrets
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from flask_babel import get_locale, gettext
from wtforms import HiddenField

from portal.accounts import codes, recovery, service
from portal.accounts.step_up import CodeAgain
from portal.accounts.views import person
from portal.domain.receipt import grouped
from portal.models import Role, Ticket
from portal.web import limits
from portal.web.db import db
from portal.web.fields import Text
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.permissions import open_to
from portal.web.visits import end_other_visits
from portal.web.work import keyring, now, work

bp = Blueprint("lost", __name__)

#: So often one network may ask for a lost code in a day.
ASKS_A_DAY = 20
COOKIE = "RECOVERY_COOKIE"


class NewCodeForm(CodeAgain):
    """The old code once more, and the mark that makes a double click one change."""

    replacement = HiddenField()


class LostForm(PortalForm):
    """What a person still knows who lost the code."""

    number = Text(
        _l("Ticket number"),
        40,
        _l("Enter your ticket number"),
        description=_l("It stands in every letter and mail of ours."),
    )
    name = Text(
        _l("Your name"), 120, _l("Enter your name"), description=_l("As you gave it in the form.")
    )


@bp.route("/ticket/new-code", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def replace() -> Any:  # noqa: ANN401 - a page
    """A new code for one that somebody else may have seen; the old one ends."""
    form, at = NewCodeForm(), person()
    if request.method == "GET":
        form.replacement.data = secrets.token_hex(16)
        return render_template("accounts/new_code.html", form=form)
    mark = form.replacement.data or ""
    if not re.fullmatch(r"[0-9a-f]{32}", mark):
        form.replacement.data = secrets.token_hex(16)
        return render_template("accounts/new_code.html", form=form), 422
    # Pressed twice, or sent again by the browser: the same new code, not a refusal.
    if not codes.was_made(at, mark) and not (form.validate() and form.is_owner(at.ticket)):
        return render_template("accounts/new_code.html", form=form), 422
    return shown(at, mark, "known", request.cookies.get(current_app.config["TICKET_COOKIE"]))


def shown(at: service.Person, mark: str, how: str, visit: str | None) -> Any:  # noqa: ANN401 - a page
    """The new code, on the very answer to the form: it goes into no address and is kept nowhere."""
    with work() as w:
        code = codes.new_code(at, mark, how)
        end_other_visits(w.session, at.ticket, visit)
    return render_template(
        "accounts/code_shown.html", groups=grouped(code).split(" "), ticket=at.ticket, how=how
    )


@bp.route("/lost-code", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def lost() -> Any:  # noqa: ANN401 - a page
    """Ask for a new code by ticket number and name; the answer is the same whether they fit or not."""
    form = LostForm()
    if request.method == "GET" or not form.validate():
        return render_template("accounts/lost.html", form=form), 422 if form.errors else 200
    settings, token = current_app.extensions["settings"], secrets.token_urlsafe(32)
    asked = recovery.Asked(
        number=(form.number.data or "").upper().replace(" ", ""),
        name=form.name.data or "",
        language=str(get_locale()),
        sender=settings.mail_from,
        organisation=settings.in_language("organisation", str(get_locale())),
        link=settings.address_of(f"/new-code/{token}"),
    )
    browser = ""
    with work() as w:
        if limits.spend_day(w.session, f"lost:{limits.network()}", w.now) <= ASKS_A_DAY:
            browser = recovery.ask(w.session, w.keyring, asked, token, w.now)
    if not browser:
        form.number.errors = [
            gettext("Too many asked from your network today. Try again tomorrow, or call us.")
        ]
        return render_template("accounts/lost.html", form=form), 429
    answer = make_response(render_template("accounts/lost_sent.html"))
    remember(answer, browser)
    return answer


def remember(answer: Response, browser: str) -> None:
    """Give the browser its half of the way back; the other half is in the mail."""
    config = current_app.config
    answer.set_cookie(
        config[COOKIE],
        browser,
        max_age=int(recovery.KEPT.total_seconds()),
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


@bp.route("/new-code/<token>", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def found(token: str) -> Any:  # noqa: ANN401 - a page
    """The link in the mail: looking at it opens nothing, its button gives the new code."""
    ticket = ticket_behind(token)
    if ticket is None:
        return render_template("accounts/link_over.html"), 404
    if request.method == "GET":
        return render_template("accounts/link.html", action=url_for("lost.found", token=token))
    settings = current_app.extensions["settings"]
    at = service.Person(db.session(), keyring(), settings, now(), ticket)
    return shown(at, token, "lost", None)


def ticket_behind(token: str) -> Ticket | None:
    """The ticket of a link, if it was asked for in this browser and still works."""
    browser = request.cookies.get(current_app.config[COOKIE])
    if len(token) > 100:  # noqa: PLR2004 - our tokens have 43 characters
        return None
    return recovery.opened_by(db.session(), token, browser, now())
