"""The files of a draft and of a ticket: added, described, taken back, handed over, opened."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.domain import evidence as rules
from portal.domain.errors import NotFound
from portal.domain.evidence import FAMILY, FileState, Kind, Limits, Reason, Scan
from portal.evidence.spool import Spool
from portal.evidence.store import Store, original, working_copy
from portal.models import Draft, EntryKind, EvidenceFile, Ticket, new_id
from portal.timeline import Event, record
from portal.vault.box import Box, box_for
from portal.vault.keys import Keyring
from portal.vault.stream import open_pieces

TABLE: Final = "evidence_files"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The place the files of one draft or one ticket stand on."""

    session: Session
    keyring: Keyring
    box: Box
    ticket_id: str | None = None
    draft_files_id: str | None = None

    def query(self) -> Select[EvidenceFile]:
        """The files on it, the oldest first."""
        mine = (
            EvidenceFile.ticket_id == self.ticket_id
            if self.ticket_id
            else EvidenceFile.draft_files_id == self.draft_files_id
        )
        return select(EvidenceFile).where(mine).order_by(EvidenceFile.added_at, EvidenceFile.id)

    def lock(self) -> None:
        """Let nobody else add to it meanwhile, so that limits hold for two tabs as for one."""
        ticket = select(Ticket.id).where(Ticket.id == self.ticket_id)
        draft = select(Draft.files_id).where(Draft.files_id == self.draft_files_id)
        self.session.execute((ticket if self.ticket_id else draft).with_for_update())


@dataclass(frozen=True, slots=True)
class File:
    """A file as pages show it."""

    id: str
    name: str
    about: str
    sha256: str
    kind: Kind
    size: int
    state: FileState
    reason: Reason | None
    scan: Scan
    written_as: str
    copy_bytes: int
    added_at: datetime

    @property
    def family(self) -> str:
        """What a person would call it."""
        return FAMILY[self.kind].value


def shelf_of_ticket(session: Session, keyring: Keyring, box: Box, ticket: Ticket) -> Shelf:
    """The files of a ticket."""
    return Shelf(session, keyring, box, ticket_id=ticket.id)


class HasFiles(Protocol):
    """A draft, or its row: it says where its files stand."""

    files_id: str | None


def shelf_of_draft(
    session: Session, keyring: Keyring, row: HasFiles | None, *, make: bool = False
) -> Shelf | None:
    """The files of a draft; with `make`, a draft without any gets a place for them."""
    if row is None:
        return None
    if row.files_id is None and make:
        row.files_id = new_id()
        session.flush()
    if row.files_id is None:
        return None
    return Shelf(session, keyring, keyring.box("drafts"), draft_files_id=row.files_id)


def files_on(shelf: Shelf | None) -> list[File]:
    """Every file with its words opened."""
    if shelf is None:
        return []
    return [shown(shelf.box, row) for row in shelf.session.scalars(shelf.query())]


def refused_of(session: Session, keyring: Keyring, ticket: Ticket) -> list[File]:
    """The files of a ticket that could not be used, so that the person is told of each."""
    put_aside = EvidenceFile.state == FileState.REFUSED
    mine = select(EvidenceFile).where(EvidenceFile.ticket_id == ticket.id, put_aside)
    rows = session.scalars(mine.order_by(EvidenceFile.added_at, EvidenceFile.id)).all()
    box = box_for(session, keyring, ticket.id) if rows else None
    return [shown(box, row) for row in rows] if box else []


def shown(box: Box, row: EvidenceFile) -> File:
    """One file with its words opened."""
    said = opened(box, row)
    return File(
        row.id, said["name"], said["about"], said["sha256"], row.kind, row.size, row.state,
        row.reason, row.scan, row.written_as, row.copy_bytes, row.added_at,
    )  # fmt: skip


def opened(box: Box, row: EvidenceFile) -> dict[str, str]:
    """The sealed words of a file: name, description, fingerprint, key."""
    said: dict[str, str] = json.loads(box.open(TABLE, "sealed", row.id, row.sealed))
    return said


def key_of(box: Box, row: EvidenceFile) -> bytes:
    """The key of a file's bytes."""
    return bytes.fromhex(opened(box, row)["key"])


def box_of(session: Session, keyring: Keyring, row: EvidenceFile) -> Box:
    """The box the words of a file are sealed with: that of its ticket, or of the drafts."""
    if row.ticket_id is None:
        return keyring.box("drafts")
    return box_for(session, keyring, row.ticket_id)


def sealed(box: Box, file_id: str, said: dict[str, str]) -> bytes:
    """The words of a file, sealed for its row."""
    return box.seal(TABLE, "sealed", file_id, json.dumps(said, ensure_ascii=False))


def add(
    shelf: Shelf, arrived: Spool, limits: Limits, store: Store, now: datetime, about: str = ""
) -> EvidenceFile | Reason:
    """Take a file, or say why not. The bytes are on the disk before the row is written."""
    why = refused(shelf, arrived, limits)
    if why is not None:
        arrived.discard()
        return why
    kind = rules.kind_of(arrived.head)
    assert kind is not None  # noqa: S101 - a file of no kind was refused above
    try:
        arrived.keep(store)
    except OSError:
        arrived.discard()
        return Reason.FAILED
    name = rules.display_name(arrived.name)
    said = {"name": name, "about": about, "sha256": arrived.sha256, "key": arrived.key.hex()}
    row = EvidenceFile(
        id=arrived.file_id,
        ticket_id=shelf.ticket_id,
        draft_files_id=None if shelf.ticket_id else shelf.draft_files_id,
        kind=kind,
        size=arrived.size,
        sealed=sealed(shelf.box, arrived.file_id, said),
        mark=mark_of(shelf.keyring, arrived.sha256),
        added_at=now,
    )
    shelf.session.add(row)
    shelf.session.flush()
    return row


def refused(shelf: Shelf, arrived: Spool, limits: Limits) -> Reason | None:
    """Why a file cannot be taken; what was added before decides, too."""
    why = rules.refusal(size=arrived.size, head=arrived.head, limits=limits)
    if why is Reason.TYPE and not arrived.room:
        return Reason.NO_ROOM
    if why is not None:
        return why
    shelf.lock()
    there = list(shelf.session.scalars(shelf.query()))
    if any(row.mark == mark_of(shelf.keyring, arrived.sha256) for row in there):
        return Reason.SAME
    why = rules.over([*(row.size for row in there), arrived.size], limits)
    return why or (None if arrived.room else Reason.NO_ROOM)


def mark_of(keyring: Keyring, sha256: str) -> bytes:
    """What the table shows of a content: the same for the same file, and nothing else."""
    return keyring.mac("evidence", sha256.encode())


def describe(shelf: Shelf, about: dict[str, str]) -> None:
    """Keep what the person says about each file."""
    for row in shelf.session.scalars(shelf.query()):
        said = opened(shelf.box, row)
        words = about.get(row.id)
        if words is not None and words != said["about"]:
            row.sealed = sealed(shelf.box, row.id, {**said, "about": words[: rules.LONGEST_ABOUT]})


def take_back(shelf: Shelf, file_id: str) -> bool:
    """Take a file off the shelf; its bytes go after the commit, see `destroy`."""
    row = shelf.session.scalar(shelf.query().where(EvidenceFile.id == file_id))
    if row is None:
        return False
    shelf.session.delete(row)
    shelf.session.flush()
    return True


def destroy(store: Store, file_id: str) -> None:
    """Destroy the bytes of a file whose row is gone."""
    store.remove(original(file_id))
    store.remove(working_copy(file_id))


def hand_over(shelf: Shelf | None, box: Box, ticket: Ticket, now: datetime) -> int:
    """The report was sent: its files belong to the ticket and open with the ticket's own key."""
    if shelf is None:
        return 0
    rows = list(shelf.session.scalars(shelf.query()))
    for row in rows:
        row.sealed = sealed(box, row.id, opened(shelf.box, row))
        row.ticket_id, row.draft_files_id = ticket.id, None
    if rows:
        tell(shelf.session, box, ticket, rows, now)
    return len(rows)


def tell(
    session: Session, box: Box, ticket: Ticket, rows: list[EvidenceFile], now: datetime
) -> None:
    """Write into the history which files came, so that none can be exchanged unseen."""
    facts = {"files": [{"id": row.id, "bytes": row.size, "mark": row.mark.hex()} for row in rows]}
    names = "\n".join(opened(box, row)["name"] for row in rows)
    event = Event(kind=EntryKind.EVIDENCE_ADDED, at=now, facts=facts, words=names)
    record(session, box, ticket, event)


def find(shelf: Shelf, file_id: str) -> EvidenceFile:
    """One file of this shelf; one of another shelf does not exist."""
    row = shelf.session.scalar(shelf.query().where(EvidenceFile.id == file_id))
    if row is None:
        raise NotFound("There is no such file.")
    return row


def note_opening(
    shelf: Shelf, ticket: Ticket, row: EvidenceFile, staff_id: int, now: datetime
) -> None:
    """Somebody opens a file: that is written down before a byte leaves."""
    facts = {"file": row.id, "mark": row.mark.hex()}
    event = Event(kind=EntryKind.EVIDENCE_OPENED, at=now, staff_id=staff_id, facts=facts)
    record(shelf.session, shelf.box, ticket, event)


def read_copy(shelf: Shelf, row: EvidenceFile, store: Store) -> Iterator[bytes]:
    """The working copy, opened piece by piece; a file not looked at is opened for nobody."""
    if row.state is not FileState.READY:
        raise NotFound("There is no such file.")
    key = key_of(shelf.box, row)
    return open_pieces(key, copy_id(row.id), store.read(working_copy(row.id)))


def copy_id(file_id: str) -> str:
    """What the bytes of a working copy are bound to, so that it cannot stand in for the original."""
    return f"{file_id}/copy"
