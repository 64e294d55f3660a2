"""What the person behind a receipt code may type."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

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

    words = TextAreaField(
        _l("Your message"), [InputRequired(_l("Enter your message")), Length(max=4000)]
    )


class WithdrawForm(PortalForm):
    """Ending the ticket; a reason is welcome and not needed."""

    reason = TextAreaField(_l("Why (optional)"), [Length(max=1000)])


class DisagreeForm(PortalForm):
    """Asking a different supervisor to look again."""

    why = TextAreaField(
        _l("Tell us what you do not agree with, and why"),
        [InputRequired(_l("Tell us why you disagree")), Length(max=2000)],
    )
