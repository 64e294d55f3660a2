"""Agencies, teams and collectors: those a report may be about, and who manages them."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, UniqueConstraint, event, insert
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.domain.names import LONGEST, folded
from portal.models.base import Base, Word


class AgencyKind(StrEnum):
    """Whose people collect: the organisation's own, or an outside agency's."""

    IN_HOUSE = "in_house"
    OUTSIDE = "outside"


class Agency(Base):
    """The organisation's own collections, or an outside agency that collects for it."""

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[AgencyKind] = mapped_column(Word(AgencyKind))
    #: Which law binds it: bank, consumer_finance, small_loan, agency, debt_buyer, creditor.
    firm: Mapped[str] = mapped_column(String(20), default="agency")
    #: Where its people work; of several, the first is that of people without a team.
    jurisdictions: Mapped[list[str]] = mapped_column(default=list)
    #: From this day on nobody collects here; reports about the time before still find it.
    closed_on: Mapped[date | None]
    #: The name as it is compared. Pages and lists let no two share it; older houses may have two that do.
    folded: Mapped[str] = mapped_column(String(LONGEST), index=True, default="", server_default="")

    @validates("name")
    def _fold(self, _name: str, value: str) -> str:
        self.folded = folded(value)
        return value


class Team(Base):
    """A team of collectors, or a desk of supervisors."""

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    jurisdiction: Mapped[str | None] = mapped_column(String(8))
    closed_on: Mapped[date | None]


class Collector(Base):
    """A person who collects. Staff pages print the number; the name only where it is needed."""

    __tablename__ = "collectors"
    __table_args__ = (UniqueConstraint("agency_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(String(120))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    started_on: Mapped[date | None]
    left_on: Mapped[date | None]
    #: Leads the team, beside collecting: what is said of them goes to nobody who works at their level.
    leads: Mapped[bool] = mapped_column(default=False)

    #: The name as it is compared.
    folded: Mapped[str] = mapped_column(String(LONGEST), index=True, default="", server_default="")

    agency: Mapped[Agency] = relationship()
    team: Mapped[Team | None] = relationship()

    @validates("name")
    def _fold(self, _name: str, value: str) -> str:
        self.folded = folded(value)
        return value

    @property
    def place(self) -> str:
        """Where this person works: the place of the team, else the first of the agency."""
        own = self.team.jurisdiction if self.team else None
        return own or self.agency.jurisdictions[0]


class Posting(Base):
    """Where a collector worked, under which number, and when. A move is a new row, never a change."""

    __tablename__ = "postings"
    __table_args__ = (Index("ix_postings_number", "number", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collector_id: Mapped[int] = mapped_column(ForeignKey("collectors.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    #: None where it began before anything was kept here.
    since: Mapped[date | None]
    #: The last day; None while it lasts.
    until: Mapped[date | None]
    #: The number as it is compared.
    folded: Mapped[str] = mapped_column(String(LONGEST), index=True, default="", server_default="")

    collector: Mapped[Collector] = relationship()
    agency: Mapped[Agency] = relationship()
    team: Mapped[Team | None] = relationship()

    @validates("number")
    def _fold(self, _name: str, value: str) -> str:
        self.folded = folded(value)
        return value


@event.listens_for(Collector, "after_insert")
def _begins_somewhere(_mapper: Any, connection: Connection, one: Collector) -> None:  # noqa: ANN401 - SQLAlchemy's signature
    """Whoever is kept as a collector has a place from the first day on; conflicts look there."""
    connection.execute(
        insert(Posting).values(
            collector_id=one.id, agency_id=one.agency_id, team_id=one.team_id,
            number=one.number, since=one.started_on, folded=folded(one.number),
        )
    )  # fmt: skip


class CollectorAlias(Base):
    """What a collector is called on the telephone beside the own number; it only ever proposes."""

    __tablename__ = "collector_aliases"
    __table_args__ = (UniqueConstraint("collector_id", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collector_id: Mapped[int] = mapped_column(ForeignKey("collectors.id"), index=True)
    value: Mapped[str] = mapped_column(String(60), index=True)
    #: The same as it is compared.
    folded: Mapped[str] = mapped_column(String(LONGEST), index=True, default="", server_default="")

    @validates("value")
    def _fold(self, _name: str, value: str) -> str:
        self.folded = folded(value)
        return value


class TeamLead(Base):
    """Who leads or led a team, and when: near to everybody who was in it meanwhile."""

    __tablename__ = "team_leads"
    __table_args__ = (Index("ix_team_leads_staff_team", "staff_id", "team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    since: Mapped[date]
    until: Mapped[date | None]


class LineManager(Base):
    """Who manages or managed a collector, and when: then and now count alike for conflicts."""

    __tablename__ = "line_managers"
    __table_args__ = (Index("ix_line_managers_staff_collector", "staff_id", "collector_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collector_id: Mapped[int] = mapped_column(ForeignKey("collectors.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    since: Mapped[date]
    until: Mapped[date | None]


class ContactCount(Base):
    """How many contacts a collector made in a month: the exposure every rate is divided by."""

    __tablename__ = "contact_counts"
    __table_args__ = (UniqueConstraint("collector_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collector_id: Mapped[int] = mapped_column(ForeignKey("collectors.id"), index=True)
    #: The first day of the month.
    month: Mapped[date]
    contacts: Mapped[int]
