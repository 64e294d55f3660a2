"""Sealing of words: each one is bound to its table, column and row and opens nowhere else.

A column type cannot see its row, so sealing is a call the verb makes, never a column type.
"""

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models.keys import TicketKey
from portal.models.write import note
from portal.vault.derive import KEY_BYTES
from portal.vault.errors import KeyDestroyedError, SealError

if TYPE_CHECKING:
    from portal.vault.keys import Keyring

_VERSION: Final = b"\x01"
_MARK_BYTES: Final = 4
_NONCE_BYTES: Final = 12
_HEAD_BYTES: Final = 1 + _MARK_BYTES + _NONCE_BYTES

#: Lengths are rounded up, so that the size of a sealed text does not tell a short no from a yes.
_SMALL_STEP: Final = 32
_STEP: Final = 256
_END: Final = b"\x80"

_named: Final = json.JSONEncoder(separators=(",", ":")).encode


class Box:
    """One key with which words are sealed and opened; older keys given after it only open."""

    __slots__ = ("_current", "_keys")

    def __init__(self, key: bytes, *older: bytes) -> None:
        if any(len(each) != KEY_BYTES for each in (key, *older)):
            raise ValueError("a key has 32 bytes")
        self._current = _mark(key)
        self._keys = {_mark(each): each for each in (*older, key)}

    def seal(self, table: str, column: str, row_id: str, text: str) -> bytes:
        """Seal a text for one place; the same text sealed twice looks different each time."""
        head = _VERSION + self._current + secrets.token_bytes(_NONCE_BYTES)
        cipher = AESGCM(self._keys[self._current])
        nonce, aad = head[-_NONCE_BYTES:], _place(head, table, column, row_id)
        return head + cipher.encrypt(nonce, _pad(text.encode()), aad)

    def open(self, table: str, column: str, row_id: str, sealed: bytes) -> str:
        """Open a text at its place; an altered, cut or moved one is refused."""
        head, body = sealed[:_HEAD_BYTES], sealed[_HEAD_BYTES:]
        key = self._keys.get(head[1 : 1 + _MARK_BYTES])
        if len(head) != _HEAD_BYTES or head[:1] != _VERSION or key is None:
            raise SealError(f"{table}.{column}: sealed by another key or version")
        nonce, aad = head[-_NONCE_BYTES:], _place(head, table, column, row_id)
        try:
            return _unpad(AESGCM(key).decrypt(nonce, body, aad)).decode()
        except (InvalidTag, ValueError) as refused:
            raise SealError(f"{table}.{column}: altered, cut or moved") from refused

    def is_current(self, sealed: bytes) -> bool:
        """Whether this was sealed with the newest key; if not, it is due to be sealed anew."""
        return sealed[1 : 1 + _MARK_BYTES] == self._current


def box_for(session: Session, keyring: "Keyring", ticket_id: str) -> Box:
    """Give the box of a ticket. One without a key is one whose words were erased, and this says so."""
    row = session.get(TicketKey, ticket_id)
    if row is not None:
        # A session forgets rows nobody holds; a page opens the words of one ticket in many places.
        session.info["ticket_key"] = row
        return Box(keyring.unwrap(ticket_id, row.master_key_id, row.wrapped))
    raise KeyDestroyedError("the key of this ticket was destroyed; its words are gone")


def new_box(session: Session, keyring: "Keyring", ticket_id: str) -> Box:
    """Give the box of a ticket that is being made, with a fresh key, in the same commit as its words."""
    data_key = secrets.token_bytes(KEY_BYTES)
    master_key_id, wrapped = keyring.wrap(ticket_id, data_key)
    note(session, TicketKey, ticket_id=ticket_id, master_key_id=master_key_id, wrapped=wrapped)
    return Box(data_key)


def destroy_key(session: Session, ticket_id: str) -> bool:
    """Destroy the key of a ticket, and with it every word sealed for it; false if it had none."""
    row = session.get(TicketKey, ticket_id)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def rewrap(session: Session, keyring: "Keyring", *, limit: int = 1000) -> int:
    """Move ticket keys to the newest master key; says how many, nought when all are moved."""
    stale = select(TicketKey).where(TicketKey.master_key_id != keyring.current_master_id)
    rows = session.scalars(stale.order_by(TicketKey.ticket_id).limit(limit)).all()
    for row in rows:
        data_key = keyring.unwrap(row.ticket_id, row.master_key_id, row.wrapped)
        row.master_key_id, row.wrapped = keyring.wrap(row.ticket_id, data_key)
    session.flush()
    return len(rows)


def wrapped_by(session: Session, master_key_id: str) -> int:
    """Count the tickets that still need a master key; it may be retired only at nought."""
    needing = select(func.count()).where(TicketKey.master_key_id == master_key_id)
    return session.scalar(needing) or 0


def missing_master(session: Session, keyring: "Keyring") -> str | None:
    """A master key that tickets are wrapped with and this keyring lacks: they can be read by nobody."""
    here = [master.id for master in keyring.masters]
    wrapped = select(TicketKey.master_key_id).where(TicketKey.master_key_id.not_in(here))
    return session.scalar(wrapped.limit(1))


def _mark(key: bytes) -> bytes:
    # Four bytes of a hash tell keys apart and say nothing about a key of 256 bits.
    return hashlib.sha256(b"recourse/box-mark\x00" + key).digest()[:_MARK_BYTES]


def _place(head: bytes, table: str, column: str, row_id: str) -> bytes:
    # JSON keeps the names apart: without it ("a", "bc") and ("ab", "c") would be one place.
    return head + _named([table, column, row_id]).encode()


def _pad(plain: bytes) -> bytes:
    marked = plain + _END
    step = _SMALL_STEP if len(marked) < _STEP else _STEP
    return marked + bytes(-len(marked) % step)


def _unpad(padded: bytes) -> bytes:
    plain, end, zeros = padded.rpartition(_END)
    if not end or zeros.strip(b"\x00"):
        raise ValueError("padding")
    return plain
