"""A file on its way in: sealed while it arrives, so that its bytes never touch a disk in the clear.

Nothing of it is held in memory but the piece in hand; what is too long is read and thrown away, so
that the person is told so on a page instead of losing the line.
"""

import hashlib
import os
import secrets
from pathlib import Path
from typing import IO

from portal.evidence.store import Store, make_folder, original
from portal.vault.stream import Sealing

#: The first bytes, by which the kind is told.
HEAD = 4096
INCOMING = "incoming"


class Spool:
    """What a form's parser writes an arriving file into."""

    def __init__(self, folder: Path, name: str, limit: int, *, room: bool = True) -> None:
        # Random from its first digit on, by which the store spreads files over its folders.
        self.file_id, self.key = secrets.token_hex(16), secrets.token_bytes(32)
        self.name, self.limit, self.room = name, limit, room
        self.part = folder / INCOMING / f"{self.file_id}.part"
        self.size, self.head, self.kept = 0, b"", False
        self._hash = hashlib.sha256()
        self._sealing = Sealing(self.key, self.file_id)
        self._stream: IO[bytes] | None = None

    def write(self, arrived: bytes | bytearray) -> int:
        """Take what arrived."""
        piece = bytes(arrived)
        self.size += len(piece)
        if not self.room or self.size > self.limit:
            self.discard()
            return len(piece)
        if len(self.head) < HEAD:
            self.head += piece[: HEAD - len(self.head)]
        self._hash.update(piece)
        self._out().write(self._sealing.take(piece))
        return len(piece)

    def _out(self) -> IO[bytes]:
        if self._stream is None:
            make_folder(self.part.parent)
            self._stream = self.part.open("xb")
            self._stream.write(self._sealing.head)
        return self._stream

    def seek(self, _place: int = 0, _whence: int = 0) -> int:
        """The parser rewinds what it wrote; there is nothing to rewind."""
        return 0

    def read(self, _size: int = -1) -> bytes:
        """Nothing can be read back here: the bytes are sealed."""
        return b""

    @property
    def sha256(self) -> str:
        """The fingerprint of what arrived."""
        return self._hash.hexdigest()

    def keep(self, store: Store) -> None:
        """The file arrived whole and is wanted: force it to the disk and put it in its place."""
        out = self._out()
        out.write(self._sealing.end())
        out.flush()
        os.fsync(out.fileno())
        out.close()
        store.keep(self.part, original(self.file_id))
        self.kept = True

    def discard(self) -> None:
        """Throw away what was written, unless it was kept."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
            self.part.unlink(missing_ok=True)

    close = discard
