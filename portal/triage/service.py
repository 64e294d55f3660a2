"""The queue: which tickets wait, in which order, page by page without counting what went before."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.domain.ticket import OPEN, State
from portal.models import Clock, Staff, Ticket, visible

PAGE = 25
#: A ticket without a promise that runs stands behind all others.
NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class View:
    """A saved view of the queue."""

    name: str
    owner_only: bool = False
    states: frozenset[State] = OPEN
    unassigned: bool = False
    safety_only: bool = False


VIEWS = {
    "mine": View("mine", owner_only=True),
    "all": View("all"),
    "unassigned": View("unassigned", states=frozenset({State.QUEUED}), unassigned=True),
    "safety": View("safety", safety_only=True),
    "agreement": View("agreement", states=frozenset({State.AWAITING_AGREEMENT})),
    "ended": View("ended", states=frozenset({State.CLOSED, State.WITHDRAWN, State.REFERRED})),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the supervisor asked to see."""

    view: str = "mine"
    jurisdiction: str = ""
    severity: str = ""
    language: str = ""
    number: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue and the key of the next."""

    tickets: list[Ticket]
    next_key: str


def queue(session: Session, staff: Staff, asked: Filters) -> Page:
    """A page of what this person may see: due first, then grave, then old."""
    query = narrowed(visible(staff), staff, asked).options(
        selectinload(Ticket.agency), selectinload(Ticket.collector), selectinload(Ticket.owner)
    )
    key = parse_key(asked.after)
    if key is not None:
        query = query.where(after(key))
    order = (Ticket.due_on.is_(None), Ticket.due_on, Ticket.severity_rank, Ticket.id)
    rows = list(session.scalars(query.order_by(*order).limit(PAGE + 1)))
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return Page(rows, key_of(rows[-1]) if more else "")


def narrowed(query: Select[Ticket], staff: Staff, asked: Filters) -> Select[Ticket]:
    """The query of one view with its filters."""
    view = VIEWS.get(asked.view, VIEWS["mine"])
    query = query.where(Ticket.state.in_(sorted(view.states)))
    if view.owner_only:
        query = query.where(Ticket.owner_id == staff.id)
    if view.safety_only:
        query = query.where(Ticket.severity_rank == 0)
    for column, value in (
        (Ticket.jurisdiction, asked.jurisdiction),
        (Ticket.severity, asked.severity),
        (Ticket.language, asked.language),
    ):
        if value:
            query = query.where(column == value)
    if asked.number:
        query = query.where(Ticket.number == asked.number.strip().upper()[:24])
    return query


def key_of(ticket: Ticket) -> str:
    """Where a page ends, as a value for the address of the next."""
    return f"{ticket.due_on or NEVER}_{ticket.severity_rank}_{ticket.id}"


def parse_key(text: str) -> tuple[date, int, str] | None:
    """The key out of an address; nonsense means the first page."""
    parts = text.split("_")
    if len(parts) != 3:  # noqa: PLR2004 - date, rank and id
        return None
    try:
        return date.fromisoformat(parts[0]), int(parts[1][:2]), parts[2][:32]
    except ValueError:
        return None


def after(key: tuple[date, int, str]):  # type: ignore[no-untyped-def] # noqa: ANN201 - a SQL expression
    """Everything that stands behind this key."""
    due, rank, ticket_id = key
    same_due = Ticket.due_on.is_(None) if due == NEVER else Ticket.due_on == due
    behind = and_(
        same_due,
        or_(Ticket.severity_rank > rank, and_(Ticket.severity_rank == rank, Ticket.id > ticket_id)),
    )
    if due == NEVER:
        return behind
    return or_(Ticket.due_on > due, Ticket.due_on.is_(None), behind)


def nearest_clocks(session: Session, tickets: list[Ticket]) -> dict[str, Clock]:
    """The promise that stands next for each ticket of a page, in one query."""
    ids = [ticket.id for ticket in tickets]
    query = select(Clock).where(Clock.ticket_id.in_(ids), Clock.state == "running")
    nearest: dict[str, Clock] = {}
    for clock in session.scalars(query.order_by(Clock.due_on)):
        nearest.setdefault(clock.ticket_id, clock)
    return nearest
