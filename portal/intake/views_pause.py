"""The pages that interrupt: danger, money asked for on a private account, court papers, a strange company."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import get_locale

from portal.intake import pages
from portal.intake.browser import bp, draft_of_browser, place_of
from portal.intake.money import over_by
from portal.intake.show import bodies_of, with_money
from portal.jurisdictions.load import installed
from portal.models import Role
from portal.web.permissions import open_to

AT_ONCE = frozenset({"emergency", "helpline"})
#: Which outside bodies each page names.
KINDS = {
    "account": frozenset({"emergency", "debt_advice", "consumer_association"}),
    "papers": frozenset({"legal_aid", "debt_advice"}),
    "company": frozenset({"regulator", "consumer_association", "ombudsman", "debt_advice"}),
    "offer": frozenset({"debt_advice"}),
}


@bp.get("/danger")
@open_to(Role.ANYONE)
def danger() -> Any:  # noqa: ANN401 - a page or a redirect
    """Who to call at once, shown before the report goes on."""
    return interrupt("danger", AT_ONCE)


@bp.get("/pause/<any(account, papers, company, offer):kind>")
@open_to(Role.ANYONE)
def pause(kind: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """What must be read before the report goes on."""
    return interrupt(kind, KINDS[kind])


def interrupt(kind: str, bodies: frozenset[str]) -> Any:  # noqa: ANN401 - a page or a redirect
    """One page with what to do now and the way on."""
    draft = draft_of_browser()
    if draft is None:
        return redirect(url_for("public.start"), 303)
    place = place_of(draft)
    onward = url_for(
        "intake.page", door=draft.door, page=next_page(draft.door, draft.answers, kind)
    )
    company = pages.answer(draft.answers, "collector", "c_agency")
    # What was answered was changed meanwhile: there is nothing to say any more.
    if (kind == "offer" and not over_by(draft.answers)) or (kind == "company" and not company):
        return redirect(onward, 303)
    return render_template(
        f"intake/pause_{kind}.html",
        bodies=bodies_of(place, str(get_locale()), bodies),
        place=place,
        door=draft.door,
        company=company,
        days=installed()[place].court_days(),
        continue_url=onward,
        **with_money(draft.answers, place),
    )


def next_page(door: str, answers: pages.Answers, kind: str) -> str:
    """The page the interruption stood before."""
    asked_on = {"company": "collector", "offer": "offer"}
    if kind in asked_on:
        return pages.page_after(door, answers, asked_on[kind])
    order = pages.pages_of(door, answers)
    last = max((order.index(page) for page in answers if page in order), default=0)
    return order[min(last + 1, len(order) - 1)]
