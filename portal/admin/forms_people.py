"""What an administrator may type of agencies, teams, collectors, managers and the whole list."""

from typing import Any

from wtforms import (
    FileField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.admin.forms import listed
from portal.domain.provisions import FIRMS
from portal.jurisdictions.load import installed
from portal.models import AgencyKind
from portal.web import exact
from portal.web.forms import DeskForm
from portal.web.locale import later as _l

#: What a column of the list is called on a page, so that a refusal names the field as it stands there.
LABELS: dict[str, Any] = {
    "agency": _l("Name of the agency"),
    "kind": _l("Whose people collect"),
    "firm_type": _l("Which law binds it"),
    "jurisdiction": _l("Where its people work"),
    "team": _l("Team"),
    "team_from": _l("First day there"),
    "number": _l("Number told to customers"),
    "name": _l("Name"),
    "started_on": _l("First day here"),
    "left_on": _l("Last day here"),
    "manager": _l("Member of staff"),
    "manager_from": _l("First day"),
    "manager_until": _l("Last day, if it is over"),
    "alias": _l("Called on the telephone"),
    "closed_on": _l("Closed since"),
}


class AgencyForm(DeskForm):
    """An agency: whose it is, which law binds it, where it works."""

    agency = StringField(_l("Name of the agency"))
    kind = SelectField(LABELS["kind"], choices=listed(AgencyKind), default=AgencyKind.OUTSIDE.value)
    firm_type = SelectField(LABELS["firm_type"], choices=listed(("", *reversed(FIRMS))), default="")
    jurisdiction = SelectMultipleField(LABELS["jurisdiction"], choices=lambda: listed(installed()))
    closed_on = StringField(LABELS["closed_on"])
    #: What the page showed when it was opened; empty where an agency is added.
    seen = HiddenField()


class TeamForm(DeskForm):
    """A team and the place it works in."""

    team = StringField(_l("Name of the team"))
    jurisdiction = SelectField(_l("Where it works"), choices=[])
    closed_on = StringField(LABELS["closed_on"])
    #: What the page showed when it was opened; empty where a team is added.
    seen = HiddenField()


class ManagerForm(DeskForm):
    """Who manages or leads, from when until when."""

    manager = SelectField(
        LABELS["manager"], [InputRequired(_l("Select a member of staff"))], choices=[]
    )
    manager_from = StringField(LABELS["manager_from"])
    manager_until = StringField(LABELS["manager_until"])


class CollectorForm(DeskForm):
    """Somebody who collects."""

    number = StringField(LABELS["number"])
    name = StringField(LABELS["name"])
    team = SelectField(LABELS["team"], choices=[])
    leads = exact.Box(_l("Leads the team"))
    started_on = StringField(LABELS["started_on"])
    left_on = StringField(LABELS["left_on"])
    #: What the page showed when it was opened; empty where somebody is added.
    seen = HiddenField()

    def said_of_leading(self) -> dict[str, str]:
        """Whether this person leads the team, as the list would say it."""
        return {"leads": "yes" if self.leads.data else ""}


class MoveForm(DeskForm):
    """Where somebody works from a day on, and under which number."""

    house = SelectField(
        _l("To which agency and team"), [InputRequired(_l("Select a team"))], choices=[]
    )
    number = StringField(LABELS["number"])
    team_from = StringField(LABELS["team_from"])


class AliasForm(DeskForm):
    """What somebody is called on the telephone."""

    alias = StringField(LABELS["alias"])


class NameForm(DeskForm):
    """Why a report is about this collector."""

    reason = StringField(
        _l("Why is it this collector?"),
        [InputRequired(_l("Say why you name this collector")), Length(max=300)],
    )


class ListForm(DeskForm):
    """The whole list, as a file or as text."""

    file = FileField(_l("A CSV file"))
    text = TextAreaField(_l("Or the lines themselves"))
    missing_left = exact.Box(_l("Whoever is in no line has left today"))


def choose(field: SelectField, choices: list[tuple[str, str]]) -> None:
    """Offer these; the first is what nothing is chosen as."""
    field.choices = [SelectChoice(value, label) for value, label in choices]
