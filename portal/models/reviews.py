"""Reviews of collectors: opened by rows of final findings, never by a call."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.chain import GENESIS
from portal.domain.review import Because, ReviewState
from portal.models.agencies import Collector
from portal.models.base import Base, Sealed, UtcTime, Word


class ReviewCycle(Base):
    """A quarter of reviews, with its random sample as it was drawn: anybody can draw it again."""

    __tablename__ = "review_cycles"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: As in 2026-Q4.
    name: Mapped[str] = mapped_column(String(12), unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    seed: Mapped[str] = mapped_column(String(64))
    #: The collectors at work when the sample was drawn, and those drawn.
    population: Mapped[list[Any]] = mapped_column(JSON)
    drawn: Mapped[list[Any]] = mapped_column(JSON)
    drawn_at: Mapped[datetime] = mapped_column(UtcTime)


class Review(Base):
    """One review of one collector, from selection to the check that it helped."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint(
            "decided_at IS NULL OR (decided_by IS NOT NULL AND action IS NOT NULL)",
            name="a_decision_names_who_and_what",
        ),
        CheckConstraint(
            "second_by IS NULL OR second_by <> decided_by", name="nobody_seconds_himself"
        ),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_needs_a_date"),
        CheckConstraint(
            "state NOT IN ('notice_sent', 'reply_received', 'reply_expired')"
            " OR (notice_at IS NOT NULL AND reply_due IS NOT NULL)",
            name="told_needs_a_date",
        ),
        # Two workers that select at the same moment open one review, not two.
        Index(
            "ix_reviews_one_open",
            "collector_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collector_id: Mapped[int] = mapped_column(ForeignKey("collectors.id"), index=True)
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("review_cycles.id"))
    state: Mapped[ReviewState] = mapped_column(Word(ReviewState), index=True)
    #: Which opening rule selected the collector.
    opened_because: Mapped[Because] = mapped_column(Word(Because))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    notice_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Who may stand by the collector in the right of reply.
    support: Mapped[str] = mapped_column(String(120), default="")
    reply_due: Mapped[date | None]
    replied_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: A reviewer may ask once more.
    asked_again_at: Mapped[datetime | None] = mapped_column(UtcTime)
    action: Mapped[str | None] = mapped_column(String(24))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    second_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    second_at: Mapped[datetime | None] = mapped_column(UtcTime)
    action_due: Mapped[date | None]
    action_done_on: Mapped[date | None]
    check_on: Mapped[date | None]
    #: Whether the figures after the action were better; None until somebody looked.
    helped: Mapped[bool | None]
    #: The collector was wrongly accused, and the record says so.
    cleared_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: How many lines the history has, and the hash of the last: a cut tail shows.
    history_length: Mapped[int] = mapped_column(default=0)
    history_head: Mapped[bytes] = mapped_column(LargeBinary(32), default=GENESIS)
    #: Raised with each step, so that two reviewers never overwrite each other.
    version: Mapped[int] = mapped_column(default=1)

    collector: Mapped[Collector] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so


class Answer(StrEnum):
    """What a collector says to one finding."""

    NONE = "none"
    ACCEPTS = "accepts"
    DENIES = "denies"
    EXPLAINS = "explains"


class ReviewFinding(Base):
    """Which findings a review rests on, and what the collector says to each."""

    __tablename__ = "review_findings"
    __table_args__ = (UniqueConstraint("review_id", "finding_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    answer: Mapped[Answer] = mapped_column(Word(Answer), default=Answer.NONE)
    #: From here on it counts no more against the collector: cleared, or answered anew.
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ReviewKind(StrEnum):
    """What happened in a review."""

    OPENED = "opened"
    CARRIED_OVER = "carried_over"
    NOTICE = "notice"
    REPLY = "reply"
    REPLY_EXPIRED = "reply_expired"
    ASKED_AGAIN = "asked_again"
    DECIDED = "decided"
    SECOND_AGREED = "second_agreed"
    SECOND_REFUSED = "second_refused"
    ACTION_BEGUN = "action_begun"
    ACTION_DONE = "action_done"
    CHECKED = "checked"
    FINDING_ADDED = "finding_added"
    FINDING_OVERTURNED = "finding_overturned"
    CLEARED = "cleared"
    EXPORTED = "exported"
    CLOSED = "closed"


class ReviewEntry(Base):
    """One line of a review's own history. Never changed, never deleted."""

    __tablename__ = "review_timeline"
    __table_args__ = (
        UniqueConstraint("review_id", "seq"),
        Index("ix_review_timeline_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    seq: Mapped[int]
    kind: Mapped[ReviewKind] = mapped_column(Word(ReviewKind))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: None when the portal acted by a rule.
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: The reply, the reasons, the notice: sealed.
    words: Mapped[bytes | None] = mapped_column(Sealed)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
