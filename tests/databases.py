"""The databases of the tests: a real PostgreSQL of this run's own, and tables that are built once.

Building every table anew for every test took longer than the tests. A test that wants the portal's
tables gets them empty; a test that wants nothing there at all gets nothing there at all.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, create_engine, delete, make_url, text

from portal.commands.schema import alembic_config
from portal.models import Base
from portal.models.engine import make_engine
from portal.models.guards import HISTORIES, statements

#: Nothing of a test has to survive a power cut, and waiting for the disk is most of its time.
NO_WAITING = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A real PostgreSQL: the one that was named, else one of our own for this run."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    pgserver = pytest.importorskip("pgserver", reason="LOUD SKIP: no PostgreSQL for the tests")
    server = pgserver.get_server(str(folder / "data"))
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    for setting in NO_WAITING:
        run(url, f"ALTER SYSTEM SET {setting} = off")
    run(url, "SELECT pg_reload_conf()")
    yield url
    server.cleanup()


def run(url: str, *statements: str) -> None:
    """Say this to the server, each statement by itself."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for one in statements:
            connection.execute(text(one))
    engine.dispose()


@contextmanager
def database_beside(url: str) -> Iterator[str]:
    """Another database on the same server, empty, for as long as somebody needs it."""
    name = f"beside_{secrets.token_hex(4)}"
    run(url, f"CREATE DATABASE {name}")
    yield make_url(url).set(database=name).render_as_string(hide_password=False)
    run(url, f"DROP DATABASE {name} WITH (FORCE)")


KEPT: dict[str, Engine] = {}


class Rooms:
    """One PostgreSQL database, which is either bare or holds the tables of the portal, empty."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._furnished = False
        self._emptying = ""

    def bare(self) -> str:
        """The database without any table."""
        self._furnished = False
        run(self.url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        return self.url

    def furnished(self) -> str:
        """The database with every table of the portal and no row in any."""
        if self._furnished:
            run(self.url, self._emptying)
            return self.url
        engine = make_engine(self.bare())
        Base.metadata.create_all(engine)
        engine.dispose()
        self._furnished = True
        # The guards of the histories let nobody delete a line; the owner of the tables lifts them.
        guards = "; ".join(f"ALTER TABLE {name} {{0}} TRIGGER USER" for name in HISTORIES)
        self._emptying = "BEGIN; {off}; {deletes}; {on}; {restart}; COMMIT".format(
            off=guards.format("DISABLE"),
            on=guards.format("ENABLE"),
            deletes="; ".join(
                str(delete(table)) for table in reversed(Base.metadata.sorted_tables)
            ),
            restart="SELECT setval(CAST(oid AS regclass), 1, false) FROM pg_class "
            "WHERE relkind = 'S' AND relnamespace = CAST('public' AS regnamespace)",
        )
        return self.url


class OneFile:
    """One SQLite file, which begins every test as a copy of the blank one."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "portal.sqlite3"
        self._blank = folder / "blank.sqlite3"
        engine = make_engine(f"sqlite:///{self._blank}")
        Base.metadata.create_all(engine)
        engine.dispose()

    def furnished(self) -> str:
        """The file with every table of the portal and no row in any."""
        for beside in ("-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + beside).unlink(missing_ok=True)
        shutil.copy(self._blank, self.path)
        return f"sqlite:///{self.path}"


@contextmanager
def stamped(url: str) -> Iterator[None]:
    """The database at this URL, furnished, says that every migration was run."""
    command.stamp(alembic_config(url), "head")
    yield
    run(url, "DROP TABLE alembic_version")


@contextmanager
def memory_folder() -> Iterator[Path]:
    """A folder whose files never wait for a disk, where the machine has one."""
    shared = Path("/dev/shm")  # noqa: S108 - a folder of this run's own is made in it
    with TemporaryDirectory(prefix="recourse-", dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


def without_guards(connection: Connection) -> None:
    """What somebody does who owns the tables and means ill: the guards of the histories are gone."""
    dialect = connection.dialect.name
    for table, whose in HISTORIES.items():
        for name in statements(dialect, table, whose):
            where = f" ON {table}" if dialect == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{where}")


def kept_engine(url: str, **options: object) -> Engine:
    """The engine for this URL; it remembers the statements it wrote out for the tests before."""
    if url not in KEPT:
        KEPT[url] = make_engine(url, **options)
    return KEPT[url]
