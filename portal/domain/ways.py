"""A sign cut into the ways of saying it, each a pattern of its own.

A pattern with a hundred ways side by side makes an automaton that knows every mixture of them, and
people mix words as nobody did before: such an automaton is never finished. A hundred small ones are.
"""

import re
from collections.abc import Iterator

#: What a cut must not fall into: a character with a stroke before it, a set; and what it counts.
_MARK = re.compile(rb"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)
#: Flags and quotations reach over the bars of a pattern, so that it cannot be cut.
_WHOLE = re.compile(rb"\(\?[^:]|\\Q")
#: How signs are written: in English between the edges of words, in Chinese anywhere.
_FRAMES = ((rb"\b(?:", rb")(?:\b|$| )"), (b"(?:", b")"))


def ways_of(pattern: bytes) -> list[bytes]:
    """The ways of a pattern in their order; together they find what it finds."""
    if _WHOLE.search(pattern):
        return [pattern]
    for before, after in _FRAMES:
        if pattern.startswith(before) and pattern.endswith(after):
            inner = pattern[len(before) : -len(after)]
            ways = list(cut(inner))
            if all(map(balanced, ways)):
                return [before + way + after for way in ways]
    return [pattern]


def cut(pattern: bytes) -> Iterator[bytes]:
    """A pattern cut at the bars that stand in no group."""
    depth = begin = 0
    for mark in _MARK.finditer(pattern):
        depth += {b"(": 1, b")": -1}.get(mark.group(), 0)
        if mark.group() == b"|" and depth == 0:
            yield pattern[begin : mark.start()]
            begin = mark.end()
    yield pattern[begin:]


def balanced(way: bytes) -> bool:
    """Whether each group that begins in a way ends in it."""
    depth = 0
    for mark in _MARK.finditer(way):
        depth += {b"(": 1, b")": -1}.get(mark.group(), 0)
        if depth < 0:
            return False
    return depth == 0
