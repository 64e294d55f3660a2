"""Who may not see or decide a ticket, and why: the rule behind `visible()`, as a person reads it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds a member of staff."""

    team_id: int | None = None
    agency_id: int | None = None
    managed_collectors: frozenset[int] = frozenset()
    led_teams: frozenset[int] = frozenset()
    declared_collectors: frozenset[int] = frozenset()
    declared_tickets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Parties:
    """Whom a ticket is about."""

    ticket_id: str
    collector_id: int | None = None
    team_id: int | None = None
    agency_id: int | None = None


def conflicts(ties: Ties, about: Parties) -> tuple[str, ...]:
    """Why this person must not know of the ticket; empty when free."""
    reasons = {
        "own_team": ties.team_id is not None and ties.team_id == about.team_id,
        "leads_team": about.team_id in ties.led_teams,
        "own_agency": ties.agency_id is not None and ties.agency_id == about.agency_id,
        "manages_collector": about.collector_id in ties.managed_collectors,
        "declared_tie": about.ticket_id in ties.declared_tickets
        or about.collector_id in ties.declared_collectors,
    }
    return tuple(name for name, holds in reasons.items() if holds)
