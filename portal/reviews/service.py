"""The verbs of a review: notice, reply, decision, second reviewer, action, check. Never automatic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import review as rules
from portal.domain.errors import Conflicted, Incomplete, NotAllowed, NotFound
from portal.domain.review import Action, ReviewState, Standing
from portal.jurisdictions.days import day_at
from portal.models import (
    Answer,
    Collector,
    DeclaredTie,
    Finding,
    Review,
    ReviewFinding,
    ReviewKind,
    Staff,
)
from portal.reviews import history, people, places, selecting
from portal.reviews.figures import decided_findings
from portal.reviews.history import Step
from portal.vault.keys import Keyring


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What every verb of a reviewer is handed."""

    session: Session
    keyring: Keyring
    now: datetime
    staff: Staff

    def step(self, kind: ReviewKind, words: str = "", **facts: object) -> Step:
        """A line of the history, by this reviewer at this moment."""
        return Step(kind=kind, at=self.now, staff_id=self.staff.id, facts=facts, words=words)


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision as typed."""

    action: Action
    reasons: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the collector says, as a whole and to each finding."""

    words: str
    answers: Mapping[int, Answer] = field(default_factory=dict)


def links_of(session: Session, review: Review) -> list[tuple[ReviewFinding, Finding]]:
    """The findings a review rests on, with what the collector says to each, the oldest first."""
    query = (
        select(ReviewFinding, Finding)
        .join(Finding, Finding.id == ReviewFinding.finding_id)
        .where(ReviewFinding.review_id == review.id)
        .order_by(Finding.made_at, Finding.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def finders_of(session: Session, review: Review) -> frozenset[int]:
    """Who made or agreed to the findings of this review."""
    return people.finders(session, [one.id for _link, one in links_of(session, review)])


def require_free(at: Reviewing, review: Review) -> None:
    """Refuse anybody who may not know of this review: the own people are never reviewed."""
    if not people.may_know(at.session, at.staff, review.collector_id):
        raise NotFound("There is no such review.")


def give_notice(at: Reviewing, review: Review, words: str, support: str = "") -> None:
    """Tell the collector what was found, without who complained; the right of reply begins."""
    require_free(at, review)
    if review.state is not ReviewState.SELECTED:
        raise NotAllowed("The notice has already been sent.")
    if not words.strip():
        raise Incomplete("Enter what the collector is told")
    review.notice_at, review.support = at.now, support.strip()
    review.reply_due = places.reply_until(at.session, review, at.now)
    step = at.step(ReviewKind.NOTICE, words.strip(), reply_due=review.reply_due.isoformat())
    history.move(at.session, at.keyring, review, ReviewState.NOTICE_SENT, step)


def record_reply(at: Reviewing, review: Review, reply: Reply) -> None:
    """The collector's own account; a late one is heard too, until the decision."""
    require_free(at, review)
    if not reply.words.strip():
        raise Incomplete("Enter the reply")
    if review.state not in (ReviewState.NOTICE_SENT, ReviewState.REPLY_EXPIRED):
        raise NotAllowed("A reply can be recorded between the notice and the decision.")
    for link, finding in links_of(at.session, review):
        link.answer = reply.answers.get(finding.id, link.answer)
    review.replied_at = at.now
    step = at.step(ReviewKind.REPLY, reply.words.strip())
    history.move(at.session, at.keyring, review, ReviewState.REPLY_RECEIVED, step)


def ask_again(at: Reviewing, review: Review, words: str) -> None:
    """Ask the collector once more; the right of reply begins anew."""
    require_free(at, review)
    if not words.strip():
        raise Incomplete("Enter your question")
    if review.asked_again_at is not None or review.state is not ReviewState.REPLY_RECEIVED:
        raise NotAllowed("The collector can be asked once more after the first reply.")
    review.asked_again_at = at.now
    review.reply_due = places.reply_until(at.session, review, at.now)
    step = at.step(ReviewKind.ASKED_AGAIN, words.strip(), reply_due=review.reply_due.isoformat())
    history.move(at.session, at.keyring, review, ReviewState.NOTICE_SENT, step)


def decide(at: Reviewing, review: Review, choice: Choice) -> None:
    """Decide a review after the right of reply; grave actions wait for a second reviewer."""
    require_free(at, review)
    if review.decided_at is not None:
        raise NotAllowed("This review has been decided.")
    today = places.today_of(at.session, review, at.now)
    standing = Standing(review.state, review.reply_due, finders_of(at.session, review))
    rules.require_decision(standing, choice.reasons, at.staff.id, today)
    rules.require_dates(choice.action, choice.due, today)
    if reopened(at.session, review):
        raise NotAllowed("One of these findings is being looked at again. Wait for the new answer.")
    review.action, review.decided_by, review.decided_at = choice.action, at.staff.id, at.now
    if choice.action not in rules.ENDS_AT_ONCE:
        review.action_due = choice.due
    step = at.step(
        ReviewKind.DECIDED,
        choice.reasons.strip(),
        action=choice.action.value,
        due=review.action_due.isoformat() if review.action_due else None,
    )
    history.move(at.session, at.keyring, review, ReviewState.DECIDED, step)
    if not rules.needs_second(choice.action):
        carry_out(at, review, None)


def reopened(session: Session, review: Review) -> bool:
    """Whether a finding of this review stands no longer, because its ticket was taken up again."""
    standing = {one.finding.id for one in decided_findings(session).get(review.collector_id, [])}
    return any(
        finding.id not in standing
        for link, finding in links_of(session, review)
        if link.set_aside_at is None
    )


def second(at: Reviewing, review: Review) -> None:
    """The second reviewer agrees."""
    require_second(at, review)
    review.second_by, review.second_at = at.staff.id, at.now
    carry_out(at, review, ReviewKind.SECOND_AGREED)


def refuse(at: Reviewing, review: Review, words: str) -> None:
    """The second reviewer does not agree: the review is open again, with the reason."""
    require_second(at, review)
    if not words.strip():
        raise Incomplete("Say why you do not agree")
    review.action = review.action_due = review.decided_by = review.decided_at = None
    answered = review.replied_at is not None
    back = ReviewState.REPLY_RECEIVED if answered else ReviewState.REPLY_EXPIRED
    step = at.step(ReviewKind.SECOND_REFUSED, words.strip())
    history.move(at.session, at.keyring, review, back, step)


def require_second(at: Reviewing, review: Review) -> None:
    """Refuse a second voice where none waits, or by who decided or made a finding."""
    require_free(at, review)
    if review.state is not ReviewState.DECIDED:
        raise NotAllowed("Nothing waits for a second reviewer.")
    if at.staff.id in finders_of(at.session, review) | {review.decided_by}:
        raise Conflicted("Another reviewer must agree.")


def carry_out(at: Reviewing, review: Review, kind: ReviewKind | None) -> None:
    """A decision becomes true: the collector is cleared, the review ends, or an action begins."""
    if kind is not None:
        history.record(at.session, at.keyring, review, at.step(kind))
    if review.action == Action.CLEARED:
        for link, _finding in links_of(at.session, review):
            link.set_aside_at = link.set_aside_at or at.now
        selecting.clear(at.session, at.keyring, review, at.now)
        return
    ends = review.action == Action.NO_ACTION
    to = ReviewState.CLOSED if ends else ReviewState.ACTION_RUNNING
    said = at.step(ReviewKind.CLOSED if ends else ReviewKind.ACTION_BEGUN)
    history.move(at.session, at.keyring, review, to, said)


def action_done(at: Reviewing, review: Review, on: date, words: str) -> None:
    """The action was done; sixty days later the figures are looked at again."""
    require_free(at, review)
    if review.state is not ReviewState.ACTION_RUNNING or review.action_done_on is not None:
        raise NotAllowed("No action is running.")
    if on > max(day_at(one, at.now) for one in places.of_review(at.session, review)):
        raise Incomplete("The day the action was done cannot be later than today")
    review.action_done_on = on
    review.check_on = on + timedelta(days=rules.FOLLOW_UP_DAYS)
    step = at.step(ReviewKind.ACTION_DONE, words.strip(), on=on.isoformat())
    history.record(at.session, at.keyring, review, step)


def check(at: Reviewing, review: Review, words: str, *, helped: bool) -> None:
    """The figures after the action were looked at: the review closes and says whether it helped."""
    require_free(at, review)
    if review.state is not ReviewState.ACTION_RUNNING or review.check_on is None:
        raise NotAllowed("Only an action that was done can be checked.")
    if places.today_of(at.session, review, at.now) < review.check_on:
        raise NotAllowed(
            "The figures can be looked at from {date} on; earlier they say too little.",
            date=review.check_on.isoformat(),
        )
    review.helped = helped
    step = at.step(ReviewKind.CHECKED, words.strip(), helped=helped)
    history.move(at.session, at.keyring, review, ReviewState.CLOSED, step)


def expire_replies(session: Session, keyring: Keyring, now: datetime) -> int:
    """Rights of reply whose last day is over in every place they belong to: the reviewer may decide."""
    waiting = session.scalars(select(Review).where(Review.state == ReviewState.NOTICE_SENT))
    late = [
        one
        for one in waiting
        if one.reply_due is not None and places.today_of(session, one, now) > one.reply_due
    ]
    for review in late:
        step = Step(kind=ReviewKind.REPLY_EXPIRED, at=now)
        history.move(session, keyring, review, ReviewState.REPLY_EXPIRED, step)
    return len(late)


def declare_tie(at: Reviewing, collector: Collector) -> None:
    """A reviewer has a connection to this collector and knows of the review no more."""
    at.session.add(DeclaredTie(staff_id=at.staff.id, collector_id=collector.id, declared_at=at.now))


def exported(at: Reviewing, review: Review, what: str, purpose: str) -> None:
    """Somebody takes figures or the file out of the house: who, what and why is kept."""
    require_free(at, review)
    if not purpose.strip():
        raise Incomplete("Say what the export is for")
    step = at.step(ReviewKind.EXPORTED, purpose.strip(), what=what)
    history.record(at.session, at.keyring, review, step)
