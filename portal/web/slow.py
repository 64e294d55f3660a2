"""One moment, please: the one page that slows wrong codes and floods of reports, for every form.

It asks for a sum the browser works out, or for a minute of waiting, and brings along everything that
was typed: its button sends the very same form to the very same address.
"""

from enum import StrEnum
from typing import Any

from flask import Flask, render_template, request

from portal.web import proof
from portal.web.db import db
from portal.web.limits import seconds_to_wait
from portal.web.work import keyring, now, work

#: Asked for anew by the page itself, or spent.
NOT_CARRIED = frozenset({"csrf_token", "_end", "since", "altcha"})


class Why(StrEnum):
    """What there was too much of."""

    CODES = "codes"
    REPORTS = "reports"


class SlowDown(Exception):  # noqa: N818 - no fault, a moment's wait
    """A form that goes on after a moment, as it is."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def before_look_up() -> None:
    """Stand before one more look-up of a code; nothing happens as a rule.

    Whoever guesses from the same network, or from everywhere at once, keeps nobody with the right
    code out: the sum or the wait lets one code through, however many wrong ones came before.
    """
    if seconds_to_wait(db.session(), now()):
        require_answer(Why.CODES)


def before_report() -> None:
    """Stand before one more report of a network that sends more than people do."""
    if proof.is_over(db.session(), now()):
        require_answer(Why.REPORTS)


def require_answer(why: Why) -> None:
    """Go on only with an answer, which is then spent."""
    with work() as w:
        answered = proof.is_answered(w.session, w.keyring, w.now)
    if not answered:
        raise SlowDown(why)


def page(error: SlowDown) -> Any:  # noqa: ANN401 - a page
    """The page with the sum, the wait and everything typed."""
    db.session.rollback()
    pairs = request.form.items(multi=True)
    shown = render_template(
        "errors/slow.html",
        why=error.why,
        question=proof.ask(keyring(), now()),
        address=request.full_path.rstrip("?"),
        typed=[(name, value) for name, value in pairs if name not in NOT_CARRIED],
        again="since" in request.form,
    )
    return shown, 429


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_error_handler(SlowDown, page)
