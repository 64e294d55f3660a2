"""The reviewer's pages: the cycle, one collector, the right of reply and the decision."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from sqlalchemy import select

from portal.domain import review as rules
from portal.domain.errors import PortalError
from portal.models import Collector, Review, ReviewCycle, Role, Staff, by_id
from portal.reviews import export, forms, history, people, places, selecting, service, shown
from portal.reviews.figures import agencies as agencies_of
from portal.reviews.figures import decided_findings, figures, pooled_rate, similar
from portal.web.db import db
from portal.web.errors import sentence
from portal.web.forms import PortalForm
from portal.web.permissions import open_to, signed_in
from portal.web.work import keyring, now, work

bp = Blueprint("reviews", __name__)

READERS = (Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR)


def reviewing() -> service.Reviewing:
    """What the verbs need."""
    return service.Reviewing(db.session(), keyring(), now(), signed_in())


@bp.get("/reviews")
@open_to(*READERS)
def cycle() -> Any:  # noqa: ANN401 - a page
    """Every collector with figures, and the reviews that are open."""
    session, today = db.session(), selecting.house_day(now())
    everybody = figures(session, now())
    allowed = set(session.scalars(people.known_to(signed_in()).with_only_columns(Collector.id)))
    pooled = {row.collector.id: pooled_rate(similar(everybody, row.collector)) for row in everybody}
    reviews = session.scalars(select(Review).order_by(Review.id)).all()
    rows = [row for row in everybody if row.collector.id in allowed]
    return render_template(
        "reviews/cycle.html",
        rows=sorted(rows, key=lambda row: (row.collector.agency.name, row.collector.number)),
        pooled=pooled,
        reviews={one.collector_id: one for one in reviews},
        positions={row.collector.id: shown.position(row, pooled[row.collector.id]) for row in rows},
        cycle=session.scalar(
            select(ReviewCycle).where(ReviewCycle.name == rules.quarter(today)[0])
        ),
        quarter=rules.quarter(today),
        number=shown.number,
        next_day=shown.next_day,
        today=today,
    )


@bp.get("/reviews/agencies")
@open_to(*READERS)
def agencies() -> Any:  # noqa: ANN401 - a page
    """The agencies with the figures of their people and the causes found."""
    session, mine = db.session(), signed_in().agency_id
    rows = agencies_of(session, figures(session, now()))
    return render_template(
        "reviews/agencies.html",
        rows=[one for one in rows if one.agency.id != mine],
        number=shown.number,
    )


@bp.post("/reviews/select")
@open_to(Role.REVIEWER)
def select_now() -> Any:  # noqa: ANN401 - a redirect
    """Open the reviews the rules ask for now instead of at the next round of the worker."""
    with work() as at:
        selecting.follow_outcomes(at.session, at.keyring, at.now)
        selecting.draw_sample(at.session, at.keyring, at.now)
        selecting.select_for_review(at.session, at.keyring, at.now)
    return redirect(url_for("reviews.cycle"), 303)


@bp.get("/reviews/collectors/<int:collector_id>")
@open_to(*READERS)
def collector(collector_id: int) -> Any:  # noqa: ANN401 - a page
    """One collector: figures beside the others', findings, reply, decision."""
    return page(collector_id)


def page(collector_id: int, typed: PortalForm | None = None, refusal: str = "") -> str:
    """The collector's page; a refused form comes back as it was typed."""
    session = db.session()
    rows = figures(session, now())
    subject = next((row for row in rows if row.collector.id == collector_id), None)
    if subject is None or not people.may_know(session, signed_in(), collector_id):
        abort(404)
    at = shown.compared(subject, similar(rows, subject.collector))
    found = decided_findings(session).get(collector_id, [])
    review = latest(collector_id)
    return render_template(
        "reviews/collector.html",
        at=at,
        subject=subject,
        funnel=shown.funnel_of(at),
        bars=shown.months_of(subject, shown.flags_of(session, collector_id)),
        chance_note=shown.chance_note(at),
        found=found,
        waiting=selecting.waiting(session, review, found, now()),
        position=shown.position,
        number=shown.number,
        refusal=refusal,
        typed=typed,
        name_of=shown.name_of,
        **review_parts(review, typed),
    )


def latest(collector_id: int) -> Review | None:
    """The open review of this collector, else the last one."""
    query = select(Review).where(Review.collector_id == collector_id)
    return db.session.scalars(query.order_by(Review.id.desc()).limit(1)).first()


def review_parts(review: Review | None, typed: PortalForm | None) -> dict[str, Any]:
    """What the page shows of a review: its findings, its history and the forms that are open."""
    session = db.session()
    links = service.links_of(session, review) if review else []
    known = {
        "notice": forms.NoticeForm,
        "decision": forms.DecisionForm,
        "words": forms.WordsForm,
        "done": forms.DoneForm,
        "check": forms.CheckForm,
        "export": forms.ExportForm,
    }
    blank: dict[str, Any] = {name: kind(formdata=None) for name, kind in known.items()}
    blank["reply"] = forms.reply_form([one for _link, one in links], formdata=None)
    for name, kind in (*known.items(), ("reply", forms.ReplyForm)):
        if isinstance(typed, kind):
            blank[name] = typed
    lines = history.lines(session, keyring(), review) if review else []
    staff = session.scalars(select(Staff)).all() if lines else []
    return {
        "review": review,
        "links": links,
        "lines": lines,
        "names": {one.id: one.name for one in staff},
        "forms": blank,
        "place_of": places.of_findings(session, [one.id for _link, one in links]),
        "today": places.today_of(session, review, now()) if review else None,
    }


def review_or_404(review_id: int) -> Review:
    """The review of this id, if this person may know of it."""
    review = by_id(db.session(), Review, review_id)
    if review is None or not people.may_know(db.session(), signed_in(), review.collector_id):
        abort(404)
    return review


def do(review_id: int, form: PortalForm, verb: Callable[[service.Reviewing, Review], None]) -> Any:  # noqa: ANN401 - a page
    """One step of a review: refused with everything typed kept, or done and shown."""
    who = review_or_404(review_id).collector_id
    if not form.validate_on_submit():
        return page(who, form), 422
    try:
        with work():
            verb(reviewing(), review_or_404(review_id))
    except PortalError as problem:
        return page(who, form, sentence(problem)), 422
    return redirect(url_for("reviews.collector", collector_id=who), 303)


@bp.post("/reviews/<int:review_id>/notice")
@open_to(Role.REVIEWER)
def notice(review_id: int) -> Any:  # noqa: ANN401 - a page
    """Tell the collector; the right of reply begins."""
    form = forms.NoticeForm()
    return do(
        review_id,
        form,
        lambda at, review: service.give_notice(
            at, review, form.words.data or "", form.support.data or ""
        ),
    )


@bp.get("/reviews/<int:review_id>/notice")
@open_to(*READERS)
def notice_sheet(review_id: int) -> Any:  # noqa: ANN401 - a page
    """The notice as a sheet to hand over: findings, words, dates, no customer."""
    review = review_or_404(review_id)
    if review.notice_at is None:
        abort(404)
    lines = history.lines(db.session(), keyring(), review)
    links = service.links_of(db.session(), review)
    told = [words for entry, words in lines if entry.kind in ("notice", "asked_again")]
    return render_template(
        "reviews/notice.html",
        review=review,
        told=told,
        links=links,
        place_of=places.of_findings(db.session(), [one.id for _link, one in links]),
    )


@bp.post("/reviews/<int:review_id>/reply")
@open_to(Role.REVIEWER)
def reply(review_id: int) -> Any:  # noqa: ANN401 - a page
    """Record what the collector says, as a whole and to each finding."""
    review = review_or_404(review_id)
    findings = [one for _link, one in service.links_of(db.session(), review)]
    form = forms.reply_form(findings)
    return do(review_id, form, lambda at, one: service.record_reply(at, one, form.reply(findings)))


@bp.post("/reviews/<int:review_id>/ask-again")
@open_to(Role.REVIEWER)
def ask_again(review_id: int) -> Any:  # noqa: ANN401 - a page
    """Ask the collector once more."""
    form = forms.WordsForm()
    return do(review_id, form, lambda at, one: service.ask_again(at, one, form.words.data or ""))


@bp.post("/reviews/<int:review_id>/decide")
@open_to(Role.REVIEWER)
def decide(review_id: int) -> Any:  # noqa: ANN401 - a page
    """Decide, with reasons, after the right of reply."""
    form = forms.DecisionForm()
    return do(review_id, form, lambda at, one: service.decide(at, one, form.choice()))


@bp.post("/reviews/<int:review_id>/second")
@open_to(Role.REVIEWER)
def second(review_id: int) -> Any:  # noqa: ANN401 - a page
    """The second reviewer agrees."""
    return do(review_id, forms.ConfirmForm(), service.second)


@bp.post("/reviews/<int:review_id>/refuse")
@open_to(Role.REVIEWER)
def refuse(review_id: int) -> Any:  # noqa: ANN401 - a page
    """The second reviewer does not agree."""
    form = forms.WordsForm()
    return do(review_id, form, lambda at, one: service.refuse(at, one, form.words.data or ""))


@bp.post("/reviews/<int:review_id>/done")
@open_to(Role.REVIEWER)
def done(review_id: int) -> Any:  # noqa: ANN401 - a page
    """The action was done."""
    form = forms.DoneForm()
    return do(
        review_id,
        form,
        lambda at, one: service.action_done(at, one, form.on.data, form.words.data or ""),
    )


@bp.post("/reviews/<int:review_id>/check")
@open_to(Role.REVIEWER)
def check(review_id: int) -> Any:  # noqa: ANN401 - a page
    """The figures after the action were looked at."""
    form = forms.CheckForm()
    return do(
        review_id,
        form,
        lambda at, one: service.check(
            at, one, form.words.data or "", helped=form.helped.data == "yes"
        ),
    )


@bp.post("/reviews/<int:review_id>/export")
@open_to(Role.REVIEWER)
def export_csv(review_id: int) -> Any:  # noqa: ANN401 - a file or a page
    """The findings without anything of the customers, for a purpose that is written down."""
    form = forms.ExportForm()
    refused = do(
        review_id,
        form,
        lambda at, one: service.exported(at, one, "findings", form.purpose.data or ""),
    )
    if isinstance(refused, tuple):
        return refused
    review = review_or_404(review_id)
    links = service.links_of(db.session(), review)
    place_of = places.of_findings(db.session(), [one.id for _link, one in links])
    purpose = form.purpose.data or ""
    return export.answer(review, links, place_of, purpose, signed_in().name, now())


@bp.post("/reviews/collectors/<int:collector_id>/tie")
@open_to(Role.REVIEWER)
def tie(collector_id: int) -> Any:  # noqa: ANN401 - a redirect
    """A reviewer has a connection to this collector: another one must review."""
    if not people.may_know(db.session(), signed_in(), collector_id):
        abort(404)
    with work():
        service.declare_tie(reviewing(), db.session.get_one(Collector, collector_id))
    return redirect(url_for("reviews.cycle"), 303)
