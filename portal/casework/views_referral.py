"""Organisations a supervisor offers beside those the rules suggest, and the letter to print."""

from typing import Any

from flask import abort, make_response, request
from wtforms.fields.choices import SelectChoice

from portal.casework import forms, referring
from portal.casework.views import bp, desk, done
from portal.models import Role, Ticket
from portal.referrals.service import offerable
from portal.web.db import db
from portal.web.filters import pack_word, today_at
from portal.web.permissions import open_to, visible_ticket


@bp.app_template_global("offer_form")
def offer_form(shown: Ticket, **given: Any) -> forms.OfferForm:  # noqa: ANN401 - handed to the form
    """The form of an offer, with every organisation that could still be offered."""
    form = forms.OfferForm(**(given or {"formdata": None}))
    bodies = offerable(db.session(), shown, today_at(shown.jurisdiction, shown.region))
    form.offered.choices = [
        SelectChoice("", ""),
        *(SelectChoice(one.id, pack_word(shown.jurisdiction, "body", one.id)) for one in bodies),
    ]
    form.words.id = "offer-words"
    return form


@bp.post("/tickets/<number>/offer")
@open_to(Role.SUPERVISOR)
def offer(number: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Offer an organisation; nothing leaves until the person agrees."""
    shown = visible_ticket(number)
    form = offer_form(shown, formdata=request.form)
    return done(
        shown,
        "referral",
        form,
        lambda at: referring.offer(at, shown, form.offered.data, form.words.data),
    )


@bp.get("/tickets/<number>/referral/<body_id>.pdf")
@open_to(Role.SUPERVISOR)
def letter_pdf(number: str, body_id: str) -> Any:  # noqa: ANN401 - a file
    """The letter the person agreed to, to print and post."""
    made = referring.letter_as_pdf(desk(), visible_ticket(number), body_id)
    if made is None:
        abort(404)
    answer = make_response(made)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = "inline; filename=letter.pdf"
    return answer
