"""`visible()`: the one query that knows which tickets a member of staff may know of."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, and_, exists, false, or_, select

from portal.models.agencies import Collector, LineManager
from portal.models.links import AccountHandling, TicketMark
from portal.models.people import DeclaredTie, Role, Staff
from portal.models.ticket import Ticket

#: Roles that read tickets at all. Reviewers see findings, not the reports behind them.
READERS = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR})


def visible(staff: Staff) -> Select[Ticket]:
    """The tickets this person may know of; every list, count, search, export and page starts here.

    A person never sees a ticket about the own team, an outside agency they work for, a collector
    they manage or managed, an account they worked on in the last 180 days, or one they declared a
    tie to. What is hidden does not exist for them.
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
    handled = exists().where(
        AccountHandling.staff_id == staff.id,
        AccountHandling.binds_until >= Ticket.received_at,
        TicketMark.value == AccountHandling.account,
        TicketMark.kind == "account",
        TicketMark.ticket_id == Ticket.id,
    )
    rules = [~managed, ~same_team, ~tied, ~handled]
    if staff.team_id is not None:
        rules.append(or_(Ticket.team_id.is_(None), Ticket.team_id != staff.team_id))
    if staff.agency_id is not None:
        rules.append(or_(Ticket.agency_id.is_(None), Ticket.agency_id != staff.agency_id))
    return rules


def free_supervisors(ticket: Ticket, today: date) -> Select[Staff]:
    """The supervisors who may be given this ticket today: free of any conflict, and here."""
    present = or_(
        Staff.absent_from.is_(None), Staff.absent_from > today, Staff.absent_until < today
    )
    return unconflicted(ticket).where(present)


def unconflicted(ticket: Ticket, accounts: Collection[bytes] = ()) -> Select[Staff]:
    """The supervisors without a conflict, here or away: `visible()` asked from the other side.

    A test holds the two against each other, so that nobody is handed what they may not see. The
    marks of accounts are handed in while a ticket is being filed and has none in the tables yet.
    """
    query = select(Staff).where(Staff.role == Role.SUPERVISOR, Staff.active)
    marked = select(TicketMark.value).where(
        TicketMark.ticket_id == ticket.id, TicketMark.kind == "account"
    )
    same_account = [AccountHandling.account.in_(marked)]
    if accounts:
        same_account.append(AccountHandling.account.in_(accounts))
    conflicts = [
        exists().where(
            AccountHandling.staff_id == Staff.id,
            AccountHandling.binds_until >= ticket.received_at,
            or_(*same_account),
        ),
        exists().where(DeclaredTie.staff_id == Staff.id, DeclaredTie.ticket_id == ticket.id),
        *_about_collector(ticket),
    ]
    if ticket.team_id is not None:
        query = query.where(or_(Staff.team_id.is_(None), Staff.team_id != ticket.team_id))
    if ticket.agency_id is not None:
        query = query.where(or_(Staff.agency_id.is_(None), Staff.agency_id != ticket.agency_id))
    return query.where(*(~one for one in conflicts))


def _about_collector(ticket: Ticket) -> list:  # type: ignore[type-arg] # SQL expressions of several kinds
    # A ticket without a collector or team is about nobody's collector: an empty value in the
    # tables must not match it.
    found = []
    if ticket.collector_id is not None:
        found.append(
            exists().where(
                LineManager.staff_id == Staff.id, LineManager.collector_id == ticket.collector_id
            )
        )
        found.append(
            exists().where(
                DeclaredTie.staff_id == Staff.id, DeclaredTie.collector_id == ticket.collector_id
            )
        )
    if ticket.team_id is not None:
        found.append(
            exists().where(
                LineManager.staff_id == Staff.id,
                LineManager.collector_id == Collector.id,
                Collector.team_id == ticket.team_id,
            )
        )
    return found
