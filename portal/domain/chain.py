"""What is hashed into a timeline entry, and how the history of a ticket is proved whole.

Each entry carries the hash of the one before it, so nobody can alter, drop, add or reorder an entry
without every later hash telling. A cut tail shows only against a head kept elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

_written: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
).encode

Fields = Mapping[str, str | int | None]

HASH_BYTES: Final = 32
#: What the first entry of every ticket names as its predecessor.
GENESIS: Final = bytes(HASH_BYTES)

#: Bound into every hash: a hash made for another purpose, or by another version, never fits.
_DOMAIN: Final = b"recourse/timeline-entry"
_VERSION: Final = b"\x01"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a timeline as stored: its place, its predecessor, its content, its hash."""

    seq: int
    previous: bytes
    fields: Fields
    hash: bytes


def entry_hash(previous: bytes, fields: Fields) -> bytes:
    """Say the hash of an entry from its predecessor's hash and everything it states."""
    if len(previous) != HASH_BYTES:
        raise ValueError("the hash of the previous entry has 32 bytes")
    return hashlib.sha256(_DOMAIN + b"\x00" + _VERSION + previous + canonical(fields)).digest()


def canonical(fields: Fields) -> bytes:
    """Write fields in the one way that is hashed: sorted keys, no spaces, plain ASCII."""
    for name, value in fields.items():
        # A database may hand a truth value back as 1, which would read as tampering.
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            raise TypeError(f"{name}: a timeline entry holds texts, whole numbers and nothing")
    return _written(dict(fields)).encode("ascii")


def verify(entries: Iterable[Entry], *, head: bytes | None = None) -> int | None:
    """Name the first entry at which a ticket's history is broken, or nothing when it is whole.

    Entries come in the order they are read. With `head`, the hash last known to be the newest, a
    cut tail is found as well and reported at the place of the first missing entry.
    """
    previous, expected = GENESIS, 1
    for entry in entries:
        if not _follows(entry, previous, expected):
            return expected
        previous, expected = entry.hash, expected + 1
    if head is not None and head != previous:
        return expected
    return None


def _follows(entry: Entry, previous: bytes, expected: int) -> bool:
    if entry.seq != expected or entry.previous != previous:
        return False
    if "seq" in entry.fields and entry.fields["seq"] != entry.seq:
        return False
    return entry_hash(previous, entry.fields) == entry.hash
