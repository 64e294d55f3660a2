"""Reviews of collectors: opened by rows of final findings, never by a call."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, UtcTime


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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collector_id: Mapped[int] = mapped_column(ForeignKey("collectors.id"), index=True)
    #: A word of portal.domain.review.ReviewState.
    state: Mapped[str] = mapped_column(String(24), index=True)
    #: Which opening rule selected the collector.
    opened_because: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    notice_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reply_due: Mapped[date | None]
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None] = mapped_column(UtcTime)
    action: Mapped[str | None] = mapped_column(String(24))
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    second_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    second_at: Mapped[datetime | None] = mapped_column(UtcTime)
    action_due: Mapped[date | None]
    check_on: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ReviewFinding(Base):
    """Which findings a review rests on."""

    __tablename__ = "review_findings"
    __table_args__ = (UniqueConstraint("review_id", "finding_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
