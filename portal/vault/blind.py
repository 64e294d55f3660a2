"""Exact look-up of a phone, an e-mail or an account without keeping it readable.

Equal values give equal bytes and nothing else shows. Phone numbers are few enough to be tried one
by one, so the key lies in the keyring and never in the database or its backup.
"""

import hashlib
import hmac
import unicodedata
from typing import Final

from portal.vault.derive import derive
from portal.vault.keys import Keyring, NamedKey

_BYTES: Final = 10


def blind(keyring: Keyring, field: str, value: str) -> bytes:
    """Make the index value to store: a version byte, then ten bytes that only equality shows in."""
    return _blind(keyring.index_keys[0], field, normalise(field, value))


def blinds(keyring: Keyring, field: str, value: str) -> list[bytes]:
    """Give every index value to search for while an old index key is still in use."""
    plain = normalise(field, value)
    return [_blind(version, field, plain) for version in keyring.index_keys]


def normalise(field: str, value: str) -> str:
    """Bring spellings of the same phone, e-mail or account together.

    A phone without its country code stays without it: the caller knows the country, the vault not.
    """
    plain = unicodedata.normalize("NFKC", value).strip().casefold()
    if field == "phone":
        return _phone(plain)
    if field == "email":
        return plain
    if field == "account":
        return "".join(mark for mark in plain if mark.isalnum())
    return " ".join(plain.split())


def _phone(plain: str) -> str:
    digits = "".join(mark for mark in plain if mark.isascii() and mark.isdigit())
    if plain.startswith("+"):
        return f"+{digits}"
    return f"+{digits[2:]}" if digits.startswith("00") else digits


def _blind(version: NamedKey, field: str, plain: str) -> bytes:
    key = derive(version.key, f"blind/{field}/{version.id}")
    mac = hmac.new(key, plain.encode("utf-8"), hashlib.sha256).digest()
    return bytes([int(version.id)]) + mac[:_BYTES]
