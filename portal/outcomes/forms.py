"""What may be typed when a ticket is decided: a row for each allegation, remedies, words."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.domain.outcome import (
    Cause,
    HelpAnswer,
    HelpDecision,
    Interval,
    Remedy,
    Result,
)
from portal.models import Allegation
from portal.outcomes.service import Decision, Proposed
from portal.web.exact import DayField, MoneyField
from portal.web.filters import pack_word
from portal.web.forms import DeskForm
from portal.web.locale import later as _l

#: More than any debt this portal is for; a typing error, not an offer.
LARGEST = Decimal(99_999_999)
RESULTS = (Result.UPHELD, Result.PARTLY, Result.NOT_UPHELD, Result.UNDETERMINED, Result.WITHDRAWN)


class OutcomeForm(DeskForm):
    """Remedies and words; the finding rows are added for the ticket's own allegations."""

    remedies = SelectMultipleField(
        _l("What we will do"), choices=[SelectChoice(one.value, one.value) for one in Remedy]
    )
    words = TextAreaField(_l("Anything else for the customer (optional)"), [Length(max=2000)])

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the library's signature
        """Refuse a remedy together with the word that none is needed."""
        fine = bool(super().validate(extra_validators))
        chosen = self.remedies.data or ()
        if Remedy.NONE in chosen and len(chosen) > 1 and not self.remedies.errors:
            said = gettext("Select the remedies, or that none is needed, not both")
            self.remedies.errors, fine = [str(said)], False
        return fine

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
        return Decision(
            findings=findings, remedies=remedies, words=self.words.data or "", help=self.help()
        )

    def help(self) -> HelpAnswer | None:
        """The answer to the request for help, where the person made one and one was chosen."""
        if "help_decision" not in self or not self.help_decision.data:
            return None
        return HelpAnswer(
            decision=HelpDecision(self.help_decision.data),
            reason=self.help_reason.data or "",
            amount=self.help_amount.data,
            interval=Interval(self.help_interval.data) if self.help_interval.data else None,
            first_on=self.help_first_on.data,
            until=self.help_until.data,
        )


#: The fields of an answer to a request for help; what each answer needs is judged by the rules.
HELP_FIELDS: dict[str, Any] = {
    "help_decision": lambda: SelectField(
        _l("Our answer"),
        [InputRequired(_l("Choose an answer to the request for help"))],
        choices=[SelectChoice("", ""), *(SelectChoice(one, one) for one in HelpDecision)],
    ),
    "help_amount": lambda: MoneyField(
        _l("Amount of each payment, when you offer something else"),
        [Optional(), NumberRange(min=Decimal("0.01"), max=LARGEST)],
        places=2,
    ),
    "help_interval": lambda: SelectField(
        _l("How often it is paid"),
        choices=[SelectChoice("", ""), *(SelectChoice(one, one) for one in Interval)],
    ),
    "help_first_on": lambda: DayField(_l("First payment on"), [Optional()]),
    "help_until": lambda: DayField(_l("Pause until"), [Optional()]),
    "help_reason": lambda: TextAreaField(
        _l("Reason the customer will read"),
        [InputRequired(_l("Give a reason the customer will understand")), Length(max=1000)],
    ),
}


def outcome_form(rows: list[Allegation], place: str, *, asks_for_help: bool) -> OutcomeForm:
    """A form with a row for each of these allegations, and for the request for help if there is one."""
    members = {name: made() for name, made in HELP_FIELDS.items()} if asks_for_help else {}
    for row in rows:
        missing = gettext("Choose a finding for “{allegation}”")
        named = pack_word(place, "conduct", row.code)
        members[f"finding_{row.id}"] = SelectField(
            _l("Finding"),
            [InputRequired(missing.format(allegation=named))],
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


class SendBackForm(DeskForm):
    """Why the second supervisor does not agree."""

    reason = TextAreaField(
        _l("Why"), [InputRequired(_l("Say why you do not agree")), Length(max=1000)]
    )
