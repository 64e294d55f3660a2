"""Reviews of collectors: opened by rows of final findings, answered, decided, never automatic."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import review as rules
from portal.domain.calendars import Calendar
from portal.domain.errors import Conflicted, NotAllowed
from portal.domain.review import Action, Count, ReviewState, Standing
from portal.jurisdictions.load import installed
from portal.models import (
    Collector,
    ContactCount,
    Finding,
    Outcome,
    Review,
    ReviewFinding,
    Staff,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """One collector's year in numbers."""

    collector: Collector
    contacts: int
    counted: int
    all_findings: int

    @property
    def rate(self) -> float:
        """Upheld findings per 1,000 contacts."""
        return 1000 * self.counted / self.contacts if self.contacts else 0.0


def final_findings(session: Session) -> dict[int, list[Finding]]:
    """Findings of final outcomes by collector: nothing undecided ever enters here."""
    query = select(Finding).join(Outcome, Outcome.id == Finding.outcome_id)
    rows = session.scalars(
        query.where(Outcome.final_at.is_not(None), Finding.collector_id.is_not(None))
    )
    found: dict[int, list[Finding]] = {}
    for row in rows:
        if row.collector_id is not None:
            found.setdefault(row.collector_id, []).append(row)
    return found


def as_count(row: Finding) -> Count:
    """A finding as the rules see it."""
    return Count(row.result, row.cause, row.severity, row.made_at.date())


def figures(session: Session, today: date) -> list[Figures]:
    """Every collector with contacts and counted findings of the last twelve months."""
    since = today.replace(year=today.year - 1, day=1)
    query = select(ContactCount.collector_id, func.sum(ContactCount.contacts)).where(
        ContactCount.month >= since
    )
    contacts = {
        row[0]: int(row[1]) for row in session.execute(query.group_by(ContactCount.collector_id))
    }
    found = final_findings(session)
    return [
        Figures(
            collector=one,
            contacts=contacts.get(one.id, 0),
            counted=sum(
                rules.counts(as_count(row), today) and row.made_at.date() >= since
                for row in found.get(one.id, [])
            ),
            all_findings=len(found.get(one.id, [])),
        )
        for one in session.scalars(select(Collector).order_by(Collector.number))
    ]


def pooled_rate(rows: list[Figures]) -> float:
    """Counted findings per contact over everybody."""
    contacts = sum(row.contacts for row in rows)
    return sum(row.counted for row in rows) / contacts if contacts else 0.0


def select_for_review(session: Session, now: datetime) -> list[Review]:
    """Open the reviews the rules ask for; a collector has at most one open review."""
    today = now.date()
    rows, found = figures(session, today), final_findings(session)
    pooled = pooled_rate(rows)
    busy = set(session.scalars(select(Review.collector_id).where(Review.closed_at.is_(None))))
    known = set(session.scalars(select(ReviewFinding.finding_id)))
    opened = []
    for row in rows:
        fresh = [
            one
            for one in found.get(row.collector.id, [])
            if one.id not in known and rules.counts(as_count(one), today)
        ]
        reason = rules.opening([as_count(one) for one in fresh], row.contacts, pooled, today)
        if reason and row.collector.id not in busy:
            opened.append(open_review(session, row.collector.id, fresh, reason, now))
    return opened


def open_review(
    session: Session, collector_id: int, findings: list[Finding], reason: str, now: datetime
) -> Review:
    """A review with the findings it rests on."""
    review = Review(
        collector_id=collector_id,
        state=ReviewState.SELECTED.value,
        opened_because=reason,
        opened_at=now,
    )
    session.add(review)
    session.flush()
    session.add_all(ReviewFinding(review_id=review.id, finding_id=one.id) for one in findings)
    return review


def findings_of(session: Session, review: Review) -> list[Finding]:
    """The findings a review rests on."""
    query = select(Finding).join(ReviewFinding, ReviewFinding.finding_id == Finding.id)
    return list(
        session.scalars(query.where(ReviewFinding.review_id == review.id).order_by(Finding.made_at))
    )


def give_notice(review: Review, calendar: Calendar, now: datetime) -> None:
    """Tell the collector what was found, without who complained; the right of reply begins."""
    if review.state != ReviewState.SELECTED:
        raise NotAllowed("The notice has already been sent.")
    review.state, review.notice_at = ReviewState.NOTICE_SENT.value, now
    review.reply_due = calendar.add_working_days(calendar.local_date(now), rules.REPLY_DAYS)


def record_reply(review: Review, words: str, now: datetime) -> None:
    """The collector's own account."""
    if review.state != ReviewState.NOTICE_SENT or not words.strip():
        raise NotAllowed("A reply can be recorded between the notice and the decision.")
    review.state, review.reply, review.replied_at = (
        ReviewState.REPLY_RECEIVED.value,
        words.strip(),
        now,
    )


def decide(
    session: Session, review: Review, action: Action, reasons: str, by: Staff, now: datetime
) -> None:
    """Decide a review after the right of reply; grave actions wait for a second reviewer."""
    if review.decided_at is not None:
        raise NotAllowed("This review has been decided.")
    finders = frozenset(one.made_by for one in findings_of(session, review))
    standing = Standing(review.reply_due, bool(review.replied_at), finders)
    rules.require_decision(standing, action, reasons, by.id, local_day(session, review, now))
    review.action, review.reasons = action.value, reasons.strip()
    review.decided_by, review.decided_at = by.id, now
    review.state = ReviewState.DECIDED.value
    if not rules.needs_second(action):
        finish(review, now)


def local_day(session: Session, review: Review, now: datetime) -> date:
    """The date it is where the collector works; the right of reply ends by that clock."""
    place = session.get_one(Collector, review.collector_id).agency.jurisdictions[0]
    return installed()[place].local_date(now)


def check(review: Review, now: datetime) -> None:
    """The action was done and looked at again: the review closes, and a later finding may open another."""
    if review.state != ReviewState.ACTION_RUNNING:
        raise NotAllowed("Only a running action can be checked.")
    review.state, review.closed_at = ReviewState.CLOSED.value, now


def second(session: Session, review: Review, by: Staff, now: datetime) -> None:
    """The second reviewer agrees to a grave action."""
    if review.decided_at is None or review.closed_at is not None:
        raise NotAllowed("Nothing waits for a second reviewer.")
    finders = {one.made_by for one in findings_of(session, review)}
    if by.id in finders | {review.decided_by}:
        raise Conflicted("Another reviewer must agree.")
    review.second_by, review.second_at = by.id, now
    finish(review, now)


def finish(review: Review, now: datetime) -> None:
    """A review without action closes; one with an action keeps running until it is checked."""
    if review.action == Action.NO_ACTION:
        review.state, review.closed_at = ReviewState.CLOSED.value, now
    else:
        review.state = ReviewState.ACTION_RUNNING.value
