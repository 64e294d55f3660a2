"""What people paste into a story though it opens something: card numbers, identity cards, receipt codes.

All but the last four digits are covered before the story is kept, so that nobody reads them later.
"""

import re
from collections.abc import Callable

from portal.domain.receipt import is_well_formed

_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_CODE = re.compile(r"(?<!\d)\d(?:[ \u2013-]?\d){19}(?!\d)")
#: The number of a Chinese identity card; its last sign is a check, and may be an X.
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def has_card_number(text: str) -> bool:
    """Whether a text holds what looks like a card number."""
    return any(_passes_luhn(found.group()) for found in _CARD.finditer(text))


def hide_secrets(text: str) -> str:
    """The text with every number that opens something covered but for its last four signs."""
    text = _CODE.sub(lambda found: _covered(found.group(), is_well_formed), text)
    text = _IDENTITY.sub(lambda found: _covered(found.group(), _is_identity), text)
    return _CARD.sub(lambda found: _covered(found.group(), _passes_luhn), text)


def _covered(number: str, opens: Callable[[str], bool]) -> str:
    signs = re.sub(r"[^\dXx]", "", number)
    return "•" * (len(signs) - 4) + signs[-4:] if opens(number) else number


def _is_identity(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def _passes_luhn(number: str) -> bool:
    digits = [int(one) for one in reversed(re.sub(r"\D", "", number))]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
