"""Who has a ticket open: rows that live minutes, so that two people do not answer at once."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import ID, Base, OfTicket, UtcTime
from portal.models.people import Staff

#: Whoever loaded the page this long ago is taken to have it open still.
OPEN_FOR = timedelta(minutes=5)


class TicketViewer(OfTicket, Base):
    """A supervisor had this ticket open a moment ago, reading it or writing in it."""

    __tablename__ = "ticket_viewers"

    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    #: reading or writing.
    doing: Mapped[str] = mapped_column(String(12))
    seen_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


def viewers_of(ticket_ids: Collection[str], now: datetime) -> Select[str, str, str, int, datetime]:
    """Who has these tickets open just now: ticket, what they do, name, staff id and when."""
    viewer = TicketViewer
    return (
        select(viewer.ticket_id, viewer.doing, Staff.name, viewer.staff_id, viewer.seen_at)
        .join(Staff, Staff.id == viewer.staff_id)
        .where(viewer.ticket_id.in_(ticket_ids), viewer.seen_at > now - OPEN_FOR)
    )
