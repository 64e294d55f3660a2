"""Where a page of the queue ends and the next begins: the order of its lines, as a value for the address."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Tuple, literal, tuple_

from portal.models import NEVER, Ticket

#: What the columns of an order hold at one line.
Key = tuple[Any, ...]
Order = Sequence[Any]
#: Date, severity rank and id.
ORDER: Order = (Ticket.due_on, Ticket.severity_rank, Ticket.id)
#: What came after the end has no date: who wrote first is read first, so that nobody is overtaken for ever.
SINCE: Order = (Ticket.unanswered_since, Ticket.id)


def key_at(line: Any, order: Order = ORDER) -> Key:  # noqa: ANN401 - a line of the queue or a ticket
    """Where a line stands in an order."""
    if order is SINCE:
        return line.unanswered_since, line.id
    return line.due_on or NEVER, line.severity_rank, line.id


def key_of(line: Any, order: Order = ORDER) -> str:  # noqa: ANN401 - likewise
    """Where a page ends, as a value for the address of the next."""
    return "_".join(str(one) for one in key_at(line, order))


def parse_key(text: str, order: Order = ORDER) -> Key | None:
    """The key out of an address; nonsense means the first page."""
    parts = text.split("_")
    if len(parts) != len(order):
        return None
    try:
        if order is SINCE:
            since = datetime.fromisoformat(parts[0])
            # A moment without its zone is none that was kept.
            return (since, parts[1][:32]) if since.tzinfo else None
        return date.fromisoformat(parts[0]), int(parts[1][:2]), parts[2][:32]
    except ValueError:
        return None


def after(key: Key, order: Order = ORDER) -> ColumnElement[bool]:
    """Everything that stands behind this key; one comparison of rows, read from the index."""
    return tuple_(*order) > as_row(key, order)


def before(key: Key, order: Order = ORDER) -> ColumnElement[bool]:
    """Everything that stands before this key."""
    return tuple_(*order) < as_row(key, order)


def as_row(key: Key, order: Order) -> Tuple:
    """A key as the databases compare it with the columns of the order."""
    return tuple_(*(literal(one, column.type) for one, column in zip(key, order, strict=True)))
