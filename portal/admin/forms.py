"""What an administrator may type: a sample report to try, and when somebody is away."""

from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from portal.domain.incidents import TIMINGS, TO_WHOM
from portal.domain.triage_io import FIRMS, IMPACTS, LONGEST_NARRATIVE, WHO
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.web import exact
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.words import WORDS

DESKS = tuple(WORDS["desk"])
FLAGS = ("wants_help", "not_our_firm", "court_papers", "final_letter_sent", "children")
#: Effects of the form; "none of these" says nothing a rule could use.
EFFECTS = tuple(one for one in IMPACTS if one != "none")


def listed(words: Any) -> list[SelectChoice]:  # noqa: ANN401 - any list of codes
    """Codes as choices; the page writes their words."""
    return [SelectChoice(str(one), str(one)) for one in words]


def real_day(_form: PortalForm, field: StringField) -> None:
    """A day that exists, written year first, as staff pages write days."""
    if not field.data:
        return
    if exact.real_day(field.data) is None:
        raise ValidationError(gettext("Enter a real date, like 2026-11-23"))


class TrialForm(PortalForm):
    """A sample report."""

    place = SelectField(_l("Place"), choices=lambda: listed(installed()))
    language = SelectField(_l("Reply language"), choices=listed(LANGUAGES))
    received_on = StringField(
        _l("Received on"), [InputRequired(_l("Enter a real date, like 2026-11-23")), real_day]
    )
    who = SelectField(_l("Who it is about"), choices=listed(WHO))
    firm = SelectField(_l("Kind of company"), choices=listed(reversed(FIRMS)))
    choices = SelectMultipleField(_l("What was ticked"), choices=listed(WORDS["choice"]))
    codes = StringField(_l("Conduct codes beside, with a space between them"), [Length(max=400)])
    helps = StringField(_l("Help codes, with a space between them"), [Length(max=400)])
    region = StringField(_l("State, province or nation"), [Length(max=80)])
    timing = SelectField(_l("How often it happened"), choices=listed(("", *TIMINGS)))
    to_whom = SelectMultipleField(_l("Who was reached"), choices=listed(TO_WHOM))
    impact = SelectMultipleField(_l("What changed for the person"), choices=listed(EFFECTS))
    safe_now = SelectField(_l("Feels safe now"), choices=listed(("", "yes", "no", "private")))
    flags = SelectMultipleField(_l("Also true"), choices=listed(FLAGS))
    story = TextAreaField(_l("The story"), [])

    def validate_story(self, field: TextAreaField) -> None:
        """A story of bearable length, or something ticked."""
        if len(field.data or "") > LONGEST_NARRATIVE:
            raise ValidationError(
                gettext("The story must be %(max)s characters or fewer", max=LONGEST_NARRATIVE)
            )
        told = (field, self.choices, self.codes, self.helps, self.flags)
        if not any(one.data for one in told):
            raise ValidationError(gettext("Paste a story, or tick what happened"))

    def validate_codes(self, field: StringField) -> None:
        """Only codes that the pack of this place knows."""
        pack = installed().get(self.place.data)
        for code in (field.data or "").split():
            if pack is not None and code not in pack.conduct:
                raise ValidationError(
                    gettext("%(code)s is no conduct code of this place", code=code)
                )

    def validate_helps(self, field: StringField) -> None:
        """Only codes of help that the pack of this place knows."""
        pack = installed().get(self.place.data)
        for code in (field.data or "").split():
            if pack is not None and code not in pack.helps:
                raise ValidationError(gettext("%(code)s is no help code of this place", code=code))

    def validate_region(self, field: StringField) -> None:
        """A state, province or nation of the place, by code or by name."""
        pack = installed().get(self.place.data)
        if pack is not None and field.data and not pack.region_named(field.data.strip()):
            raise ValidationError(gettext("The place has no %(name)s", name=field.data))


class AbsenceForm(PortalForm):
    """When a supervisor is away, who stands in, and what they can take on."""

    absent_from = StringField(_l("Away from"), [real_day])
    absent_until = StringField(_l("Last day away"), [real_day])
    deputy = SelectField(_l("Deputy"), choices=[])
    languages = SelectMultipleField(_l("Languages"), choices=listed(LANGUAGES))
    desks = SelectMultipleField(_l("Topics"), choices=listed(DESKS))
    hand_over = exact.Box(_l("Hand over the open tickets now"))
    #: What the page showed when it was opened.
    seen = HiddenField()

    def validate_absent_until(self, field: StringField) -> None:
        """The last day is not before the first."""
        if field.data and not self.absent_from.data:
            raise ValidationError(gettext("Enter the first day away"))
        # Both are written year first, so that their order as text is their order in time.
        if field.data and not self.absent_from.errors and field.data < self.absent_from.data:
            raise ValidationError(gettext("The last day must not be before the first"))

    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day away."""
        first, last = self.absent_from.data, self.absent_until.data
        return (
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
        )
