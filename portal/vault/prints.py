"""The keyed hash behind the prints of stories: without the keyring no guess can be tried against one."""

import hashlib
from collections.abc import Callable

from portal.vault.derive import derive
from portal.vault.keys import Keyring


def hasher(keyring: Keyring) -> Callable[[str], int]:
    """A hash of a run of words to a number; the key stays the same while the keyring's base does."""
    keyed = hashlib.blake2b(key=derive(keyring.base, "prints/1"), digest_size=8)

    def hashed(run: str) -> int:
        each = keyed.copy()
        each.update(run.encode())
        return int.from_bytes(each.digest(), "big")

    return hashed
