"""Referrals to outside bodies, and the consent each one rests on."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import ID, Base, OfTicket, UtcTime, Word


class ReferralState(StrEnum):
    """How far a referral has come."""

    OFFERED = "offered"
    AGREED = "agreed"
    REFUSED = "refused"
    SENT = "sent"
    RECALLED = "recalled"


class Referral(OfTicket, Base):
    """One body offered to one person; a letter leaves only with itemised consent."""

    __tablename__ = "referrals"
    __table_args__ = (
        UniqueConstraint("ticket_id", "body_id"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_needs_a_date"),
        CheckConstraint("state <> 'agreed' OR agreed_at IS NOT NULL", name="consent_needs_a_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"))
    body_id: Mapped[str] = mapped_column(String(40))
    why: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[ReferralState] = mapped_column(Word(ReferralState), default=ReferralState.OFFERED)
    #: What may be shared, item by item: name, contact, account_tail, words, hardship, dates.
    scope: Mapped[list[str]] = mapped_column(default=list)
    consent_version: Mapped[str] = mapped_column(String(20), default="")
    consent_language: Mapped[str] = mapped_column(String(16), default="")
    agreed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    outbox_id: Mapped[str | None] = mapped_column(ID)
