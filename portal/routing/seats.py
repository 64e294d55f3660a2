"""Who is free of a ticket today, and which of them gets it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from portal.domain.assignment import (
    COMPLIANCE,
    DESK_OF_TIER,
    INDEPENDENT,
    Candidate,
    Chosen,
    choose,
    is_present,
)
from portal.domain.rulepack import RulePack
from portal.domain.ticket import State
from portal.models import (
    Outcome,
    Question,
    Staff,
    Ticket,
    about,
    conflict_rules,
    free_supervisors,
    places,
)
from portal.models.ask import at_most
from portal.vault.box import Box

#: Who has so many open is full: among those who all are, the lot decides, and nobody counts further.
LOAD_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Routing:
    """What the verbs of this room are handed together."""

    session: Session
    box: Box
    pack: RulePack
    now: datetime
    today: date
    #: The marks of the accounts the report names, while they are not yet in the tables.
    accounts: tuple[bytes, ...] = ()
    #: Members of staff the report names, while that is not yet in the tables: none of them gets it.
    named: frozenset[int] = frozenset()


def takers(session: Session, ticket: Ticket, today: date) -> list[Staff]:
    """Who may be given this ticket today: free of any conflict, here, and working for its place."""
    free = session.scalars(free_supervisors(ticket, today).order_by(Staff.name, Staff.id))
    return [one for one in free if ticket.jurisdiction in one.jurisdictions]


def may_be_given(session: Session, ticket: Ticket, to: Staff, today: date) -> bool:
    """Whether this colleague is one of them."""
    query = free_supervisors(ticket, today).where(Staff.id == to.id)
    return ticket.jurisdiction in to.jurisdictions and session.scalar(query) is not None


def seat(
    work: Routing,
    ticket: Ticket,
    but: frozenset[int] = frozenset(),
    instead_of: Staff | None = None,
    tier: str = "",
    asked: tuple[tuple[str, str], ...] = (),
) -> Chosen | None:
    """The supervisor who gets this ticket today, among those without a conflict; deputies too."""
    leaving = instead_of.id if instead_of else None
    found = about(ticket, work.accounts)
    named = tuple(one is not None for one in (found.collector_id, found.team_id, found.agency_id))
    query = candidates_query(named, len(found.accounts))
    rows = query.ask(work.session, **places(found))
    candidates = {
        row.id: candidate(row, work.today, here=row.id != leaving)
        for row in rows
        if ticket.jurisdiction in words_in(row.jurisdictions) and row.id not in but
    }
    # What once went up does not come down again because somebody is away.
    up = INDEPENDENT if ticket.desk == INDEPENDENT else ""
    first = DESK_OF_TIER.get(tier, up)
    # What compliance has stays there, unless it goes up: that asks another desk than the one it leaves.
    if ticket.desk == COMPLIANCE and not first:
        asked = ((COMPLIANCE, ""),)
    return choose(
        candidates,
        ticket.language,
        ticket.desk,
        instead_of=leaving,
        first=first,
        asked=asked,
        lot=ticket.id,
    )


def deciders(session: Session, ticket: Ticket) -> frozenset[int]:
    """Who had a hand in the answer: whoever has the ticket, and who proposed it or agreed to it."""
    final = Outcome.ticket_id == ticket.id, Outcome.final_at.is_not(None)
    rows = session.execute(select(Outcome.proposed_by, Outcome.agreed_by).where(*final))
    return frozenset(one for row in rows for one in row if one) | (
        {ticket.owner_id} if ticket.owner_id else set()
    )


def candidate(one: Any, today: date, *, here: bool) -> Candidate:  # noqa: ANN401 - a row of the question below
    """What the choice looks at in a supervisor; whoever hands a ticket over is not here for it."""
    return Candidate(
        id=one.id,
        apart=one.team_id is None and one.agency_id is None,
        languages=words_in(one.languages),
        desks=words_in(one.desks),
        present=here and is_present(one.absent_from, one.absent_until, today),
        deputy_id=one.deputy_id,
        open_tickets=one.load,
    )


@lru_cache(maxsize=1024)
def words_in(kept: str) -> frozenset[str]:
    """The words of a list as the database keeps it; the same few lists come with every filing."""
    return frozenset(json.loads(kept))


@lru_cache(maxsize=64)
def candidates_query(named: tuple[bool, ...], accounts: int) -> Question:
    """Who is free of such a ticket, and how much each has open, counted as far as it matters.

    One question, put together once for each kind of ticket: every filing asks it.
    """
    # What is said twice of the owner changes no answer: PostgreSQL takes it for rarer, and asks the
    # index of owners. Else it hopes to meet the first few soon, and reads every open ticket for
    # whoever has none.
    own = Ticket.owner_id == Staff.id, Ticket.owner_id.between(Staff.id, Staff.id)
    open_ones = (
        select(Ticket.id)
        .where(*own, Ticket.state == State.ASSIGNED)
        .limit(at_most(LOAD_COUNTED))
        .correlate(Staff)
        .subquery()
    )
    load = select(func.count()).select_from(open_ones).scalar_subquery()
    return Question(
        select(
            Staff.id, Staff.team_id, Staff.agency_id, Staff.absent_from, Staff.absent_until,
            Staff.deputy_id, load.label("load"),
            *(cast(one, Text).label(one.key)
              for one in (Staff.jurisdictions, Staff.languages, Staff.desks)),
        )
        .where(*conflict_rules(named, accounts))
        .order_by(Staff.id)
    )  # fmt: skip
