"""Keyed marks of the words of a ticket, by which staff find it again; nothing readable is kept."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import ID, Base, OfTicket


class TicketWord(OfTicket, Base):
    """One distinct word, or two Chinese characters, of a ticket: no order, no number, no place."""

    __tablename__ = "ticket_words"

    token: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(
        ID, ForeignKey("tickets.id"), primary_key=True, index=True
    )
