"""What a supervisor may type at the desk."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from portal.casework.deadlines import REASONS
from portal.casework.holding import SCOPES
from portal.domain.severity import Severity
from portal.web.exact import DayField
from portal.web.forms import DeskForm
from portal.web.locale import later as _l

DESKS = (
    "conduct",
    "hardship",
    "disputes",
    "data_protection",
    "fraud",
    "compliance",
    "independent",
    "screening",
)


class ReplyForm(DeskForm):
    """An answer to the person."""

    words = TextAreaField(_l("Your reply"), [InputRequired(_l("Enter a reply")), Length(max=4000)])
    send_as = SelectField(
        _l("Send it as"),
        choices=[SelectChoice(one, one) for one in ("message", "letter")],
        default="message",
    )


class NoteForm(DeskForm):
    """A note for colleagues."""

    words = TextAreaField(
        _l("Internal note"), [InputRequired(_l("Enter a note")), Length(max=4000)]
    )


class TriageForm(DeskForm):
    """Another severity or desk, with the reason."""

    severity = SelectField(
        _l("Severity"), choices=[SelectChoice(one.value, one.value) for one in Severity]
    )
    desk = SelectField(_l("Desk"), choices=[SelectChoice(one, one) for one in DESKS])
    reason = TextAreaField(
        _l("Why"), [InputRequired(_l("Say why you are changing the triage")), Length(max=1000)]
    )


class ExtendForm(DeskForm):
    """Which promise moves to which day, why, and what the person is told."""

    clock = SelectField(
        _l("Which date moves?"), [InputRequired(_l("Select which date moves"))], choices=[]
    )
    to = DayField(_l("New date"), [InputRequired(_l("Enter the new date"))])
    why = SelectField(_l("Reason"), choices=[SelectChoice(one, one) for one in REASONS])
    words = TextAreaField(
        _l("What the customer will read"),
        [InputRequired(_l("Tell the customer why")), Length(max=1000)],
    )


class HoldForm(DeskForm):
    """What is stopped, and what the person reads about it."""

    scope = SelectField(_l("What is stopped?"), choices=[SelectChoice(one, one) for one in SCOPES])
    words = TextAreaField(
        _l("What the customer will read"),
        [InputRequired(_l("Tell the customer why")), Length(max=1000)],
    )


class LiftForm(DeskForm):
    """What the person reads when a stop ends."""

    words = TextAreaField(
        _l("What the customer will read"),
        [InputRequired(_l("Tell the customer why")), Length(max=1000)],
    )


class ReassignForm(DeskForm):
    """Who takes this ticket."""

    owner = StringField(
        _l("Who takes this ticket?"),
        [Regexp(r"[0-9]{1,9}\Z", message=_l("Select who takes this ticket"))],
    )


class ReasonForm(DeskForm):
    """A reason for a recorded act: declaring a tie, looking at an identity."""

    reason = StringField(_l("Why"), [InputRequired(_l("Give a reason")), Length(max=300)])


class NameForm(DeskForm):
    """Whom a report is about: one of those proposed, or anybody by number, and why."""

    collector = StringField(_l("Collector"), [Length(max=12)])
    number = StringField(_l("Number of the collector"), [Length(max=20)])
    reason = StringField(
        _l("Why is it this collector?"),
        [InputRequired(_l("Say why you name this collector")), Length(max=300)],
    )


class ReferForm(DeskForm):
    """The letter to an outside body is sent, after it was read."""

    body = StringField(_l("Organisation"), [InputRequired(), Length(max=40)])
    #: Empty sends the letter as it was written from the report.
    text = TextAreaField(_l("The letter"), [Length(max=8000)])


class OfferForm(DeskForm):
    """An organisation no rule had suggested, and what the person reads about it."""

    offered = SelectField(
        _l("Organisation"), [InputRequired(_l("Select an organisation"))], choices=[]
    )
    words = TextAreaField(
        _l("What the customer will read"),
        [InputRequired(_l("Tell the customer why")), Length(max=1000)],
    )


class AgainForm(DeskForm):
    """Nothing to type: a mail is tried once more."""
