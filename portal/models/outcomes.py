"""Findings and outcomes: what was decided, by whom, and who agreed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.outcome import Cause, HelpDecision, Result
from portal.domain.severity import Severity
from portal.models.base import ID, Base, OfTicket, Sealed, UtcTime, Word


class Outcome(OfTicket, Base):
    """The decision on a ticket, proposed by one supervisor and, where asked, agreed by another."""

    __tablename__ = "outcomes"
    __table_args__ = (
        CheckConstraint(
            "agreed_by IS NULL OR agreed_by <> proposed_by", name="nobody_agrees_with_himself"
        ),
        CheckConstraint(
            "final_at IS NULL OR NOT needs_agreement OR agreed_by IS NOT NULL",
            name="final_needs_the_second_agreement",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    remedies: Mapped[list[str]] = mapped_column(default=list)
    #: What the person will read beside the findings; sealed.
    words: Mapped[bytes | None] = mapped_column(Sealed)
    #: Our answer to the request for help, where there was one; its terms and reason are sealed.
    help_decision: Mapped[HelpDecision | None] = mapped_column(Word(HelpDecision))
    help_terms: Mapped[bytes | None] = mapped_column(Sealed)
    needs_agreement: Mapped[bool]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: When it became the answer of the organisation; reviews read only final ones.
    final_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    returned_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Finding(OfTicket, Base):
    """What was found about one allegation, with the reason the person will read."""

    __tablename__ = "findings"
    __table_args__ = (
        UniqueConstraint("outcome_id", "allegation_id"),
        Index("ix_findings_collector", "collector_id", "result", "cause"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"), index=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    allegation_id: Mapped[int] = mapped_column(ForeignKey("allegations.id"))
    code: Mapped[str] = mapped_column(String(40))
    severity: Mapped[Severity] = mapped_column(Word(Severity))
    result: Mapped[Result] = mapped_column(Word(Result))
    cause: Mapped[Cause | None] = mapped_column(Word(Cause))
    #: The reason in words for the person; sealed.
    reason: Mapped[bytes] = mapped_column(Sealed)
    #: Named only when the finding is about a person.
    collector_id: Mapped[int | None] = mapped_column(ForeignKey("collectors.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
