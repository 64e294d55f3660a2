"""What the person behind a receipt code may type."""

from wtforms import StringField

from portal.web.fields import LongText
from portal.web.forms import PortalForm
from portal.web.locale import later as _l


class CodeForm(PortalForm):
    """The receipt code, however it was typed."""

    code = StringField(
        _l("Receipt code"),
        description=_l("20 numbers in five groups of four. Spaces and dashes do not matter."),
    )


class MessageForm(PortalForm):
    """A message to the supervisor."""

    words = LongText(_l("Your message"), 4000, _l("Enter your message"), short=_l("Your message"))
