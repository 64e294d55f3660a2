"""The one question for a code, wherever it is asked: what is wrong with it is said before any look-up."""

from typing import ClassVar

from flask import current_app
from flask_babel import gettext

from portal.domain.receipt import problem
from portal.web.fields import Text, Words
from portal.web.forms import PortalForm
from portal.web.locale import later as _l

LONGEST = 64
HOW = _l("20 numbers in five groups of four. Spaces and dashes do not matter.")
MISTYPED = _l("A number in this code is mistyped. Check it in groups of four.")


class ReceiptCode(PortalForm):
    """A receipt code, however it was typed."""

    wrong: ClassVar[dict[str, Words]] = {
        "empty": _l("Enter your receipt code"),
        "length": _l("Receipt code must be 20 numbers"),
        "mistyped": MISTYPED,
        "ticket_number": _l(
            "That is your ticket number. Enter the 20 numbers of your receipt code."
        ),
    }
    code = Text(_l("Receipt code"), LONGEST, description=HOW, short=_l("Receipt code"))

    def is_typed(self) -> bool:
        """Whether it may be looked up; if not, the field says what is wrong. No try is counted."""
        self.validate()
        return self.reads_well()

    def reads_well(self) -> bool:
        """The same of a form that was judged already."""
        found = problem(self.code.data or "")
        if found is not None:
            self.code.errors = [str(self.wrong[found])]
        return not self.code.errors


class SaveCode(ReceiptCode):
    """A save code, however it was typed."""

    wrong: ClassVar[dict[str, Words]] = {
        "empty": _l("Enter your save code"),
        "length": _l("Save code must be 20 numbers"),
        "mistyped": MISTYPED,
        "ticket_number": _l("That is your ticket number. Enter the 20 numbers of your code."),
    }
    code = Text(_l("Save code"), LONGEST, description=HOW, short=_l("Save code"))


def not_found() -> str:
    """What is said of a code that opens no ticket: with the number to call, where there is one."""
    phone = current_app.extensions["settings"].phone
    if phone:
        return str(
            gettext(
                "We cannot find that code. Check it, or call %(phone)s with your ticket number.",
                phone=phone,
            )
        )
    return str(gettext("We cannot find that code. Check it, or call us with your ticket number."))
