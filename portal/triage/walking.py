"""From one ticket of a view to the one before and the one after it, in the order of the queue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from portal.models import Staff, Ticket, sight_of, visible
from portal.triage.keys import after, before, key_at
from portal.triage.service import MOST_COUNTED, VIEWS, Filters, narrowed


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands in a view: its neighbours by number, and the how many-eth it is of how many."""

    before: str
    after: str
    #: Counting stops at MOST_COUNTED, as it does beside the views.
    place: int
    all: int

    @property
    def counted(self) -> bool:
        """Whether the count went to the end."""
        return self.all < MOST_COUNTED


def standing(session: Session, staff: Staff, asked: Filters, ticket: Ticket) -> Standing | None:
    """The place of a ticket among what this person asked to see; None where it is not among it."""
    base = narrowed(visible(staff), sight_of(staff), asked).where(
        Ticket.state.in_(sorted(VIEWS[asked.view].states))
    )
    order = VIEWS[asked.view].order
    key = key_at(ticket, order)
    own, ahead = base.where(Ticket.id == ticket.id), base.where(before(key, order))
    counts = union_all(how_many("own", own), how_many("ahead", ahead), how_many("all", base))
    found = pairs(session, counts)
    if not found["own"]:
        return None
    back = nearest("before", ahead, [one.desc() for one in order])
    near = pairs(session, union_all(back, nearest("after", base.where(after(key, order)), order)))
    return Standing(near.get("before", ""), near.get("after", ""), found["ahead"] + 1, found["all"])


def pairs(session: Session, query: CompoundSelect[Any]) -> dict[str, Any]:
    """What was asked for, by its name."""
    return {row[0]: row[1] for row in session.execute(query)}


def how_many(name: str, query: Select[Ticket]) -> Select[Any]:
    """How many tickets these are, counted as far as it matters."""
    some = query.with_only_columns(Ticket.id, maintain_column_froms=True).limit(MOST_COUNTED)
    return select(literal(name), func.count()).select_from(some.subquery())


def nearest(name: str, query: Select[Ticket], order: Iterable[Any]) -> Select[Any]:
    """The number of the first of these tickets."""
    keys = query.with_only_columns(Ticket.number, maintain_column_froms=True)
    first = keys.order_by(*order).limit(1).subquery()
    return select(literal(name), first.c.number)
