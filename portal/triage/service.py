"""The queue: which tickets wait, in which order, page by page without counting what went before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from portal.domain.ticket import OPEN, State
from portal.jurisdictions.days import Ahead
from portal.models import (
    NEVER,
    Agency,
    Allegation,
    Collector,
    Entry,
    EntryKind,
    Question,
    Referral,
    ReferralState,
    Sight,
    Staff,
    Ticket,
    sight_of,
    visible,
)
from portal.models.ask import at_most
from portal.models.picked import Picked
from portal.search.links import copies
from portal.triage.due import due_within, received
from portal.triage.keys import ORDER, SINCE, Order, after, key_of, parse_key

PAGE = 25
#: A view with more than this shows “99+”; counting on would cost more than it tells.
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class View:
    """A saved view of the queue."""

    name: str
    owner_only: bool = False
    states: frozenset[State] = OPEN
    unassigned: bool = False
    safety_only: bool = False
    #: Due so many days from today at the latest; below 0 is overdue.
    due_within: int | None = None
    disagreed: bool = False
    to_refer: bool = False
    #: The person wrote on after it had ended, and nobody has answered.
    unanswered: bool = False

    @property
    def order(self) -> Order:
        """What its lines stand by."""
        return SINCE if self.unanswered else ORDER


VIEWS = {
    "mine": View("mine", owner_only=True),
    "all": View("all"),
    "unassigned": View("unassigned", states=frozenset({State.QUEUED}), unassigned=True),
    "due_soon": View("due_soon", due_within=2),
    "overdue": View("overdue", due_within=-1),
    "safety": View("safety", safety_only=True),
    "agreement": View("agreement", states=frozenset({State.AWAITING_AGREEMENT})),
    "disagreed": View("disagreed", disagreed=True),
    "referrals": View("referrals", states=frozenset(State), to_refer=True),
    "unanswered": View(
        "unanswered", states=frozenset({State.CLOSED, State.REFERRED}), unanswered=True
    ),
    "ended": View("ended", states=frozenset({State.CLOSED, State.WITHDRAWN, State.REFERRED})),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the supervisor asked to see."""

    view: str = "mine"
    jurisdiction: str = ""
    severity: str = ""
    language: str = ""
    kind: str = ""
    code: str = ""
    state: str = ""
    agency: str = ""
    source: str = ""
    confidentiality: str = ""
    tag: str = ""
    #: What was typed to find a ticket, and what a ticket must meet to be found by it.
    text: str = ""
    sought: ColumnElement[bool] | None = None
    received_from: date | None = None
    received_to: date | None = None
    after: str = ""
    #: The day it is where tickets belong, and the places that are ahead of it; what is due is counted from it.
    today: date = NEVER
    ahead: Ahead = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue and the key of the next."""

    tickets: Sequence[Any]
    next_key: str


#: What a line of the queue shows; whole tickets with their people would cost four times as much.
LINE = (
    Ticket.id,
    Ticket.number,
    Ticket.codes,
    Ticket.is_conduct,
    Ticket.jurisdiction,
    Ticket.region,
    Ticket.language,
    Ticket.source,
    Ticket.confidentiality,
    Ticket.state,
    Ticket.severity,
    Ticket.severity_rank,
    Ticket.due_on,
    Ticket.received_at,
    Ticket.in_court,
    Ticket.represented,
    Ticket.unanswered_since,
    Collector.number.label("collector"),
    Agency.name.label("agency"),
    Staff.name.label("owner"),
)


def queue(session: Session, staff: Staff, asked: Filters) -> Page:
    """A page of what this person may see: due first, then grave, then old; after the end who wrote first."""
    sight = sight_of(staff)
    # What is typed to find tickets makes a question of its own each time; the others come again.
    if asked.sought is None:
        rows: Sequence[Any] = page_question(sight, asked).ask(session)
    else:
        rows = session.connection().execute(asked_anew(sight, asked)).all()
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return Page(rows, key_of(rows[-1], viewed(asked).order) if more else "")


def asked_anew(sight: Sight, asked: Filters) -> Select[*tuple[Any, ...]]:
    """The question for a page.

    Each state is read for itself in the order of its index and the heads are merged, so that the
    first page costs the same however many tickets wait.
    """
    states, order = sorted(viewed(asked).states), viewed(asked).order
    key = parse_key(asked.after, order)
    seen = visible(sight)
    base = narrowed(seen, sight, asked)
    if key is not None:
        base = base.where(after(key, order))
    heads = [head(base, state, order) for state in states]
    first = union_all(*heads).subquery() if len(heads) > 1 else heads[0].subquery()
    ids = select(first.c.id).order_by(*(first.c[one.key] for one in order))
    lines: Select[*tuple[Any, ...]] = (
        seen.with_only_columns(*LINE, maintain_column_froms=True)
        .outerjoin(Ticket.collector)
        .outerjoin(Ticket.agency)
        .outerjoin(Ticket.owner)
        .where(Picked(Ticket.id, ids.limit(at_most(PAGE + 1)).scalar_subquery()))
        .order_by(*order)
    )
    return lines


@lru_cache(maxsize=512)
def page_question(sight: Sight, asked: Filters) -> Question:
    """The same put together once, for as long as the person sees the same and asks the same."""
    return Question(asked_anew(sight, asked))


def viewed(asked: Filters) -> View:
    """The view that was asked for; nonsense means the own tickets."""
    return VIEWS.get(asked.view, VIEWS["mine"])


def head(base: Select[Ticket], state: State, order: Order) -> Select[Any]:
    """The first tickets of one state, by their keys alone."""
    keys = base.where(Ticket.state == state).with_only_columns(*order, maintain_column_froms=True)
    return select(keys.order_by(*order).limit(at_most(PAGE + 1)).subquery())


def in_view(query: Select[Ticket], staff: Staff | Sight, asked: Filters) -> Select[Ticket]:
    """What a saved view keeps of the tickets."""
    view = viewed(asked)
    if view.owner_only:
        query = query.where(Ticket.owner_id == staff.id)
    if view.due_within is not None:
        query = query.where(due_within(view.due_within, asked.today, asked.ahead))
    if view.disagreed:
        said_no = exists().where(Entry.ticket_id == Ticket.id, Entry.kind == EntryKind.DISAGREED)
        query = query.where(said_no)
    if view.to_refer:
        agreed = exists().where(
            Referral.ticket_id == Ticket.id, Referral.state == ReferralState.AGREED
        )
        query = query.where(agreed)
    if view.unanswered:
        query = query.where(Ticket.unanswered_since.is_not(None))
    if view.safety_only:
        query = query.where(Ticket.severity_rank == 0)
    return query


def narrowed(query: Select[Ticket], staff: Staff | Sight, asked: Filters) -> Select[Ticket]:
    """The query of one view with its filters."""
    query = in_view(query, staff, asked)
    for column, value in (
        (Ticket.jurisdiction, asked.jurisdiction),
        (Ticket.severity, asked.severity),
        (Ticket.language, asked.language),
        (Ticket.state, asked.state),
        (Ticket.source, asked.source),
        (Ticket.confidentiality, asked.confidentiality),
        (Ticket.agency_id, int(asked.agency or 0)),
    ):
        if value:
            query = query.where(column == value)
    if asked.kind:
        query = query.where(Ticket.is_conduct if asked.kind == "conduct" else Ticket.is_help)
    if asked.code:
        about = exists().where(Allegation.ticket_id == Ticket.id, Allegation.code == asked.code)
        query = query.where(about)
    if asked.tag:
        query = query.where(tagged(asked.tag, staff))
    if asked.sought is not None:
        query = query.where(asked.sought)
    if asked.received_from is not None or asked.received_to is not None:
        query = query.where(received(asked.received_from, asked.received_to))
    return query


def tagged(tag: str, staff: Staff | Sight) -> ColumnElement[bool]:
    """What carries a tag, as this person may know of it."""
    if tag == "court":
        return Ticket.in_court.is_(True)
    if tag == "representative":
        return Ticket.represented.is_(True)
    if tag == "unanswered":
        return Ticket.unanswered_since.is_not(None)
    return Ticket.id.in_(copies(staff))


def agencies(session: Session) -> list[Row[tuple[int, str]]]:
    """The outside agencies a report may be about, by name."""
    return list(session.execute(select(Agency.id, Agency.name).order_by(Agency.name, Agency.id)))


def counts(session: Session, staff: Staff, today: date, ahead: Ahead = ()) -> dict[str, int]:
    """How many tickets stand in each view, counted as far as it matters, in one question."""
    asked = []
    for name, view in VIEWS.items():
        some = (
            narrowed(visible(staff), staff, Filters(view=name, today=today, ahead=ahead))
            .where(Ticket.state.in_(sorted(view.states)))
            .with_only_columns(Ticket.id, maintain_column_froms=True)
            .limit(at_most(MOST_COUNTED))
            .subquery()
        )
        asked.append(
            select(literal(name).label("view"), func.count().label("tickets")).select_from(some)
        )
    return {row.view: row.tickets for row in session.execute(union_all(*asked))}
