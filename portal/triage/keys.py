"""Where a page of the queue ends and the next begins: the order of its lines, as a value for the address."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Tuple, literal, tuple_

from portal.models import NEVER, Ticket

#: Date, severity rank and id of the last line of a page.
Key = tuple[date, int, str]
ORDER = (Ticket.due_on, Ticket.severity_rank, Ticket.id)


def key_of(line: Row[*tuple[Any, ...]]) -> str:
    """Where a page ends, as a value for the address of the next."""
    return f"{line.due_on or NEVER}_{line.severity_rank}_{line.id}"


def parse_key(text: str) -> Key | None:
    """The key out of an address; nonsense means the first page."""
    parts = text.split("_")
    if len(parts) != 3:  # noqa: PLR2004 - date, rank and id
        return None
    try:
        return date.fromisoformat(parts[0]), int(parts[1][:2]), parts[2][:32]
    except ValueError:
        return None


def after(key: Key) -> ColumnElement[bool]:
    """Everything that stands behind this key; one comparison of rows, read from the index."""
    return tuple_(*ORDER) > as_row(key)


def before(key: Key) -> ColumnElement[bool]:
    """Everything that stands before this key."""
    return tuple_(*ORDER) < as_row(key)


def as_row(key: Key) -> Tuple:
    """A key as the databases compare it with the columns of the order."""
    return tuple_(literal(key[0], Ticket.due_on.type), literal(key[1]), literal(key[2]))
