"""Engines that keep what they acknowledged: SQLite with full sync, PostgreSQL with time limits."""

import sqlite3
import threading
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from portal.models.writing import WriteLock, writing

_WAIT = "PRAGMA busy_timeout=15000"
_SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    _WAIT,
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-32768",
)
#: Seconds a thread waits for its turn among the writers of this process.
_PATIENCE = 15.0
#: Seconds between two looks at a lock another process holds; SQLite itself soon looks only ten
#: times a second, and two processes then starve each other.
_GLANCE = 0.0002
_LONGEST_GLANCE = 0.002
_CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


class Writer(sqlite3.Connection):
    """A connection whose writers stand in line; SQLite itself only polls for its lock."""

    line: "threading.Lock | None" = None
    has_turn = False
    #: Whether a lock that is held makes it come back at once, as while it asks for that of the file.
    is_hurried = False

    def enter(self) -> None:
        """Wait for the turn among the threads of this process, then for the lock of the file."""
        if self.line is not None and not self.has_turn:
            self.has_turn = self.line.acquire(timeout=_PATIENCE)
        self.execute("PRAGMA busy_timeout=0").close()
        self.is_hurried = True
        end = time.monotonic() + _PATIENCE
        pause = _GLANCE
        while not self.begun(end):
            time.sleep(pause)
            # A lock that is held for long is no reason to keep a processor busy.
            pause = min(pause * 1.02, _LONGEST_GLANCE)

    def begin_writing(self) -> None:
        """Take the lock, unless it is held already."""
        if not self.in_transaction:
            self.enter()

    def begun(self, end: float) -> bool:
        """Whether the lock was free; past the end of all patience the refusal is passed on."""
        try:
            self.execute("BEGIN IMMEDIATE").close()
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                self.leave()
                raise
            return False
        return True

    def leave(self) -> None:
        """Let the next one in, once the change is on the disk or undone."""
        if self.in_transaction:
            return
        if self.line is not None and self.has_turn:
            self.has_turn = False
            self.line.release()
        # Also of one whose patience with the line ended: it wrote without a turn.
        if self.is_hurried:
            self.execute(_WAIT).close()
            self.is_hurried = False

    def commit(self) -> None:
        """Make the changes true."""
        try:
            super().commit()
        finally:
            self.leave()

    def rollback(self) -> None:
        """Undo the changes."""
        try:
            super().rollback()
        finally:
            self.leave()


def make_engine(url: str, **options: Any) -> Engine:  # noqa: ANN401 - passed on to SQLAlchemy as they are
    """An engine for the database at this URL with the safe settings of its kind."""
    # An error of the database is told without the values of the row.
    options.setdefault("hide_parameters", True)
    if url.startswith("sqlite"):
        options["connect_args"] = {**options.get("connect_args", {}), "factory": Writer}
        engine = create_engine(url, **options)
        line = threading.Lock()
        event.listen(engine, "connect", lambda connection, _record: _prepare(connection, line))
        event.listen(engine, "begin", _begin)
        event.listen(engine, "before_cursor_execute", _before_statement)
        return engine
    # The line used last has its plans ready and is asked first; each makes a plan at the second asking.
    options.setdefault("pool_use_lifo", True)
    limits = (
        "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"
        # What is asked again and again keeps one plan: to plan a queue page takes fifteen times as
        # long as to answer it, and what it asks for comes from the same indexes whatever is asked.
        " -c plan_cache_mode=force_generic_plan"
    )
    options.setdefault(
        "connect_args", {"connect_timeout": 5, "options": limits, "prepare_threshold": 1}
    )
    from portal.models import server  # noqa: PLC0415 - its driver is installed where it is used

    engine = create_engine(url, **options)
    server.listen(engine)
    return engine


def _prepare(connection: Writer, line: threading.Lock) -> None:
    connection.isolation_level = None
    connection.line = line
    for setting in _SQLITE_SETTINGS:
        connection.execute(setting).close()


def _begin(connection: Connection) -> None:
    when = writing.get()
    if when is WriteLock.NEVER:
        connection.exec_driver_sql("BEGIN")
    elif when is WriteLock.AT_ONCE:
        _writer(connection).enter()


def _before_statement(
    connection: Connection,
    _cursor: object,
    statement: str,
    *_rest: object,
) -> None:
    writer = _writer(connection)
    if not writer.in_transaction and statement.lstrip()[:8].upper().startswith(_CHANGES):
        writer.enter()


def _writer(connection: Connection) -> Writer:
    writer = connection.connection.dbapi_connection
    assert isinstance(writer, Writer)  # noqa: S101 - make_engine asked the driver for this kind
    return writer
