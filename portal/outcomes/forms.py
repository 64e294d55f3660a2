"""What may be typed when a ticket is decided: a row for each allegation, remedies, words."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.domain.outcome import Cause, Remedy, Result
from portal.models import Allegation
from portal.outcomes.service import Decision, Proposed
from portal.web.forms import PortalForm

RESULTS = (Result.UPHELD, Result.PARTLY, Result.NOT_UPHELD, Result.UNDETERMINED, Result.WITHDRAWN)


class OutcomeForm(PortalForm):
    """Remedies and words; the finding rows are added for the ticket's own allegations."""

    remedies = SelectMultipleField(
        _l("What we will do"), choices=[SelectChoice(one.value, one.value) for one in Remedy]
    )
    words = TextAreaField(_l("Anything else for the customer (optional)"), [Length(max=2000)])

    def outcome(self, rows: list[Allegation]) -> Decision:
        """What was typed, as the rules want it."""
        findings = {}
        for row in rows:
            cause = self[f"cause_{row.id}"].data
            findings[row.id] = Proposed(
                result=Result(self[f"finding_{row.id}"].data),
                reason=self[f"reason_{row.id}"].data,
                cause=Cause(cause) if cause else None,
            )
        remedies = tuple(Remedy(one) for one in self.remedies.data or ())
        return Decision(findings=findings, remedies=remedies, words=self.words.data or "")


def outcome_form(rows: list[Allegation]) -> OutcomeForm:
    """A form with a finding, a cause and a reason for each of these allegations."""
    members = {}
    for row in rows:
        members[f"finding_{row.id}"] = SelectField(
            _l("Finding"),
            [InputRequired(_l("Choose a finding for each allegation"))],
            choices=[
                SelectChoice("", ""),
                *(SelectChoice(one.value, one.value) for one in RESULTS),
            ],
        )
        members[f"cause_{row.id}"] = SelectField(
            _l("What caused it"),
            choices=[SelectChoice("", ""), *(SelectChoice(one.value, one.value) for one in Cause)],
        )
        members[f"reason_{row.id}"] = TextAreaField(
            _l("Reason the customer will read"),
            [InputRequired(_l("Give a reason the customer will understand")), Length(max=1000)],
        )
    kind = type("OutcomeFormOfTicket", (OutcomeForm,), members)
    form: OutcomeForm = kind()
    return form


class SendBackForm(PortalForm):
    """Why the second supervisor does not agree."""

    reason = TextAreaField(
        _l("Why"), [InputRequired(_l("Say why you do not agree")), Length(max=1000)]
    )
