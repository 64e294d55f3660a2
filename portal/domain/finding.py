"""Finding which signs a sentence holds, and where."""

from collections.abc import Iterable, Iterator
from operator import itemgetter

import re2

from portal.domain.search import search_of
from portal.domain.sign import Sign
from portal.domain.ways import ways_of


class Signs:
    """The signs of one way of writing, compiled way by way, behind RE2's own filter."""

    def __init__(self, signs: Iterable[Sign]) -> None:
        self.signs = tuple(signs)
        #: A mere hint without guards is found as soon as the sentence holds it; nobody asks where.
        self.mere = [one.is_hint and not (one.guards or one.unless) for one in self.signs]
        self.excuses = [
            search_of(re2.compile(one.unless)) if one.unless else None for one in self.signs
        ]
        ways = [(number, way) for number, one in enumerate(self.signs) for way in ways_of(one.find)]
        #: Which sign each way belongs to.
        self.owners = [number for number, _ in ways]
        self._filter = re2.Filter()
        for _, way in ways:
            self._filter.Add(way)
        if ways:
            self._filter.Compile()
        # What a search learns of a pattern is kept with it: the filter's own is the one that learns.
        self.finds = [search_of(self._filter.re(number)) for number in range(len(ways))]

    def held(self, data: bytes) -> dict[int, list[int]]:
        """Which of the signs this sentence holds, each with the ways in which it is said."""
        held: dict[int, list[int]] = {}
        for way in self._filter.Match(data) or () if self.signs else ():
            held.setdefault(self.owners[way], []).append(way)
        return held

    def places(self, ways: list[int], data: bytes) -> Iterator[tuple[int, int]]:
        """Where a sign stands, the first place first; where two ways begin, the earlier one counts."""
        finds, place, size = [self.finds[way] for way in ways], 0, len(data)
        while place < size:
            spans = [found for find in finds if (found := find(data, place, size)[0])[0] >= 0]
            if not spans:
                return
            start, end = min(spans, key=itemgetter(0))
            yield start, end
            place = max(end, place + 1)
