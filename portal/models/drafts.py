"""What a person typed before sending, and the visit of somebody who entered a receipt code."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import ID, Base, OfTicket, Sealed, UtcTime


class Draft(OfTicket, Base):
    """A report being written, sealed; found by the hash of the token in the cookie."""

    __tablename__ = "drafts"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    door: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(16))
    #: Answers and submission id, sealed.
    sealed: Mapped[bytes] = mapped_column(Sealed)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    saved_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    #: The keyed hash of the save code, once the person asked to come back later.
    save_hash: Mapped[bytes | None] = mapped_column(LargeBinary(40), unique=True)
    #: What the files added so far go by; None until the first one.
    files_id: Mapped[str | None] = mapped_column(ID, unique=True)
    #: Set once it was sent, so that the receipt can be shown again for a day.
    ticket_id: Mapped[str | None] = mapped_column(ID, ForeignKey("tickets.id"))


class Visit(OfTicket, Base):
    """A visit to one ticket after its receipt code was entered; ends after fifteen idle minutes."""

    __tablename__ = "visits"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)


class Recovery(OfTicket, Base):
    """Somebody lost a code and asked for a new one; whether it fits a ticket is found out afterwards."""

    __tablename__ = "recoveries"

    #: The hash of the token in the link that is mailed.
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    #: The hash of the token only the browser holds that asked: the link works nowhere else.
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    #: The number, the name and the mail as it would leave; sealed, and gone once it was looked at.
    sealed: Mapped[bytes | None] = mapped_column(Sealed)
    asked_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    #: Until when the link works; None until a mail left.
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ticket_id: Mapped[str | None] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
