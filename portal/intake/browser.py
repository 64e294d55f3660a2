"""What ties a browser to the report it is writing: the cookie, the places served, today's date."""

from datetime import date

from flask import Blueprint, Response, current_app, request

from portal.intake import answers as read
from portal.intake import service
from portal.intake.service import Draft
from portal.web.db import db
from portal.web.work import keyring, now

bp = Blueprint("intake", __name__)


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


def place_of(draft: Draft | None) -> str:
    """Where this person lives, as far as was said; the first place served until then."""
    said = str(draft.answers.get("jurisdiction", {}).get("place", "")) if draft else ""
    return said if said in places() else places()[0]


def today() -> date:
    """The day it is where the day begins first among the places served; never yesterday for anyone."""
    return read.latest_date(now())
