"""Who may open a page, and who is asking. Every page carries `@open_to(...)`."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import abort, current_app, g, redirect, request, session, url_for
from flask_security import current_user
from flask_security.utils import check_and_update_authn_fresh

from portal.models import Role, Staff, Ticket, by_id
from portal.models import visible as visible_to
from portal.web.db import db
from portal.web.seen import require_fresh

#: The shape of a ticket number in an address, as it may be typed.
NUMBER = re.compile(r"[A-Za-z0-9-]{1,24}")

P = ParamSpec("P")
R = TypeVar("R")


class VisitOver(Exception):  # noqa: N818 - no fault, a time that ran out
    """The visit of a person to the own ticket has ended, or never began."""


class SignedOut(Exception):  # noqa: N818 - likewise
    """A form of the desk came from a browser in which nobody is signed in, or no longer."""


class NotFresh(Exception):  # noqa: N818 - likewise
    """What was asked for needs the password again: somebody else may sit at the desk by now."""


def open_to(*roles: Role, fresh: bool = False) -> Callable[[Callable[P, R]], Callable[P, Any]]:
    """Open a page to these roles and to nobody else; a page without it fails a house test.

    A fresh one opens only to whoever gave the password in the last five minutes.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401 - whatever the page answers
            refusal = _refusal(roles)
            if refusal is not None:
                return refusal
            if fresh and not is_fresh():
                raise NotFresh
            return view(*args, **kwargs)

        guarded.open_to = frozenset(roles)  # type: ignore[attr-defined] # read by the house test
        return guarded

    return decorate


def _refusal(roles: tuple[Role, ...]) -> Any:  # noqa: ANN401 - a response or nothing
    if Role.ANYONE in roles:
        return None
    if Role.DEBTOR in roles:
        if current_visit_ticket() is None:
            raise VisitOver
        return None
    staff = current_staff()
    if staff is None:
        if request.method == "POST":
            raise SignedOut
        return redirect(url_for("security.login"), 303)
    if staff.role not in roles:
        abort(403)
    return None


def is_fresh() -> bool:
    """Whether the password was given within the time that the library asks of its own pages."""
    asked = current_app.config
    grace = asked["SECURITY_FRESHNESS_GRACE_PERIOD"]
    return bool(check_and_update_authn_fresh(asked["SECURITY_FRESHNESS"], grace))


def current_staff() -> Staff | None:
    """The member of staff who signed in, read again in every request."""
    if not current_user or not getattr(current_user, "is_authenticated", False):
        return None
    staff: Staff = current_user._get_current_object()  # noqa: SLF001 - the proxy's own way out
    return staff if staff.active else None


def at_desk() -> bool:
    """Whether the page that was asked for is one of staff; the database is not asked, it may be away.

    An address that leads nowhere belongs to the desk for whoever signed in there.
    """
    if request.endpoint is None:
        return "_user_id" in session
    view = current_app.view_functions[request.endpoint]
    roles = getattr(view, "open_to", frozenset({Role.ANYONE}))
    return request.endpoint.startswith("security.") or not roles & {Role.ANYONE, Role.DEBTOR}


def signed_in() -> Staff:
    """The member of staff, where the page is open to staff only."""
    staff = current_staff()
    if staff is None:
        abort(403)
    return staff


def current_visit_ticket() -> Ticket | None:
    """The ticket of the person who entered a receipt code in this browser, if the visit still lives."""
    if "visit_ticket" not in g:
        from portal.web import visits  # noqa: PLC0415 - the two know each other

        token = request.cookies.get(current_app.config["TICKET_COOKIE"])
        g.visit_ticket = visits.ticket_of_visit(db.session(), token)
        if g.visit_ticket is not None:
            visits.keep_alive(db.session(), token)
    ticket: Ticket | None = g.visit_ticket
    return ticket


def visible_ticket(number: str) -> Ticket:
    """The ticket of this number if this person may know of it; hidden and missing look alike."""
    staff = signed_in()
    # What is no number at all is not looked for; PostgreSQL would refuse a NUL in it.
    is_number = NUMBER.fullmatch(number) is not None
    query = visible_to(staff).where(Ticket.number == number.upper())
    ticket = db.session.scalar(query) if is_number else None
    # A form that was sent is not sent on; no page of ours has an address in small letters.
    if ticket is None or (number != ticket.number and request.method == "POST"):
        abort(404)
    if number != ticket.number:
        abort(redirect(spelled(ticket), 303))
    require_fresh(ticket, staff)
    return ticket


def spelled(ticket: Ticket) -> str:
    """The address that was asked for, with the number as it is written."""
    values = {**(request.view_args or {}), "number": ticket.number}
    address, asked = url_for(str(request.endpoint), **values), list(request.args.items(multi=True))
    return f"{address}?{urlencode(asked)}" if asked else address


def staff_by_id(staff_id: int) -> Staff | None:
    """A member of staff by id."""
    return by_id(db.session(), Staff, staff_id)
