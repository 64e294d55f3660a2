"""Rows noted down beside a session and written in one go: one statement for each table, or one for all.

The library's unit of work watches every row, sorts them one by one and asks the database for each
id it gave. A filing makes two dozen rows that nobody looks at again in that request. On a sheet
they are written in a fraction of the time, under the same constraints, in the same transaction.
"""

import json
import re
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import JSON, Column, Connection, Dialect, Table, TypeDecorator, inspect
from sqlalchemy.orm import Mapper, Session

from portal.models.ask import cursor_of, telling
from portal.models.base import Base, UtcTime
from portal.models.engine import Writer

#: A statement takes no more values than the database has places for.
MOST_ROWS = 200
_NAMED = re.compile(r"%\((\w+)\)s")


class Sheet:
    """New rows beside a session. A verb is handed it in the session's place and reads through it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        #: The kind of each row and the place its values are kept; a ticket may still change them.
        self.rows: list[tuple[type[Base], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the session has
        return getattr(self.session, name)

    def add(self, row: Base) -> None:
        """Note down a new row."""
        self.rows.append((type(row), row.__dict__))

    def add_all(self, rows: Iterable[Base]) -> None:
        """Note down new rows."""
        for row in rows:
            self.add(row)

    def note(self, kind: type[Base], values: dict[str, Any]) -> None:
        """Note down a new row of which nobody needs more than its values."""
        self.rows.append((kind, values))

    def as_session(self) -> Session:
        """The sheet as verbs know it."""
        return cast(Session, self)

    def write(self) -> None:
        """Write all of them, tables before those that point at them; the commit is somebody else's."""
        found: dict[type[Base], dict[tuple[str, ...], list[dict[str, Any]]]] = {}
        for kind, kept in self.rows:
            found.setdefault(kind, {}).setdefault(tuple(kept), []).append(kept)
        self.rows = []
        connection = self.session.connection()
        parts = [
            (way, [way.values(row) for row in rows])
            for kind in sorted(found, key=place_of)
            for way, rows in (
                (way_of(kind, names, connection.dialect), rows)
                for names, rows in found[kind].items()
            )
        ]
        write_parts(connection, parts)


class Written(str):
    """JSON that is text already: what never changes in it was put together once."""

    __slots__ = ()


def note(session: Session, kind: type[Base], /, **values: Any) -> None:  # noqa: ANN401 - the columns of the row
    """Add a new row nobody looks at again: on a sheet its plain values, elsewhere a row of the library."""
    if isinstance(session, Sheet):
        session.note(kind, values)
        return
    read = {name: json.loads(one) for name, one in values.items() if isinstance(one, Written)}
    session.add(kind(**values | read))


def write_parts(connection: Connection, parts: list[tuple["Way", list[Any]]]) -> None:
    """Hand every table's rows to the driver; a refusal is told as the library tells it."""
    if not parts:
        return
    driver: Any = connection.connection.driver_connection
    few = [
        (way.of_rows(len(some)), [*chain.from_iterable(some)])
        for way, rows in parts
        for some in (rows[at : at + MOST_ROWS] for at in range(0, len(rows), MOST_ROWS))
    ]
    with telling(connection), closing(cursor_of(connection)) as cursor:
        if isinstance(driver, Writer):
            driver.begin_writing()
        elif len(few) == len(parts):
            few = [together(few)]
        for statement, values in few:
            cursor.execute(statement, values)


def together(parts: list[tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    """Several statements as one: PostgreSQL looks whether rows point at rows when all are there."""
    *first, (last, _) = parts
    before = ", ".join(f"part_{number} AS ({one})" for number, (one, _) in enumerate(first))
    values = [*chain.from_iterable(values for _, values in parts)]
    return (f"WITH {before} {last}" if before else last), values


@dataclass(frozen=True, slots=True)
class Way:
    """How rows of one kind go into the database: the statement, and what the driver takes for each value."""

    #: The statement up to its values, and the places of the values of one row.
    head: str
    places: str
    columns: tuple[str, ...]
    #: Takes from a row what it says, in the order of the columns.
    read: Callable[[dict[str, Any]], tuple[Any, ...]]
    #: At which places what is read becomes something else: what turns a value into the driver's, and
    #: what makes the value of a column the row does not say.
    turned: tuple[tuple[int, Callable[[Any], Any]], ...]

    def values(self, kept: dict[str, Any]) -> list[Any]:
        """The values of one row as the driver wants them."""
        made = [*self.read(kept)]
        for place, turn in self.turned:
            made[place] = turn(made[place])
        return made

    def of_rows(self, many: int) -> str:
        """The statement for so many rows."""
        return f"{self.head}{', '.join([self.places] * many)}"


@cache
def place_of(kind: type[Base]) -> int:
    """Where its table stands in the order of writing."""
    return Base.metadata.sorted_tables.index(table_of(kind))


def table_of(kind: type[Base]) -> Table:
    """The table of a kind of row."""
    mapper: Mapper[Base] = inspect(kind)
    return cast(Table, mapper.local_table)


@cache
def names_of(kind: type[Base]) -> dict[str, str]:
    """The column behind each name of a kind of row."""
    mapper: Mapper[Base] = inspect(kind)
    return {one.key: one.columns[0].name for one in mapper.column_attrs}


@lru_cache(maxsize=256)
def way_of(kind: type[Base], names: tuple[str, ...], dialect: Dialect) -> Way:
    """The way of rows that say these names, put together once; the rest is the table's default."""
    table, named = table_of(kind), names_of(kind)
    said = {named[name]: name for name in names if name in named}
    filled = [one.name for one in table.columns if one.name not in said and is_filled(one)]
    made = table.insert().inline().compile(dialect=dialect, column_keys=[*said, *filled])
    # By their places, whichever way the library would name them.
    order = tuple(made.positiontup or _NAMED.findall(str(made)))
    head, values, places = _NAMED.sub("%s", str(made)).partition("VALUES ")
    turned = [
        (place, turn_of(table.columns[one], one in said, dialect))
        for place, one in enumerate(order)
    ]
    # A column the row does not say reads any other, and is filled in its place.
    other = next(iter(said.values()))
    return Way(
        head + values,
        places,
        order,
        reading(tuple(said.get(one, other) for one in order)),
        tuple((place, turn) for place, turn in turned if turn is not None),
    )


def reading(names: tuple[str, ...]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """What takes these names from a row."""
    if len(names) == 1:
        return lambda kept: (kept[names[0]],)
    return itemgetter(*names)


def turn_of(column: Column[Any], is_said: bool, dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes the driver's value of a column: from the one said, or from nothing."""
    turn = turner(column, dialect)
    if is_said:
        return turn
    arg: Any = getattr(column.default, "arg", None)
    if not callable(arg):
        always = turn(arg) if turn else arg
        return lambda _other: always
    return lambda _other: turn(arg(None)) if turn else arg(None)


def is_filled(column: Column[Any]) -> bool:
    """Whether a column nobody said holds something all the same: a default, or our word for nothing."""
    own_type = isinstance(column.type, TypeDecorator) and not column.primary_key
    return column.default is not None or own_type


def turner(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What turns a value of this column into one the driver takes."""
    usual: Any = column.type.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(column.type, UtcTime):
        # The rows of a filing are all of one moment. Only in UTC does a moment look like no other.
        kept = lru_cache(maxsize=64)(usual)
        return lambda value: (kept if getattr(value, "tzinfo", None) is UTC else usual)(value)
    if not isinstance(column.type, JSON):
        return cast("Callable[[Any], Any] | None", usual)
    return lambda value: str(value) if isinstance(value, Written) else usual(value)
