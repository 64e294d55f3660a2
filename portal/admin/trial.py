"""Trying the rules: a sample report is decided before the reader's eyes, and nothing is kept."""

from datetime import date
from typing import Any

from flask import Blueprint, current_app, render_template
from markupsafe import Markup

from portal.admin.forms import TrialForm
from portal.domain.record import plain, shown_facts, working_of
from portal.domain.triage import Facts, decide
from portal.jurisdictions.days import day_at
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.models import Role
from portal.web.decisions import Full, spoken
from portal.web.locale import speaking
from portal.web.permissions import open_to
from portal.web.work import now

bp = Blueprint("trial", __name__)


@bp.route("/admin/try-it", methods=["GET", "POST"])
@open_to(Role.ADMINISTRATOR)
def try_it() -> Any:  # noqa: ANN401 - a page
    """Paste a sample report and read how it would be decided, for the desk and for the person."""
    form = TrialForm()
    if not form.is_submitted():
        house = current_app.extensions["settings"].places[0]
        form.received_on.data = day_at(house, now()).isoformat()
        return render_template("admin/try_it.html", form=form, record=None)
    if not form.validate():
        return render_template("admin/try_it.html", form=form, record=None), 422
    record = decided(facts_of(form))
    persons = [(code, person_version(record, code)) for code in LANGUAGES]
    return render_template("admin/try_it.html", form=form, record=record, persons=persons)


def facts_of(form: TrialForm) -> Facts:
    """The facts of the sample as typed."""
    flags, pack = set(form.flags.data or ()), installed()[form.place.data]
    helps = [pack.helps[code] for code in (form.helps.data or "").split()]
    return Facts(
        jurisdiction=form.place.data,
        region=pack.region_named((form.region.data or "").strip()) or "",
        received_on=date.fromisoformat(form.received_on.data),
        language=form.language.data,
        who=form.who.data,
        firm=form.firm.data,
        choices=tuple(form.choices.data or ()),
        codes=tuple(form.codes.data.split()) if form.codes.data else (),
        wants_help="wants_help" in flags,
        hardship=tuple(one.code for one in helps if one.axis == "because"),
        ask_for=tuple(one.code for one in helps if one.axis == "want"),
        timing=form.timing.data or "",
        to_whom=tuple(form.to_whom.data or ()),
        children="children" in flags,
        impact=tuple(form.impact.data or ()),
        safe_now=form.safe_now.data,
        text=form.story.data or "",
        final_letter_sent="final_letter_sent" in flags,
        court_papers="court_papers" in flags,
        our_firm="not_our_firm" not in flags,
    )


def decided(facts: Facts) -> Full:
    """The whole record of a decision that is not kept."""
    pack = installed()[facts.jurisdiction]
    decision = decide(facts, pack)
    made, working = decision.to_dict(), working_of(facts, decision)
    return Full(
        made=made,
        facts=shown_facts(working),
        cues=spoken(working),
        changes=[],
        pack_id=decision.pack_id,
        pack_version=decision.pack_version,
        plain=plain(made, pack, today=facts.received_on, waits=False),
    )


def person_version(record: Full, language: str) -> Markup:
    """What the person would read, in this language."""
    with speaking(language):
        text = render_template(
            "parts/decision_plain.html", why=record.plain, why_id=f"why-{language}"
        )
    return Markup(text)  # noqa: S704 - the template escaped it
