"""Opening reviews by rule, and following what became of the findings they rest on."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import review as rules
from portal.domain.outcome import UPHELD, Cause
from portal.domain.review import Because, Record, ReviewState
from portal.domain.ticket import State
from portal.jurisdictions.days import day_at
from portal.jurisdictions.load import installed
from portal.models import (
    Collector,
    ContactCount,
    Finding,
    Outcome,
    Review,
    ReviewCycle,
    ReviewFinding,
    ReviewKind,
    Ticket,
)
from portal.reviews import history
from portal.reviews.figures import (
    Decided,
    Figures,
    decided_findings,
    figures,
    pooled_rate,
    similar,
)
from portal.reviews.history import Step
from portal.vault.keys import Keyring


def select_for_review(session: Session, keyring: Keyring, now: datetime) -> list[Review]:
    """Open the reviews the rules ask for; a collector has at most one open review.

    What would open a second one joins the first, as long as the collector was not told of it.
    """
    rows, found = figures(session, now), decided_findings(session)
    running = session.scalars(select(Review).where(Review.closed_at.is_(None)))
    busy = {one.collector_id: one for one in running}
    known = set(session.scalars(select(ReviewFinding.finding_id)))
    opened = []
    for row in rows:
        who, today = row.collector.id, day_at(row.collector.place, now)
        fresh = [one for one in found.get(who, []) if one.finding.id not in known]
        why = rules.opening(record_of(session, rows, row, fresh), today)
        if not why:
            continue
        counted = [one for one in fresh if rules.counts(one.count, today)]
        if who not in busy:
            opened.append(open_review(session, keyring, who, counted, why, now=now))
        elif busy[who].state is ReviewState.SELECTED:
            take_up(session, keyring, busy[who], counted, now)
    return opened


def record_of(
    session: Session, rows: Sequence[Figures], row: Figures, fresh: Sequence[Decided]
) -> Record:
    """What the rules are told of one collector."""
    return Record(
        fresh=[one.count for one in fresh],
        contacts=row.contacts,
        counted=row.counted,
        pooled=pooled_rate(similar(rows, row.collector)),
        taught_on=taught_on(session, row.collector.id) if fresh else None,
    )


def taught_on(session: Session, collector_id: int) -> date | None:
    """When this collector's last coaching, monitoring or retraining was done."""
    query = select(func.max(Review.action_done_on)).where(
        Review.collector_id == collector_id, Review.action.in_([one.value for one in rules.TEACHES])
    )
    return session.scalar(query)


def open_review(  # noqa: PLR0913 - a review needs all of it
    session: Session,
    keyring: Keyring,
    collector_id: int,
    found: Sequence[Decided],
    why: Because,
    *,
    now: datetime,
    cycle: ReviewCycle | None = None,
) -> Review:
    """A review with the findings it rests on and the first line of its history."""
    review = Review(
        collector_id=collector_id,
        cycle_id=cycle.id if cycle else None,
        state=ReviewState.SELECTED,
        opened_because=why,
        opened_at=now,
    )
    session.add(review)
    session.flush()
    ids = [one.finding.id for one in found]
    session.add_all(ReviewFinding(review_id=review.id, finding_id=one) for one in ids)
    facts = {"because": why.value, "findings": ids}
    history.record(session, keyring, review, Step(kind=ReviewKind.OPENED, at=now, facts=facts))
    return review


def take_up(
    session: Session, keyring: Keyring, review: Review, found: Sequence[Decided], now: datetime
) -> None:
    """Add findings to a review of which the collector was not told: one notice then tells of all."""
    ids = [one.finding.id for one in found]
    session.add_all(ReviewFinding(review_id=review.id, finding_id=one) for one in ids)
    step = Step(kind=ReviewKind.FINDING_ADDED, at=now, facts={"findings": ids})
    history.record(session, keyring, review, step)


def waiting(
    session: Session, review: Review | None, found: Sequence[Decided], now: datetime
) -> list[Decided]:
    """Findings that came after the collector was told: the rules ask about them once this review ends."""
    if review is None or review.closed_at or review.state is ReviewState.SELECTED:
        return []
    known = set(session.scalars(select(ReviewFinding.finding_id)))
    today = day_at(review.collector.place, now)
    return [one for one in found if one.finding.id not in known and rules.counts(one.count, today)]


def draw_sample(session: Session, keyring: Keyring, now: datetime) -> ReviewCycle | None:
    """Draw this quarter's random sample once, blind to every complaint, and keep how it was drawn."""
    today = house_day(now)
    name, first, last = rules.quarter(today)
    if session.scalar(select(ReviewCycle).where(ReviewCycle.name == name)) is not None:
        return None
    population = at_work(session, today)
    if not population:
        return None
    seed = secrets.token_hex(16)
    drawn = rules.sample(seed, population)
    cycle = ReviewCycle(
        name=name, starts_on=first, ends_on=last, seed=seed,
        population=population, drawn=drawn, drawn_at=now,
    )  # fmt: skip
    session.add(cycle)
    session.flush()
    busy = set(session.scalars(select(Review.collector_id).where(Review.closed_at.is_(None))))
    for who in drawn:
        if who not in busy:
            open_review(session, keyring, who, [], Because.RANDOM, now=now, cycle=cycle)
    return cycle


def house_day(now: datetime) -> date:
    """The day of the whole house: a quarter begins once it has begun in every place."""
    return min((day_at(place, now) for place in installed()), default=now.date())


def at_work(session: Session, today: date) -> list[int]:
    """Collectors with contacts in the last three months who have not left."""
    since = rules.months(today, 3)[0]
    query = (
        select(Collector.id)
        .join(ContactCount, ContactCount.collector_id == Collector.id)
        .where(ContactCount.month >= since, ContactCount.contacts > 0)
        .where(Collector.left_on.is_(None) | (Collector.left_on > today))
    )
    return sorted(set(session.scalars(query)))


def follow_outcomes(session: Session, keyring: Keyring, now: datetime) -> int:
    """A finding that was answered anew is replaced or set aside; nobody carries what did not stand."""
    newest = (
        select(Outcome.ticket_id, func.max(Outcome.id).label("id"))
        .where(Outcome.final_at.is_not(None))
        .group_by(Outcome.ticket_id)
        .subquery()
    )
    query = (
        select(ReviewFinding, Finding, newest.c.id)
        .join(Finding, Finding.id == ReviewFinding.finding_id)
        .join(newest, newest.c.ticket_id == Finding.ticket_id)
        .join(Ticket, Ticket.id == Finding.ticket_id)
        .where(ReviewFinding.set_aside_at.is_(None), Ticket.state == State.CLOSED)
        .where(newest.c.id != Finding.outcome_id)
    )
    changed = session.execute(query).all()
    for link, old, outcome_id in changed:
        answered_anew(session, keyring, link, old, outcome_id, now)
    return len(changed)


def answered_anew(
    session: Session, keyring: Keyring, link: ReviewFinding, old: Finding, outcome_id: int,
    now: datetime,
) -> None:  # fmt: skip
    """Put the new finding in the place of the old one; clear the collector when none is left."""
    review = session.get_one(Review, link.review_id)
    new = session.scalar(
        select(Finding).where(
            Finding.outcome_id == outcome_id, Finding.allegation_id == old.allegation_id
        )
    )
    link.set_aside_at = now
    stands = (
        new is not None
        and new.result in UPHELD
        and new.cause is Cause.INDIVIDUAL
        and new.collector_id == review.collector_id
    )
    facts = {"finding": old.id, "stands": stands}
    if new is not None and stands:
        session.add(ReviewFinding(review_id=review.id, finding_id=new.id, answer=link.answer))
    kind = ReviewKind.FINDING_OVERTURNED
    history.record(session, keyring, review, Step(kind=kind, at=now, facts=facts))
    if nothing_left(session, review) and review.cleared_at is None:
        clear(session, keyring, review, now)


def nothing_left(session: Session, review: Review) -> bool:
    """Whether every finding of this review was set aside; one drawn at random goes on without any."""
    session.flush()
    left = session.scalar(
        select(func.count())
        .select_from(ReviewFinding)
        .where(ReviewFinding.review_id == review.id, ReviewFinding.set_aside_at.is_(None))
    )
    return not left and review.opened_because is not Because.RANDOM


def clear(session: Session, keyring: Keyring, review: Review, now: datetime) -> None:
    """The collector was wrongly accused: the record says so, and whatever still ran ends."""
    review.cleared_at = now
    step = Step(kind=ReviewKind.CLEARED, at=now)
    if review.state is ReviewState.CLOSED:
        history.record(session, keyring, review, step)
    else:
        history.move(session, keyring, review, ReviewState.CLOSED, step)
