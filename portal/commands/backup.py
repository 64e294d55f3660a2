"""`portal backup FILE`: one consistent copy of the database, the files and the rule packs, with their prints.

The keys of tickets leave by a file of their own, so that an old copy can be kept without being able to
open what was erased since; the keyring never leaves at all. Names are given only when all is on the disk.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import create_engine, make_url

from portal.commands.demo import progress
from portal.config import Settings
from portal.evidence.store import Folder, Store, open_store, sync_folder

FORMAT = 1
KEYS_SUFFIX = ".ticket-keys"
MANIFEST = "manifest.json"
_KEYS = "SELECT ticket_id, master_key_id, wrapped FROM ticket_keys ORDER BY ticket_id"


class CannotCopy(OSError):  # noqa: N818 - the command line tells it as its one clear line
    """Why no copy was made or laid back."""


class Hashed:
    """A stream that prints what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.seen, self.bytes = stream, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Some bytes more."""
        piece = self.stream.read(size)
        self.seen.update(piece)
        self.bytes += len(piece)
        return piece


def run(settings: Settings, target: Path) -> int:
    """Make the copy; a name that is taken is never written over."""
    keys = target.with_name(target.name + KEYS_SUFFIX)
    for path in (target, keys):
        if path.exists():
            raise CannotCopy(f"{path} is there already and is not written over")
    if not target.parent.is_dir():
        raise CannotCopy(f"there is no folder {target.parent}")
    os.umask(0o077)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as name:
        work = Path(name)
        copied, wrapped = copy_database(settings, work)
        write_lines(work / "keys", wrapped)
        members = archive(settings, work, copied)
        # The keys first: a copy whose name is there can always be opened.
        (work / "keys").replace(keys)
        (work / "whole.tar").replace(target)
        sync_folder(target.parent)
    print(
        f"{target}: {members} part(s), whole. Keep {keys.name} apart from it, for 7 days at most,"
    )
    print(f"and {settings.keys_file} apart from both: without all three no word can be read.")
    return 0


def write_lines(path: Path, rows: Iterable[tuple[str, str, bytes]]) -> None:
    """The wrapped key of each ticket, a line each."""
    with path.open("x", encoding="ascii") as file:
        for ticket_id, master, wrapped in rows:
            file.write(json.dumps([ticket_id, master, bytes(wrapped).hex()]) + "\n")
        file.flush()
        os.fsync(file.fileno())


def copy_database(settings: Settings, work: Path) -> tuple[Path, list[tuple[str, str, bytes]]]:
    """The database as it is at one moment, without the keys of tickets, and those keys."""
    if settings.database.startswith("sqlite"):
        return copy_sqlite(settings, work)
    return copy_postgresql(settings, work)


def copy_sqlite(settings: Settings, work: Path) -> tuple[Path, list[tuple[str, str, bytes]]]:
    """SQLite's own online copy, which waits for no writer."""
    path, copied = str(make_url(settings.database).database), work / "database.sqlite3"
    if not Path(path).is_file():
        raise CannotCopy(f"there is no database {path}")
    source, made = sqlite3.connect(path), sqlite3.connect(copied, isolation_level=None)
    try:
        source.backup(made)
        wrapped = made.execute(_KEYS).fetchall()
        made.execute("PRAGMA journal_mode=DELETE")
        made.execute("PRAGMA secure_delete=ON")
        made.execute("DELETE FROM ticket_keys")
        made.execute("VACUUM")
    except sqlite3.Error as problem:
        raise CannotCopy(f"{path} cannot be copied: {problem}") from problem
    finally:
        made.close()
        source.close()
    return copied, wrapped


def copy_postgresql(settings: Settings, work: Path) -> tuple[Path, list[tuple[str, str, bytes]]]:
    """pg_dump of one snapshot; the keys are read in the very same one."""
    copied = work / "database.dump"
    engine = create_engine(settings.database, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar()
            wrapped = [(str(a), str(b), bytes(c)) for a, b, c in connection.exec_driver_sql(_KEYS)]
            flags = [
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                "--exclude-table-data=ticket_keys",
            ]
            client("pg_dump", settings, [*flags, f"--snapshot={snapshot}", f"--file={copied}"])
    finally:
        engine.dispose()
    return copied, wrapped


def client(tool: str, settings: Settings, flags: list[str]) -> None:
    """Run a tool of PostgreSQL; its password is never among the words of the command."""
    found = shutil.which(tool)
    if found is None:
        raise CannotCopy(f"{tool} is not installed here; install the client tools of PostgreSQL")
    url = make_url(settings.database)
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    words = [found, f"--dbname={plain}", *flags]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise CannotCopy(f"{tool} could not go on: {said}")


def archive(settings: Settings, work: Path, copied: Path) -> int:
    """Everything in one file; the manifest comes last, so that a cut copy has none."""
    prints: dict[str, dict[str, Any]] = {}
    store = open_store(settings)
    with (work / "whole.tar").open("xb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            add(tar, prints, copied.name, copied)
            # Files are added before their rows are kept, so none that a row names is missing here.
            parts = list(others(settings, store))
            for number, (name, path) in enumerate(parts, start=1):
                add(tar, prints, name, path)
                progress(number, len(parts))
            text = json.dumps(manifest(settings, work, store, prints), indent=1).encode()
            head = tarfile.TarInfo(MANIFEST)
            head.size, head.mode = len(text), 0o600
            tar.addfile(head, io.BytesIO(text))
        file.flush()
        os.fsync(file.fileno())
    return len(prints)


def others(settings: Settings, store: Store) -> Iterator[tuple[str, Path]]:
    """The sealed files, where they lie in a folder, and the operator's rule packs."""
    if isinstance(store, Folder):
        for name, _put in store.names():
            yield f"evidence/{name}", store.root / name
    packs = settings.home / "packs"
    for path in sorted(packs.rglob("*")) if packs.is_dir() else ():
        if path.is_file():
            yield f"packs/{path.relative_to(packs)}", path


def add(tar: tarfile.TarFile, prints: dict[str, dict[str, Any]], name: str, path: Path) -> None:
    """One part with its print; a file destroyed in this moment was meant to go."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    with stream:
        head = tarfile.TarInfo(name)
        head.size, head.mode = os.fstat(stream.fileno()).st_size, 0o600
        seen = Hashed(stream)
        tar.addfile(head, seen)
    prints[name] = {"sha256": seen.seen.hexdigest(), "bytes": seen.bytes}


def manifest(
    settings: Settings,
    work: Path,
    store: Store,
    prints: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    """What the copy holds; of a bucket the names only, for it is copied by its own means."""
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": "sqlite" if settings.database.startswith("sqlite") else "postgresql",
        "ticket_keys_sha256": hashlib.sha256((work / "keys").read_bytes()).hexdigest(),
        "parts": prints,
        "bucket": [] if isinstance(store, Folder) else [name for name, _put in store.names()],
    }


def note(text: str) -> None:
    """Something the operator must know."""
    print(f"note: {text}", file=sys.stderr)
