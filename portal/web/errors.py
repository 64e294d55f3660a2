"""Every refusal becomes one page, here: a clear sentence in the reader's language, never a bare 500."""

import traceback
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from portal.domain.errors import Conflicted, Incomplete, NotAllowed, NotFound, PortalError, Stale
from portal.web.db import db
from portal.web.filters import long_date

STATUS: dict[type[PortalError], int] = {
    NotAllowed: 422,
    Incomplete: 422,
    NotFound: 404,
    Stale: 409,
    Conflicted: 403,
}

NO_HOST = (
    "<!doctype html><html lang=en><title>400</title><h1>This address is not served here</h1></html>"
)

PAGES = frozenset({400, 403, 404, 405, 409, 411, 413, 422, 429, 500})


def page(status: int, message: str = "") -> tuple[str, int]:
    """The error page of this status, with the refusal's own sentence if there is one."""
    db.session.rollback()
    name = status if status in PAGES else 500
    if status == 411:  # noqa: PLR2004 - the browser did not say how long the form was
        name = 400
    return render_template(f"errors/{name}.html", message=message, status=status), status


def refused(error: PortalError) -> tuple[str, int]:
    """A refusal of the rules."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    return page(status, sentence(error))


def sentence(error: PortalError) -> str:
    """The refusal in the reader's language, with its values put in."""
    params = {
        name: long_date(value) if isinstance(value, date) else value
        for name, value in error.params.items()
    }
    return str(gettext(error.message)).format(**params)


#: Never shown back, whoever asks.
SECRET_FIELDS = frozenset({"csrf_token", "password", "code", "receipt_code"})


def open_too_long(_error: CSRFError) -> tuple[str, int]:
    """The form came without a fresh token: what was typed is shown back with a button to send it.

    Only to the person who typed it here. A form that another site sent is not offered again, since
    pressing its button would be what that site wanted.
    """
    db.session.rollback()
    typed = []
    if sent_from_here():
        pairs = request.form.items(multi=True)
        typed = [(name, value) for name, value in pairs if name not in SECRET_FIELDS]
    address = request.full_path.rstrip("?")
    return render_template("errors/open_too_long.html", typed=typed, address=address), 400


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
    app.register_error_handler(PortalError, refused)
    # Without a host we trust there is no address to link to, hence a page without links.
    app.register_error_handler(SecurityError, lambda _error: (NO_HOST, 400))
    app.register_error_handler(StaleDataError, lambda _error: page(409))
    app.register_error_handler(CSRFError, open_too_long)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:  # noqa: ANN401 - a response or a page
        code = error.code or 500
        if code < 400:  # noqa: PLR2004 - a redirect is no error
            return error
        return page(code)

    @app.errorhandler(Exception)
    def _crash(error: Exception) -> Any:  # noqa: ANN401 - a page
        if current_app.testing and not current_app.config.get("SHOW_CRASH_PAGE"):
            raise error
        # The lines of the program say where; the message of an error may hold a person's words.
        where = "".join(traceback.format_tb(error.__traceback__))
        current_app.logger.error(
            "crash on %s %s: %s\n%s", request.method, request.endpoint, type(error).__name__, where
        )
        return page(500)
