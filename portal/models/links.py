"""What makes two tickets look alike: keyed marks and prints in which only equality shows."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import ID, Base, OfTicket, UtcTime


class TicketMark(OfTicket, Base):
    """A keyed mark of a number or an account in a report; equal values give equal marks."""

    __tablename__ = "ticket_marks"
    __table_args__ = (Index("ix_ticket_marks_value", "kind", "value"),)

    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), primary_key=True)
    #: phone: a number that called; account: the last digits of the account; words: a band of the print.
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)


class TicketPrint(OfTicket, Base):
    """The keyed print of a story: stories of nearly the same words have nearly the same print."""

    __tablename__ = "ticket_prints"

    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), primary_key=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary(256))
    #: The first ticket that told this story; all that tell it nearly alike share it.
    group_id: Mapped[str] = mapped_column(ID, index=True)
    #: The newest earlier ticket this one is likely a second copy of; whoever may not know of that
    #: one is told of none.
    like_id: Mapped[str | None] = mapped_column(ID, index=True)


class AccountHandling(Base):
    """A member of staff worked on an account; it binds them for 180 days, then the row may go."""

    __tablename__ = "account_handlings"
    __table_args__ = (Index("ix_account_handlings_staff_account", "staff_id", "account"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    #: The keyed mark of the last digits of the account, as reports give no more of it.
    account: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    handled_at: Mapped[datetime] = mapped_column(UtcTime)
    #: A ticket received up to this moment is in conflict.
    binds_until: Mapped[datetime] = mapped_column(UtcTime)
