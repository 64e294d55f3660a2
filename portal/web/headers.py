"""Headers on every answer, and the walls in front of every request."""

import re
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from werkzeug.exceptions import SecurityError

#: A name or number and perhaps a port; nothing that two readers could take apart differently.
HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?")
METHODS = frozenset({"GET", "HEAD", "POST"})
#: A form with more fields than this was not made by our pages.
MOST_FIELDS = 400
#: Text forms; a page of uploads raises it for itself.
LONGEST_FORM = 256 * 1024
#: A form longer than this is not even read to its end: no page of ours makes one.
LONGEST_DRAINED = 16 * 1024 * 1024
#: The two shapes in which browsers send forms.
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)

#: What every answer says unless its page says otherwise.
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class WholeBodies:
    """Takes back the server's word that a body is whole: a cut line must not look like a whole form."""

    def __init__(self, app) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - a WSGI application
        self.app = app

    def __call__(self, environ, start_response):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN204 - WSGI
        """Pass the request on without the promise, when a length was announced."""
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        return self.app(environ, start_response)


def walls(app: Flask) -> None:
    """Stand before every request; asked first of all, or other parts would judge half a form."""
    app.wsgi_app = WholeBodies(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(wall)


def init_app(app: Flask) -> None:
    """Wire the headers."""
    app.after_request(dress)


def wall() -> None:
    """Refuse what no browser of a person sends."""
    if request.method not in METHODS:
        abort(405)
    if "Transfer-Encoding" in request.headers and "Content-Length" in request.headers:
        abort(400)
    if not HOST.fullmatch(request.environ.get("HTTP_HOST", "")):
        raise SecurityError
    # Touching the host makes the framework compare it with the trusted ones on every request.
    if not request.host:
        raise SecurityError
    # No address of ours holds a NUL, and one of the two databases would not even look for it.
    if "\0" in request.path:
        abort(404)
    if request.method == "POST":
        require_whole_form()


def require_whole_form() -> None:
    """Refuse a form of unknown length, too long, in another dress, of too many fields, or cut."""
    length = request.content_length
    if length is None:
        abort(411)
    if length > (request.max_content_length or LONGEST_FORM):
        drain(length, LONGEST_DRAINED)
        abort(413)
    if is_door():
        return
    if length and request.mimetype not in FORMS:
        abort(415)
    if sum(len(values) for _name, values in request.form.lists()) > MOST_FIELDS:
        abort(413)
    if not body_arrived_whole():
        abort(400)


def is_door() -> bool:
    """Whether a program knocks at the JSON door, which no page helps."""
    return request.path == "/api" or request.path.startswith("/api/")


def drain(length: int, most: int) -> None:
    """Read a form nobody will look at, so that the browser shows our page and not a broken line."""
    if length > most:
        return
    stream = request.environ["wsgi.input"]
    while length > 0:
        piece = stream.read(min(length, 256 * 1024))
        if not piece:
            return
        length -= len(piece)


def body_arrived_whole() -> bool:
    """Whether the last field of a form of ours is there; a cut form lacks it."""
    if request.endpoint is None or request.endpoint.startswith("security."):
        return True
    return "_end" in request.form


def dress(response: Response) -> Response:
    """Put the same headers on every answer, and let no answer lead away from this site."""
    headers = response.headers
    said = {name.lower() for name in headers.keys()}  # noqa: SIM118 - a list of pairs, no table
    for name, value in ALWAYS.items():
        if name.lower() not in said:
            headers.add(name, value)
    # A file that is not there may be there tomorrow.
    if request.endpoint != "static" or response.status_code >= 400:  # noqa: PLR2004 - an error
        headers["Cache-Control"] = "no-store"
    location = headers.get("Location")
    if location and request.endpoint != "public.leave" and not is_own(location):
        headers["Location"] = "/"
    return response


def is_own(location: str) -> bool:
    """Whether an address stays on this site."""
    parts = urlsplit(location.replace("\\", "/"))
    own_host = not parts.netloc or parts.netloc == request.host
    return (
        own_host
        and parts.scheme in ("", "http", "https")
        and parts.path.startswith("/")
        and not parts.path.startswith("//")
        and "\t" not in location
    )
