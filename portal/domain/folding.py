"""A story folded to one way of writing, so that a sign is written once; places stay the original's."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Quotation marks, dashes and dots that people and keyboards use for the same thing.
_SAME = str.maketrans(dict.fromkeys("’‘ʼ＇`´", "'") | dict.fromkeys("‐‑‒–—−", "-"))
#: Marks of quotation stand between a word and the space a sign expects, and say nothing themselves.
_MARKS = frozenset('"“”„«»「」『』')
#: Characters nobody sees, sometimes put between the letters of a dangerous word.
_UNSEEN = frozenset(("Cf", "Mn", "Me", "Cc"))
_REPLACEMENT = "\ufffd"
#: One space is enough; a broken line is a space, an empty line stays a boundary.
_GAP = re.compile(r"( *\n *\n)| *\n *|  +")
#: Some offices print "do n't", "it 's" and two strokes for a quotation mark; people write none of it.
_PRINTED = re.compile(r" (?=n't\b|'(?:s|m|d|ll|re|ve)\b)| ?''")


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded story, and for each of its characters the place in the original."""

    text: str
    original: str
    places: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded story stands in the original."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


class Folding(dict[str, str]):
    """Each character's folded form, found once: width and case gone, traditional made simplified."""

    def __init__(self, simplified: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._simplified = dict(simplified or {})

    def __missing__(self, character: str) -> str:
        self[character] = folded = self.one(character)
        return folded

    def one(self, character: str) -> str:
        """The folded form of one character; empty when nobody can see it."""
        if character in "\n\t\r":
            return "\n" if character == "\n" else " "
        if unicodedata.category(character) == "Cs":
            return _REPLACEMENT
        if unicodedata.category(character) in _UNSEEN or character in _MARKS:
            return ""
        folded = unicodedata.normalize("NFKC", character).translate(_SAME).lower()
        folded = "".join(
            self._simplified.get(each, each)
            for each in folded
            if unicodedata.category(each) not in _UNSEEN
        )
        return folded.translate(_SAME)

    def fold(self, text: str) -> Folded:
        """The whole story, folded. Its cost grows with the length and with nothing else."""
        plain = not ("  " in text or '"' in text or " '" in text or " n't" in text.lower())
        if plain and text.isascii() and text.isprintable():
            return Folded(text.lower().replace("`", "'"), text)
        joined, places = self.characters(text)
        whole = isinstance(places, range)
        if whole and not ("  " in joined or "\n" in joined or _PRINTED.search(joined)):
            return Folded(joined, text)
        kept: list[str] = []
        where: list[int] = []
        begin = 0
        for gap in _GAP.finditer(joined):
            kept += (joined[begin : gap.start()], "\n" if gap[1] else " ")
            where += places[begin : gap.start() + 1]
            begin = gap.end()
        folded = "".join((*kept, joined[begin:]))
        return unprinted(Folded(folded, text, (*where, *places[begin:])))

    def characters(self, text: str) -> tuple[str, Sequence[int]]:
        """Each character folded, and the place each came from; a range where all kept their places."""
        if text.isascii() and '"' not in text and text.replace("\n", "").isprintable():
            return text.lower().replace("`", "'"), range(len(text))
        pieces = [*map(self.__getitem__, text)]
        joined = "".join(pieces)
        if len(joined) == len(text) and all(pieces):
            return joined, range(len(text))
        return joined, [place for place, piece in enumerate(pieces) for _ in piece]


def unprinted(folded: Folded) -> Folded:
    """The story without the spaces and strokes that printing put into its words."""
    gone = {place for found in _PRINTED.finditer(folded.text) for place in range(*found.span())}
    if not gone or folded.places is None:
        return folded
    kept = [place for place in range(len(folded.text)) if place not in gone]
    text = "".join(folded.text[place] for place in kept)
    return Folded(text, folded.original, tuple(folded.places[place] for place in kept))
