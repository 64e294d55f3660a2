"""A report taken down by phone: the same questions in the same order, read aloud by a member of staff.

Whoever writes it down never sees the receipt code. The caller picks it up by a link that works once,
sent to the address the caller called safe.
"""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import get_locale

from portal.intake import pages, phone
from portal.intake.browser import bp, remember
from portal.models import Role
from portal.web.permissions import open_to, signed_in
from portal.web.work import now, work


@bp.get("/staff/phone-report")
@open_to(Role.SUPERVISOR, Role.ADMINISTRATOR)
def by_phone() -> Any:  # noqa: ANN401 - a page
    """Before the first question: what to say to the caller."""
    return render_template("intake/phone.html")


@bp.post("/staff/phone-report/<any(report, help):door>")
@open_to(Role.SUPERVISOR, Role.ADMINISTRATOR)
def begin_by_phone(door: str) -> Any:  # noqa: ANN401 - a redirect
    """Begin a report for a caller."""
    with work() as w:
        draft = phone.begin(w.session, w.keyring, door, str(get_locale()), signed_in().id, w.now)
    first = url_for("intake.page", door=door, page=pages.STEPS[door][0][0])
    answer: Response = redirect(first, 303)  # type: ignore[assignment]
    remember(answer, draft)
    return answer


@bp.route("/pickup/<token>", methods=["GET", "POST"])
@open_to(Role.ANYONE)
def pickup(token: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """The caller's own receipt: looking at the link opens nothing, the button opens it once."""
    if request.method == "GET":
        return render_template("intake/pickup.html")
    with work() as w:
        draft = phone.pick_up(w.session, w.keyring, token, now())
    if draft is None:
        return render_template("intake/receipt_seen.html"), 404
    answer: Response = redirect(url_for("intake.receipt"), 303)  # type: ignore[assignment]
    remember(answer, draft)
    return answer
