"""Agencies, teams and collectors: those a report may be about, and who manages them."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    jurisdictions: Mapped[list[str]] = mapped_column(default=list)


class Team(Base):
    """A team of collectors, or a desk of supervisors."""

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    jurisdiction: Mapped[str | None] = mapped_column(String(8))


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

    agency: Mapped[Agency] = relationship()
    team: Mapped[Team | None] = relationship()


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
