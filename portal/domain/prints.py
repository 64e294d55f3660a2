"""Prints of stories: nearly the same words give nearly the same print. The hashing is handed in, keyed."""

import re
import struct
import unicodedata
from collections.abc import Callable, Sequence
from operator import eq

#: A print has so many places; each keeps the least hash that fell into it.
PLACES = 64
#: Stories that share one whole band are looked at; a band is so many places.
BAND, BANDS = 4, 8
#: Of all places, so many must agree: about four of five runs of words are the same.
ALIKE = 0.6
#: A story of fewer runs of words says too little: "they call me every day" is nobody's own.
FEWEST = 8
#: More than this of a story does not make it more alike.
LONGEST = 6_000

_PIECE = re.compile(r"[\u3400-\u9fff]|[^\W_]+")
_EMPTY = 0xFFFF


def shingles(text: str) -> set[str]:
    """The runs of four words, or of four characters in Chinese, whatever the spelling of the rest."""
    pieces = _PIECE.findall(unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    return {" ".join(pieces[at : at + 4]) for at in range(len(pieces) - 3)}


def signature(text: str, hashed: Callable[[str], int]) -> tuple[int, ...]:
    """The print of a story; empty where the story is too short to be anybody's own."""
    runs = shingles(text)
    if len(runs) < FEWEST:
        return ()
    least = [_EMPTY] * PLACES
    for run in runs:
        number = hashed(run)
        place, value = number % PLACES, (number >> 16) % _EMPTY
        least[place] = min(least[place], value)
    return filled(least)


def filled(least: Sequence[int]) -> tuple[int, ...]:
    """A place nothing fell into takes the next one's value, so that short stories compare as well."""
    made, last = list(least), _EMPTY
    for at in range(2 * PLACES - 1, -1, -1):
        place = at % PLACES
        if least[place] != _EMPTY:
            last = least[place]
        elif made[place] == _EMPTY:
            made[place] = last
    return tuple(made)


def bands(print_: Sequence[int]) -> list[bytes]:
    """The whole bands of a print, each with its number: what an index can find."""
    return [
        bytes([number]) + packed(print_[number * BAND : (number + 1) * BAND])
        for number in range(BANDS if print_ else 0)
    ]


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of places in which two prints agree, from 0 to 1."""
    if not one or len(one) != len(other):
        return 0.0
    agreeing: int = sum(map(eq, one, other))
    return agreeing / len(one)


def packed(values: Sequence[int]) -> bytes:
    """A print as bytes, two for each place."""
    return struct.pack(f">{len(values)}H", *values)


def unpacked(raw: bytes) -> tuple[int, ...]:
    """A print from its bytes."""
    return struct.unpack(f">{len(raw) // 2}H", raw)
