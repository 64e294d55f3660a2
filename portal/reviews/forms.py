"""What a reviewer may type."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.domain.review import Action
from portal.web.forms import PortalForm


class ReplyForm(PortalForm):
    """The collector's own account, as given to the reviewer."""

    words = TextAreaField(
        _l("What the collector says"), [InputRequired(_l("Enter the reply")), Length(max=4000)]
    )


class DecisionForm(PortalForm):
    """The decision and its reasons; nothing is chosen beforehand."""

    action = RadioField(
        _l("Decision"),
        [InputRequired(_l("Select a decision"))],
        choices=[SelectChoice(one.value, one.value) for one in Action],
    )
    reasons = TextAreaField(
        _l("Reasons"), [InputRequired(_l("Give reasons for this decision")), Length(max=4000)]
    )


class ConfirmForm(PortalForm):
    """A button."""
