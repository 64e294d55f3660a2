"""The receipt code asked for once more, before something is changed that would shut its owner out."""

from typing import Any

from flask_babel import gettext

from portal.accounts import service
from portal.models import Ticket
from portal.web import limits, slow
from portal.web.code_form import LONGEST, ReceiptCode
from portal.web.db import db
from portal.web.fields import Text
from portal.web.locale import later as _l
from portal.web.work import keyring, work


class CodeAgain(ReceiptCode):
    """A form that needs the code although the ticket is open already."""

    code = Text(
        _l("Receipt code"),
        LONGEST,
        description=_l("Type your code once more, so that nobody else can change this."),
        short=_l("Receipt code"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as the library's
        super().__init__(*args, **kwargs)
        # The code is asked for last on every page, so what is wrong with it is told last.
        self._fields["code"] = self._fields.pop("code")

    def is_owner(self, ticket: Ticket) -> bool:
        """Whether the code that was typed opens this very ticket; if not, the form says why."""
        if not self.reads_well():
            return False
        slow.before_look_up()
        found = service.find(db.session(), keyring(), self.code.data or "")
        if found is not None and found.id == ticket.id:
            return True
        with work() as at:
            limits.count_failure(at.session, at.now)
        self.code.errors = [
            gettext("This code does not open this ticket. Check it in groups of four.")
        ]
        return False
