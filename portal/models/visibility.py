"""`visible()`: the one query that knows which tickets a member of staff may know of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, or_, select

from portal.models.links import AccountHandling, TicketMark
from portal.models.nearness import near_collector, near_team
from portal.models.people import DeclaredTie, Role, Staff
from portal.models.ticket import Ticket

#: Roles that read tickets at all. Reviewers see findings, not the reports behind them.
READERS = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Sight:
    """What decides which tickets a person may know of; equal for as long as nothing of it changes."""

    id: int
    role: Role
    jurisdictions: tuple[str, ...]
    team_id: int | None
    agency_id: int | None


def sight_of(staff: Staff) -> Sight:
    """What decides what this person sees, read from the row as it is now."""
    return Sight(staff.id, staff.role, tuple(staff.jurisdictions), staff.team_id, staff.agency_id)


def visible(staff: Staff | Sight) -> Select[Ticket]:
    """The tickets this person may know of; every list, count, search, export and page starts here.

    A person never sees a ticket about the own team, a team they lead or led, an outside agency they
    work for, a collector they manage or managed, an account they worked on in the last 180 days, or one they declared a
    tie to. What is hidden does not exist for them.
    """
    return _visible(staff if isinstance(staff, Sight) else sight_of(staff))


@lru_cache(maxsize=1024)
def _visible(staff: Sight) -> Select[Ticket]:
    # The question is the same for as long as the row of the person is; what it finds never is kept.
    if staff.role not in READERS:
        return select(Ticket).where(false())
    # Of an erased ticket nothing is left that would say who is too near to it: nobody sees it.
    query = select(Ticket).where(Ticket.erased_at.is_(None), *_no_conflict(staff))
    if staff.role is Role.SUPERVISOR:
        query = query.where(Ticket.jurisdiction.in_(staff.jurisdictions))
    return query


def _no_conflict(staff: Sight) -> list:  # type: ignore[type-arg] # SQL expressions of several kinds
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
    near = [*near_collector(staff.id, Ticket.collector_id), *near_team(staff.id, Ticket.team_id)]
    rules = [~one for one in (*near, tied, handled)]
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


@dataclass(frozen=True, slots=True)
class About:
    """What of a ticket may be in conflict with a person: values of a ticket, or their places."""

    ticket_id: Any
    received_at: Any
    collector_id: Any = None
    team_id: Any = None
    agency_id: Any = None
    accounts: tuple[Any, ...] = ()


def unconflicted(ticket: Ticket, accounts: Collection[bytes] = ()) -> Select[Staff]:
    """The supervisors without a conflict, here or away: `visible()` asked from the other side.

    A test holds the two against each other, so that nobody is handed what they may not see. The
    marks of accounts are handed in while a ticket is being filed and has none in the tables yet.
    """
    return select(Staff).where(*free_of(about(ticket, accounts)))


def about(ticket: Ticket, accounts: Collection[bytes] = ()) -> About:
    """What of this ticket may be in conflict with a person."""
    return About(
        ticket.id,
        ticket.received_at,
        ticket.collector_id,
        ticket.team_id,
        ticket.agency_id,
        tuple(accounts),
    )


@lru_cache(maxsize=64)
def conflict_rules(
    named: tuple[bool, bool, bool], accounts: int
) -> tuple[ColumnElement[bool], ...]:
    """The same rules with places for the values, made once for every kind of ticket.

    A ticket names a collector, a team, an agency or not, and so many accounts; `places` fills them.
    """
    collector, team, agency = named
    return tuple(
        free_of(
            About(
                bindparam("ticket_id", type_=Ticket.id.type),
                bindparam("received_at", type_=Ticket.received_at.type),
                bindparam("collector_id", type_=Ticket.collector_id.type) if collector else None,
                bindparam("team_id", type_=Ticket.team_id.type) if team else None,
                bindparam("agency_id", type_=Ticket.agency_id.type) if agency else None,
                tuple(
                    bindparam(f"account_{number}", type_=AccountHandling.account.type)
                    for number in range(accounts)
                ),
            )
        )
    )


def places(found: About) -> dict[str, Any]:
    """The values for the places of `conflict_rules`; what a ticket does not name has none."""
    values = {
        "ticket_id": found.ticket_id,
        "received_at": found.received_at,
        "collector_id": found.collector_id,
        "team_id": found.team_id,
        "agency_id": found.agency_id,
    }
    values |= {f"account_{number}": value for number, value in enumerate(found.accounts)}
    return {name: value for name, value in values.items() if value is not None}


def free_of(found: About) -> list[ColumnElement[bool]]:
    """What holds of a supervisor without a conflict over such a ticket."""
    rules = [Staff.role == Role.SUPERVISOR, Staff.active]
    marked = select(TicketMark.value).where(
        TicketMark.ticket_id == found.ticket_id, TicketMark.kind == "account"
    )
    same_account = [AccountHandling.account.in_(marked)]
    if found.accounts:
        same_account.append(AccountHandling.account.in_(found.accounts))
    conflicts = [
        exists().where(
            AccountHandling.staff_id == Staff.id,
            AccountHandling.binds_until >= found.received_at,
            or_(*same_account),
        ),
        exists().where(DeclaredTie.staff_id == Staff.id, DeclaredTie.ticket_id == found.ticket_id),
        *_about_collector(found),
    ]
    if found.team_id is not None:
        rules.append(or_(Staff.team_id.is_(None), Staff.team_id != found.team_id))
    if found.agency_id is not None:
        rules.append(or_(Staff.agency_id.is_(None), Staff.agency_id != found.agency_id))
    return [*rules, *(~one for one in conflicts)]


def _about_collector(about: About) -> list:  # type: ignore[type-arg] # SQL expressions of several kinds
    # A ticket without a collector or team is about nobody's collector: an empty value in the
    # tables must not match it.
    found: list[ColumnElement[bool]] = []
    if about.collector_id is not None:
        found += near_collector(Staff.id, about.collector_id)
        found.append(
            exists().where(
                DeclaredTie.staff_id == Staff.id, DeclaredTie.collector_id == about.collector_id
            )
        )
    if about.team_id is not None:
        found += near_team(Staff.id, about.team_id)
    return found
