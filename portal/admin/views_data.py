"""The pages of requests about own data: the list with its dates, and one request to be decided."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.admin import data_requests
from portal.admin.data_requests import LONGEST_REASON, Waiting
from portal.admin.desk import desk
from portal.admin.service import AdminDesk
from portal.domain.errors import PortalError
from portal.domain.own_data import Asked, Ground
from portal.erasing import grounds
from portal.models import Role
from portal.web.db import db
from portal.web.errors import sentence
from portal.web.forms import DeskForm
from portal.web.locale import later as _l
from portal.web.permissions import open_to, signed_in
from portal.web.work import work

bp = Blueprint("data_requests", __name__)


class DecideForm(DeskForm):
    """Yes or no, and the words the person will read."""

    answer = RadioField(
        _l("Answer"),
        [InputRequired(_l("Select what you answer"))],
        choices=[SelectChoice(one, one) for one in ("grant", "refuse")],
    )
    ground = SelectField(
        _l("Why not"),
        choices=[SelectChoice(str(one), str(one)) for one in ("", *Ground)],
        default="",
    )
    words = TextAreaField(_l("What the customer reads"), [Length(max=LONGEST_REASON)])

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the library's signature
        """A no says why, as a code that is counted and in words that are read."""
        fine = super().validate(extra_validators)
        if self.answer.data == "refuse" and not self.ground.data and not self.ground.errors:
            self.ground.errors = [_l("Select why not")]
            return False
        return bool(fine)


@bp.get("/admin/data-requests")
@open_to(Role.ADMINISTRATOR)
def listed() -> Any:  # noqa: ANN401 - a page
    """What people ask of their own data, the nearest date first."""
    found = data_requests.waiting(db.session(), signed_in())
    return render_template("admin/data_requests.html", waiting=found)


@bp.get("/admin/data-requests/<int:request_id>")
@open_to(Role.ADMINISTRATOR)
def one(request_id: int) -> Any:  # noqa: ANN401 - a page
    """One request: what was asked, what stands in the way, and the answer to give."""
    return page(found(request_id), DecideForm(formdata=None))


@bp.post("/admin/data-requests/<int:request_id>")
@open_to(Role.ADMINISTRATOR, fresh=True)
def decide(request_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Answer it; a deletion is proposed to a second administrator."""
    asked, form = found(request_id), DecideForm()
    if not form.validate_on_submit():
        return page(asked, form), 422
    words = form.words.data or ""
    if form.answer.data == "refuse":
        return done(
            asked,
            form,
            lambda at: data_requests.refuse(at, asked, Ground(form.ground.data), words),
        )
    if asked.request.what is Asked.NOTES:
        return done(asked, form, lambda at: data_requests.give_notes(at, asked, words))
    return done(asked, form, lambda at: data_requests.propose(at, asked, words))


@bp.post("/admin/data-requests/<int:request_id>/agree")
@open_to(Role.ADMINISTRATOR, fresh=True)
def agree(request_id: int) -> Any:  # noqa: ANN401 - a page or a redirect
    """Agree as the second administrator."""
    asked = found(request_id)
    return done(asked, DecideForm(formdata=None), lambda at: data_requests.agree(at, asked))


def found(request_id: int) -> Waiting:
    """The request; hidden and missing look alike."""
    asked = data_requests.find(db.session(), signed_in(), request_id)
    if asked is None:
        abort(404)
    return asked


def done(asked: Waiting, form: DecideForm, verb: Callable[[AdminDesk], object]) -> Any:  # noqa: ANN401 - a page or a redirect
    """Do it and show the list, or say why it cannot be done with everything typed kept."""
    request_id = asked.request.id
    try:
        with work():
            verb(desk())
    except PortalError as refusal:
        return page(found(request_id), form, sentence(refusal)), 422
    return redirect(url_for("data_requests.listed"), 303)


def page(asked: Waiting, form: DecideForm, refusal: str = "") -> str:
    """One request with its form."""
    at = desk()
    return render_template(
        "admin/data_request.html",
        asked=asked.request,
        ticket=asked.ticket,
        form=form,
        refusal=refusal,
        words=data_requests.asked_words(at, asked),
        notes=data_requests.notes(at, asked) if asked.request.what is Asked.NOTES else (),
        in_the_way=grounds(at.session, asked.ticket),
        me=at.staff.id,
    )
