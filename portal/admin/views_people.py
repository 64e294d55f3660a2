"""The pages of agencies and teams: who collects for whom, under whose lead, from when until when."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import select

from portal.admin import people, people_shown
from portal.admin.desk import desk
from portal.admin.forms_people import LABELS, AgencyForm, ManagerForm, TeamForm, choose
from portal.admin.seen import require_seen, seen
from portal.jurisdictions.load import installed
from portal.models import Agency, AgencyKind, Collector, Role, Staff, Team, by_id
from portal.records.people import Roll
from portal.records.people_list import BadListing
from portal.web.db import db
from portal.web.errors import sentence
from portal.web.forms import DeskForm
from portal.web.permissions import open_to
from portal.web.words import word
from portal.web.work import work

bp = Blueprint("people", __name__)

READERS = (Role.ADMINISTRATOR, Role.AUDITOR)


def row_or_404(kind: type[Any], row_id: int) -> Any:  # noqa: ANN401 - a row of this kind
    """The row of this number."""
    row = by_id(db.session(), kind, row_id)
    if row is None:
        abort(404)
    return row


def typed(form: DeskForm) -> dict[str, str]:
    """What was typed, by the columns of the list."""
    return {
        name: field.data or ""
        for name, field in form._fields.items()
        if isinstance(field.data, str | None) and name in LABELS
    }


def on_page(problem: BadListing, form: DeskForm) -> str:
    """A refusal in the words of the page: at its field where it has one, else for the page as a whole."""
    column = problem.params.get("column")
    names = ("column", "other", "kind")
    params = {
        name: named(str(value)) if name in names else value
        for name, value in problem.params.items()
    }
    said = capital(sentence(BadListing(problem.message, **params)))
    if isinstance(column, str) and column in form:
        form[column].errors = [said]
        return ""
    return said


def named(column: str) -> str:
    """A field as a sentence names it; columns that no page has stay as the list writes them."""
    label = LABELS.get(column)
    return gettext("“%(label)s”", label=label) if label else column


def capital(said: str) -> str:
    """A sentence that stands by itself; in a list it follows the number of its line."""
    return said[:1].upper() + said[1:]


def placed(form: DeskForm, where: str) -> None:
    """Mark the fields by their form: several on one page ask for the same thing."""
    for field in form:
        field.id = f"{where}-{field.name}"


def done(
    form: DeskForm,
    verb: Callable[[Roll], Any],
    page: Callable[[DeskForm, str], str],
    where: Callable[[Any], str],
) -> Any:  # noqa: ANN401 - a page or a redirect
    """Do it and show where it stands now, or say why not with everything typed kept."""
    if not form.validate_on_submit():
        return page(form, ""), 422
    try:
        with work():
            made, handed = people.change(desk(), verb)
            address = where(made)
    except BadListing as problem:
        return page(form, on_page(problem, form)), 422
    # How many tickets were handed on is said on the page that follows.
    return redirect(f"{address}?handed={handed}" if handed else address, 303)


def handed() -> int:
    """How many tickets the change before this page handed on."""
    said = request.args.get("handed", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0  # noqa: PLR2004 - no house has so many


def staff_choices() -> list[tuple[str, str]]:
    """Members of staff, active or not, as choices."""
    rows = db.session.execute(select(Staff.email, Staff.name).order_by(Staff.name, Staff.id))
    return [("", ""), *((row.email.casefold(), f"{row.name} · {row.email}") for row in rows)]


def manager_form(**given: Any) -> ManagerForm:  # noqa: ANN401 - handed to the form
    """The form of who manages or leads."""
    form = ManagerForm(**given)
    choose(form.manager, staff_choices())
    placed(form, "boss")
    return form


@bp.get("/admin/agencies")
@open_to(*READERS)
def agencies() -> Any:  # noqa: ANN401 - a page
    """Every agency, with its teams and people in numbers."""
    return render_template("admin/agencies.html", houses=people_shown.houses(db.session()))


@bp.get("/admin/agencies/add")
@open_to(Role.ADMINISTRATOR)
def new_agency() -> Any:  # noqa: ANN401 - a page
    """An empty form for an agency."""
    return render_template("admin/agency_add.html", form=AgencyForm(formdata=None), refusal="")


@bp.post("/admin/agencies/add")
@open_to(Role.ADMINISTRATOR)
def add_agency() -> Any:  # noqa: ANN401 - a page or a redirect
    """Keep an agency nobody knew of."""
    form = AgencyForm()
    return done(
        form,
        lambda roll: people.add_agency(
            roll, typed(form), AgencyKind(form.kind.data), form.firm_type.data or "",
            list(form.jurisdiction.data or ()),
        ),
        lambda kept, why: render_template("admin/agency_add.html", form=kept, refusal=why),
        lambda made: url_for("people.agency", agency_id=made.id),
    )  # fmt: skip


@bp.get("/admin/agencies/<int:agency_id>")
@open_to(*READERS)
def agency(agency_id: int) -> Any:  # noqa: ANN401 - a page
    """One agency: its teams, its people, and the forms to change it."""
    return agency_page(row_or_404(Agency, agency_id))


def agency_form(one: Agency) -> AgencyForm:
    """The form with what is kept of this agency."""
    kept = {
        "agency": one.name, "kind": one.kind.value, "firm_type": one.firm,
        "jurisdiction": one.jurisdictions,
        "closed_on": one.closed_on.isoformat() if one.closed_on else "", "seen": seen(one),
    }  # fmt: skip
    return AgencyForm(formdata=None, data=kept)


def team_form(one: Agency, **given: Any) -> TeamForm:  # noqa: ANN401 - handed to the form
    """The form of a team of this agency."""
    form = TeamForm(**given)
    choose(form.jurisdiction, [(place, word("place", place)) for place in one.jurisdictions])
    placed(form, "team")
    return form


def agency_page(one: Agency, form: DeskForm | None = None, refusal: str = "") -> str:
    """The page of an agency; a refused form comes back as it was typed."""
    session = db.session()
    changing = form if isinstance(form, AgencyForm) else agency_form(one)
    adding = form if isinstance(form, TeamForm) else team_form(one, formdata=None)
    return render_template(
        "admin/agency.html",
        agency=one,
        teams=people_shown.teams_of(session, one.id),
        people=people_shown.people_in(session, Collector.agency_id == one.id),
        most=people_shown.SHOWN,
        changing=changing,
        adding=adding,
        form=form,
        refusal=refusal,
        handed=handed(),
    )


@bp.post("/admin/agencies/<int:agency_id>")
@open_to(Role.ADMINISTRATOR)
def change_agency(agency_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Change or close an agency."""
    one, form = row_or_404(Agency, agency_id), AgencyForm()

    def change(roll: Roll) -> None:
        require_seen(roll.session, one, form)
        firm, places = form.firm_type.data or "", list(form.jurisdiction.data or ())
        people.change_agency(roll, one, typed(form), firm, places)

    return done(
        form,
        change,
        lambda kept, why: agency_page(row_or_404(Agency, agency_id), kept, why),
        lambda _made: url_for("people.agency", agency_id=agency_id),
    )


@bp.post("/admin/agencies/<int:agency_id>/teams")
@open_to(Role.ADMINISTRATOR)
def add_team(agency_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Keep a team nobody knew of."""
    one = row_or_404(Agency, agency_id)
    form = team_form(one)
    return done(
        form,
        lambda roll: roll.found_team(
            people.text(typed(form), "team"), one, form.jurisdiction.data or ""
        ),
        lambda kept, why: agency_page(row_or_404(Agency, agency_id), kept, why),
        lambda made: url_for("people.team", team_id=made.id),
    )


@bp.get("/admin/teams/<int:team_id>")
@open_to(*READERS)
def team(team_id: int) -> Any:  # noqa: ANN401 - a page
    """One team: who leads and led it, who is in it."""
    return team_page(row_or_404(Team, team_id))


def team_page(one: Team, form: DeskForm | None = None, refusal: str = "") -> str:
    """The page of a team; a refused form comes back as it was typed."""
    session = db.session()
    home = session.get(Agency, one.agency_id) if one.agency_id else None
    kept: Mapping[str, Any] = {
        "team": one.name,
        "jurisdiction": one.jurisdiction or "",
        "closed_on": one.closed_on.isoformat() if one.closed_on else "",
        "seen": seen(one),
    }
    changing = form if isinstance(form, TeamForm) else TeamForm(formdata=None, data=kept)
    return render_template(
        "admin/team.html",
        team=one,
        agency=home,
        leaders=people_shown.leaders_of(session, one),
        people=people_shown.people_in(session, Collector.team_id == one.id),
        most=people_shown.SHOWN,
        changing=changing,
        leading=form if isinstance(form, ManagerForm) else manager_form(formdata=None),
        form=form,
        refusal=refusal,
        handed=handed(),
    )


@bp.post("/admin/teams/<int:team_id>")
@open_to(Role.ADMINISTRATOR)
def change_team(team_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Change or close a team."""
    one, form = row_or_404(Team, team_id), TeamForm()
    choose(form.jurisdiction, [(place, place) for place in ("", *installed())])

    def change(roll: Roll) -> None:
        require_seen(roll.session, one, form)
        people.change_team(roll, one, typed(form))

    return done(
        form,
        change,
        lambda kept, why: team_page(row_or_404(Team, team_id), kept, why),
        lambda _made: url_for("people.team", team_id=team_id),
    )


@bp.post("/admin/teams/<int:team_id>/leaders")
@open_to(Role.ADMINISTRATOR)
def lead(team_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Say who leads this team, from when until when."""
    one, form = row_or_404(Team, team_id), manager_form()
    return done(
        form,
        lambda roll: people.lead(roll, one, typed(form)),
        lambda kept, why: team_page(row_or_404(Team, team_id), kept, why),
        lambda _made: url_for("people.team", team_id=team_id),
    )
