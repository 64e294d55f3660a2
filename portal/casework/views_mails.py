"""The mails of a ticket as its supervisor sees them: what left, what did not, and once more if that helps."""

from typing import Any

from flask import abort
from sqlalchemy import select

from portal.casework import forms
from portal.casework.service import Desk
from portal.casework.views import bp, done
from portal.letters.outbox import try_anew
from portal.models import MailState, OutboxMail, Role, Ticket
from portal.web.db import db
from portal.web.permissions import open_to, visible_ticket


@bp.app_template_global("ticket_mails")
def ticket_mails(ticket: Ticket) -> list[OutboxMail]:
    """The mails of a ticket a member of staff is reading, the newest first; never to whom or what."""
    query = select(OutboxMail).where(OutboxMail.ticket_id == ticket.id)
    return list(db.session.scalars(query.order_by(OutboxMail.created_at.desc(), OutboxMail.id)))


@bp.post("/tickets/<number>/mails/<mail_id>")
@open_to(Role.SUPERVISOR)
def send_again(number: str, mail_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Try a mail once more that was given up; the same bytes, at the same safe hours."""
    shown = visible_ticket(number)
    row = next((one for one in ticket_mails(shown) if one.id == mail_id), None)
    if row is None or row.state is not MailState.GIVEN_UP:
        abort(404)

    def again(at: Desk) -> None:
        try_anew(row, at.now)

    return done(shown, "timeline", forms.AgainForm(), again)
