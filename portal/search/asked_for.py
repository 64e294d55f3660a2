"""Open reports that may be about somebody, and whom a report may be about: proposed, never put down by itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import Incomplete
from portal.domain.names import folded
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

#: What a report says, page by page.
Answers = Mapping[str, Mapping[str, Any]]
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


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with every name and number, as they are compared, and every agency they were with."""

    collector: Collector
    names: set[str]
    numbers: set[str] = field(default_factory=set)
    agencies: set[int] = field(default_factory=set)

    def as_proposed(self, given: Mapping[str, str], agency: int | None) -> Proposed:
        """What of a report fits this person: number, name, agency."""
        said = said_in(given)
        fits = {
            "number": bool(self.numbers & said),
            "name": bool(self.names & said),
            "agency": agency in self.agencies,
        }
        return Proposed(self.collector, frozenset(name for name, holds in fits.items() if holds))


def proposed(session: Session, answers: Answers) -> list[Proposed]:
    """Whom the number, the name and the company of a report fit."""
    return proposed_for(session, [answers])[0]


def proposed_for(session: Session, reports: Sequence[Answers]) -> list[list[Proposed]]:
    """The same for each of many reports, asked for all of them at once."""
    given = [given_in(one) for one in reports]
    fitting = fitting_of(session, {said for one in given for said in said_in(one)})
    known = {row.folded: row.id for row in agencies_of(session, given)}
    # A company that is known narrows them down below: the first of all may be those of another.
    wanted = [
        sorted({who for said in said_in(one) for who in fitting[said]})[
            : None if one["agency"] in known else MOST_PROPOSED
        ]
        for one in given
    ]
    people = people_of(session, {who for ids in wanted for who in ids})
    found = []
    for one, ids in zip(given, wanted, strict=True):
        agency = known.get(one["agency"])
        fits = [people[who].as_proposed(one, agency) for who in ids]
        # Where the report names a company that is known here, people of another are not proposed.
        there = [who for who in fits if agency is None or "agency" in who.why]
        found.append(there[:MOST_PROPOSED])
    return found


def given_in(answers: Answers) -> dict[str, str]:
    """What a report says of the collector, as it is compared."""
    page = answers.get("collector", {})
    return {name: folded(page.get(f"c_{name}")) for name in ("badge", "name", "agency")}


def said_in(given: Mapping[str, str]) -> set[str]:
    """What may be a number or a name."""
    return {given["badge"], given["name"]} - {""}


def fitting_of(session: Session, said: set[str]) -> dict[str, set[int]]:
    """Whom each of these names or numbers fits: now or before, and on the telephone."""
    fitting: dict[str, set[int]] = defaultdict(set)
    for kind, who in (
        (Posting, Posting.collector_id),
        (CollectorAlias, CollectorAlias.collector_id),
        (Collector, Collector.id),
    ):
        rows = session.execute(select(kind.folded, who).where(kind.folded.in_(said)))
        for name, collector_id in rows if said else ():
            fitting[name].add(collector_id)
    return fitting


def people_of(session: Session, ids: set[int]) -> dict[int, Known]:
    """These collectors with everything of them that a report may say."""
    if not ids:
        return {}
    query = select(Collector).where(Collector.id.in_(ids))
    query = query.options(joinedload(Collector.agency), joinedload(Collector.team))
    found = {one.id: Known(one, names={one.folded}) for one in session.scalars(query)}
    places = select(Posting.collector_id, Posting.folded, Posting.agency_id)
    for who, number, agency_id in session.execute(places.where(Posting.collector_id.in_(ids))):
        found[who].numbers.add(number)
        found[who].agencies.add(agency_id)
    called = select(CollectorAlias.collector_id, CollectorAlias.folded)
    for who, name in session.execute(called.where(CollectorAlias.collector_id.in_(ids))):
        found[who].names.add(name)
    return found


def agencies_of(session: Session, given: Sequence[Mapping[str, str]]) -> Iterable[Row[int, str]]:
    """The agencies these reports name."""
    named = {one["agency"] for one in given} - {""}
    if not named:
        return ()
    query = select(Agency.id, Agency.folded).where(Agency.folded.in_(named))
    # Of two that are compared alike the first counts, as it does when a report is filed.
    return session.execute(query.order_by(Agency.id.desc())).all()


def called_for(session: Session, chosen: str, number: str) -> Collector:
    """The collector that was chosen, or the only one of this number."""
    number = number.strip()
    if number:
        borne = select(Posting.collector_id).where(Posting.folded == folded(number))
        query = select(Collector).where(Collector.id.in_(borne)).order_by(Collector.id)
        # A number somebody had before is another's now, perhaps.
        rows = [one for one in session.scalars(query) if folded(one.number) == folded(number)]
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


def aliases_of(session: Session, who: Collector) -> list[str]:
    """What somebody is called on the telephone beside the number."""
    query = select(CollectorAlias.value).where(CollectorAlias.collector_id == who.id)
    return list(session.scalars(query.order_by(CollectorAlias.value)))


def reports_about(
    session: Session, keyring: Keyring, staff: Staff, who: Collector
) -> list[tuple[Ticket, frozenset[str]]]:
    """The open reports that name nobody known and may be about this person, the newest first."""
    aliases = aliases_of(session, who)
    numbers = session.scalars(select(Posting.number).where(Posting.collector_id == who.id)).all()
    tickets = holding(session, keyring, staff, {*numbers, *aliases, who.name})
    reports = [answers_of(session, box_for(session, keyring, one.id), one.id) for one in tickets]
    return [
        (ticket, fit.why)
        for ticket, fits in zip(tickets, proposed_for(session, reports), strict=True)
        for fit in fits
        if fit.collector.id == who.id
    ]


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
