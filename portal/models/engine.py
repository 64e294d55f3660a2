"""Engines that keep what they acknowledged: SQLite with full sync, PostgreSQL with time limits."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, create_engine, event

#: Whether the transaction about to begin will write. A page that only reads says no, so that
#: readers of SQLite never queue behind a writer; everything else takes the write lock at once,
#: because SQLite ignores the busy timeout when a read turns into a write.
writing: ContextVar[bool] = ContextVar("writing", default=True)

_SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=15000",
    "PRAGMA secure_delete=ON",
)


def make_engine(url: str, **options: Any) -> Engine:  # noqa: ANN401 - passed on to SQLAlchemy as they are
    """An engine for the database at this URL with the safe settings of its kind."""
    if url.startswith("sqlite"):
        engine = create_engine(url, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options.setdefault("pool_pre_ping", True)
    limits = "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"
    options.setdefault("connect_args", {"connect_timeout": 5, "options": limits})
    return create_engine(url, **options)


def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own objects
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in _SQLITE_SETTINGS:
        cursor.execute(setting)
    cursor.close()


def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401 - the driver's own objects
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")
