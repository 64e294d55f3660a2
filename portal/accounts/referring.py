"""Organisations outside that may help: who they are, and the letter to each, read before anything is agreed."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from portal.accounts.service import Person
from portal.accounts.views import person
from portal.domain.errors import PortalError
from portal.domain.rulepack import Body
from portal.jurisdictions.load import installed
from portal.models import Referral, ReferralState, Role, StoredDecision, Ticket
from portal.referrals import service as referrals
from portal.web.decisions import decisions_of
from portal.web.errors import sentence
from portal.web.fields import AnyOf, OneOf
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.permissions import open_to
from portal.web.work import work

bp = Blueprint("own_referral", __name__)

#: So many at once: more would be a list to choose from, not help.
MOST = 3
#: Kinds with which numbers are called, not letters exchanged.
AT_ONCE = frozenset({"emergency", "helpline"})
SHARE = {
    "name": _l("My name"),
    "contact": _l("How to reach me"),
    "story": _l("What I told you, in my words"),
}
OK = {
    "yes": _l("Yes, email it to them and keep a copy for me"),
    "me": _l("No, only give it to me"),
    "no": _l("No letter"),
}
#: Where no mail is taken, the person can only carry the letter there.
TAKEN = {"me": _l("Yes, give it to me"), "no": OK["no"]}


class LetterForm(PortalForm):
    """What the letter may say, and whether it is sent. Nothing is ticked beforehand."""

    share = AnyOf(
        _l("What may the letter say?"),
        SHARE,
        description=_l("If you tick nothing, the letter carries only our reference."),
    )
    ok = OneOf(
        _l("Do you agree that we email this letter?"),
        OK,
        _l("Select if you agree that we email this letter"),
    )


@bp.get("/ticket/referral")
@open_to(Role.DEBTOR)
def offers() -> Any:  # noqa: ANN401 - a page
    """The organisations that may help, and the letter to each, to be read first."""
    return page(person())


@bp.post("/ticket/referral/<body_id>")
@open_to(Role.DEBTOR)
def consent(body_id: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Agree or not that the letter goes to this organisation, item by item."""
    at = person()
    offer = offer_of(at, body_id)
    form = form_of(at.ticket, offer, typed=True)
    if not form.validate():
        return page(at, form, body_id), 422
    try:
        with work():
            referrals.consent(
                at, at.ticket, offer, agreed=form.ok.data == "yes",
                scope=[one for one in form.share.data if one in referrals.SCOPES],
                language=at.ticket.language, now=at.now,
            )  # fmt: skip
    except PortalError as refusal:
        form.ok.errors = [sentence(refusal)]
        return page(person(), form, body_id), 422
    if form.ok.data == "me":
        return redirect(
            url_for("own_referral.letter_pdf", body_id=body_id, share=form.share.data), 303
        )
    return redirect(url_for("own_referral.offers") + f"#o-{body_id}", 303)


@bp.post("/ticket/referral/<body_id>/recall")
@open_to(Role.DEBTOR)
def recall(body_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Take an agreement back after the letter was sent."""
    at = person()
    offer = offer_of(at, body_id)
    with work():
        referrals.recall(at, at.ticket, offer)
    return redirect(url_for("own_referral.offers") + f"#o-{body_id}", 303)


@bp.get("/ticket/referral/<body_id>.pdf")
@open_to(Role.DEBTOR)
def letter_pdf(body_id: str) -> Any:  # noqa: ANN401 - a file
    """The letter to an organisation as a file, for the person to pass on."""
    at = person()
    offer = offer_of(at, body_id)
    asked = [one for one in request.args.getlist("share") if one in referrals.SCOPES]
    subject, body = referrals.letter_to(at, at.ticket, offer, asked or offer.scope)
    language = referrals.body_language(at.ticket)
    answer = make_response(referrals.pdf_of(at.settings, subject, body, language))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = "attachment; filename=letter.pdf"
    return answer


def offer_of(at: Person, body_id: str) -> Referral:
    """The offer of this organisation; one that was never made is no page."""
    found = next(
        (one for one in referrals.of(at.session, at.ticket) if one.body_id == body_id), None
    )
    if found is None:
        abort(404)
    return found


def form_of(ticket: Ticket, offer: Referral, *, typed: bool = False) -> LetterForm:
    """The questions about one letter; where no mail is taken there is nothing to agree to by mail."""
    form = LetterForm() if typed else LetterForm(formdata=None, data={"share": offer.scope or []})
    if not referrals.takes_mail(ticket, offer):
        form.ok.label.text = _l("Do you want this letter?")
        form.ok.missing = _l("Select if you want this letter")
        form.ok.offer(TAKEN)
    return form


def page(at: Person, typed: LetterForm | None = None, body_id: str = "") -> str:
    """The organisations in the order of what is most pressing, each with its letter."""
    shown = shown_offers(at)
    pack = installed()[at.ticket.pack_id]
    return render_template(
        "accounts/referral.html",
        ticket=at.ticket,
        offers=[
            (offer, body, typed if typed and offer.body_id == body_id else form_of(at.ticket, offer))
            for offer, body in shown
        ],
        letters={
            offer.body_id: referrals.letter_to(at, at.ticket, offer) for offer, _body in shown
        },
        form=typed,
        body_id=body_id,
        has_papers=has_court_papers(decisions_of(at.session, at.ticket)),
        court_days=pack.court_days(),
        letters_language=referrals.body_language(at.ticket),
    )  # fmt: skip


def shown_offers(at: Person) -> list[tuple[Referral, Body]]:
    """Three at most, the most pressing first; one that was answered stays on the page."""
    pack = installed()[at.ticket.pack_id]
    today = pack.local_date(at.now, at.ticket.region)
    found = [(one, pack.body(one.body_id)) for one in referrals.of(at.session, at.ticket)]
    known = [(one, body) for one, body in found if body is not None and body.kind not in AT_ONCE]
    answered = [pair for pair in known if pair[0].state is not ReferralState.OFFERED]
    fresh = [
        pair for pair in known if pair[0].state is ReferralState.OFFERED and pair[1].is_fresh(today)
    ]
    return [*answered, *fresh[: max(0, MOST - len(answered))]]


def has_court_papers(decisions: list[StoredDecision]) -> bool:
    """Whether the report spoke of papers from a court: then a date comes before everything else."""
    return any("court_papers" in (one.decision.get("danger") or ()) for one in decisions)
