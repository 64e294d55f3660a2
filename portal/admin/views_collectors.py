"""The pages of one collector: where they worked, under whom, and reports that may be about them."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy import select

from portal.admin import people, people_shown
from portal.admin.desk import desk
from portal.admin.forms_people import (
    AliasForm,
    CollectorForm,
    ManagerForm,
    MoveForm,
    NameForm,
    choose,
)
from portal.admin.seen import require_seen, seen
from portal.admin.views_people import (
    READERS,
    bp,
    done,
    handed,
    manager_form,
    placed,
    row_or_404,
    typed,
)
from portal.domain.errors import PortalError
from portal.models import Agency, Collector, Role, Team
from portal.routing import Naming, name_collector
from portal.search.asked_for import aliases_of, reports_about
from portal.web.db import db
from portal.web.errors import sentence
from portal.web.forms import DeskForm
from portal.web.permissions import open_to, visible_ticket
from portal.web.work import work


@bp.get("/admin/collectors/add")
@open_to(Role.ADMINISTRATOR)
def new_collector() -> Any:  # noqa: ANN401 - a page
    """An empty form for somebody who collects for this agency."""
    one = asked_agency()
    return add_page(one, collector_form(one, formdata=None), "")


@bp.post("/admin/collectors/add")
@open_to(Role.ADMINISTRATOR)
def add_collector() -> Any:  # noqa: ANN401 - a page or a redirect
    """Keep somebody nobody knew of."""
    one = asked_agency()
    form = collector_form(one)

    def add(roll: people.Roll) -> Collector:
        given = {"agency": one.name, **typed(form), **form.said_of_leading()}
        people.require_new(roll, one, given)
        return people.enter(roll, given)

    return done(form, add, lambda kept, why: add_page(asked_agency(), kept, why), address_of)


def address_of(made: Collector) -> str:
    """The page of somebody."""
    return url_for("people.collector", collector_id=made.id)


def asked_agency() -> Agency:
    """The agency named in the address."""
    said = request.args.get("agency", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0  # noqa: PLR2004 - digits of a number of a row
    found: Agency = row_or_404(Agency, number)
    return found


def add_page(one: Agency, form: DeskForm, refusal: str) -> str:
    """The page on which somebody is added."""
    return render_template("admin/collector_add.html", agency=one, form=form, refusal=refusal)


def collector_form(one: Agency, **given: Any) -> CollectorForm:  # noqa: ANN401 - handed to the form
    """The form of somebody who collects for this agency."""
    form = CollectorForm(**given)
    rows = people_shown.teams_of(db.session(), one.id)
    choose(form.team, [("", ""), *((row.name, row.name) for row in rows)])
    return form


def move_form(**given: Any) -> MoveForm:  # noqa: ANN401 - handed to the form
    """The form of a move, with every team that is open, and each agency without one."""
    form, session = MoveForm(**given), db.session()
    teams = session.scalars(select(Team).where(Team.closed_on.is_(None)).order_by(Team.name)).all()
    choices = [("", "")]
    for one in session.scalars(
        select(Agency).where(Agency.closed_on.is_(None)).order_by(Agency.name)
    ):
        choices.append((f"{one.id}-", one.name))
        choices += [
            (f"{one.id}-{team.id}", f"{one.name} · {team.name}")
            for team in teams
            if team.agency_id == one.id
        ]
    choose(form.house, choices)
    placed(form, "move")
    return form


@bp.get("/admin/collectors/<int:collector_id>")
@open_to(*READERS)
def collector(collector_id: int) -> Any:  # noqa: ANN401 - a page
    """One collector, and the forms to change what is kept of them."""
    return page(collector_id)


def found(collector_id: int) -> Collector:
    """The collector of this number."""
    who: Collector = row_or_404(Collector, collector_id)
    return who


def page(collector_id: int, form: DeskForm | None = None, refusal: str = "") -> str:
    """The page of a collector; a refused form comes back as it was typed."""
    who, session, at = found(collector_id), db.session(), desk()
    kept = {
        "number": who.number,
        "name": who.name,
        "leads": who.leads,
        "started_on": who.started_on.isoformat() if who.started_on else "",
        "left_on": who.left_on.isoformat() if who.left_on else "",
        "team": who.team.name if who.team else "",
        "seen": seen(who),
    }
    blank: dict[str, Any] = {
        "changing": collector_form(who.agency, formdata=None, data=kept),
        "moving": move_form(formdata=None, data={"number": who.number}),
        "managing": manager_form(formdata=None),
        "calling": AliasForm(formdata=None),
        "naming": NameForm(formdata=None),
    }
    kinds = (CollectorForm, MoveForm, ManagerForm, AliasForm, NameForm)
    for name, kind in zip(blank, kinds, strict=True):
        if isinstance(form, kind):
            blank[name] = form
    return render_template(
        "admin/collector.html",
        who=who,
        postings=people_shown.postings_of(session, who),
        managers=people_shown.managers_of(session, who),
        aliases=aliases_of(session, who),
        reports=reports_about(session, at.keyring, at.staff, who),
        form=form,
        refusal=refusal,
        handed=handed(),
        asked=(request.view_args or {}).get("number", ""),
        **blank,
    )


@bp.post("/admin/collectors/<int:collector_id>")
@open_to(Role.ADMINISTRATOR)
def change_collector(collector_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Change the name, or the first or last day."""
    who = found(collector_id)
    form = collector_form(who.agency)

    def change(roll: people.Roll) -> Collector:
        require_seen(roll.session, who, form)
        said = typed(form)
        days = {name: said[name] for name in ("name", "started_on", "left_on")}
        kept = people.enter(roll, people.line_of(who) | days | form.said_of_leading())
        if not days["name"].strip():
            # Here the field is shown with what is kept, so whoever empties it means it.
            roll.forget_name(kept)
        return kept

    return done(form, change, lambda kept, why: page(collector_id, kept, why), address_of)


@bp.post("/admin/collectors/<int:collector_id>/move")
@open_to(Role.ADMINISTRATOR)
def move(collector_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """From this day on they work in another team or agency."""
    who, form = found(collector_id), move_form()

    def go(roll: people.Roll) -> Collector:
        people.transfer(roll, who, form.house.data or "", typed(form))
        return who

    return done(form, go, lambda kept, why: page(collector_id, kept, why), address_of)


@bp.post("/admin/collectors/<int:collector_id>/managers")
@open_to(Role.ADMINISTRATOR)
def manage(collector_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Say who manages them, from when until when."""
    who, form = found(collector_id), manager_form()
    return done(
        form,
        lambda roll: people.enter(roll, people.line_of(who) | typed(form)),
        lambda kept, why: page(collector_id, kept, why),
        address_of,
    )


@bp.post("/admin/collectors/<int:collector_id>/names")
@open_to(Role.ADMINISTRATOR)
def call(collector_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Keep what they are called on the telephone."""
    return renamed(collector_id, people.call)


@bp.post("/admin/collectors/<int:collector_id>/names/remove")
@open_to(Role.ADMINISTRATOR)
def uncall(collector_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Take away what they are not called on the telephone."""
    return renamed(collector_id, people.uncall)


def renamed(collector_id: int, verb: Callable[..., None]) -> Any:  # noqa: ANN401 - a page or a redirect
    """Do this with a name on the telephone, and come back to the collector."""
    who, form = found(collector_id), AliasForm()

    def change(roll: people.Roll) -> Collector:
        verb(roll, who, typed(form))
        return who

    return done(form, change, lambda kept, why: page(collector_id, kept, why), address_of)


@bp.post("/admin/collectors/<int:collector_id>/reports/<number>")
@open_to(Role.ADMINISTRATOR)
def name_report(collector_id: int, number: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Say that this report is about this collector."""
    who, shown, form = found(collector_id), visible_ticket(number), NameForm()
    if not form.validate_on_submit():
        return page(collector_id, form), 422
    try:
        with work() as w:
            at = Naming(w.session, w.keyring, w.now, desk().staff)
            name_collector(at, shown, who, form.reason.data or "")
    except PortalError as problem:
        return page(collector_id, form, sentence(problem)), 422
    return redirect(url_for("people.collector", collector_id=collector_id), 303)
