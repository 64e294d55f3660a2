"""`portal evidence verify`: every file is there, opens with its key, and is the very file that came."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.commands.schema import opened
from portal.config import Settings
from portal.domain.evidence import FileState
from portal.evidence import service
from portal.evidence.store import Store, open_store, original, working_copy
from portal.models import EvidenceFile
from portal.vault.errors import VaultError
from portal.vault.keys import Keyring
from portal.vault.stream import open_pieces


def verify(settings: Settings) -> int:
    """Open everything; name what is missing or altered by its id. For after a restore, above all."""
    keyring, store = Keyring.load(settings.keys_file), open_store(settings)
    count = bad = 0
    with opened(settings) as session:
        for row in session.scalars(select(EvidenceFile).execution_options(yield_per=200)):
            count += 1
            for fault in faults(session, keyring, store, row):
                bad += 1
                print(f"broken: file {row.id}: {fault}")
    print(f"{count} files checked, {bad} broken.")
    return 1 if bad else 0


def faults(session: Session, keyring: Keyring, store: Store, row: EvidenceFile) -> Iterator[str]:
    """What is wrong with one file; nothing as a rule."""
    try:
        said = service.opened(service.box_of(session, keyring, row), row)
    except VaultError:
        yield "its words do not open; the ticket was erased, or the row was altered"
        return
    key, seen = bytes.fromhex(said["key"]), hashlib.sha256()
    try:
        for piece in open_pieces(key, row.id, store.read(original(row.id))):
            seen.update(piece)
        if seen.hexdigest() != said["sha256"]:
            yield "it is not the file that came"
        if row.mark != service.mark_of(keyring, said["sha256"]):
            yield "its mark was altered"
    except (OSError, VaultError) as problem:
        yield f"the original does not open: {type(problem).__name__}"
    if row.state is FileState.READY:
        yield from copy_faults(store, row, key)


def copy_faults(store: Store, row: EvidenceFile, key: bytes) -> Iterator[str]:
    """What is wrong with the copy that staff open."""
    pieces = open_pieces(key, service.copy_id(row.id), store.read(working_copy(row.id)))
    try:
        if sum(len(piece) for piece in pieces) != row.copy_bytes:
            yield "the working copy has another length"
    except (OSError, VaultError) as problem:
        yield f"the working copy does not open: {type(problem).__name__}"
