"""The ticket: one record that walks through every stage."""

from contextvars import ContextVar
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.domain.severity import Severity
from portal.domain.ticket import Confidentiality, Source, State
from portal.models.agencies import Agency, Collector
from portal.models.base import ID, Base, DateOrNever, UtcTime, Word, new_id
from portal.models.people import Staff

#: Whether `timeline.move` is changing a state at this moment; nobody else sets it.
moving: ContextVar[bool] = ContextVar("moving", default=False)


def known(name: str, *columns: str) -> Index:
    """An index of the rows whose first column says something."""
    said = text(f"{columns[0]} IS NOT NULL")
    return Index(name, *columns, sqlite_where=said, postgresql_where=said)


class Ticket(Base):
    """A report or a help request, from filing to the answer."""

    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint("is_conduct OR is_help", name="a_ticket_asks_for_something"),
        CheckConstraint(
            "(state IN ('closed', 'withdrawn')) = (ended_at IS NOT NULL)", name="ended_needs_a_date"
        ),
        CheckConstraint(
            "state <> 'assigned' OR owner_id IS NOT NULL", name="assigned_needs_an_owner"
        ),
        Index("ix_tickets_open", "state", "due_on", "severity_rank", "id"),
        # In the order of the queue, so that its page needs no walk past all that ever ended.
        Index(
            "ix_tickets_unanswered", "state", "unanswered_since", "id",
            sqlite_where=text("unanswered_since IS NOT NULL"),
            postgresql_where=text("unanswered_since IS NOT NULL"),
        ),
        # Most tickets name nobody we know; those stand in none of these.
        known("ix_tickets_collector", "collector_id", "received_at"),
        known("ix_tickets_agency_id", "agency_id"),
        known("ix_tickets_team_id", "team_id"),
        Index("ix_tickets_owner", "owner_id", "state", "due_on", "severity_rank", "id"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    #: Safe to say on the phone; opens nothing.
    number: Mapped[str] = mapped_column(String(24), unique=True)
    #: The keyed hash of the receipt code; the code itself is kept nowhere.
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(40), unique=True)
    submission_hash: Mapped[bytes] = mapped_column(LargeBinary(40), unique=True)
    jurisdiction: Mapped[str] = mapped_column(String(8))
    region: Mapped[str] = mapped_column(String(40), default="")
    #: The language the person is answered in: en or zh_Hans_CN.
    language: Mapped[str] = mapped_column(String(16))
    source: Mapped[Source] = mapped_column(Word(Source), default=Source.WEB)
    confidentiality: Mapped[Confidentiality] = mapped_column(Word(Confidentiality))
    is_conduct: Mapped[bool]
    is_help: Mapped[bool]
    state: Mapped[State] = mapped_column(Word(State), default=State.RECEIVED)
    severity: Mapped[Severity] = mapped_column(Word(Severity))
    #: 0 for safety to 3 for service, so that the gravest come first among equals.
    severity_rank: Mapped[int]
    desk: Mapped[str] = mapped_column(String(40), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    #: The team complained of; its people and leaders never see the ticket.
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    collector_id: Mapped[int | None] = mapped_column(ForeignKey("collectors.id"))
    received_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    #: The nearest promise that still runs; None when none does.
    due_on: Mapped[date | None] = mapped_column(DateOrNever, nullable=False, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    pack_id: Mapped[str] = mapped_column(String(8))
    pack_version: Mapped[str] = mapped_column(String(20))
    #: Conduct and help codes in the order of gravity; the title is made of them.
    codes: Mapped[list[str]] = mapped_column(default=list)
    #: Court papers came, so a date may run that is not ours: told by the person or read in the story.
    in_court: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Somebody acts for the person: an adviser, a lawyer, a relative.
    represented: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Raised with each change of state, so that two people never overwrite each other.
    version: Mapped[int] = mapped_column(default=1)
    #: When the person wrote on after it had ended and nobody here has answered yet: written by `timeline.record`.
    unanswered_since: Mapped[datetime | None] = mapped_column(UtcTime)
    is_demo: Mapped[bool] = mapped_column(default=False)
    #: Its key was destroyed on the person's wish. What is left is counted, and shown to nobody.
    erased_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: How many entries the history has, and the hash of the last: a cut tail is found as well.
    timeline_length: Mapped[int] = mapped_column(default=0)
    timeline_head: Mapped[bytes] = mapped_column(LargeBinary(32), default=bytes(32))

    owner: Mapped[Staff | None] = relationship(foreign_keys=[owner_id])
    agency: Mapped[Agency | None] = relationship()
    collector: Mapped[Collector | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @validates("state")
    def _through_the_one_door(self, _name: str, value: State) -> State:
        # A state that was changed without a line in the history could be explained to nobody.
        if self.state is not None and not moving.get():
            raise RuntimeError("change the state of a ticket through timeline.move")
        return value
