"""Keys made from keys: one secret serves many purposes without one purpose betraying another."""

from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32


def derive(key: bytes, purpose: str, *, salt: bytes | None = None) -> bytes:
    """Make a key for one purpose from another; knowing the one does not give the other."""
    info = b"recourse/v1/" + purpose.encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(key)
