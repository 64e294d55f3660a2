"""PostgreSQL: what only reads cannot write and keeps its prepared statements; lines that rested are tried."""

import time
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InvalidatePoolError

from portal.models.writing import WriteLock, writing

#: Seconds. A line that was used a moment ago still stands; one that rested longer is tried before use.
RESTED = 1.0


def listen(engine: Engine) -> None:
    """Begin and end the transactions of this engine by what they will do, and try lines that rested."""
    event.listen(engine, "checkin", _rest)
    event.listen(engine, "checkout", lambda line, record, _proxy: _try(engine, line, record))
    event.listen(engine, "begin", _begin)
    event.listen(engine, "rollback", _end_of_reading)


def _rest(_line: Any, record: Any) -> None:  # noqa: ANN401 - what the pool keeps
    record.info["rests_since"] = time.monotonic()


def _try(engine: Engine, line: Any, record: Any) -> None:  # noqa: ANN401 - as above
    since = record.info.get("rests_since")
    if since is None or time.monotonic() - since < RESTED:
        return
    try:
        engine.dialect.do_ping(line)
    except psycopg.Error as problem:
        # Where one broke the others have, too: the pool makes new ones and tries again.
        raise InvalidatePoolError("the line broke while it rested") from problem


def _begin(connection: Connection) -> None:
    # The server itself then refuses a change made by a page that only reads.
    _server(connection).read_only = writing.get() is WriteLock.NEVER


def _end_of_reading(connection: Connection) -> None:
    # The driver forgets every prepared statement at a rollback, and the plan of a queue page takes
    # longer than its answer. What only read has nothing to undo, so it is committed instead.
    if connection.invalidated:
        # The line broke: the server has undone all of it by itself, and nobody is there to be asked.
        return
    server = _server(connection)
    if server.read_only and server.info.transaction_status is TransactionStatus.INTRANS:
        server.commit()


def _server(connection: Connection) -> psycopg.Connection[Any]:
    server = connection.connection.dbapi_connection
    assert isinstance(server, psycopg.Connection)  # noqa: S101 - the address names this driver
    return server
