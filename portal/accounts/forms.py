"""What the person behind a receipt code may type."""

from portal.web.fields import LongText
from portal.web.forms import PortalForm
from portal.web.locale import later as _l


class MessageForm(PortalForm):
    """A message to the supervisor."""

    words = LongText(_l("Your message"), 4000, _l("Enter your message"), short=_l("Your message"))
