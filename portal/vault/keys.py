"""The keyring: every secret of the portal, kept in one file outside the database.

A stolen database without this file gives nothing to read and nothing to guess against. Whoever
holds both can read everything, so the two are backed up apart.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.vault import keyfile
from portal.vault.box import Box
from portal.vault.derive import KEY_BYTES, derive
from portal.vault.errors import KeyringError, SealError

_NONCE_BYTES: Final = 12
_WRAP_VERSION: Final = b"\x01"


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A key and the name under which rows refer to it."""

    id: str
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keyring:
    """All secrets of one installation; the first of each list is the one used for new things."""

    masters: tuple[NamedKey, ...]
    #: Peppers of the stored form of receipt codes and of save codes; older ones still open.
    receipt_peppers: tuple[bytes, ...] = field(repr=False)
    save_peppers: tuple[bytes, ...] = field(repr=False)
    #: Receipt codes are derived from this one; it stays while drafts of the last day live.
    k_code: bytes = field(repr=False)
    #: Exact look-up of phone, e-mail and account; the id is the version byte of the index.
    index_keys: tuple[NamedKey, ...] = field(repr=False)
    #: Signs forms and sessions of staff.
    session_keys: tuple[bytes, ...] = field(repr=False)
    #: Everything else that must stay the same for years is derived from this one by name.
    base: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Make a keyring of fresh random keys, not yet kept anywhere."""
        return cls(
            masters=(_fresh_master(),),
            receipt_peppers=(secrets.token_bytes(KEY_BYTES),),
            save_peppers=(secrets.token_bytes(KEY_BYTES),),
            k_code=secrets.token_bytes(KEY_BYTES),
            index_keys=(NamedKey("1", secrets.token_bytes(KEY_BYTES)),),
            session_keys=(secrets.token_bytes(KEY_BYTES),),
            base=secrets.token_bytes(KEY_BYTES),
        )

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a keyring and keep it; an existing one is never overwritten."""
        ring = cls.new()
        keyfile.write(path, ring.stored(), replace_existing=False)
        return ring

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the keyring; a file that others on the machine may open is refused."""
        stored = keyfile.read(path)
        ring = cls(
            masters=_named(stored, "masters"),
            receipt_peppers=_plain(stored, "receipt_peppers"),
            save_peppers=_plain(stored, "save_peppers"),
            k_code=_plain(stored, "k_code")[0],
            index_keys=_named(stored, "index_keys"),
            session_keys=_plain(stored, "session_keys"),
            base=_plain(stored, "base")[0],
        )
        if not all(version.id in _VERSIONS for version in ring.index_keys):
            raise KeyringError("an index key is named by its version, a number from 1 to 255")
        return ring

    def save(self, path: Path) -> None:
        """Keep a changed keyring in place of the old one, whole or not at all."""
        keyfile.write(path, self.stored(), replace_existing=True)

    def rotate(self) -> Self:
        """Add a new master key; tickets sealed under the old ones still open until rewrapped."""
        return replace(self, masters=(_fresh_master(), *self.masters))

    def rotate_peppers(self) -> Self:
        """Add new peppers; codes are stored anew at the next entry, the one before still opens."""
        return replace(
            self,
            receipt_peppers=(secrets.token_bytes(KEY_BYTES), self.receipt_peppers[0]),
            save_peppers=(secrets.token_bytes(KEY_BYTES), self.save_peppers[0]),
        )

    def retire(self, master_key_id: str) -> Self:
        """Drop an old master key; whatever is still wrapped by it can never be read again."""
        if master_key_id == self.masters[0].id:
            raise KeyringError("the current master key cannot be retired; add a new one first")
        self._master(master_key_id)
        kept = tuple(master for master in self.masters if master.id != master_key_id)
        return replace(self, masters=kept)

    @property
    def current_master_id(self) -> str:
        """The master key that new tickets are wrapped with."""
        return self.masters[0].id

    @property
    def secret_key(self) -> str:
        """What Flask signs with."""
        return self.session_keys[0].hex()

    @property
    def secret_key_fallbacks(self) -> list[str]:
        """What Flask still accepts after the signing key was changed."""
        return [key.hex() for key in self.session_keys[1:]]

    def wrap(self, ticket_id: str, data_key: bytes) -> tuple[str, bytes]:
        """Wrap the key of a ticket; gives the id of the master key used and the wrapped bytes."""
        master = self.masters[0]
        nonce = secrets.token_bytes(_NONCE_BYTES)
        aad = _wrap_aad(ticket_id, master.id)
        return master.id, _WRAP_VERSION + nonce + AESGCM(master.key).encrypt(nonce, data_key, aad)

    def unwrap(self, ticket_id: str, master_key_id: str, wrapped: bytes) -> bytes:
        """Open the key of a ticket; a row moved from another ticket is refused."""
        master = self._master(master_key_id)
        if wrapped[:1] != _WRAP_VERSION:
            raise SealError("the ticket key is damaged or of an unknown version")
        nonce, sealed = wrapped[1 : 1 + _NONCE_BYTES], wrapped[1 + _NONCE_BYTES :]
        try:
            return AESGCM(master.key).decrypt(nonce, sealed, _wrap_aad(ticket_id, master.id))
        except (InvalidTag, ValueError) as refused:
            raise SealError("the ticket key does not open: damaged or moved") from refused

    def box(self, name: str) -> Box:
        """Seal rows of no ticket (drafts, mail in the outbox); old master keys still open them."""
        return Box(*(derive(master.key, f"box/{name}") for master in self.masters))

    def named_key(self, name: str) -> bytes:
        """Give a steady key for one named purpose, such as the tokens of the search index."""
        return derive(self.base, f"named/{name}")

    def secret(self, name: str) -> str:
        """Give a steady secret as text, such as the salt of staff passwords."""
        return self.secret_key if name == "session" else self.named_key(f"secret/{name}").hex()

    def mac(self, name: str, message: bytes) -> bytes:
        """Vouch for a message, such as the newest hash of a history, with a key of the ring."""
        return hmac.new(self.named_key(f"mac/{name}"), message, hashlib.sha256).digest()

    def _master(self, master_key_id: str) -> NamedKey:
        for master in self.masters:
            if master.id == master_key_id:
                return master
        raise KeyringError(f"the keyring has no master key {master_key_id!r}")

    def stored(self) -> keyfile.Stored:
        """Lay the keys out as the file holds them."""
        return {
            "masters": {master.id: master.key for master in self.masters},
            "receipt_peppers": list(self.receipt_peppers),
            "save_peppers": list(self.save_peppers),
            "k_code": [self.k_code],
            "index_keys": {version.id: version.key for version in self.index_keys},
            "session_keys": list(self.session_keys),
            "base": [self.base],
        }


_VERSIONS: Final = frozenset(str(version) for version in range(1, 256))


def _fresh_master() -> NamedKey:
    return NamedKey(secrets.token_hex(4), secrets.token_bytes(KEY_BYTES))


def _wrap_aad(ticket_id: str, master_key_id: str) -> bytes:
    return b"\x00".join((b"recourse/ticket-key", ticket_id.encode(), master_key_id.encode()))


def _named(stored: keyfile.Stored, name: str) -> tuple[NamedKey, ...]:
    keys = stored.get(name)
    if not isinstance(keys, dict) or not keys:
        raise KeyringError(f"the keyring lacks {name}")
    return tuple(NamedKey(key_id, _whole(key, name)) for key_id, key in keys.items())


def _plain(stored: keyfile.Stored, name: str) -> tuple[bytes, ...]:
    keys = stored.get(name)
    if not isinstance(keys, list) or not keys:
        raise KeyringError(f"the keyring lacks {name}")
    return tuple(_whole(key, name) for key in keys)


def _whole(key: bytes, name: str) -> bytes:
    if len(key) != KEY_BYTES:
        raise KeyringError(f"a key in {name} has the wrong length")
    return key
