"""The page of what is kept and for how long: what may go, who agreed to it, what is kept for a court."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from portal.admin import retention
from portal.admin.service import Office
from portal.domain.errors import Incomplete, PortalError
from portal.domain.keeping import Why
from portal.models import Role, Staff
from portal.web.db import db
from portal.web.errors import sentence
from portal.web.forms import DeskForm
from portal.web.locale import later as _l
from portal.web.permissions import open_to, signed_in
from portal.web.work import keyring, now, work

bp = Blueprint("retention", __name__)


class PreserveForm(DeskForm):
    """Which ticket is kept, and why."""

    number = StringField(
        _l("Ticket number"), [InputRequired(_l("Enter a ticket number")), Length(max=24)]
    )
    why = SelectField(
        _l("Who may ask for it"), choices=[SelectChoice(one.value, one.value) for one in Why]
    )
    reason = TextAreaField(_l("Why it must be kept"), [Length(max=1000)])

    def validate_reason(self, field: TextAreaField) -> None:
        """Somebody reads in years why this was kept."""
        if len((field.data or "").strip()) < retention.SHORTEST_REASON:
            raise ValidationError(gettext("Say why it must be kept, in at least 10 characters"))


def office() -> Office:
    """What the verbs need."""
    return Office(db.session(), keyring(), now(), signed_in())


@bp.get("/admin/retention")
@open_to(Role.ADMINISTRATOR)
def listed() -> Any:  # noqa: ANN401 - a page
    """How long what is kept, what may go by now, what is kept nevertheless."""
    return page(PreserveForm(formdata=None))


@bp.post("/admin/retention/keep")
@open_to(Role.ADMINISTRATOR)
def preserve() -> Any:  # noqa: ANN401 - a page or a redirect
    """Keep a ticket for a court or an authority."""
    form = PreserveForm()
    if not form.validate_on_submit():
        return page(form), 422
    return done(
        form,
        lambda at: retention.preserve(
            at, form.number.data or "", Why(form.why.data), form.reason.data or ""
        ),
    )


@bp.post("/admin/retention/keep/<int:order_id>/lift")
@open_to(Role.ADMINISTRATOR, fresh=True)
def lift(order_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Let a ticket go again that was kept."""
    return done(PreserveForm(formdata=None), lambda at: retention.lift(at, order_id))


@bp.post("/admin/retention/begin")
@open_to(Role.ADMINISTRATOR, fresh=True)
def begin() -> Any:  # noqa: ANN401 - a page or a redirect
    """Propose to destroy by age, or agree to it as the second."""
    agrees = request.form.get("do") == "agree"
    return done(PreserveForm(formdata=None), lambda at: retention.begin(at, agrees=agrees))


@bp.post("/admin/retention/stop")
@open_to(Role.ADMINISTRATOR)
def stop() -> Any:  # noqa: ANN401 - a page or a redirect
    """Destroy nothing by age for now."""
    return done(PreserveForm(formdata=None), retention.stop)


def done(form: PreserveForm, verb: Callable[[Office], object]) -> Any:  # noqa: ANN401 - a page or a redirect
    """Do it and show the page, or say why it cannot be done with everything typed kept."""
    try:
        with work():
            verb(office())
    except Incomplete as refusal:
        form.number.errors = [sentence(refusal)]
        return page(form), 422
    except PortalError as refusal:
        return page(form, sentence(refusal)), 422
    return redirect(url_for("retention.listed"), 303)


def page(form: PreserveForm, refusal: str = "") -> str:
    """The page with its forms."""
    at = office()
    months, today = current_app.extensions["settings"].kept_months, at.now.date()
    found = retention.going(at.session, at.staff, months, today)
    said = retention.begun(at.session)
    return render_template(
        "admin/retention.html",
        form=form,
        refusal=refusal,
        terms=retention.places(months, today),
        counted=retention.counted(found),
        going=found[: retention.LISTED],
        more=max(len(found) - retention.LISTED, 0),
        orders=retention.orders(at.session, at.staff),
        said=said,
        people={
            name: person.name
            for name in ("proposed_by", "agreed_by", "stopped_by")
            if said.get(name) and (person := at.session.get(Staff, said[name])) is not None
        },
        me=at.staff.id,
    )
