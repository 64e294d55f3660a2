"""The ticket's own key, wrapped by a master key that lies outside the database."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import ID, Base, OfTicket


class TicketKey(OfTicket, Base):
    """Destroying this row destroys the words of the ticket for good."""

    __tablename__ = "ticket_keys"

    # Written before the ticket row in the same commit, hence checked at its end on PostgreSQL.
    ticket_id: Mapped[str] = mapped_column(
        ID,
        ForeignKey("tickets.id", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    )
    master_key_id: Mapped[str] = mapped_column(String(40))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
