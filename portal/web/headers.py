"""Headers on every answer, and the walls in front of every request."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

METHODS = frozenset({"GET", "HEAD", "POST"})
#: A form with more fields than this was not made by our pages.
MOST_FIELDS = 400
#: Text forms; a page of uploads raises it for itself.
LONGEST_FORM = 256 * 1024

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)


class WholeBodies:
    """Takes back the server's word that a body is whole: a cut line must not look like a whole form."""

    def __init__(self, app) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - a WSGI application
        self.app = app

    def __call__(self, environ, start_response):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN204 - WSGI
        """Pass the request on without the promise, when a length was announced."""
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        return self.app(environ, start_response)


def init_app(app: Flask) -> None:
    """Wire walls and headers."""
    app.wsgi_app = WholeBodies(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(wall)
    app.after_request(dress)


def wall() -> None:
    """Refuse what no browser of a person sends."""
    if request.method not in METHODS:
        abort(405)
    if "Transfer-Encoding" in request.headers and "Content-Length" in request.headers:
        abort(400)
    if "HTTP_HOST" not in request.environ:
        abort(400)
    # Touching the host makes the framework compare it with the trusted ones on every request.
    if not request.host:
        abort(400)
    if request.method == "POST" and request.content_length is None:
        abort(411)
    if request.method == "POST" and sum(len(v) for _, v in request.form.lists()) > MOST_FIELDS:
        abort(413)
    if request.method == "POST" and not body_arrived_whole():
        abort(400)


def body_arrived_whole() -> bool:
    """Whether the last field of a form of ours is there; a cut form lacks it."""
    if not request.form or request.endpoint is None or request.endpoint.startswith("security."):
        return True
    return "_end" in request.form


def dress(response: Response) -> Response:
    """Put the same headers on every answer, and let no answer lead away from this site."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.endpoint != "static":
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
