"""What stands beside the lines of the queue: how promises run, who has it open, what came before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import String, bindparam, cast, literal, select, union_all
from sqlalchemy.orm import Session

from portal.models import Clock, Question, Sight, Staff, Ticket, TicketViewer, sight_of
from portal.models.presence import OPEN_FOR
from portal.search.links import LOOK_BACK, copies, earlier
from portal.triage.service import PAGE


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the lines of a page, by the ids of the tickets."""

    clocks: dict[str, str] = field(default_factory=dict)
    viewers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    #: How many reports about the same collector came shortly before.
    earlier: dict[str, int] = field(default_factory=dict)
    #: What are likely second copies of others.
    copies: set[str] = field(default_factory=set)


#: How a promise stands that is neither kept nor dropped.
RUNS = frozenset({"running", "paused"})
#: What stands in the middle of a row that counts earlier reports.
EARLIER = "earlier"
#: And in that of a ticket that is likely a second copy.
COPY = "copy"


def beside(session: Session, staff: Staff, lines: Sequence[Any], now: datetime) -> Beside:
    """Whether a promise of each ticket runs, which colleagues have it open, and what came before it."""
    found, ids = Beside(), [line.id for line in lines]
    if not ids:
        return found
    question = beside_question(sight_of(staff))
    for ticket_id, what, who in question.ask(
        session, ids=ids, since=now - OPEN_FOR, me=staff.id, back_to=now - LOOK_BACK
    ):
        if what == EARLIER:
            found.earlier[ticket_id] = int(who)
        elif what == COPY:
            found.copies.add(ticket_id)
        elif who:
            found.viewers.setdefault(ticket_id, []).append((who, what))
        elif what in RUNS and found.clocks.get(ticket_id) != "running":
            found.clocks[ticket_id] = what
    return found


@lru_cache(maxsize=256)
def beside_question(sight: Sight) -> Question:
    """The clocks of these tickets, their viewers and what came before, put together once."""
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
    before = earlier(sight).subquery()
    count = cast(before.c.earlier, String(2))
    # Asking for more than none here would have it counted twice.
    counted = select(before.c.id, literal(EARLIER), count)
    again = copies(sight).subquery()
    like = select(again.c.ticket_id, literal(COPY), literal("")).where(again.c.ticket_id.in_(ids))
    return Question(union_all(clocks, viewing, counted, like), longest=PAGE)


def tags_of(row: Any, copied: Collection[str]) -> tuple[str, ...]:  # noqa: ANN401 - a line of the queue or a ticket
    """The tags of a ticket, the most pressing first."""
    found = {
        "court": row.in_court,
        "unanswered": row.unanswered_since is not None,
        "representative": row.represented,
        "duplicate": row.id in copied,
    }
    return tuple(tag for tag, carried in found.items() if carried)
