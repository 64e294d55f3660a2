"""The receipt code asked for once more, before something is changed that would shut its owner out."""

from flask_babel import gettext

from portal.accounts import service
from portal.domain.receipt import problem
from portal.models import Ticket
from portal.web import limits
from portal.web.db import db
from portal.web.fields import Text
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.work import keyring, now, work

MISTYPED = {
    "empty": _l("Enter your receipt code"),
    "length": _l("Receipt code must be 20 numbers"),
    "mistyped": _l("A number in this code is mistyped. Check it in groups of four."),
    "ticket_number": _l("That is your ticket number. Enter the 20 numbers of your receipt code."),
}


class CodeAgain(PortalForm):
    """A form that needs the code although the ticket is open already."""

    code = Text(
        _l("Receipt code"),
        64,
        description=_l("Type your code once more, so that nobody else can change this."),
    )

    def is_owner(self, ticket: Ticket) -> bool:
        """Whether the code that was typed opens this very ticket; if not, the form says why."""
        refusal = refusal_of(self.code.data or "", ticket)
        if refusal:
            self.code.errors = [refusal]
        return not refusal


def refusal_of(typed: str, ticket: Ticket) -> str:
    """What is wrong with the code typed again; nothing when it is the one of this ticket."""
    wrong = problem(typed)
    if wrong is not None:
        return str(MISTYPED[wrong])
    wait = limits.seconds_to_wait(db.session(), now())
    if wait:
        return str(gettext("You can try again in %(seconds)s seconds.", seconds=wait))
    found = service.find(db.session(), keyring(), typed)
    if found is not None and found.id == ticket.id:
        return ""
    with work() as at:
        limits.count_failure(at.session, at.now)
    return str(gettext("This code does not open this ticket. Check it in groups of four."))
