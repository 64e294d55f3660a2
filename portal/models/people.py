"""Staff of the organisation, and the supervisors' ties that keep them from a ticket."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.agencies import Team
from portal.models.base import ID, Base, Lines, UtcTime, Word


class Role(StrEnum):
    """Who may open a page. ANYONE and DEBTOR are no sign-in of staff."""

    ANYONE = "anyone"
    DEBTOR = "debtor"
    SUPERVISOR = "supervisor"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Staff(Base):
    """A person of the organisation who signs in. Deactivated, never deleted."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(Word(Role))
    active: Mapped[bool] = mapped_column(default=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    #: The outside agency this person works for; None for the organisation's own people.
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    jurisdictions: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    desks: Mapped[list[str]] = mapped_column(default=list)
    absent_from: Mapped[date | None]
    absent_until: Mapped[date | None]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    # What the sign-in library keeps for itself.
    password: Mapped[str | None] = mapped_column(String(255))
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(128))
    #: Each sealed by the library with a key of the ring; one that was used is taken out.
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(Lines()))

    team: Mapped[Team | None] = relationship()


class DeclaredTie(Base):
    """A supervisor said: I have a connection to this collector or this ticket; or the report names them."""

    __tablename__ = "declared_ties"
    __table_args__ = (
        CheckConstraint(
            "(collector_id IS NOT NULL) OR (ticket_id IS NOT NULL)", name="a_tie_names_something"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    collector_id: Mapped[int | None] = mapped_column(ForeignKey("collectors.id"))
    ticket_id: Mapped[str | None] = mapped_column(ID, index=True)
    declared_at: Mapped[datetime] = mapped_column(UtcTime)
