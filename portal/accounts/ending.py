"""The last words on a ticket, all of them the person's: withdraw, disagree, and one question at the end."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext

from portal.accounts import service
from portal.accounts.allowed import require_answer, require_no_answer
from portal.accounts.next_steps import step_open_to
from portal.accounts.views import back_to_ticket, done, not_now, person
from portal.domain.escalating import looked_at_anew
from portal.jurisdictions.load import installed
from portal.models import Finding, Role
from portal.routing import ended_by_answer
from portal.web.fields import AnyOf, LongText, OneOf, Words
from portal.web.filters import pack_word
from portal.web.forms import PortalForm
from portal.web.locale import later as _l
from portal.web.permissions import open_to

bp = Blueprint("ending", __name__)

#: How well we dealt with it, in five words.
VERDICTS: dict[str, Words] = {
    "very_well": _l("Very well"),
    "well": _l("Well"),
    "neither": _l("Neither well nor badly"),
    "badly": _l("Badly"),
    "very_badly": _l("Very badly"),
}
#: What somebody disagrees with that is no finding.
ELSE = "else"


class WithdrawForm(PortalForm):
    """Ending the ticket; a reason is welcome and not needed."""

    sure = AnyOf(
        _l("Withdraw this"),
        {"yes": _l("Yes, I want to withdraw this")},
        _l("Confirm that you want to withdraw"),
    )
    reason = LongText(_l("Why?"), 1000, short=_l("Reason"))


class DisagreeForm(PortalForm):
    """Asking a different supervisor to look again: at what, and why."""

    about = AnyOf(
        _l("What do you disagree with?"), {}, _l("Select what you disagree with"),
        description=_l("Select all that apply."),
    )  # fmt: skip
    why = LongText(
        _l("Why do you disagree?"),
        2000,
        _l("Tell us why you disagree"),
        description=_l("Say what is wrong or missing. Do not include card numbers."),
        short=_l("Why you disagree"),
    )

    def offer(self, place: str, findings: list[Finding]) -> None:
        """Name what was found, so that a person need not write it down again."""
        named = {one.code: pack_word(place, "conduct", one.code) for one in findings}
        if not named:
            del self.about
            return
        self.about.offer({**named, ELSE: _l("Something else in our answer")})


class VerdictForm(PortalForm):
    """One question, once, and nobody has to answer it."""

    verdict = OneOf(
        _l("How well did we deal with this?"), VERDICTS, _l("Select how well we dealt with this")
    )
    words = LongText(_l("What should we do better?"), 2000, short=_l("What we should do better"))


@bp.route("/ticket/withdraw", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def withdraw() -> Any:  # noqa: ANN401 - a page
    """End the ticket, after reading what still happens."""
    if said := not_now(gettext("Withdraw this"), require_no_answer):
        return said
    form, at = WithdrawForm(), person()
    if form.validate_on_submit() and done(
        form.sure, lambda: service.withdraw(at, form.reason.data or "")
    ):
        return back_to_ticket(at, form.reason.data or "")
    page = render_template("accounts/withdraw.html", form=form, ticket=at.ticket)
    return page, 422 if form.errors else 200


@bp.route("/ticket/disagree", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def disagree() -> Any:  # noqa: ANN401 - a page
    """Ask a different supervisor to look again; the way outside stands on the same page."""
    if said := not_now(gettext("Disagree with our answer"), require_answer):
        return said
    form, at = DisagreeForm(), person()
    form.offer(at.ticket.jurisdiction, service.findings(at))
    if form.validate_on_submit() and done(
        form.why,
        lambda: service.disagree(at, form.about.data if form.about else [], form.why.data or ""),
    ):
        return back_to_ticket(at, form.why.data or "")
    pack = installed()[at.ticket.pack_id]
    page = render_template(
        "accounts/disagree.html",
        form=form,
        ticket=at.ticket,
        step=step_open_to(at),
        stops=bool(ended_by_answer(at.session, at.ticket)),
        anew=looked_at_anew(pack, pack.local_date(at.now, at.ticket.region)),
    )
    return page, 422 if form.errors else 200


@bp.route("/ticket/verdict", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def verdict() -> Any:  # noqa: ANN401 - a page
    """Say in one word how well it went."""
    form, at = VerdictForm(), person()
    if not service.may_judge(at) and not form.is_submitted():
        return redirect(url_for("accounts.ticket"), 303)
    if form.validate_on_submit() and done(
        form.verdict, lambda: service.judge(at, form.verdict.data, form.words.data or "")
    ):
        return back_to_ticket(at, form.words.data or "")
    return render_template("accounts/verdict.html", form=form), 422 if form.errors else 200


@bp.app_template_global()
def verdict_word(code: str) -> str:
    """What somebody said, in the language of the page."""
    return str(VERDICTS.get(code, gettext("Not given")))
