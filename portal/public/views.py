"""Pages anybody may open: the two doors, outside help, privacy, leaving, health."""

from typing import Any

from flask import Blueprint, current_app, make_response, redirect, render_template
from flask_babel import gettext
from sqlalchemy import text

from portal.domain.rulepack import Body
from portal.jurisdictions.load import installed
from portal.models import Role
from portal.web.db import db
from portal.web.permissions import open_to

bp = Blueprint("public", __name__)


def places() -> dict[str, str]:
    """The jurisdictions of this installation, named in the language of the page."""
    names = {
        "cn": gettext("China (mainland)"),
        "us": gettext("United States"),
        "gb": gettext("United Kingdom"),
    }
    return {one: names[one] for one in current_app.extensions["settings"].places if one in names}


def shown_bodies(*, danger: bool) -> dict[str, list[Body]]:
    """The bodies people are shown: checked entries, and emergency numbers in any case."""
    return {
        place: [
            body
            for body in installed()[place].bodies
            if (body.mark == "V" or body.kind == "emergency")
            and (not danger or body.kind in ("emergency", "helpline"))
        ]
        for place in places()
    }


@bp.get("/")
@open_to(Role.ANYONE)
def start() -> Any:  # noqa: ANN401 - a page
    """The two doors."""
    return render_template("public/start.html", danger=shown_bodies(danger=True), places=places())


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
    """Who sees what."""
    return render_template("public/privacy.html")


@bp.get("/accessibility")
@open_to(Role.ANYONE)
def accessibility() -> Any:  # noqa: ANN401 - a page
    """What everybody may expect of these pages."""
    return render_template("public/accessibility.html")


@bp.get("/exit")
@open_to(Role.ANYONE)
def leave() -> Any:  # noqa: ANN401 - a redirect
    """Leave at once: the visit ends, the browser forgets, a neutral site opens."""
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
