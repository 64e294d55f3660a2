"""Every refusal becomes one page, here: a clear sentence in the reader's language, never a bare 500."""

from typing import Any

from flask import Flask, current_app, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from portal.domain.errors import Conflicted, Incomplete, NotAllowed, NotFound, PortalError, Stale
from portal.web.db import db

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
    return str(gettext(error.message)).format(**error.params)


def init_app(app: Flask) -> None:
    """Register the one place where errors become pages."""
    app.register_error_handler(PortalError, refused)
    # Without a host we trust there is no address to link to, hence a page without links.
    app.register_error_handler(SecurityError, lambda _error: (NO_HOST, 400))
    app.register_error_handler(StaleDataError, lambda _error: page(409))
    app.register_error_handler(
        CSRFError,
        lambda _error: page(
            400,
            gettext(
                "This page was open too long. Your answers are still here – press Continue again."
            ),
        ),
    )

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
        current_app.logger.error("crash on %s %s", request.method, request.endpoint, exc_info=error)
        return page(500)
