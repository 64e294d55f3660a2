"""`portal restore FILE`: a copy is laid into an empty home, and everything in it is tried before it is used."""

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import create_engine, inspect, make_url, text

from portal.commands import checks, evidence
from portal.commands.backup import FORMAT, KEYS_SUFFIX, MANIFEST, CannotCopy, Hashed, client, note
from portal.commands.schema import is_current, opened
from portal.config import Settings
from portal.erasing import Ledger, erase, on_list, print_of
from portal.evidence.service import destroy
from portal.evidence.store import Folder, make_folder, open_store, sync_folder
from portal.models import Ticket
from portal.vault.keys import Keyring

_INSERT = "INSERT INTO ticket_keys (ticket_id, master_key_id, wrapped) VALUES "
_LONGEST_MANIFEST = 1_000_000_000


def run(settings: Settings, source: Path, keys: Path | None) -> int:
    """Lay a copy into an empty home; 0 when every chain and file is whole, 1 when one is not."""
    if keys is not None and not keys.is_file():
        # Whoever names the file means to have it; nothing is laid back that nobody could read.
        raise CannotCopy(f"there is no file of ticket keys {keys}")
    keys = keys or source.with_name(source.name + KEYS_SUFFIX)
    refuse_full(settings)
    os.umask(0o077)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.home) as name:
        work = Path(name)
        found = unpacked(source, work)
        sqlite = settings.database.startswith("sqlite")
        if found["database"] != ("sqlite" if sqlite else "postgresql"):
            raise CannotCopy(
                f"this copy is of {found['database']}; set database_url to one of its kind"
            )
        ledger = Ledger(settings.erased_file).prints()
        # The key of what was erased since never reaches the new database.
        wrapped = [row for row in keys_of(keys, found) if print_of(row[0]) not in ledger]
        lay_files(settings, work)
        (lay_sqlite if sqlite else lay_postgresql)(settings, work, wrapped)
    print(f"Laid back: the copy of {found['made_at']}, {len(found['parts'])} part(s).")
    note("letters that waited when the copy was made wait again; some may have left since.")
    if not is_current(settings):
        note("the copy is of an older version; run `portal migrate`, then `portal audit verify`.")
        return 0
    if ledger:
        print(
            f"{erase_again(settings, ledger)} tickets erased since the copy was made are erased in it."
        )
    else:
        note(
            f"there is no {settings.erased_file.name} in this home: tickets erased since may be back."
        )
    broken = checks.audit(settings)
    return max(broken, evidence.verify(settings)) if wrapped else broken


def after_migrating(settings: Settings) -> None:
    """A copy of an older version could not be erased in before it had the shape of this one."""
    ledger = Ledger(settings.erased_file).prints()
    if ledger and (count := erase_again(settings, ledger)):
        print(f"{count} tickets that were erased and had come back with a copy are erased again.")


def erase_again(settings: Settings, ledger: frozenset[str]) -> int:
    """What was erased after the copy was made is erased in what was laid back, before anybody reads it."""
    with opened(settings) as session:
        again = list(on_list(session, ledger))
        gone: list[str] = []
        if again:
            keyring, now = Keyring.load(settings.keys_file), datetime.now(UTC)
            for ticket_id in again:
                gone += erase(session, keyring, session.get_one(Ticket, ticket_id), now)
        session.commit()
    if gone:
        store = open_store(settings)
        for file_id in gone:
            destroy(store, file_id)
    return len(again)


def refuse_full(settings: Settings) -> None:
    """A home with a database or files in it is never written over."""
    store = open_store(settings)
    if isinstance(store, Folder) and any(store.names()):
        raise CannotCopy(f"there are files in {store.root}; restore into an empty home")
    if (settings.home / "packs").exists():
        raise CannotCopy(f"there are rule packs in {settings.home}; restore into an empty home")
    if settings.database.startswith("sqlite"):
        path = Path(str(make_url(settings.database).database))
        if any(path.with_name(path.name + end).exists() for end in ("", "-wal", "-shm")):
            raise CannotCopy(f"there is a database {path}; restore into an empty home")
        return
    engine = create_engine(settings.database)
    tables = inspect(engine).get_table_names()
    engine.dispose()
    if tables:
        raise CannotCopy("there are tables in the database; restore into an empty one")


def unpacked(source: Path, work: Path) -> dict[str, Any]:
    """Every part beside its place, compared with its print; a copy that is cut or altered is refused."""
    prints: dict[str, dict[str, Any]] = {}
    found: dict[str, Any] | None = None
    try:
        with tarfile.open(source, mode="r:") as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.isreg() else None
                if stream is None or found is not None or not proper(member.name):
                    raise CannotCopy(f"{source} holds something that no copy of ours holds")
                if member.name == MANIFEST and member.size <= _LONGEST_MANIFEST:
                    found = json.loads(stream.read())
                    continue
                path = work / member.name
                make_folder(path.parent)
                seen = Hashed(stream)  # type: ignore[arg-type] # a stream that only reads
                with path.open("xb") as file:
                    shutil.copyfileobj(seen, file)
                prints[member.name] = {"sha256": seen.seen.hexdigest(), "bytes": seen.bytes}
    except (tarfile.TarError, ValueError, EOFError) as problem:
        raise CannotCopy(f"{source} is no whole copy: {problem}") from problem
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise CannotCopy(f"{source} is no whole copy: its manifest is missing")
    if found.get("parts") != prints:
        raise CannotCopy(f"{source} was altered: its parts are not those of its manifest")
    return found


def proper(name: str) -> bool:
    """Whether a part has a name of ours, which leads out of nothing."""
    parts = PurePosixPath(name).parts
    inside = ".." not in parts and not name.startswith("/")
    known = name in {MANIFEST, "database.sqlite3", "database.dump"}
    return known or (inside and len(parts) > 1 and parts[0] in {"evidence", "packs"})


def keys_of(path: Path, found: dict[str, Any]) -> list[tuple[str, str, bytes]]:
    """The keys of tickets; without them only what was never sealed can be read."""
    if not path.is_file():
        note(f"there is no {path.name}: no word of any ticket can be read.")
        return []
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != found["ticket_keys_sha256"]:
        raise CannotCopy(f"{path} is not of this copy, or was altered")
    rows = [json.loads(line) for line in raw.decode("ascii").splitlines()]
    return [(ticket, master, bytes.fromhex(wrapped)) for ticket, master, wrapped in rows]


def lay_sqlite(settings: Settings, work: Path, wrapped: list[tuple[str, str, bytes]]) -> None:
    """The database with its keys, put in its place as a whole."""
    made = work / "database.sqlite3"
    database = sqlite3.connect(made)
    database.executemany(_INSERT + "(?, ?, ?)", wrapped)
    database.commit()
    database.close()
    place = Path(str(make_url(settings.database).database))
    made.replace(place)
    sync_folder(place.parent)


def lay_postgresql(settings: Settings, work: Path, wrapped: list[tuple[str, str, bytes]]) -> None:
    """pg_restore in one transaction, then the keys in another."""
    flags = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    client("pg_restore", settings, [*flags, str(work / "database.dump")])
    engine = create_engine(settings.database)
    with engine.begin() as connection:
        for ticket, master, key in wrapped:
            values = {"ticket": ticket, "master": master, "key": key}
            connection.execute(text(_INSERT + "(:ticket, :master, :key)"), values)
    engine.dispose()


def lay_files(settings: Settings, work: Path) -> None:
    """The sealed files and the operator's packs, each folder put in its place."""
    for name, place in (("evidence", settings.evidence_folder), ("packs", settings.home / "packs")):
        if (work / name).is_dir():
            make_folder(place.parent)
            shutil.copytree(work / name, place, dirs_exist_ok=True)
            place.chmod(0o700)
