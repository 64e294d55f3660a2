"""A folded story cut into sentences, and what stands before a place in one of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import re2

from portal.domain.search import holds, search_of

#: Longer sentences are read in pieces of about this many bytes, so that the cost stays linear.
LONGEST_SENTENCE = 900

_ENDS = search_of(re2.compile(r'[.!?]+["\')]*(?: |$)|[。！？；;!?…]+["\')]*|\n'.encode()))
#: A full stop after these ends a word, not a sentence.
_SHORT = search_of(re2.compile(rb"(?:^|[ \d])(?:[ap]\.m|mr|mrs|ms|dr|no|vs|inc)\. $"))
_PAUSE = search_of(
    re2.compile(
        r"(?s)^.*(?:[,:、)(] ?| - | but | and | because |但是?|可是|所以|然后|而且)".encode()
    )
)
#: Who acts begins a new phrase: "I do not know why they call" denies no call.
_SUBJECT = search_of(re2.compile(rb"(?s)^(?:.* )?(?:they|he|she|we|i|you)(?:'[a-z]+)? "))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the folded story: its number, its first character's place, and its bytes."""

    number: int
    start: int
    data: bytes

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places in bytes of the sentence as places in characters of the folded story."""
        before = len(self.data[:start].decode())
        return self.start + before, self.start + before + len(self.data[start:end].decode())


def sentences(text: str) -> Iterator[Sentence]:
    """The story cut at full stops and empty lines; what has none is cut into bounded pieces."""
    data = text.encode()
    number = place = begin = 0
    for end in ends(data):
        while begin < end:
            stop = end if end - begin <= LONGEST_SENTENCE else cut(data, begin)
            piece = data[begin:stop]
            yield Sentence(number, place, piece)
            place += len(piece.decode())
            begin = stop
            number += 1


def ends(data: bytes) -> Iterator[int]:
    """Where the sentences of a story end."""
    place, size = 0, len(data)
    while place < size:
        start, end = _ENDS(data, place, size)[0]
        if start < 0:
            break
        if not short(data, start, end):
            yield end
        place = end
    yield size


def short(data: bytes, start: int, end: int) -> bool:
    """Whether this is the full stop of a shortened word; only a single one can be."""
    return data[start:end] == b". " and holds(_SHORT, data[max(0, end - 7) : end])


def cut(data: bytes, begin: int) -> int:
    """Where to cut a sentence without end: at its last space, and never inside a character."""
    stop = begin + LONGEST_SENTENCE
    space = data.rfind(b" ", begin + LONGEST_SENTENCE // 2, stop)
    if space > 0:
        return space + 1
    while data[stop] & 0xC0 == 0x80:  # noqa: PLR2004 - the mark of a byte inside a character
        stop -= 1
    return stop


def clause_before(data: bytes, start: int) -> bytes:
    """What stands in the same clause before a place; a negation reaches no further."""
    begin = max(0, start - 90)
    while begin < start and data[begin] & 0xC0 == 0x80:  # noqa: PLR2004 - as above
        begin += 1
    window = data[begin:start]
    start, end = _PAUSE(window, 0, len(window))[0]
    return window[end:] if start >= 0 else window


def phrase_in(clause: bytes) -> bytes:
    """What stands in a clause since somebody began to act."""
    start, end = _SUBJECT(clause, 0, len(clause))[0]
    return clause[end - 1 :] if start >= 0 else clause
