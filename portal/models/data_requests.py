"""What a person asks of the own data that a person must decide: deletion, or the notes of staff."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.own_data import Asked, RequestState
from portal.models.base import ID, Base, OfTicket, UtcTime, Word

_OPEN = "state IN ('asked', 'proposed', 'granted')"


class DataRequest(OfTicket, Base):
    """One request, from the day it was asked to the day it was done or refused."""

    __tablename__ = "data_requests"
    __table_args__ = (
        CheckConstraint(
            "agreed_by IS NULL OR agreed_by <> decided_by", name="nobody_agrees_with_himself"
        ),
        CheckConstraint(
            "state NOT IN ('granted', 'done') OR what <> 'delete' OR"
            " (agreed_by IS NOT NULL AND erase_on IS NOT NULL)",
            name="deletion_needs_two_and_a_date",
        ),
        CheckConstraint(
            f"({_OPEN}) = (ended_at IS NULL)",
            name="ended_needs_a_date",
        ),
        # Asked twice, it is one request.
        Index(
            "ix_data_requests_one_open",
            "ticket_id",
            "what",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    what: Mapped[Asked] = mapped_column(Word(Asked))
    state: Mapped[RequestState] = mapped_column(Word(RequestState), default=RequestState.ASKED)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    #: The day by which the person was promised an answer; None where the pack promises none.
    due_on: Mapped[date | None]
    #: Why it was refused, as a code; the words stand in the history, sealed.
    ground: Mapped[str] = mapped_column(String(20), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: From this day on the worker erases; until then the person may take a copy, or keep the ticket.
    erase_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
