"""What the worker does with files: look at those that wait, destroy those nobody needs.

A file is claimed for some minutes, looked at outside any transaction, and marked. A worker that is
killed on the way loses nothing: the claim ends and the next one looks at it.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from portal.config import Settings
from portal.domain.evidence import FileState, Kind, Reason, Scan
from portal.erasing import Ledger
from portal.evidence import sandbox, scan, service
from portal.evidence.spool import INCOMING
from portal.evidence.store import Store, open_store, original, working_copy, write_part
from portal.models import Draft, EvidenceFile, WriteLock, new_id, writing
from portal.vault.errors import VaultError
from portal.vault.keys import Keyring
from portal.vault.stream import open_pieces, seal_pieces

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
#: How long a file waits for a scanner that does not answer before it is tried again.
LATER: Final = timedelta(minutes=1)
#: A file at which the process died is tried once more, then put aside.
MOST_ATTEMPTS: Final = 2
#: Letters must not wait long behind files.
AT_ONCE: Final = 2
#: Bytes without a row are left alone this long: their row may be about to be written.
ORPHAN_AFTER: Final = timedelta(hours=24)
PART_AFTER: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Room:
    """Where files are and who looks for viruses."""

    store: Store
    folder: Path
    clamd: str = ""
    #: The list of what was erased, which lies outside the database.
    erased: Ledger | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Room":
        """The room of this installation."""
        return cls(
            open_store(settings),
            settings.evidence_folder,
            settings.evidence_clamd,
            Ledger(settings.erased_file),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What looking at a file came to."""

    state: FileState
    reason: Reason | None = None
    scan: Scan = Scan.NOT_SCANNED
    written_as: str = ""
    copy_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Again:
    """It must be looked at again; whether this try counts against the file."""

    counted: bool = True


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file in hand: its key is held so that no table is needed while it is looked at."""

    id: str
    kind: Kind
    key: bytes
    attempts: int


def look_at_due(factory: sessionmaker[Session], keyring: Keyring, room: Room, now: datetime) -> int:
    """Look at some of the files that wait; returns how many."""
    done = 0
    for file_id in due(factory, now):
        claimed = claim(factory, keyring, file_id, now)
        if claimed is not None:
            done += settle(factory, room, claimed, look_at(room, claimed), now)
    return done


def waiting_at(now: datetime) -> ColumnElement[bool]:
    """The files nobody has in hand."""
    free = or_(EvidenceFile.leased_until.is_(None), EvidenceFile.leased_until <= now)
    return and_(EvidenceFile.state == FileState.WAITING, free)


def due(factory: sessionmaker[Session], now: datetime) -> list[str]:
    """Which files to look at now; a look that finds nothing takes no lock from those who file."""
    before = writing.set(WriteLock.NEVER)
    try:
        with factory() as session:
            some = select(EvidenceFile.id).where(waiting_at(now)).order_by(EvidenceFile.added_at)
            return list(session.scalars(some.limit(AT_ONCE)))
    finally:
        writing.reset(before)


def claim(
    factory: sessionmaker[Session], keyring: Keyring, file_id: str, now: datetime
) -> Claimed | None:
    """Take a file in hand, unless another worker has it or its owner took it back."""
    with factory() as session:
        mine = update(EvidenceFile).where(EvidenceFile.id == file_id, waiting_at(now))
        taken = mine.values(leased_until=now + LEASE, attempts=EvidenceFile.attempts + 1)
        if session.scalar(taken.returning(EvidenceFile.id)) is None:
            return None
        row = session.get_one(EvidenceFile, file_id, populate_existing=True)
        try:
            key = service.key_of(service.box_of(session, keyring, row), row)
        except VaultError:
            # The words of its ticket were erased, or the row was altered: nobody can open it again,
            # and it must not stand in the way of the others.
            row.state, row.reason, row.leased_until = FileState.REFUSED, Reason.BROKEN, None
            key = b""
        claimed = Claimed(row.id, row.kind, key, row.attempts) if key else None
        session.commit()
        return claimed


def look_at(room: Room, file: Claimed) -> Found | Again:
    """Scan a file and have it opened, or say that it must wait for another round."""
    try:
        seen = scan.scan(room.clamd, plain(room, file)) if room.clamd else Scan.NOT_SCANNED
        if seen is Scan.INFECTED:
            return Found(FileState.REFUSED, Reason.VIRUS, seen)
        with sandbox.opening(file.kind, plain(room, file)) as answer:
            if answer.died and file.attempts < MOST_ATTEMPTS:
                return Again()
            if answer.reason is not None:
                return Found(FileState.REFUSED, answer.reason, seen)
            return Found(
                FileState.READY, None, seen, answer.written_as, copied(room, file, answer.content)
            )
    except scan.ScannerAway as away:
        log.warning("%s; files wait", away)
        # The file is not to blame: however long the scanner is away, it is not given up.
        return Again(counted=False)
    except (VaultError, EOFError, OSError) as problem:
        log.error("a file could not be looked at: %s", type(problem).__name__)  # noqa: TRY400 - the message may name it
        return Again() if file.attempts < MOST_ATTEMPTS else Found(FileState.REFUSED, Reason.BROKEN)


def plain(room: Room, file: Claimed) -> Iterator[bytes]:
    """The file as it came."""
    return open_pieces(file.key, file.id, room.store.read(original(file.id)))


def copied(room: Room, file: Claimed, content: Iterable[bytes]) -> int:
    """Seal the working copy while it arrives and put it in its place; gives its length."""
    lengths: list[int] = []

    def counted() -> Iterator[bytes]:
        for piece in content:
            lengths.append(len(piece))
            yield piece

    part = room.folder / INCOMING / f"{new_id()}.part"
    try:
        write_part(part, seal_pieces(file.key, service.copy_id(file.id), counted()))
        room.store.keep(part, working_copy(file.id))
    finally:
        part.unlink(missing_ok=True)
    return sum(lengths)


def settle(
    factory: sessionmaker[Session], room: Room, file: Claimed, found: Found | Again, now: datetime
) -> bool:
    """Write down what was found; a file taken back meanwhile leaves nothing behind."""
    values: dict[str, object] = {"leased_until": now + LATER}
    if isinstance(found, Again):
        values["attempts"] = file.attempts if found.counted else file.attempts - 1
    else:
        values = {
            "state": found.state,
            "reason": found.reason,
            "scan": found.scan,
            "written_as": found.written_as,
            "copy_bytes": found.copy_bytes,
            "checked_at": now,
            "leased_until": None,
        }
    with factory() as session:
        mine = update(EvidenceFile).where(EvidenceFile.id == file.id).values(**values)
        there = session.scalar(mine.returning(EvidenceFile.id))
        session.commit()
    if there is None:
        service.destroy(room.store, file.id)
    return isinstance(found, Found)


def tidy(factory: sessionmaker[Session], room: Room, now: datetime) -> int:
    """Destroy the files of drafts that ended, bytes without a row, and what never arrived whole."""
    with factory() as session:
        alive = select(Draft.files_id).where(Draft.files_id == EvidenceFile.draft_files_id)
        gone = list(
            session.scalars(
                select(EvidenceFile).where(EvidenceFile.ticket_id.is_(None), ~alive.exists())
            )
        )
        ids = [row.id for row in gone]
        for row in gone:
            session.delete(row)
        session.commit()
    for file_id in ids:
        service.destroy(room.store, file_id)
    return len(ids) + _orphans(factory, room, now) + _parts(room, now)


def _orphans(factory: sessionmaker[Session], room: Room, now: datetime) -> int:
    """Bytes whose row was never written, or is gone."""
    old = [name for name, put in room.store.names() if put < now - ORPHAN_AFTER]
    if not old:
        return 0
    with factory() as session:
        known = set(session.scalars(select(EvidenceFile.id)))
    lost = [name for name in old if name.rpartition("/")[2].partition(".")[0] not in known]
    for name in lost:
        room.store.remove(name)
    return len(lost)


def _parts(room: Room, now: datetime) -> int:
    """What broke off on its way in."""
    old = [
        part
        for part in (room.folder / INCOMING).glob("*.part")
        if part.stat().st_mtime < (now - PART_AFTER).timestamp()
    ]
    for part in old:
        part.unlink(missing_ok=True)
    return len(old)
