"""What a reviewer may type."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from portal.domain.review import SHORTEST_REASONS, Action
from portal.models import Answer, Finding
from portal.reviews.service import Choice, Reply
from portal.web.exact import DayField
from portal.web.forms import PortalForm
from portal.web.locale import later as _l

LONGEST = 4000


def one_of(words: type[StrEnum], message: Any) -> dict[str, Any]:  # noqa: ANN401 - a lazy sentence
    """The choices of a list of codes; anything else is refused with our own sentence."""
    return {
        "choices": [SelectChoice(one.value, one.value) for one in words],
        "validate_choice": False,
        "validators": [AnyOf([one.value for one in words], message)],
    }


class NoticeForm(PortalForm):
    """What the collector is told: the findings in neutral words, never who complained."""

    words = TextAreaField(
        _l("What the collector is told"),
        [InputRequired(_l("Enter what the collector is told")), Length(max=LONGEST)],
        description=_l("Neutral words, dates and the rule. Nothing that tells who complained."),
    )
    support = StringField(_l("Person who may stand by the collector (optional)"), [Length(max=120)])


class ReplyForm(PortalForm):
    """The collector's own account, as given to the reviewer."""

    words = TextAreaField(
        _l("What the collector says"), [InputRequired(_l("Enter the reply")), Length(max=LONGEST)]
    )

    def reply(self, findings: Sequence[Finding]) -> Reply:
        """The reply as the verb wants it."""
        said = {one.id: Answer(self[f"answer-{one.id}"].data) for one in findings}
        return Reply(self.words.data or "", said)


def reply_form(findings: Sequence[Finding], **options: Any) -> ReplyForm:  # noqa: ANN401 - the library's
    """The form with one question for each finding."""
    fields = {
        f"answer-{one.id}": SelectField(
            default=Answer.NONE.value, **one_of(Answer, _l("Select an answer from the list"))
        )
        for one in findings
    }
    form: ReplyForm = type("ReplyOfFindings", (ReplyForm,), fields)(**options)
    return form


class WordsForm(PortalForm):
    """A question to the collector, or why a second reviewer does not agree."""

    words = TextAreaField(_l("Your words"), [Length(max=LONGEST)])


class DecisionForm(PortalForm):
    """The decision and its reasons; nothing is chosen beforehand."""

    action = RadioField(_l("Action"), **one_of(Action, _l("Select a decision")))
    reasons = TextAreaField(
        _l("Reasons (kept with the review)"),
        [
            InputRequired(_l("Give reasons for this decision")),
            Length(min=SHORTEST_REASONS, message=_l("Give reasons for this decision")),
            Length(max=LONGEST),
        ],
        description=_l("At least 30 characters."),
    )
    due = DayField(
        _l("Done by"),
        [Optional()],
        description=_l("The day by which the action is done; needed unless nothing follows."),
    )

    def choice(self) -> Choice:
        """The decision as the verb wants it."""
        return Choice(Action(self.action.data), self.reasons.data or "", self.due.data)


class DoneForm(PortalForm):
    """The action was done."""

    on = DayField(_l("Done on"), [InputRequired(_l("Enter the day the action was done"))])
    words = TextAreaField(_l("What was done (optional)"), [Length(max=LONGEST)])


class Helped(StrEnum):
    """What the figures after an action say."""

    YES = "yes"
    NO = "no"


class CheckForm(PortalForm):
    """The figures were looked at again."""

    helped = RadioField(_l("Did it help?"), **one_of(Helped, _l("Select whether it helped")))
    words = TextAreaField(_l("What the figures show (optional)"), [Length(max=LONGEST)])


class ExportForm(PortalForm):
    """Taking figures out of the house needs a purpose."""

    purpose = StringField(
        _l("What the export is for"),
        [InputRequired(_l("Say what the export is for")), Length(max=200)],
    )


class ConfirmForm(PortalForm):
    """A button."""
