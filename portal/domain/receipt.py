"""The receipt code a person keeps, the ticket number anyone may see, and what people mistype.

The receipt code opens a ticket without an account, so a slip of the finger is found here, before
anything is looked up and before it counts as an attempt.
"""

import re
import unicodedata
from typing import Final, Literal

Problem = Literal["empty", "length", "mistyped", "ticket_number"]

#: Nobody types a code longer than this; a longer text is refused unread.
LONGEST_INPUT: Final = 64
#: Nineteen digits carry the secret (63 bits), the twentieth is the check digit.
SECRET_DIGITS: Final = 19
CODE_DIGITS: Final = SECRET_DIGITS + 1
#: Printed in fours, because people read and dictate digits in fours.
GROUP: Final = 4

#: The quasigroup of H. Michael Damm: it finds every single wrong digit and every neighbour swap.
_DAMM: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)

#: Letters that people write for the digits they look like.
_LOOKALIKES: Final = str.maketrans("OoIil|", "001111")
#: Spaces, dashes and invisible marks (a zero-width space comes along with many copied texts).
_SEPARATORS: Final = frozenset({"Zs", "Zl", "Zp", "Pd", "Cf", "Cc"})
_MINUS_SIGN: Final = "\u2212"

_PREFIX: Final = re.compile(r"[A-Z]{1,8}")
#: Letters, a year and a number: the shape of a ticket number once spaces and dashes are gone.
_TICKET_NUMBER: Final = re.compile(r"[A-Z]{1,8}(?:19|20)[0-9]{2}[0-9]{4,10}")


def _compact(text: str) -> str:
    """Drop what only separates, after bringing full-width forms to plain ones."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        mark
        for mark in plain
        if mark != _MINUS_SIGN and unicodedata.category(mark) not in _SEPARATORS
    )


def fold(text: str) -> str:
    """Turn what a person typed into the digits meant: O is 0, I and l are 1, spacing is ignored.

    A text longer than the cap folds to nothing, so that it can never match a code by its beginning.
    """
    if len(text) > LONGEST_INPUT:
        return ""
    return _compact(text).translate(_LOOKALIKES)


def check_digit(digits: str) -> str:
    """Say the digit that makes a single wrong digit or two swapped neighbours noticeable."""
    if not _only_digits(digits):
        raise ValueError("a check digit is made of the digits 0 to 9 only")
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def is_well_formed(code: str) -> bool:
    """Whether this could be a receipt code at all; anything else is never looked up."""
    digits = fold(code)
    return len(digits) == CODE_DIGITS and _only_digits(digits) and check_digit(digits) == "0"


def problem(text: str) -> Problem | None:
    """Name what is wrong with a typed receipt code, so that the page can say how to mend it."""
    if len(text) > LONGEST_INPUT:
        return "length"
    digits = fold(text)
    if not digits:
        return "empty"
    if _looks_like_ticket_number(text):
        return "ticket_number"
    if not _only_digits(digits):
        return "mistyped"
    if len(digits) != CODE_DIGITS:
        return "length"
    return None if is_well_formed(digits) else "mistyped"


def grouped(code: str) -> str:
    """Write a receipt code as it is printed: five groups of four digits."""
    digits = fold(code)
    if len(digits) != CODE_DIGITS or not _only_digits(digits):
        raise ValueError("a receipt code has twenty digits")
    return " ".join(digits[start : start + GROUP] for start in range(0, CODE_DIGITS, GROUP))


def ticket_number(prefix: str, year: int, number: int) -> str:
    """Write the number under which staff and letters speak of a ticket; it opens nothing."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError("the prefix of a ticket number is one to eight capital letters")
    if not 1900 <= year <= 2099:  # noqa: PLR2004 - the years a ticket number can be told apart by
        raise ValueError("the year of a ticket number lies between 1900 and 2099")
    if not 0 <= number < 10**10:
        raise ValueError("the number of a ticket is not negative and has at most ten digits")
    return f"{prefix}-{year}-{number:08d}"


def _only_digits(digits: str) -> bool:
    return digits.isascii() and digits.isdigit()


def _looks_like_ticket_number(text: str) -> bool:
    return _TICKET_NUMBER.fullmatch(_compact(text).upper()) is not None
