"""What stands beside the lines of the queue: how promises run, and who has a ticket open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Row, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from portal.models import Clock, Staff, Ticket, TicketViewer
from portal.models.presence import OPEN_FOR


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the lines of a page: how their promises run, and who has them open."""

    clocks: dict[str, str] = field(default_factory=dict)
    viewers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


#: How a promise stands that is neither kept nor dropped.
RUNS = frozenset({"running", "paused"})


def beside(
    session: Session, staff: Staff, lines: Sequence[Row[*tuple[Any, ...]]], now: datetime
) -> Beside:
    """Whether a promise of each ticket runs or only waits paused, and which colleagues have it open."""
    found, ids = Beside(), [line.id for line in lines]
    values = {"ids": ids, "since": now - OPEN_FOR, "me": staff.id}
    for ticket_id, what, who in session.connection().execute(beside_query(), values):
        if who:
            found.viewers.setdefault(ticket_id, []).append((who, what))
        elif what in RUNS and found.clocks.get(ticket_id) != "running":
            found.clocks[ticket_id] = what
    return found


@cache
def beside_query() -> CompoundSelect[Any]:
    """The clocks of these tickets and their viewers in one question, put together once."""
    ids = bindparam("ids", expanding=True, type_=Ticket.id.type)
    viewing = (
        select(TicketViewer.ticket_id, TicketViewer.doing, Staff.name)
        .join(Staff, Staff.id == TicketViewer.staff_id)
        .where(
            TicketViewer.ticket_id.in_(ids),
            TicketViewer.seen_at > bindparam("since", type_=TicketViewer.seen_at.type),
            TicketViewer.staff_id != bindparam("me"),
        )
    )
    # Clocks are asked for by ticket alone: with the state beside it, SQLite walks all that run.
    clocks = select(Clock.ticket_id, Clock.state, literal("")).where(Clock.ticket_id.in_(ids))
    return union_all(clocks, viewing)
