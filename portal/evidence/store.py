"""Where sealed files lie: a folder of this machine, or a bucket of an S3 service.

A store sees nothing but sealed bytes under random names. Whatever it is, a file is first written
beside it, forced to the disk, and only then put in its place: what is there is whole.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from portal.config import Settings
from portal.domain.evidence import MEGABYTE, Limits

#: How much is read from a file at once.
PIECE = 256 * 1024


class Store(Protocol):
    """What a place for files can do."""

    def keep(self, part: Path, name: str) -> None:
        """Put a finished file in its place; the file it was written to is gone afterwards."""

    def read(self, name: str) -> Iterator[bytes]:
        """The sealed bytes, a piece at a time; FileNotFoundError where there are none."""

    def remove(self, name: str) -> None:
        """Destroy a file; one that is not there is no fault."""

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every file with the moment it was put there."""

    def trouble(self) -> str:
        """What an operator must mend, in a sentence; empty when all is well."""


class Folder:
    """Files in a folder that nobody else on the machine may open."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, part: Path, name: str) -> None:
        """Put a finished file in its place, so that it is there after a power cut, too."""
        place = self.root / name
        make_folder(place.parent)
        part.replace(place)
        sync_folder(place.parent)

    def read(self, name: str) -> Iterator[bytes]:
        """The sealed bytes, a piece at a time."""
        with (self.root / name).open("rb") as stream:
            while piece := stream.read(PIECE):
                yield piece

    def remove(self, name: str) -> None:
        """Destroy a file."""
        (self.root / name).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every file but those still being written."""
        for path in sorted(self.root.glob("??/*.*")):
            try:
                put = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue
            yield f"{path.parent.name}/{path.name}", put

    def trouble(self) -> str:
        """What an operator must mend."""
        if not self.root.exists():
            return ""
        if self.root.stat().st_mode & 0o077:
            return f"the folder of files {self.root} is open to others; run chmod 700 on it"
        if not os.access(self.root, os.W_OK | os.X_OK):
            return f"the folder of files {self.root} cannot be written to"
        return ""


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, readable by nobody else."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
        sync_folder(one.parent)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_store(settings: Settings) -> Store:
    """The store this installation uses."""
    if settings.evidence_store.startswith("s3://"):
        from portal.evidence.bucket import Bucket  # noqa: PLC0415 - needs the extra package of S3

        return Bucket.of(settings)
    return Folder(settings.evidence_folder)


def limits_of(settings: Settings) -> Limits:
    """How much one draft or ticket may hold here."""
    return Limits(
        files=settings.evidence_files,
        each=settings.evidence_megabytes * MEGABYTE,
        together=settings.evidence_ticket_megabytes * MEGABYTE,
    )


def has_room(settings: Settings) -> bool:
    """Whether files may be taken without taking the room that reports need."""
    folder = settings.evidence_folder
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free >= settings.evidence_free_megabytes * MEGABYTE


def original(file_id: str) -> str:
    """The name of the file as it came."""
    return f"{file_id[:2]}/{file_id}.original"


def working_copy(file_id: str) -> str:
    """The name of the copy that staff open."""
    return f"{file_id[:2]}/{file_id}.copy"


def write_part(part: Path, pieces: Iterable[bytes]) -> None:
    """Write sealed bytes beside the store and force them to the disk."""
    make_folder(part.parent)
    with part.open("xb") as stream:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
