"""When a supervisor is away, who stands in, and what they take on: a small page of the administrator."""

from typing import Any

from flask import Blueprint, abort, render_template
from wtforms.fields.choices import SelectChoice

from portal.admin.forms import AbsenceForm
from portal.admin.seen import require_seen, seen
from portal.admin.service import Duty, Office, deputies_for, hand_over, set_duty
from portal.admin.views_people import capital
from portal.models import Role, Staff
from portal.records.people_list import BadListing
from portal.web.db import db
from portal.web.errors import sentence
from portal.web.permissions import open_to, signed_in, staff_by_id
from portal.web.work import work

bp = Blueprint("duty", __name__)


@bp.route("/admin/staff/<int:staff_id>", methods=["GET", "POST"])
@open_to(Role.ADMINISTRATOR)
def duty(staff_id: int) -> Any:  # noqa: ANN401 - a page
    """Set absence, deputy, languages and topics; hand over what is open."""
    person = staff_by_id(staff_id)
    if person is None or person.role is not Role.SUPERVISOR:
        abort(404)
    form = filled(person)
    if not form.is_submitted():
        return page(person, form)
    if not form.validate():
        return page(person, form), 422
    first, last = form.days()
    asked = Duty(
        absent_from=first,
        absent_until=last,
        deputy_id=int(form.deputy.data) if form.deputy.data else None,
        languages=tuple(form.languages.data or ()),
        desks=tuple(form.desks.data or ()),
    )
    try:
        with work() as w:
            require_seen(w.session, person, form)
            office = Office(w.session, w.keyring, w.now, signed_in())
            set_duty(office, person, asked)
            handed = hand_over(office, person) if form.hand_over.data else 0
    except BadListing as problem:
        return page(person, form, refusal=capital(sentence(problem))), 422
    # The same page goes on from what was saved just now.
    form.seen.data = seen(person)
    return page(person, form, handed=handed)


def page(person: Staff, form: AbsenceForm, handed: int | None = None, refusal: str = "") -> str:
    """The page with this form; after a refusal what is kept now stands beside what was typed."""
    return render_template(
        "admin/duty.html",
        person=person,
        form=form,
        handed=handed,
        refusal=refusal,
        deputy=db.session.get(Staff, person.deputy_id) if person.deputy_id else None,
    )


def filled(person: Staff) -> AbsenceForm:
    """The form with what is kept of this person."""
    form = AbsenceForm(
        absent_from=person.absent_from.isoformat() if person.absent_from else "",
        absent_until=person.absent_until.isoformat() if person.absent_until else "",
        deputy=str(person.deputy_id or ""),
        languages=person.languages,
        desks=person.desks,
        seen=seen(person),
    )
    deputies = deputies_for(db.session(), person)
    form.deputy.choices = [
        SelectChoice("", ""),
        *(SelectChoice(str(one.id), one.name) for one in deputies),
    ]
    return form
