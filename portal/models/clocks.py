"""Promises with dates, holds on collection and limits on contact."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import ID, Base, OfTicket, UtcTime


class Clock(OfTicket, Base):
    """A promise that runs: which rule, since when, until when."""

    __tablename__ = "clocks"
    __table_args__ = (Index("ix_clocks_due", "state", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    rule_id: Mapped[str] = mapped_column(String(60))
    started_on: Mapped[date]
    due_on: Mapped[date]
    #: running, paused, stopped once it was kept, or ended without that.
    state: Mapped[str] = mapped_column(String(12), default="running")
    #: False when the due date rests on a calendar not yet official.
    official: Mapped[bool] = mapped_column(default=True)
    #: The extensions granted, in the unit of its rule.
    granted: Mapped[list[int]] = mapped_column(default=list)
    kept_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Hold(OfTicket, Base):
    """Collection stops: on what, until what happens."""

    __tablename__ = "holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    scope: Mapped[str] = mapped_column(String(20))
    until: Mapped[str] = mapped_column(String(60))
    rule_id: Mapped[str] = mapped_column(String(60))
    placed_at: Mapped[datetime] = mapped_column(UtcTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ContactLimit(OfTicket, Base):
    """How the person may be contacted; shown to collectors without the complaint."""

    __tablename__ = "contact_limits"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    set_at: Mapped[datetime] = mapped_column(UtcTime)
