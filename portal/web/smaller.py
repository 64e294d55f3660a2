"""What is made smaller on its way: files, and the pages of people outside, where it betrays nothing.

How long a compressed page is tells something about what it says. Somebody who can put words of
their own into a page and watch its length on the line could guess, letter by letter, what else
stands there. So only answers to a plain look at a public page are made smaller: these repeat
nothing of their address, and nobody else's site can make a browser send our cookies with a form.
"""

from flask import Flask, Response, request
from flask_compress import Compress

#: The stages whose pages are read over slow telephones. Pages of staff repeat what was searched.
OUTSIDE = frozenset(
    {
        "public", "intake", "accounts", "ending", "lost", "own_contact", "own_data", "own_files",
        "own_referral", "own_words", "happened_again",
    }
)  # fmt: skip
#: Pages that show a secret, or repeat one of their address; they go as they are.
SECRET = frozenset(
    {"intake.receipt", "intake.receipt_print", "intake.save", "intake.pickup", "lost.found"}
)
MADE_SMALLER = ("text/html", "text/css", "text/javascript")


def betrays_nothing() -> bool:
    """Whether the length of this answer may be seen by everybody on the line."""
    if request.endpoint == "static":
        return True
    return (
        request.method in ("GET", "HEAD")
        and request.blueprint in OUTSIDE
        and request.endpoint not in SECRET
    )


def init_app(app: Flask) -> None:
    """Wire the making smaller; brotli where the browser knows it, else gzip."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_MIMETYPES=MADE_SMALLER,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
    )
    library = Compress(app)

    def make_smaller(response: Response) -> Response:
        if not betrays_nothing():
            return response
        if response.status_code == 200:  # noqa: PLR2004 - the plain answer
            # A file is read whole and closed; the library would leave it open.
            response.direct_passthrough = False
            response.make_sequence()
        return library.after_request(response)

    app.after_request(make_smaller)
