"""Tickets that somebody keeps from being destroyed: a court or an authority may still ask for them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.keeping import Why
from portal.models.base import ID, Base, OfTicket, UtcTime, Word


class Preservation(OfTicket, Base):
    """One such order, from the day it was given to the day it was lifted; its reason stands in the history."""

    __tablename__ = "preservations"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted_by_somebody"),
        # Given twice, it is one order.
        Index(
            "ix_preservations_one_open",
            "ticket_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    why: Mapped[Why] = mapped_column(Word(Why))
    placed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    placed_at: Mapped[datetime] = mapped_column(UtcTime)
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcTime)
