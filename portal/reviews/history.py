"""The one door by which a review changes state: the step and its hash-chained line in one breath."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import chain
from portal.domain.review import ReviewState, require_step
from portal.models import Review, ReviewEntry, ReviewKind
from portal.vault.keys import Keyring

TABLE = "review_timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happened in a review: what, when, by whom, with which facts and words."""

    kind: ReviewKind
    at: datetime
    staff_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    words: str = ""


def record(session: Session, keyring: Keyring, review: Review, step: Step) -> ReviewEntry:
    """Add a line to the history of a review without changing its state."""
    session.flush()
    seq = (review.history_length or 0) + 1
    previous = review.history_head or chain.GENESIS
    place = f"{review.id}:{seq}"
    sealed = keyring.box(TABLE).seal(TABLE, "words", place, step.words) if step.words else None
    entry = ReviewEntry(
        review_id=review.id,
        seq=seq,
        kind=step.kind,
        at=step.at,
        staff_id=step.staff_id,
        facts=step.facts,
        words=sealed,
        previous=previous,
    )
    entry.hash = chain.entry_hash(previous, hashed_fields(entry))
    # The head lies on the review, whose version two writers cannot raise at once.
    review.history_length, review.history_head = seq, entry.hash
    session.add(entry)
    session.flush()
    return entry


def move(
    session: Session, keyring: Keyring, review: Review, to: ReviewState, step: Step
) -> ReviewEntry:
    """Change the state of a review and write why, or refuse a step the map does not draw."""
    require_step(review.state, to)
    facts = {"before": review.state.value, "after": to.value, **step.facts}
    review.state = to
    review.closed_at = step.at if to is ReviewState.CLOSED else None
    line = Step(kind=step.kind, at=step.at, staff_id=step.staff_id, facts=facts, words=step.words)
    return record(session, keyring, review, line)


def hashed_fields(entry: ReviewEntry) -> dict[str, str | int | None]:
    """Everything of a line that the chain protects, as plain values."""
    return {
        "review_id": entry.review_id,
        "seq": entry.seq,
        "kind": str(entry.kind),
        "at": entry.at.isoformat(),
        "staff_id": entry.staff_id,
        "facts": json.dumps(entry.facts, sort_keys=True, ensure_ascii=False),
        "words": entry.words.hex() if entry.words else None,
    }


def histories(session: Session) -> Iterator[tuple[int, int | None]]:
    """Every review, and the first line at which its history is broken, if it is."""
    query = (
        select(Review.id, Review.history_head, ReviewEntry)
        .outerjoin(ReviewEntry, ReviewEntry.review_id == Review.id)
        .order_by(Review.id, ReviewEntry.seq)
    )
    for review_id, rows in groupby(session.execute(query), key=lambda row: row.id):
        lines = list(rows)
        entries = [as_proved(row.ReviewEntry) for row in lines if row.ReviewEntry is not None]
        yield review_id, chain.verify(entries, head=lines[0].history_head)


def as_proved(entry: ReviewEntry) -> chain.Entry:
    """A line of the history as the rules of the chain look at it."""
    return chain.Entry(entry.seq, entry.previous, hashed_fields(entry), entry.hash)


def words_of(keyring: Keyring, entry: ReviewEntry) -> str:
    """The words of a line, opened."""
    if not entry.words:
        return ""
    place = f"{entry.review_id}:{entry.seq}"
    return keyring.box(TABLE).open(TABLE, "words", place, entry.words)


def lines(session: Session, keyring: Keyring, review: Review) -> list[tuple[ReviewEntry, str]]:
    """The history of a review with its words opened, the first line first."""
    query = select(ReviewEntry).where(ReviewEntry.review_id == review.id).order_by(ReviewEntry.seq)
    return [(one, words_of(keyring, one)) for one in session.scalars(query)]
