"""The stored decision: why a ticket went where it went, by which rules of which pack."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import ID, Base, OfTicket, Sealed, UtcTime


class StoredDecision(OfTicket, Base):
    """A triage decision as it was made. A change by a person adds a row, never edits one."""

    __tablename__ = "triage_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    #: None when the rules alone decided the route.
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    pack_id: Mapped[str] = mapped_column(String(8))
    pack_version: Mapped[str] = mapped_column(String(20))
    decision: Mapped[dict[str, Any]]
    #: The facts and the words it was decided from, sealed; None where a person changed the triage.
    working: Mapped[bytes | None] = mapped_column(Sealed)
    reason: Mapped[str] = mapped_column(String(1000), default="")
