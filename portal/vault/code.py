"""The receipt code: made from the submission, stored only as a keyed hash.

The same submission always gives the same code, so a double click, the back button or a reload
after a power cut shows one code and never a second ticket.
"""

import hashlib
import hmac
from typing import Final, Literal

from portal.domain.receipt import SECRET_DIGITS, check_digit, fold, is_well_formed
from portal.vault.keys import Keyring

Purpose = Literal["receipt", "save"]

SUBMISSION_BYTES: Final = 16


def derive_code(keyring: Keyring, submission_id: bytes, purpose: Purpose = "receipt") -> str:
    """Make the code that belongs to one submission of the form, or to the draft of it."""
    message = _whole(submission_id) + (b"" if purpose == "receipt" else purpose.encode())
    mac = hmac.new(keyring.k_code, message, hashlib.sha256).digest()
    digits = f"{int.from_bytes(mac) % 10**SECRET_DIGITS:0{SECRET_DIGITS}d}"
    return digits + check_digit(digits)


def lookup_hash(keyring: Keyring, code: str, purpose: Purpose = "receipt") -> bytes:
    """Make the form in which a code is stored; the database alone does not allow guessing it."""
    return lookup_hashes(keyring, code, purpose)[0]


def lookup_hashes(keyring: Keyring, code: str, purpose: Purpose = "receipt") -> list[bytes]:
    """Give every form a code may be stored in; a row found by a later one is due for rewriting."""
    if not is_well_formed(code):
        raise ValueError("only a well-formed code is looked up")
    message = f"{purpose}-code/v1/{fold(code)}".encode()
    peppers = keyring.receipt_peppers if purpose == "receipt" else keyring.save_peppers
    return [hmac.new(pepper, message, hashlib.sha256).digest() for pepper in peppers]


def submission_hash(submission_id: bytes) -> bytes:
    """Make the stored form of a submission; it recognises a repeat without giving the code away."""
    return hashlib.sha256(_whole(submission_id)).digest()


def _whole(submission_id: bytes) -> bytes:
    if len(submission_id) != SUBMISSION_BYTES:
        raise ValueError("a submission id has 16 bytes")
    return submission_id
