"""`visible()`: the one query that knows which tickets a member of staff may know of."""

from datetime import date

from sqlalchemy import Select, and_, exists, false, or_, select

from portal.models.agencies import Collector, LineManager
from portal.models.people import DeclaredTie, Role, Staff
from portal.models.ticket import Ticket

#: Roles that read tickets at all. Reviewers see findings, not the reports behind them.
READERS = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR})


def visible(staff: Staff) -> Select[Ticket]:
    """The tickets this person may know of; every list, count, search, export and page starts here.

    A person never sees a ticket about the own team, an outside agency they work for, a collector
    they manage or managed, or one they declared a tie to. What is hidden does not exist for them.
    """
    if staff.role not in READERS:
        return select(Ticket).where(false())
    query = select(Ticket).where(*_no_conflict(staff))
    if staff.role is Role.SUPERVISOR:
        query = query.where(Ticket.jurisdiction.in_(staff.jurisdictions))
    return query


def _no_conflict(staff: Staff) -> list:  # type: ignore[type-arg] # SQL expressions of several kinds
    managed = exists().where(
        LineManager.collector_id == Ticket.collector_id, LineManager.staff_id == staff.id
    )
    same_team = exists().where(
        LineManager.staff_id == staff.id,
        LineManager.collector_id == Collector.id,
        Collector.team_id == Ticket.team_id,
    )
    tied = exists().where(
        DeclaredTie.staff_id == staff.id,
        or_(
            DeclaredTie.ticket_id == Ticket.id,
            and_(
                DeclaredTie.collector_id.is_not(None),
                DeclaredTie.collector_id == Ticket.collector_id,
            ),
        ),
    )
    rules = [~managed, ~same_team, ~tied]
    if staff.team_id is not None:
        rules.append(or_(Ticket.team_id.is_(None), Ticket.team_id != staff.team_id))
    if staff.agency_id is not None:
        rules.append(or_(Ticket.agency_id.is_(None), Ticket.agency_id != staff.agency_id))
    return rules


def free_supervisors(ticket: Ticket, today: date) -> Select[Staff]:
    """The supervisors who may be given this ticket: `visible()` asked from the other side.

    A test holds the two against each other, so that nobody is handed what they may not see.
    """
    managed = exists().where(
        LineManager.staff_id == Staff.id, LineManager.collector_id == ticket.collector_id
    )
    leads_team = exists().where(
        LineManager.staff_id == Staff.id,
        LineManager.collector_id == Collector.id,
        Collector.team_id == ticket.team_id,
    )
    tied = exists().where(
        DeclaredTie.staff_id == Staff.id,
        or_(DeclaredTie.ticket_id == ticket.id, DeclaredTie.collector_id == ticket.collector_id),
    )
    present = or_(
        Staff.absent_from.is_(None), Staff.absent_from > today, Staff.absent_until < today
    )
    query = select(Staff).where(
        Staff.role == Role.SUPERVISOR, Staff.active, present, ~managed, ~leads_team, ~tied
    )
    if ticket.team_id is not None:
        query = query.where(or_(Staff.team_id.is_(None), Staff.team_id != ticket.team_id))
    if ticket.agency_id is not None:
        query = query.where(or_(Staff.agency_id.is_(None), Staff.agency_id != ticket.agency_id))
    return query
