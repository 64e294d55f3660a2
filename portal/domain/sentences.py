"""A folded story cut into sentences, and what stands before a place in one of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import re2

#: Longer sentences are read in pieces of about this many bytes, so that the cost stays linear.
LONGEST_SENTENCE = 900

_ENDS = re2.compile(r'[.!?]+["\')]*(?: |$)|[。！？；;!?…]+["\')]*|\n'.encode())
#: A full stop after these ends a word, not a sentence.
_SHORT = re2.compile(rb"(?:^|[ \d])(?:[ap]\.m|mr|mrs|ms|dr|no|vs|inc)\. $")
_PAUSE = re2.compile(
    r"(?s)^.*(?:[,:、)(] ?| - | but | and | because |但是?|可是|所以|然后|而且)".encode()
)
#: Who acts begins a new phrase: "I do not know why they call" denies no call.
_SUBJECT = re2.compile(rb"(?s)^(?:.* )?(?:they|he|she|we|i|you)(?:'[a-z]+)? ")


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
    ends = [one.end() for one in _ENDS.finditer(data) if not short(data, *one.span())]
    for end in [*ends, len(data)]:
        while begin < end:
            stop = end if end - begin <= LONGEST_SENTENCE else cut(data, begin)
            yield Sentence(number, place, data[begin:stop])
            place += len(data[begin:stop].decode())
            begin = stop
            number += 1


def short(data: bytes, start: int, end: int) -> bool:
    """Whether this is the full stop of a shortened word; only a single one can be."""
    return data[start:end] == b". " and _SHORT.search(data[max(0, end - 7) : end]) is not None


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
    pause = _PAUSE.search(window)
    return window[pause.end() :] if pause else window


def phrase_in(clause: bytes) -> bytes:
    """What stands in a clause since somebody began to act."""
    subject = _SUBJECT.search(clause)
    return clause[subject.end() - 1 :] if subject else clause
