"""Open reports that may be about somebody, and whom a report may be about: proposed, never put down by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import Incomplete
from portal.domain.ticket import State
from portal.domain.words import tokens
from portal.models import (
    Agency,
    Collector,
    CollectorAlias,
    Posting,
    Staff,
    Ticket,
    TicketWord,
    by_id,
    visible,
)
from portal.search.index import answers_of
from portal.vault.blind import blinds
from portal.vault.box import box_for
from portal.vault.keys import Keyring

#: So many reports are opened to see whether they really say it.
MOST_OPENED = 100
#: So many people are proposed for one report.
MOST_PROPOSED = 10
#: While somebody can still be named.
WAITING = (State.RECEIVED, State.QUEUED, State.ASSIGNED)


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody a report may be about, and what of the report says so."""

    collector: Collector
    why: frozenset[str]


def proposed(session: Session, answers: Mapping[str, Mapping[str, Any]]) -> list[Proposed]:
    """Whom the number, the name and the company of a report fit."""
    page = answers.get("collector", {})
    given = {name: folded(page.get(f"c_{name}")) for name in ("badge", "name", "agency")}
    said = {one for one in (given["badge"], given["name"]) if one}
    if not said:
        return []
    numbers = select(Posting.collector_id).where(func.lower(Posting.number).in_(said))
    called = select(CollectorAlias.collector_id).where(func.lower(CollectorAlias.value).in_(said))
    query = (
        select(Collector)
        .where(
            or_(
                Collector.id.in_(numbers),
                Collector.id.in_(called),
                func.lower(Collector.name).in_(said),
            )
        )
        .options(joinedload(Collector.agency), joinedload(Collector.team))
        .order_by(Collector.id)
        .limit(MOST_PROPOSED)
    )
    known = session.scalar(select(Agency.id).where(func.lower(Agency.name) == given["agency"]))
    found = [Proposed(one, why(session, one, given, known)) for one in session.scalars(query)]
    # Where the report names a company that is known here, people of another are not proposed.
    return [one for one in found if known is None or "agency" in one.why]


def called_for(session: Session, chosen: str, number: str) -> Collector:
    """The collector that was chosen, or the only one of this number."""
    number = number.strip()
    if number:
        rows = session.scalars(
            select(Collector).where(func.lower(Collector.number) == number.lower())
        ).all()
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise Incomplete(
                "Several agencies have a collector of this number. Select one of those proposed"
            )
        raise Incomplete("No collector has this number")
    said = chosen.isascii() and chosen.isdigit()
    who = by_id(session, Collector, int(chosen)) if said else None
    if who is None:
        raise Incomplete("Select a collector, or enter a number")
    return who


def why(
    session: Session, one: Collector, given: Mapping[str, str], known: int | None
) -> frozenset[str]:
    """What of the report fits this person: number, name, agency."""
    rows = session.scalars(select(Posting).where(Posting.collector_id == one.id)).all()
    names = {folded(one.name), *(folded(value) for value in aliases_of(session, one))}
    said = {given["badge"], given["name"]} - {""}
    fits = {
        "number": bool({folded(row.number) for row in rows} & said),
        "name": bool(names & said),
        "agency": known is not None and known in {row.agency_id for row in rows},
    }
    return frozenset(name for name, holds in fits.items() if holds)


def aliases_of(session: Session, who: Collector) -> list[str]:
    """What somebody is called on the telephone beside the number."""
    query = select(CollectorAlias.value).where(CollectorAlias.collector_id == who.id)
    return list(session.scalars(query.order_by(CollectorAlias.value)))


def folded(value: Any) -> str:  # noqa: ANN401 - whatever an answer holds
    """A name or number as it is compared: without regard to capitals and spaces around."""
    return " ".join(str(value or "").split()).lower()


def reports_about(
    session: Session, keyring: Keyring, staff: Staff, who: Collector
) -> list[tuple[Ticket, frozenset[str]]]:
    """The open reports that name nobody known and may be about this person, the newest first."""
    aliases = aliases_of(session, who)
    numbers = session.scalars(select(Posting.number).where(Posting.collector_id == who.id)).all()
    found = []
    for ticket in holding(session, keyring, staff, {*numbers, *aliases, who.name}):
        box = box_for(session, keyring, ticket.id)
        fits = {
            one.collector.id: one.why
            for one in proposed(session, answers_of(session, box, ticket.id))
        }
        if who.id in fits:
            found.append((ticket, fits[who.id]))
    return found


def holding(session: Session, keyring: Keyring, staff: Staff, said: Iterable[str]) -> list[Ticket]:
    """The open reports about nobody known in whose words one of these stands."""
    either = []
    for one in said:
        marks = [blinds(keyring, "word", token) for token in sorted(tokens(one))]
        if marks:
            words = [
                Ticket.id.in_(select(TicketWord.ticket_id).where(TicketWord.token.in_(mark)))
                for mark in marks
            ]
            either.append(words)
    if not either:
        return []
    query = visible(staff).where(
        Ticket.collector_id.is_(None),
        Ticket.state.in_(WAITING),
        or_(*(and_(*words) for words in either)),
    )
    return list(
        session.scalars(query.order_by(Ticket.received_at.desc(), Ticket.id).limit(MOST_OPENED))
    )
