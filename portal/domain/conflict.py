"""Who may not see or decide a ticket, and why: the rule behind `visible()`, as a person reads it."""

from dataclasses import dataclass
from datetime import date, timedelta

#: Who worked on an account is bound for so long.
HANDLING_BINDS = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds a member of staff."""

    team_id: int | None = None
    agency_id: int | None = None
    managed_collectors: frozenset[int] = frozenset()
    led_teams: frozenset[int] = frozenset()
    declared_collectors: frozenset[int] = frozenset()
    declared_tickets: frozenset[str] = frozenset()
    #: The marks of accounts this person worked on, each with the last day.
    handled: frozenset[tuple[bytes, date]] = frozenset()


@dataclass(frozen=True, slots=True)
class Parties:
    """Whom a ticket is about."""

    ticket_id: str
    collector_id: int | None = None
    team_id: int | None = None
    agency_id: int | None = None
    #: The marks of the accounts a report names, and the day it was received.
    accounts: frozenset[bytes] = frozenset()
    received_on: date | None = None


def conflicts(ties: Ties, about: Parties) -> tuple[str, ...]:
    """Why this person must not know of the ticket; empty when free."""
    reasons = {
        "own_team": ties.team_id is not None and ties.team_id == about.team_id,
        "leads_team": about.team_id is not None and about.team_id in ties.led_teams,
        "own_agency": ties.agency_id is not None and ties.agency_id == about.agency_id,
        "manages_collector": about.collector_id in ties.managed_collectors,
        "declared_tie": about.ticket_id in ties.declared_tickets
        or about.collector_id in ties.declared_collectors,
        "handled_account": any(
            account in about.accounts and still_binds(day, about.received_on)
            for account, day in ties.handled
        ),
    }
    return tuple(name for name, holds in reasons.items() if holds)


def still_binds(handled_on: date, received_on: date | None) -> bool:
    """Whether work on an account still binds: in the 180 days before receipt, and ever after it."""
    return received_on is None or received_on - handled_on <= HANDLING_BINDS
