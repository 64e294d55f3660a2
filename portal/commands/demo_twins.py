"""Many tickets for measuring: each is a twin of one that was lived, on other days, sealed and chained anew.

Living a ticket takes some thirty milliseconds of rules, letters and reading; a million of them would
take a working day. A twin has the same rows with keys, words and history of its own, so that pages,
search by number, the audit and `portal doctor --deep` meet nothing they would not meet in life. Twins
feed no reviews, and no letter of theirs ever leaves.
"""

import random
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count, groupby
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.commands.places import PLACES, Place
from portal.domain import chain
from portal.domain.receipt import ticket_number
from portal.models import (
    NEVER,
    Allegation,
    Clock,
    ContactLimit,
    Entry,
    Finding,
    Hold,
    Letter,
    Outcome,
    Referral,
    Report,
    StoredDecision,
    Ticket,
    TicketKey,
    new_id,
)
from portal.timeline import hashed_fields
from portal.vault.box import Box, box_for
from portal.vault.keys import Keyring

Row = dict[str, Any]
#: What a twin has of its own; what only points outside, such as the outbox, is left behind.
COPIED = (
    Report, Allegation, StoredDecision, Clock, Hold, ContactLimit, Entry, Letter, Referral, Outcome,
    Finding,
)  # fmt: skip
SEALED = {model: [one for one in PLACES if one.model is model] for model in COPIED}
YEAR, STILL_OPEN = 360, 60
#: Numbers of twins are ten digits long and follow each other: among a million none is drawn twice.
_NUMBERS = count(10**9 + secrets.randbelow(8 * 10**9))
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(slots=True)
class Lived:
    """A ticket with all its rows, their words opened."""

    ticket: Row
    rows: dict[Any, list[Row]] = field(default_factory=dict)


def lived(session: Session, keyring: Keyring, ids: Sequence[str]) -> list[Lived]:
    """The tickets twins are made of."""
    table = Ticket.__table__
    query = select(table).where(table.c.id.in_(ids)).order_by(table.c.id)
    found = {row.id: Lived(dict(row._mapping)) for row in session.execute(query)}  # noqa: SLF001 - its public name
    boxes = {one: box_for(session, keyring, one) for one in found}
    for model in COPIED:
        own = model.__table__
        order = [own.c.ticket_id, *own.primary_key.columns]
        rows = session.execute(select(own).where(own.c.ticket_id.in_(ids)).order_by(*order))
        for ticket_id, some in groupby(rows, key=lambda row: row.ticket_id):
            found[ticket_id].rows[model] = [
                opened(boxes[ticket_id], model, dict(row._mapping))  # noqa: SLF001 - likewise
                for row in some
            ]
    return list(found.values())


def opened(box: Box, model: Any, row: Row) -> Row:  # noqa: ANN401 - any table
    """A row with its words opened."""
    for place in SEALED[model]:
        if row[place.column] is not None:
            name = place.row(SimpleNamespace(**row))
            row[place.column] = box.open(place.table, place.column, name, row[place.column])
    return row


@dataclass(slots=True)
class Twin:
    """A twin in the making: its identity, its key, and how far its days lie from the first one's."""

    first: Lived
    id: str
    box: Box
    key: tuple[str, bytes]
    shift: timedelta
    #: Ids of its allegations and outcomes by those of the first one.
    named: dict[tuple[str, int], int] = field(default_factory=dict)

    def moved(self, model: Any) -> Iterator[Row]:  # noqa: ANN401 - any table
        """The rows of a table, on the days of the twin and without ids of their own."""
        for row in self.first.rows.get(model, ()):
            made = {name: self.later(value) for name, value in row.items() if name != "id"}
            yield made | {"ticket_id": self.id}

    def later(self, value: Any) -> Any:  # noqa: ANN401 - whatever stands in a row
        """A value on the days of the twin; whole weeks, so that working days stay working days."""
        if isinstance(value, datetime):
            return value + self.shift
        if isinstance(value, date):
            return value if value == NEVER else value + timedelta(days=self.shift.days)
        return value

    def sealed(self, model: Any, row: Row) -> Row:  # noqa: ANN401 - any table
        """The words of a row, sealed for its new place."""
        for place in SEALED[model]:
            if row[place.column] is not None:
                row[place.column] = self.seal(place, place.row(SimpleNamespace(**row)), row)
        return row

    def seal(self, place: Place, name: str, row: Row) -> bytes:
        """One text, sealed."""
        return self.box.seal(place.table, place.column, name, row[place.column])


def twin_of(first: Lived, keyring: Keyring, rng: random.Random, today: datetime) -> Twin:
    """A twin some weeks before or after the first one, young if that one still waits."""
    age = (today - first.ticket["received_at"]).days
    waits = first.ticket["ended_at"] is None
    oldest, youngest = (STILL_OPEN, 0) if waits else (YEAR, STILL_OPEN)
    back, on = max(0, oldest - age) // 7, max(0, age - youngest) // 7
    shift = timedelta(weeks=rng.randint(-back, on), minutes=-rng.randint(0, 239))
    ticket_id, key = new_id(), secrets.token_bytes(32)
    return Twin(first, ticket_id, Box(key), keyring.wrap(ticket_id, key), shift)


def multiply(
    session: Session, keyring: Keyring, firsts: Sequence[Lived], number: int, rng: random.Random
) -> None:
    """Write so many twins; the caller makes them true."""
    today = datetime.now(UTC)
    twins = [twin_of(rng.choice(firsts), keyring, rng, today) for _ in range(number)]
    keys = [(one.id, *one.key) for one in twins]
    written = [history(one) for one in twins]
    put(session, Ticket, (ticket_row(one, rows) for one, rows in zip(twins, written, strict=True)))
    put(
        session,
        TicketKey,
        (dict(zip(("ticket_id", "master_key_id", "wrapped"), key, strict=True)) for key in keys),
    )
    for model in (Report, StoredDecision, Clock, Hold, ContactLimit):
        put(session, model, (t.sealed(model, row) for t in twins for row in t.moved(model)))
    put(session, Letter, (lettered(t, row) for t in twins for row in t.moved(Letter)))
    put(session, Referral, (row | {"outbox_id": None} for t in twins for row in t.moved(Referral)))
    put(session, Allegation, (row for t in twins for row in t.moved(Allegation)))
    unsealed = {place.column: None for place in SEALED[Outcome]}
    put(session, Outcome, (row | unsealed for t in twins for row in t.moved(Outcome)))
    name_rows(session, twins)
    seal_outcomes(session, twins)
    put(session, Finding, (found(t, row) for t in twins for row in t.moved(Finding)))
    put(session, Entry, (row for rows in written for row in rows))


def put(session: Session, model: Any, rows: Iterable[Row]) -> None:  # noqa: ANN401 - any table
    """All rows of a table at once."""
    if some := list(rows):
        session.execute(insert(model.__table__), some)


def ticket_row(twin: Twin, entries: list[Row]) -> Row:
    """The ticket itself, under a number of its own."""
    row = {name: twin.later(value) for name, value in twin.first.ticket.items()}
    prefix, year = row["number"].partition("-")[0], row["received_at"].year
    return row | {
        "id": twin.id,
        "number": ticket_number(prefix, year, next(_NUMBERS)),
        "code_hash": secrets.token_bytes(33),
        "submission_hash": secrets.token_bytes(33),
        "timeline_head": entries[-1]["hash"] if entries else chain.GENESIS,
    }


def history(twin: Twin) -> list[Row]:
    """The lines of the history, each bound to the one before."""
    previous, lines = chain.GENESIS, []
    for row in twin.moved(Entry):
        row["facts"] = {name: dated(twin, fact) for name, fact in row["facts"].items()}
        line = twin.sealed(Entry, row) | {"previous": previous}
        previous = line["hash"] = chain.entry_hash(previous, hashed_fields(SimpleNamespace(**line)))
        lines.append(line)
    return lines


def dated(twin: Twin, fact: Any) -> Any:  # noqa: ANN401 - a value from JSON
    """A fact that is a day, on the days of the twin."""
    if not isinstance(fact, str) or not _DAY.fullmatch(fact):
        return fact
    return (date.fromisoformat(fact) + timedelta(days=twin.shift.days)).isoformat()


def lettered(twin: Twin, row: Row) -> Row:
    """A letter under an id of its own."""
    return twin.sealed(Letter, row | {"id": new_id()})


def name_rows(session: Session, twins: Sequence[Twin]) -> None:
    """Learn the ids the database gave to allegations and outcomes, in the order they were written."""
    for model in (Allegation, Outcome):
        table, by_ticket = model.__table__, {one.id: one for one in twins}
        query = select(table.c.ticket_id, table.c.id).where(table.c.ticket_id.in_(by_ticket))
        for ticket_id, rows in groupby(
            session.execute(query.order_by(table.c.ticket_id, table.c.id)),
            lambda row: row.ticket_id,
        ):
            twin = by_ticket[ticket_id]
            for row, first in zip(rows, twin.first.rows[model], strict=True):
                twin.named[table.name, first["id"]] = row.id


def seal_outcomes(session: Session, twins: Sequence[Twin]) -> None:
    """The words of outcomes, sealed once their rows have ids."""
    table = Outcome.__table__
    for twin in twins:
        for row in twin.first.rows.get(Outcome, ()):
            new = twin.named["outcomes", row["id"]]
            words = {
                place.column: twin.seal(place, str(new), row)
                for place in SEALED[Outcome]
                if row[place.column] is not None
            }
            if words:
                session.execute(update(table).where(table.c.id == new).values(**words))


def found(twin: Twin, row: Row) -> Row:
    """A finding of the twin; it names no collector, so that twins feed no reviews."""
    row["outcome_id"] = twin.named["outcomes", row["outcome_id"]]
    row["allegation_id"] = twin.named["allegations", row["allegation_id"]]
    return twin.sealed(Finding, row | {"collector_id": None})
