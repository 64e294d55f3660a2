"""Tickets that belong together: the same number, the same collector, nearly the same words.

Nothing is merged and nothing readable is kept: numbers and words lie in the tables as keyed marks
in which only equality shows. What is linked is asked through `visible()`, so that a link never
tells of a ticket the reader may not know of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from portal.domain.phones import international
from portal.domain.prints import ALIKE, bands, likeness, packed, signature, unpacked
from portal.models import Sight, Staff, Ticket, TicketMark, TicketPrint, sight_of, visible
from portal.models.picked import Picked
from portal.vault.blind import blinds
from portal.vault.keys import Keyring
from portal.vault.prints import hasher

#: So many tickets of one kind are listed; the rest is a number.
LISTED = 5
#: So many older stories are held beside a new one.
COMPARED = 40
#: Counting further than this says no more.
COUNTED = 1000
#: Reports about one collector are counted as far back as the rules of a review look.
LOOK_BACK = timedelta(days=90)
#: More than so many earlier ones are not counted.
MOST_EARLIER = 9
#: So many reports in nearly the same words are a campaign.
CAMPAIGN = 3


@dataclass(frozen=True, slots=True)
class Link:
    """Why tickets belong together, the newest of them, and how many there are in all."""

    kind: str
    tickets: list[Ticket]
    count: int

    @property
    def is_campaign(self) -> bool:
        """Whether so many people sent nearly the same words that somebody probably asked them to."""
        return self.kind == "words" and self.count + 1 >= CAMPAIGN


@dataclass(frozen=True, slots=True)
class Told:
    """What of a report may link it at once: the numbers that called, and the marks of accounts."""

    numbers: tuple[str, ...] = ()
    accounts: tuple[bytes, ...] = ()


def mark(session: Session, keyring: Keyring, ticket: Ticket, told: Told) -> None:
    """Keep the marks of a report just filed; the print of its story follows in a sweep."""
    numbers = {international(one, ticket.jurisdiction) for one in told.numbers} - {""}
    values = {("phone", value) for one in numbers for value in blinds(keyring, "phone", one)}
    values |= {("account", value) for value in told.accounts}
    session.add_all(marks(ticket.id, values))


def marks(ticket_id: str, values: Iterable[tuple[str, bytes]]) -> list[TicketMark]:
    """Marks as rows."""
    return [TicketMark(ticket_id=ticket_id, kind=kind, value=one) for kind, one in sorted(values)]


def keep_print(session: Session, keyring: Keyring, ticket_id: str, story: str) -> None:
    """Keep the print of a story, in the group of what it is like; done once for each ticket.

    Prints are made one after the other: two reports sent in the same second find each other too.
    """
    made = signature(story, hasher(keyring))
    if not made or session.get(TicketPrint, ticket_id) is not None:
        return
    group = group_of(session, made) or ticket_id
    like = copied_from(session, ticket_id, group)
    session.add(
        TicketPrint(ticket_id=ticket_id, signature=packed(made), group_id=group, like_id=like)
    )
    session.add_all(marks(ticket_id, {("words", value) for value in bands(made)}))
    session.flush()


def copied_from(session: Session, ticket_id: str, group: str) -> str | None:
    """The ticket this one is likely a second copy of; None as a rule.

    Nearly the same words are not enough, since a campaign has them, too: the account or the number
    that called is the same as well, and it came within the same 90 days.
    """
    own = aliased(TicketMark, name="own")
    same = (
        select(TicketMark.ticket_id)
        .join(own, (own.kind == TicketMark.kind) & (own.value == TicketMark.value))
        .where(own.ticket_id == ticket_id, TicketMark.kind.in_(("account", "phone")))
    )
    at = session.scalar(select(Ticket.received_at).where(Ticket.id == ticket_id))
    if at is None:
        return None
    query = (
        select(Ticket.id)
        .join(TicketPrint, TicketPrint.ticket_id == Ticket.id)
        .where(
            TicketPrint.group_id == group,
            Ticket.id != ticket_id,
            Ticket.id.in_(same),
            Ticket.received_at.between(at - LOOK_BACK, at),
        )
    )
    return session.scalar(query.order_by(Ticket.received_at.desc(), Ticket.id).limit(1))


def copies(sight: Sight | Staff) -> Select[Any]:
    """The tickets that are likely second copies of one this person may know of."""
    first = aliased(TicketPrint, name="copy")
    # Asked for each copy: as a list, every ticket a person may see was looked at for one page.
    known = visible(sight).where(Ticket.id == first.like_id).correlate(first).exists()
    return select(first.ticket_id).where(first.like_id.is_not(None), known)


def group_of(session: Session, made: tuple[int, ...]) -> str | None:
    """The group of the most alike among older stories, if any is alike enough."""
    sharing = (
        select(TicketMark.ticket_id)
        .where(TicketMark.kind == "words", TicketMark.value.in_(bands(made)))
        .distinct()
        .limit(COMPARED)
    )
    rows = session.execute(
        select(TicketPrint.signature, TicketPrint.group_id).where(
            TicketPrint.ticket_id.in_(sharing)
        )
    )
    alike = [(likeness(made, unpacked(row.signature)), row.group_id) for row in rows]
    best = max(alike, default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else None


def linked(session: Session, staff: Staff, ticket: Ticket) -> list[Link]:
    """What belongs to this ticket among what this person may know of."""
    found = [listed(session, staff, ticket, kind, query) for kind, query in alike_queries(ticket)]
    return [one for one in found if one.count]


def alike_queries(ticket: Ticket) -> Iterable[tuple[str, object]]:
    """For each kind of link the condition another ticket meets."""
    own = (
        select(TicketMark.value)
        .where(TicketMark.ticket_id == ticket.id, TicketMark.kind == "phone")
        .scalar_subquery()
    )
    same = select(TicketMark.ticket_id).where(TicketMark.kind == "phone", TicketMark.value.in_(own))
    yield "phone", Picked(Ticket.id, same.scalar_subquery())
    if ticket.collector_id is not None:
        yield "collector", Ticket.collector_id == ticket.collector_id
    group = select(TicketPrint.group_id).where(TicketPrint.ticket_id == ticket.id).scalar_subquery()
    told = select(TicketPrint.ticket_id).where(TicketPrint.group_id == group)
    yield "words", Picked(Ticket.id, told.scalar_subquery())


def listed(session: Session, staff: Staff, ticket: Ticket, kind: str, same: object) -> Link:
    """The newest tickets of one kind and their number, as far as it matters."""
    query: Select[Ticket] = visible(staff).where(same, Ticket.id != ticket.id)  # type: ignore[arg-type] # an SQL condition
    newest = query.order_by(Ticket.received_at.desc(), Ticket.id).limit(LISTED)
    tickets = list(session.scalars(newest))
    count = len(tickets)
    if count == LISTED:
        some = query.with_only_columns(Ticket.id).limit(COUNTED).subquery()
        count = session.scalar(select(func.count()).select_from(some)) or 0
    return Link(kind, tickets, count)


@lru_cache(maxsize=256)
def earlier(sight: Sight) -> Select[Any]:
    """For the tickets `ids`: how many about the same collector came before them, since `back_to`.

    Counted among what this person may know of, and only as far as it is said.
    """
    asked = aliased(Ticket, name="asked")
    back_to = bindparam("back_to", type_=Ticket.received_at.type)
    before = (
        visible(sight)
        .with_only_columns(Ticket.id, maintain_column_froms=True)
        .where(
            Ticket.collector_id == asked.collector_id,
            Ticket.received_at >= back_to,
            Ticket.received_at < asked.received_at,
        )
        .limit(MOST_EARLIER)
        .correlate(asked)
        .subquery()
    )
    count = select(func.count()).select_from(before).scalar_subquery()
    ids = bindparam("ids", expanding=True, type_=Ticket.id.type)
    return select(asked.id, count.label("earlier")).where(
        asked.id.in_(ids), asked.collector_id.is_not(None), asked.received_at >= back_to
    )


def earlier_of(session: Session, staff: Staff, ticket: Ticket, now: datetime) -> int:
    """How many reports about the same collector came shortly before this one."""
    values = {"ids": [ticket.id], "back_to": now - LOOK_BACK}
    found = session.execute(earlier(sight_of(staff)), values).one_or_none()
    return found.earlier if found else 0
