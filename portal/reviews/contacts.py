"""Contact counts handed in by the organisation's own systems: all rows are kept, or none."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Agency, Collector, ContactCount

MOST_ROWS = 5000
MOST_CONTACTS = 1_000_000
FIELDS = {"agency", "collector", "month", "contacts"}
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Row:
    """One collector's contacts in one month."""

    agency: str
    collector: str
    month: date
    contacts: int


Problem = dict[str, Any]


def read(given: Any) -> tuple[list[Row], list[Problem]]:  # noqa: ANN401 - whatever was sent
    """The rows, and what is wrong with each that is wrong, by its number from 1."""
    if not isinstance(given, list) or not 0 < len(given) <= MOST_ROWS:
        return [], [{"row": 0, "error": f"send a list of 1 to {MOST_ROWS} rows"}]
    rows, problems, seen = [], [], set()
    for number, one in enumerate(given, start=1):
        row = one_row(one)
        if isinstance(row, str):
            problems.append({"row": number, "error": row})
            continue
        key = (row.agency, row.collector, row.month)
        if key in seen:
            problems.append({"row": number, "error": "this collector and month come twice"})
        seen.add(key)
        rows.append(row)
    return rows, problems


def one_row(one: Any) -> Row | str:  # noqa: ANN401 - whatever was sent
    """One row, or what is wrong with it."""
    if not isinstance(one, dict) or set(one) != FIELDS:
        return "a row has agency, collector, month and contacts"
    agency, collector = one["agency"], one["collector"]
    if not (isinstance(agency, str) and isinstance(collector, str) and agency and collector):
        return "agency and collector are texts"
    month = month_of(one["month"])
    if month is None:
        return "month is written as 2026-10"
    number = one["contacts"]
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST_CONTACTS:
        return f"contacts is a whole number from 0 to {MOST_CONTACTS}"
    return Row(agency, collector, month, number)


def month_of(typed: Any) -> date | None:  # noqa: ANN401 - whatever was sent
    """The first day of a month written as 2026-10."""
    if not isinstance(typed, str) or len(typed) != 7 or not typed.isascii():  # noqa: PLR2004 - its length
        return None
    year, dash, month = typed[:4], typed[4], typed[5:]
    if dash != "-" or not (year.isdigit() and month.isdigit()):
        return None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR or not 1 <= int(month) <= 12:  # noqa: PLR2004 - months
        return None
    return date(int(year), int(month), 1)


def keep(session: Session, rows: list[Row]) -> list[Problem]:
    """Put every row in its place, newer numbers over older ones; names the rows nobody is known by."""
    query = select(Agency.name, Collector.number, Collector.id).join(
        Agency, Agency.id == Collector.agency_id
    )
    known = {(name, number): one for name, number, one in session.execute(query)}
    unknown = [
        {"row": number, "error": "there is no such collector in this agency"}
        for number, row in enumerate(rows, start=1)
        if (row.agency, row.collector) not in known
    ]
    if unknown:
        return unknown
    for row in rows:
        place(session, known[row.agency, row.collector], row)
    return []


def place(session: Session, collector_id: int, row: Row) -> None:
    """One month of one collector."""
    there = session.scalar(
        select(ContactCount).where(
            ContactCount.collector_id == collector_id, ContactCount.month == row.month
        )
    )
    if there is None:
        there = ContactCount(collector_id=collector_id, month=row.month, contacts=0)
        session.add(there)
    there.contacts = row.contacts
