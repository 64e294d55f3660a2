"""Letters on their way: written in the same commit as what they tell, sent after it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import ID, Base, OfTicket, Sealed, UtcTime, Word, new_id


class MailState(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    CANCELLED = "cancelled"


class OutboxMail(OfTicket, Base):
    """A frozen letter: the same bytes and the same Message-ID however often it is tried."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_needs_a_date"),
        Index("ix_outbox_due", "state", "not_before"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    ticket_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    letter: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(16))
    recipient_kind: Mapped[str] = mapped_column(String(12))
    sealed_to: Mapped[bytes] = mapped_column(Sealed)
    sealed_message: Mapped[bytes] = mapped_column(Sealed)
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    state: Mapped[MailState] = mapped_column(Word(MailState), default=MailState.WAITING)
    not_before: Mapped[datetime] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    #: The safe times of the person, as `18:00-20:00 Europe/London`; nothing leaves outside them.
    hours: Mapped[str] = mapped_column(String(80), default="", server_default="")
    #: The line broke once after the mail was handed over: it may arrive twice.
    uncertain: Mapped[bool] = mapped_column(default=False, server_default=false())
    last_error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Letter(OfTicket, Base):
    """A letter the person can read on the site, sealed with the ticket's key."""

    __tablename__ = "letters"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(16))
    #: Subject on the first line, then the body.
    words: Mapped[bytes] = mapped_column(Sealed)
    written_at: Mapped[datetime] = mapped_column(UtcTime)
