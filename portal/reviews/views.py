"""The reviewer's pages: the cycle, one collector, the right of reply and the decision."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy import select

from portal.domain.errors import PortalError
from portal.domain.review import Action
from portal.jurisdictions.load import installed
from portal.models import Collector, Review, Role
from portal.reviews import forms, service
from portal.web.charts import Dot, funnel
from portal.web.db import db
from portal.web.errors import sentence
from portal.web.permissions import open_to, signed_in
from portal.web.work import now, work

bp = Blueprint("reviews", __name__)

READERS = (Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR)


@bp.get("/reviews")
@open_to(*READERS)
def cycle() -> Any:  # noqa: ANN401 - a page
    """Every collector with figures, and the reviews that are open."""
    rows = service.figures(db.session(), now().date())
    reviews = db.session.scalars(select(Review).order_by(Review.opened_at.desc())).all()
    latest = {review.collector_id: review for review in reversed(reviews)}
    return render_template(
        "reviews/cycle.html",
        rows=rows,
        reviews=latest,
        pooled=service.pooled_rate(rows),
        form=forms.ConfirmForm(),
    )


@bp.post("/reviews/select")
@open_to(Role.REVIEWER)
def select_now() -> Any:  # noqa: ANN401 - a redirect
    """Open the reviews the rules ask for."""
    with work() as at:
        service.select_for_review(at.session, at.now)
    return redirect(url_for("reviews.cycle"), 303)


@bp.get("/reviews/collectors/<int:collector_id>")
@open_to(*READERS)
def collector(collector_id: int) -> Any:  # noqa: ANN401 - a page
    """One collector: figures beside the others', findings, reply, decision."""
    return page(collector_id)


def page(collector_id: int, form: Any = None, refusal: str = "") -> str:  # noqa: ANN401 - a form or nothing
    """The collector's page."""
    session = db.session()
    rows = service.figures(session, now().date())
    subject = next((row for row in rows if row.collector.id == collector_id), None)
    if subject is None:
        abort(404)
    review = session.scalars(
        select(Review)
        .where(Review.collector_id == collector_id)
        .order_by(Review.id.desc())
        .limit(1)
    ).first()
    dots = [Dot(row.contacts, row.counted, row is subject) for row in rows]
    words = (gettext("Contacts in twelve months"), gettext("Upheld findings per 1,000 contacts"))
    plot = funnel(dots, service.pooled_rate(rows), gettext("Collectors compared"), words)
    return render_template(
        "reviews/collector.html",
        subject=subject,
        review=review,
        plot=plot,
        pooled=service.pooled_rate(rows),
        findings=service.findings_of(session, review)
        if review
        else service.final_findings(session).get(collector_id, []),
        form=form or forms.DecisionForm(formdata=None),
        reply_form=forms.ReplyForm(formdata=None),
        refusal=refusal,
    )


def review_or_404(review_id: int) -> Review:
    """The review of this id."""
    review = db.session.get(Review, review_id)
    if review is None:
        abort(404)
    return review


@bp.post("/reviews/<int:review_id>/notice")
@open_to(Role.REVIEWER)
def notice(review_id: int) -> Any:  # noqa: ANN401 - a redirect
    """Send the notice; the right of reply begins."""
    with work() as at:
        review = review_or_404(review_id)
        place = db.session.get_one(Collector, review.collector_id).agency.jurisdictions[0]
        service.give_notice(review, installed()[place].calendar, at.now)
    return back(review_id)


@bp.post("/reviews/<int:review_id>/reply")
@open_to(Role.REVIEWER)
def reply(review_id: int) -> Any:  # noqa: ANN401 - a page
    """Record what the collector says."""
    form, review = forms.ReplyForm(), review_or_404(review_id)
    if not form.validate_on_submit():
        return page(review.collector_id, refusal=gettext("Enter the reply")), 422
    with work() as at:
        service.record_reply(review, form.words.data or "", at.now)
    return back(review_id)


@bp.post("/reviews/<int:review_id>/decide")
@open_to(Role.REVIEWER)
def decide(review_id: int) -> Any:  # noqa: ANN401 - a page
    """Decide, with reasons, after the right of reply."""
    form, review = forms.DecisionForm(), review_or_404(review_id)
    if not form.validate_on_submit():
        return page(review.collector_id, form), 422
    try:
        with work() as at:
            service.decide(
                at.session,
                review,
                Action(form.action.data),
                form.reasons.data or "",
                signed_in(),
                at.now,
            )
    except PortalError as problem:
        return page(review_or_404(review_id).collector_id, form, sentence(problem)), 422
    return back(review_id)


@bp.post("/reviews/<int:review_id>/second")
@open_to(Role.REVIEWER)
def second(review_id: int) -> Any:  # noqa: ANN401 - a redirect
    """The second reviewer agrees."""
    with work() as at:
        service.second(at.session, review_or_404(review_id), signed_in(), at.now)
    return back(review_id)


@bp.post("/reviews/<int:review_id>/check")
@open_to(Role.REVIEWER)
def check(review_id: int) -> Any:  # noqa: ANN401 - a redirect
    """The action was done and looked at again."""
    with work() as at:
        service.check(review_or_404(review_id), at.now)
    return back(review_id)


def back(review_id: int) -> Any:  # noqa: ANN401 - a redirect
    """To the collector's page."""
    return redirect(
        url_for("reviews.collector", collector_id=review_or_404(review_id).collector_id), 303
    )
