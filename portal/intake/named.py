"""Whom a report names: the company, the collector, and people of the house who must then stay away from it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.domain.assignment import Candidate
from portal.domain.names import folded
from portal.models import Agency, LineManager, Posting, Role, Staff, TeamLead
from portal.records.postings import posting_of

#: A person is named by their whole name; what is shorter is as likely somebody else.
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a report is about, as far as name and number point at exactly one."""

    agency: Agency | None = None
    #: Where the collector of this number was on the day of the report.
    there: Posting | None = None
    #: Supervisors of the house who bear the name that was given: none of them may know of it.
    staff: frozenset[int] = field(default=frozenset())

    @property
    def is_lead(self) -> bool:
        """Whether it is about a supervisor, or about somebody who leads a team."""
        return bool(self.staff) or (self.there is not None and self.there.collector.leads)


def named(session: Session, answers: dict[str, Any], today: date) -> Named:
    """The agency, collector and supervisors the person named.

    Anything less certain stays words in the report: only staff link a person to a ticket.
    """
    page = answers.get("collector", {})
    company, badge = str(page.get("c_agency") or "").strip(), str(page.get("c_badge") or "").strip()
    agency = None
    if company:
        agency = agency_called(session, company)
    there = posting_of(session, badge, agency, today) if badge else None
    if there is not None:
        agency = agency or there.agency
    return Named(agency, there, supervisors_called(session, str(page.get("c_name") or "")))


def companies(session: Session) -> tuple[str, ...]:
    """The companies that collect for this organisation, by name; what a person may say they called from."""
    return tuple(session.scalars(select(Agency.name).order_by(Agency.name).limit(200)))


def agency_called(session: Session, company: str) -> Agency | None:
    """The agency of this name, without regard to capitals; of two that are compared alike the first."""
    query = select(Agency).where(Agency.folded == folded(company))
    return session.scalars(query.order_by(Agency.id).limit(1)).first()


def supervisors_called(session: Session, name: str) -> frozenset[int]:
    """The supervisors and leaders of this whole name; where two bear it both stay away."""
    name = " ".join(name.split())
    if len(name) < SHORTEST_NAME:
        return frozenset()
    leads = or_(
        Staff.role == Role.SUPERVISOR,
        exists().where(TeamLead.staff_id == Staff.id),
        exists().where(LineManager.staff_id == Staff.id),
    )
    # Compared here: the databases do not agree on the small letter of an É, and one knows none.
    rows = session.execute(select(Staff.id, Staff.name).where(leads))
    return frozenset(row.id for row in rows if folded(row.name) == folded(name))


def handles_itself(session: Session, agency: Agency | None, place: str) -> bool:
    """Whether everybody who would look at reports of this place works for the agency complained of.

    They are left out one by one in any case; this says that the agency would have judged itself.
    """
    if agency is None:
        return False
    supervisors = select(Staff.id, Staff.agency_id, Staff.desks, Staff.jurisdictions).where(
        Staff.role == Role.SUPERVISOR, Staff.active
    )
    # Hardly any agency has supervisors here: the others are asked for only where this one has.
    if session.execute(supervisors.where(Staff.agency_id == agency.id).limit(1)).first() is None:
        return False
    usual = {
        one.agency_id
        for one in session.execute(supervisors)
        if place in one.jurisdictions
        and Candidate(id=one.id, desks=frozenset(one.desks)).level == 0
    }
    return usual == {agency.id}
