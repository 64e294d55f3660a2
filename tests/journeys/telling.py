"""Settings of the web server under test: it says which template drew a page, and brings refusals about.

The server reads this file as gunicorn's own settings; the portal itself knows nothing of it.
"""

from typing import Any

from flask import Flask, Response, abort, g, template_rendered
from flask_wtf.csrf import CSRFError

from portal.domain.errors import Stale
from portal.models import Role
from portal.web.permissions import NotFresh, SignedOut, open_to
from portal.web.slow import SlowDown, Why

DRAWN_BY = "X-Drawn-By"
BY_NAME: dict[str, Exception] = {
    "overtaken": Stale("This changed in the meantime."),
    "open-too-long": CSRFError("old"),
    "signed-out": SignedOut(),
    "not-fresh": NotFresh(),
    "slow-codes": SlowDown(Why.CODES),
    "slow-reports": SlowDown(Why.REPORTS),
}


def when_ready(server: Any) -> None:
    """Before the first worker is born."""
    app = server.app.wsgi()
    template_rendered.connect(remember)
    app.after_request(tell)
    app.add_url_rule("/refused/<name>", "refused", refuse, methods=["POST"])
    app.add_url_rule("/refused/at-the-desk/<name>", "desk", refuse_staff, methods=["POST"])
    for one in (refuse, refuse_staff):
        app.extensions["csrf"].exempt(one)


def remember(_app: Flask, template: Any, **_more: Any) -> None:
    """The last page that was drawn; letters and pieces of pages are none."""
    if template.name and template.name.endswith(".html"):
        g.drawn_by = template.name


def tell(answer: Response) -> Response:
    """Say which template it was."""
    answer.headers[DRAWN_BY] = g.get("drawn_by", "")
    return answer


@open_to(Role.ANYONE)
def refuse(name: str) -> Any:
    """Refuse in this way."""
    if name in BY_NAME:
        raise BY_NAME[name]
    abort(int(name))


@open_to(Role.SUPERVISOR)
def refuse_staff(name: str) -> Any:
    """Refuse somebody of the staff in this way."""
    return refuse(name)
