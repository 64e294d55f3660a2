"""Sealing of files in pieces of 64 KiB, each bound to its place, the last one marked as the last.

A file that was cut, re-ordered, extended or exchanged for another is refused. The reader hands out
pieces as they prove true, so a file is whole only once the reader came to its end without refusal.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.vault.derive import derive
from portal.vault.errors import SealError

PIECE: Final = 64 * 1024

_VERSION: Final = b"\x01"
_SALT_BYTES: Final = 16
_HEAD_BYTES: Final = 1 + _SALT_BYTES
_TAG_BYTES: Final = 16
_COUNTER_BYTES: Final = 11


def seal_pieces(key: bytes, file_id: str, content: Iterable[bytes]) -> Iterator[bytes]:
    """Seal a file while it flows by; `key` is the file key of a ticket's box."""
    head = _VERSION + secrets.token_bytes(_SALT_BYTES)
    # A key of its own for every file: the counter alone is then a nonce that never repeats.
    cipher, aad = _cipher(key, head), _aad(head, file_id)
    yield head
    for number, (piece, last) in enumerate(_with_last(_cut(content, PIECE))):
        yield cipher.encrypt(_nonce(number, last=last), piece, aad)


class Sealing:
    """Seals a file that is handed over piece by piece, for whoever is called with what arrives."""

    def __init__(self, key: bytes, file_id: str) -> None:
        self.head = _VERSION + secrets.token_bytes(_SALT_BYTES)
        self._cipher, self._aad = _cipher(key, self.head), _aad(self.head, file_id)
        self._waiting, self._number = bytearray(), 0

    def take(self, arrived: bytes) -> bytes:
        """What can be written down now; the rest waits, since the last piece is marked as the last."""
        self._waiting += arrived
        done = []
        while len(self._waiting) > PIECE:
            done.append(self._seal(bytes(self._waiting[:PIECE]), last=False))
            del self._waiting[:PIECE]
        return b"".join(done)

    def end(self) -> bytes:
        """The last piece."""
        return self._seal(bytes(self._waiting), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> bytes:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), piece, self._aad)
        self._number += 1
        return sealed


def open_pieces(key: bytes, file_id: str, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """Open a file piece by piece; refuses at the first piece that is not true."""
    pieces = iter(sealed)
    head, rest = _take_head(pieces)
    cipher, aad = _cipher(key, head), _aad(head, file_id)
    cut = _cut(_chain(rest, pieces), PIECE + _TAG_BYTES)
    for number, (piece, last) in enumerate(_with_last(cut)):
        try:
            yield cipher.decrypt(_nonce(number, last=last), piece, aad)
        except (InvalidTag, ValueError) as refused:
            raise SealError("the file was cut, altered, re-ordered or exchanged") from refused


def _cipher(key: bytes, head: bytes) -> AESGCM:
    return AESGCM(derive(key, "file", salt=head))


def _aad(head: bytes, file_id: str) -> bytes:
    return head + b"recourse/file\x00" + file_id.encode()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_COUNTER_BYTES) + bytes([last])


def _take_head(pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
    start = b""
    for piece in pieces:
        start += piece
        if len(start) >= _HEAD_BYTES:
            break
    head, rest = start[:_HEAD_BYTES], start[_HEAD_BYTES:]
    if len(head) != _HEAD_BYTES or head[:1] != _VERSION:
        raise SealError("the file was cut, or is of an unknown version")
    return head, rest


def _chain(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _cut(content: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Cut a flow into equal pieces, however it arrives; an empty flow is one empty piece."""
    waiting = bytearray()
    for arrived in content:
        waiting += arrived
        # One byte more than a piece must be there, so that the last piece is never an empty one.
        while len(waiting) > size:
            yield bytes(waiting[:size])
            del waiting[:size]
    yield bytes(waiting)


def _with_last(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = next(pieces)
    for piece in pieces:
        yield held, False
        held = piece
    yield held, True
