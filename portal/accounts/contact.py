"""The page on which a person changes how and when we may reach them."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from portal.accounts import changing
from portal.accounts.changing import Wish
from portal.accounts.service import Person
from portal.accounts.step_up import CodeAgain
from portal.accounts.views import done, person
from portal.domain.ticket import State
from portal.models import Role
from portal.web import contact as ask
from portal.web.contact import REPLY_BY
from portal.web.fields import AnyOf, EmailText, LongText, OneOf, Text, address_problem, phone_digits
from portal.web.locale import later as _l
from portal.web.permissions import open_to

bp = Blueprint("own_contact", __name__)


class StopForm(CodeAgain):
    """All that can still be changed about a ticket that was withdrawn."""

    stop = AnyOf(
        _l("Get no more messages"),
        {"yes": _l("Yes, send me nothing more")},
        _l("Confirm that we should send you nothing more"),
    )

    def is_whole(self, at: Person) -> bool:
        """Whether it was confirmed, with the code."""
        fine = self.validate()
        return self.is_owner(at.ticket) and fine


class ContactForm(CodeAgain):
    """Everything about reaching a person on one page; a way that stays may leave its address blank."""

    reply_by = OneOf(
        _l("How should we reply from now on?"), REPLY_BY, _l("Select how we should reply")
    )
    email = EmailText(
        _l("Email address"), 254, description=_l("Our emails never say what they are about.")
    )
    phone = Text(
        _l("Phone number"), 40, description=_l("Texts will only say “You have a message”.")
    )
    address = LongText(_l("Postal address"), 500)
    say_who = ask.say_who()
    voicemail = ask.voicemail()
    safe_days = ask.safe_days(_l("Select when it is safe to contact you"))
    safe_from = ask.safe_from()
    safe_to = ask.safe_to()
    dont = ask.dont()

    def wish(self) -> Wish:
        """What was asked for."""
        return Wish(
            reply_by=self.reply_by.data,
            reach={
                name: self[name].data or ""
                for name in ("email", "phone", "address", "say_who", "voicemail")
            },
            safe_days=self.safe_days.data,
            safe_from=self.safe_from.data or "",
            safe_to=self.safe_to.data or "",
            dont=tuple(self.dont.data or ()),
        )

    def is_whole(self, at: Person) -> bool:
        """Whether it can be done as it stands; each field says what is wrong with it."""
        fine = self.validate()
        wish = self.wish()
        lacking = changing.needs(at, wish)
        refusals = {
            "email": address_problem(wish.reach["email"]) if wish.reach["email"] else "",
            "phone": ask.phone_problem(wish.reach["phone"]) if wish.reach["phone"] else "",
            "say_who": str(ask.MISSING_SAY_WHO)
            if wish.reply_by == "phone" and not wish.reach["say_who"] else "",
            "safe_to": ask.wrong_hours(wish.safe_days, wish.safe_from, wish.safe_to),
        }  # fmt: skip
        if lacking:
            refusals[lacking] = str(ask.MISSING[lacking])
        for name, refusal in refusals.items():
            if refusal and not self[name].errors:
                self[name].errors = [refusal]
                fine = False
        return self.is_owner(at.ticket) and fine


@bp.route("/ticket/contact", methods=["GET", "POST"])
@open_to(Role.DEBTOR)
def change() -> Any:  # noqa: ANN401 - a page or a redirect
    """Change how and when to be reached; the code is asked for once more."""
    at = person()
    if at.ticket.state is State.WITHDRAWN:
        return stop(at)
    kept = changing.kept_contact(at)
    covered = changing.covered_until(at)
    form = ContactForm() if request.method == "POST" else ContactForm(data=shown(kept))
    if request.method == "POST" and form.is_whole(at):
        wish = form.wish()
        if done(form.code, lambda: changing.change(at, wish)):
            return redirect(url_for("accounts.ticket", changed="contact"), 303)
    page = render_template(
        "accounts/contact.html",
        form=form,
        kept=masked(kept),
        covered=covered,
        ticket=at.ticket,
    )
    return page, 422 if form.errors or form.code.errors else 200


def stop(at: Person) -> Any:  # noqa: ANN401 - a page or a redirect
    """Switch messages off after a withdrawal: whoever was pressed into it need not be mailed about it."""
    form = StopForm()
    if form.is_submitted() and form.is_whole(at) and done(form.code, lambda: changing.stop(at)):
        return redirect(url_for("accounts.ticket", changed="stopped"), 303)
    at = person()
    page = render_template(
        "accounts/stop_mail.html",
        form=form,
        ticket=at.ticket,
        covered=changing.covered_until(at),
        silent=changing.is_silent(at),
    )
    return page, 422 if form.is_submitted() else 200


def shown(kept: dict[str, Any]) -> dict[str, Any]:
    """What stands on the page at first: choices, and never an address."""
    names = ("reply_by", "safe_days", "safe_from", "safe_to", "dont", "say_who", "voicemail")
    return {name: kept[name] for name in names if kept.get(name)}


def masked(kept: dict[str, Any]) -> dict[str, str]:
    """Addresses as much as their owner needs to know them again."""
    name, _, host = str(kept.get("email") or "").partition("@")
    digits = phone_digits(str(kept.get("phone") or ""))
    return {
        "email": f"{name[:1]}•••@{host}" if host else "",
        "phone": f"•••{digits[-3:]}" if digits else "",
        "address": str(kept.get("address") or "").strip()[:3] + "•••"
        if kept.get("address")
        else "",
    }
