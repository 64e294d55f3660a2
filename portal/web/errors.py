"""Every refusal becomes one page, here: a clear sentence in the reader's language, never a bare 500."""

import traceback
from datetime import date
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from portal.domain.errors import Conflicted, Incomplete, NotAllowed, NotFound, PortalError, Stale
from portal.web.db import db
from portal.web.filters import long_date
from portal.web.headers import LONGEST_FORM, is_door
from portal.web.permissions import NotFresh, SignedOut, at_desk
from portal.web.seen import FIELD
from portal.web.typed import typed_here
from portal.web.uploads import is_for_lists

STATUS: dict[type[PortalError], int] = {
    NotAllowed: 422,
    Incomplete: 422,
    NotFound: 404,
    Conflicted: 403,
}

NO_HOST = (
    "<!doctype html><html lang=en><title>400</title><h1>This address is not served here</h1>"
    "<p lang=zh-CN>本站不提供这个网址。</p></html>"
)

PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500})
#: How a browser of no person announces a form: without its length, in another dress. One page for all.
UNREADABLE = frozenset({411, 415})


#: What a refusal says to a program that knocks at the JSON door.
SAID = {
    400: "This request cannot be read.",
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
    409: "This was changed by somebody else meanwhile.",
    411: "Say how long the body is in Content-Length.",
    413: f"Send no more than {LONGEST_FORM // 1024} kB at once.",
    415: "Send application/json.",
    500: "Something failed here. Send the same again later.",
}

#: What the two databases call a second row of what may exist once.
TWINS = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"})

#: A page, or the JSON of the door, with its status.
Answer = tuple[str | Response, int]


def page(status: int, message: str = "", minutes: int = 1) -> Answer:
    """The error page of this status, with the refusal's own sentence if there is one.

    After a crash nobody is called by name: what failed may be the database that holds the names.
    """
    db.session.rollback()
    if status >= 500:  # noqa: PLR2004 - a fault of ours
        g._login_user = current_app.login_manager.anonymous_user()  # noqa: SLF001 - where the library keeps it
    if is_door():
        said = message or SAID.get(status) or SAID[min(status // 100, 5) * 100]
        return jsonify(error=said), status
    name = 400 if status in UNREADABLE else status if status in PAGES else 500
    shown = render_template(f"errors/{name}.html", message=message, minutes=minutes)
    return shown, status


def refused(error: PortalError) -> Answer:
    """A refusal of the rules."""
    if isinstance(error, Stale):
        return overtaken()
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    return page(status, sentence(error))


def overtaken(message: str = "") -> Answer:
    """Somebody else was quicker: both texts are shown, theirs from the history and one’s own."""
    db.session.rollback()
    if is_door():
        return page(409, message)
    number = (request.view_args or {}).get("number")
    shown = render_template(
        "errors/409.html",
        message=message,
        typed=[pair for pair in typed_here() if pair[0] != FIELD],
        address=request.path,
        newer=g.get("newer", ()),
        seen=g.get("newer_seen"),
        newest=url_for("casework.ticket", number=number) if number else "",
    )
    return shown, 409


def too_long_a_list() -> str:
    """What is said of a list that no page takes."""
    said = "This list is too long for a page. Whoever runs the portal reads it in with `portal people`."
    return str(gettext(said))


def is_twin(error: Exception) -> bool:
    """Whether the database refused a second row of what may exist once: somebody else was quicker."""
    if not isinstance(error, IntegrityError):
        return False
    said = getattr(error.orig, "sqlite_errorname", ""), getattr(error.orig, "sqlstate", "")
    return bool(TWINS & set(said))


def sentence(error: PortalError) -> str:
    """The refusal in the reader's language, with its values put in."""
    params = {
        name: long_date(value) if isinstance(value, date) else value
        for name, value in error.params.items()
    }
    return str(gettext(error.message)).format(**params)


def open_too_long(_error: CSRFError) -> tuple[str, int]:
    """The form came without a fresh token: what was typed is shown back with a button to send it.

    Only to the person who typed it here. A form that another site sent is not offered again, since
    pressing its button would be what that site wanted.
    """
    db.session.rollback()
    typed = typed_here() if sent_from_here() else []
    address = request.full_path.rstrip("?")
    return render_template("errors/open_too_long.html", typed=typed, address=address), 400


def signed_out(_error: Exception) -> tuple[str, int]:
    """A form of the desk came after the sign-in had ended: everything typed waits for the next one."""
    return waits("errors/signed_out.html")


def not_fresh(_error: NotFresh) -> Any:  # noqa: ANN401 - a page or a redirect
    """The password is asked for again; a page is come back to, and everything typed in a form waits."""
    if request.method != "POST":
        return redirect(url_for("security.verify", next=request.full_path.rstrip("?")), 303)
    return waits("errors/not_fresh.html")


def waits(name: str) -> tuple[str, int]:
    """A form that is not taken yet, with everything typed and a button that sends it again."""
    db.session.rollback()
    typed = typed_here() if sent_from_here() else []
    address = request.full_path.rstrip("?")
    return render_template(name, typed=typed, address=address), 403


def sent_from_here() -> bool:
    """Whether the browser itself says that this form stood on our own page."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if request.endpoint is None or request.endpoint.startswith("security."):
        return False
    if site is not None:
        return site == "same-origin"
    return origin is not None and urlsplit(origin).netloc == request.host


def init_app(app: Flask) -> None:
    """Register the one place where errors become pages."""
    app.jinja_env.globals["at_desk"] = at_desk
    app.register_error_handler(PortalError, refused)
    # Without a host we trust there is no address to link to, hence a page without links.
    app.register_error_handler(
        SecurityError, lambda _error: page(400) if is_door() else (NO_HOST, 400)
    )
    app.register_error_handler(StaleDataError, lambda _error: overtaken())
    app.register_error_handler(CSRFError, open_too_long)
    app.register_error_handler(SignedOut, signed_out)
    app.register_error_handler(NotFresh, not_fresh)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:  # noqa: ANN401 - a response or a page
        code = error.code or 500
        if code < 400:  # noqa: PLR2004 - a redirect is no error
            return error
        if code == 413 and is_for_lists(request):  # noqa: PLR2004 - too long
            return page(code, too_long_a_list())
        wait = getattr(error, "retry_after", None) or 60
        return page(code, minutes=ceil(wait / 60))

    @app.errorhandler(Exception)
    def _crash(error: Exception) -> Any:  # noqa: ANN401 - a page
        if current_app.testing and not current_app.config.get("SHOW_CRASH_PAGE"):
            raise error
        # The lines of the program say where; the message of an error may hold a person's words.
        where = "".join(traceback.format_tb(error.__traceback__))
        current_app.logger.error(
            "crash on %s %s: %s\n%s", request.method, request.endpoint, type(error).__name__, where
        )
        return overtaken() if is_twin(error) else page(500)
