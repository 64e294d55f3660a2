"""Questions every request asks, put together once and handed to the driver as they are.

The library builds a context, a result and its rows for each statement, which costs more than the
database does. What is asked thousands of times an hour is asked here by its finished text, with
the same types, in the same transaction; a refusal is told as the library tells it.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    ColumnClause,
    CompoundSelect,
    Connection,
    Dialect,
    Integer,
    Select,
    literal_column,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Turn = Callable[[Any], Any] | None


class Question:
    """One statement, finished for a kind of database when it is first asked there."""

    __slots__ = ("_finished", "longest", "statement")

    def __init__(self, statement: Any, longest: int = 0) -> None:  # noqa: ANN401 - a select of any columns, or an update
        self.statement = statement
        #: How much a list handed to it holds at the most. Its text has as many places.
        self.longest = longest
        self._finished: dict[str, Finished] = {}

    def ask(self, session: Session, **values: Any) -> list[Any]:  # noqa: ANN401 - the places of the statement
        """The rows found, with the columns by name."""
        connection = session.connection()
        finished = self.finished(connection.dialect)
        with telling(connection), closing(cursor_of(connection)) as cursor:
            cursor.execute(finished.text, finished.given(values))
            return [finished.row(one) for one in cursor.fetchall()]

    def do(self, session: Session, **values: Any) -> None:  # noqa: ANN401 - the places of the statement
        """Change what the statement changes, the way that takes the write lock where there is one."""
        connection = session.connection()
        finished = self.finished(connection.dialect)
        connection.exec_driver_sql(finished.text, finished.given(values))

    def finished(self, dialect: Dialect) -> "Finished":
        """The statement as this kind of database reads it."""
        found = self._finished.get(dialect.name)
        if found is None:
            found = self._finished[dialect.name] = Finished(self.statement, dialect, self.longest)
        return found


class Finished:
    """The text of a statement, what turns the values into the driver's, and the columns back."""

    __slots__ = ("_columns", "_fixed", "_lists", "_order", "_row", "_turned", "text")

    def __init__(self, statement: Any, dialect: Dialect, longest: int = 0) -> None:  # noqa: ANN401 - as above
        made = statement.compile(dialect=dialect)
        handed = {
            name: [None] * longest if one.expanding else None
            for one, name in made.bind_names.items()
            if one.required
        }
        told = made.construct_expanded_state(handed)
        self.text = told.statement
        self._order = told.positiontup
        #: The places of each list that is handed over.
        self._lists = {name: told.parameter_expansion[name] for name, one in handed.items() if one}
        self._turned: dict[str, Turn] = {
            place: one.type.dialect_impl(dialect).bind_processor(dialect)
            for one, name in made.bind_names.items()
            for place in told.parameter_expansion.get(name, [name])
        }
        self._fixed = {
            name: self.turned(name, value)
            for name, value in told.parameters.items()
            if value is not None and name in self._turned
        }
        is_read = isinstance(statement, Select | CompoundSelect)
        columns = list(statement.selected_columns) if is_read else []
        turns = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns]
        #: At which places what the driver gave becomes something else.
        self._columns = [(place, turn) for place, turn in enumerate(turns) if turn is not None]
        # Its names are known only when the statement is; what has none is found by its place.
        names = [str(one.key) for one in columns]
        self._row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc] # noqa: PYI024

    def turned(self, name: str, value: Any) -> Any:  # noqa: ANN401 - any value
        """A value as the driver wants it."""
        turn = self._turned[name]
        return turn(value) if turn else value

    def given(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - by place or by name
        """The values for the places of the statement; a short list says its last value again."""
        found = dict(self._fixed)
        for name, value in values.items():
            places = self._lists.get(name)
            if places is None:
                found[name] = self.turned(name, value)
            else:
                turned = [self.turned(places[0], one) for one in value]
                found.update(zip_longest(places, turned, fillvalue=turned[-1]))
        return tuple(found[name] for name in self._order) if self._order else found

    def row(self, found: Any) -> Any:  # noqa: ANN401 - a row of the driver
        """A row with its columns by name."""
        made = [*found]
        for place, turn in self._columns:
            made[place] = turn(made[place])
        return self._row._make(made)


def at_most(rows: int) -> ColumnClause[int]:
    """A limit that stands in the text of a question: PostgreSQL plans for it without seeing any value."""
    return literal_column(str(rows), Integer)


def cursor_of(connection: Connection) -> Any:  # noqa: ANN401 - the driver's own
    """A cursor of the driver."""
    driver: Any = connection.connection
    return driver.dbapi_connection.cursor()


@contextmanager
def telling(connection: Connection) -> Iterator[None]:
    """Tell what the driver refuses as the library tells it; a line that broke is not used again."""
    errors: Any = connection.dialect.loaded_dbapi.Error
    try:
        yield
    except errors as problem:
        if connection.dialect.is_disconnect(problem, None, None):
            connection.invalidate(problem)
        told = DBAPIError.instance(
            "", None, problem, errors, hide_parameters=True, dialect=connection.dialect
        )
        raise told from problem
