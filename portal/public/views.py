"""Pages anybody may open: the two doors, outside help, privacy, leaving, health."""

from typing import Any

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import text

from portal.domain.rulepack import Body
from portal.jurisdictions.load import installed
from portal.keeping import terms_of
from portal.models import Role
from portal.web.db import db
from portal.web.locale import choose
from portal.web.permissions import open_to
from portal.web.quiet import keep_quiet
from portal.web.visits import forget
from portal.web.work import now

bp = Blueprint("public", __name__)

ADVICE = ("debt_advice", "legal_aid", "consumer_association", "ombudsman", "regulator")


def places() -> dict[str, str]:
    """The jurisdictions of this installation, named in the language of the page."""
    names = {
        "cn": gettext("China (mainland)"),
        "us": gettext("United States"),
        "gb": gettext("United Kingdom"),
    }
    return {one: names[one] for one in current_app.extensions["settings"].places if one in names}


def shown_bodies(*, danger: bool) -> dict[str, list[Body]]:
    """The bodies people are shown: checked entries, and emergency numbers in any case.

    Places that speak the language of the page come first: most readers live there.
    """
    spoken = choose()[:2]
    packs = [installed()[place] for place in places()]
    return {
        pack.id: [
            body
            for body in pack.bodies
            if body.may_show() and (not danger or body.kind in ("emergency", "helpline"))
        ]
        for pack in sorted(packs, key=lambda pack: not pack.language.startswith(spoken))
    }


@bp.get("/")
@open_to(Role.ANYONE)
def start() -> Any:  # noqa: ANN401 - a page
    """The two doors."""
    return render_template(
        "public/start.html",
        danger=shown_bodies(danger=True),
        outside=first_outside(),
        places=places(),
    )


def first_outside() -> dict[str, list[Body]]:
    """One body of each kind and place that gives advice: enough to show that there is help outside."""
    shown: dict[str, list[Body]] = {}
    for place, bodies in shown_bodies(danger=False).items():
        kinds = {body.kind: body for body in reversed(bodies) if body.kind in ADVICE}
        shown[place] = list(kinds.values())[:2]
    return shown


@bp.get("/help-outside")
@open_to(Role.ANYONE)
def help_outside() -> Any:  # noqa: ANN401 - a page
    """Organisations outside the company."""
    return render_template(
        "public/help_outside.html", shown=shown_bodies(danger=False), places=places()
    )


@bp.get("/how-we-use-your-information")
@open_to(Role.ANYONE)
def privacy() -> Any:  # noqa: ANN401 - a page
    """Who sees what, and for how long it is kept."""
    months, today = current_app.extensions["settings"].kept_months, now().date()
    found = {
        name: terms_of(installed()[place], months, today).values()
        for place, name in places().items()
    }
    return render_template("public/privacy.html", kept=found)


@bp.get("/accessibility")
@open_to(Role.ANYONE)
def accessibility() -> Any:  # noqa: ANN401 - a page
    """What everybody may expect of these pages."""
    return render_template("public/accessibility.html")


@bp.get("/other-ways")
@open_to(Role.ANYONE)
def other_ways() -> Any:  # noqa: ANN401 - a page
    """By phone, by post, with somebody’s help: the same report, the same dates."""
    return render_template("public/other_ways.html")


@bp.get("/easy-read")
@open_to(Role.ANYONE)
def easy_read() -> Any:  # noqa: ANN401 - a page
    """The same service in very short lines."""
    return render_template("public/easy_read.html")


@bp.get("/staying-safe")
@open_to(Role.ANYONE)
def staying_safe() -> Any:  # noqa: ANN401 - a page
    """What this site leaves behind in a browser, how to leave, and pages that do not say their name."""
    return render_template("public/staying_safe.html")


@bp.post("/staying-safe")
@open_to(Role.ANYONE)
def choose_quiet() -> Any:  # noqa: ANN401 - a redirect
    """Switch the quiet pages on or off."""
    keep_quiet(wanted=request.form.get("quiet") == "yes")
    return redirect(url_for("public.staying_safe"), 303)


@bp.get("/exit")
@open_to(Role.ANYONE)
def leave() -> Any:  # noqa: ANN401 - a redirect
    """Leave at once: the visit ends, the browser forgets, a neutral site opens.

    A report that was not saved for later goes with it; the page on staying safe says so.
    """
    config = current_app.config
    forget(
        request.cookies.get(config["TICKET_COOKIE"]), request.cookies.get(config["DRAFT_COOKIE"])
    )
    answer = make_response(redirect(current_app.extensions["settings"].exit_site, 303))
    for name in ("DRAFT_COOKIE", "TICKET_COOKIE", "SESSION_COOKIE_NAME"):
        answer.delete_cookie(
            current_app.config[name], secure=current_app.config["SESSION_COOKIE_SECURE"]
        )
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/healthz")
@open_to(Role.ANYONE)
def health() -> Any:  # noqa: ANN401 - one word
    """Whether web server and database answer."""
    db.session.execute(text("SELECT 1"))
    return "ok"
