"""Reading the rule packs and the people who work here; changing them comes with later rooms."""

from collections import Counter
from typing import Any

from flask import Blueprint, abort, redirect, render_template, session, url_for
from sqlalchemy import select

from portal.domain.rulepack import MARKS
from portal.jurisdictions.load import installed, refused
from portal.models import Role, Staff
from portal.web.db import db
from portal.web.permissions import open_to, signed_in

bp = Blueprint("admin", __name__)


@bp.get("/staff")
@open_to(Role.SUPERVISOR, Role.REVIEWER, Role.ADMINISTRATOR, Role.AUDITOR)
def desk() -> Any:  # noqa: ANN401 - a redirect
    """Where a day begins: the reviews for a reviewer, the queue for everybody else.

    Whoever has a second step and no recovery codes is shown them first, once in a sign-in: who looks
    for them only when the app is lost is shut out.
    """
    staff = signed_in()
    if staff.tf_primary_method and not staff.mf_recovery_codes and "told_of_codes" not in session:
        session["told_of_codes"] = True
        return redirect(url_for("security.mf_recovery_codes"), 303)
    reviewer = staff.role is Role.REVIEWER
    return redirect(url_for("reviews.cycle" if reviewer else "triage.queue"), 303)


@bp.get("/admin/rule-packs")
@open_to(Role.ADMINISTRATOR, Role.AUDITOR, Role.SUPERVISOR, Role.REVIEWER)
def rule_packs() -> Any:  # noqa: ANN401 - a page
    """The rule packs in force."""
    found = installed()
    marks = {name: Counter(law.mark for law in pack.laws) for name, pack in found.items()}
    return render_template(
        "admin/rule_packs.html", packs=found, marks=marks, known=MARKS, refused=refused()
    )


@bp.get("/admin/rule-packs/<pack_id>")
@open_to(Role.ADMINISTRATOR, Role.AUDITOR, Role.SUPERVISOR, Role.REVIEWER)
def rule_pack(pack_id: str) -> Any:  # noqa: ANN401 - a page
    """One pack as a lawyer reads it: every provision and entry in both languages, and its cases."""
    pack = installed().get(pack_id)
    if pack is None:
        abort(404)
    return render_template("admin/rule_pack.html", pack=pack)


@bp.get("/admin/staff")
@open_to(Role.ADMINISTRATOR, Role.AUDITOR)
def staff() -> Any:  # noqa: ANN401 - a page
    """Who works here, and in which role."""
    people = db.session.scalars(select(Staff).order_by(Staff.name)).all()
    return render_template("admin/staff.html", people=people)
