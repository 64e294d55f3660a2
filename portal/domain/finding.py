"""Finding which signs a sentence holds, and where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

import re2

from portal.domain.search import Search, holds, search_of
from portal.domain.sentences import clause_before, phrase_in
from portal.domain.sign import Guard, Sign
from portal.domain.ways import ways_of


@dataclass(frozen=True, slots=True)
class Guards:
    """The guards of a sign: one compiled search for each place they look at, or none."""

    sentence: Search | None = None
    clause: Search | None = None
    phrase: Search | None = None
    cue: Search | None = None

    def speak(self, data: bytes, start: int, end: int) -> bool:
        """Whether one of them speaks against what was found here."""
        if self.cue is not None and holds(self.cue, data[start:end]):
            return True
        if start == 0 or (self.clause is None and self.phrase is None):
            return False
        clause = clause_before(data, start)
        if self.clause is not None and holds(self.clause, clause):
            return True
        return self.phrase is not None and holds(self.phrase, phrase_in(clause))


def joined(guards: Iterable[Guard]) -> Guards:
    """The guards of a sign, those of one place as one search."""
    by_place: dict[str, list[bytes]] = defaultdict(list)
    for one in guards:
        by_place[one.where].append(one.find)
    return Guards(
        **{where: search_of(re2.compile(b"|".join(found))) for where, found in by_place.items()}
    )


class Signs:
    """The signs of one way of writing, compiled way by way, behind RE2's own filter."""

    def __init__(self, signs: Iterable[Sign], guards: Mapping[tuple[str, ...], Guards]) -> None:
        self.signs = tuple(signs)
        self.guards = [guards[one.guards] for one in self.signs]
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
        self._match = self._filter._filter.Match  # noqa: SLF001 - as in search.py
        # What a search learns of a pattern is kept with it: the filter's own is the one that learns.
        self.finds = [search_of(self._filter.re(number)) for number in range(len(ways))]

    def held(self, data: bytes) -> dict[int, list[int]]:
        """Which of the signs this sentence holds, each with the ways in which it is said."""
        held: dict[int, list[int]] = {}
        owners = self.owners
        for way in self._match(data, False) if owners else ():
            number = owners[way]
            if number in held:
                held[number].append(way)
            else:
                held[number] = [way]
        return held

    def places(self, ways: list[int], data: bytes) -> Iterator[tuple[int, int]]:
        """Where a sign stands, the first place first; where two ways begin, the earlier one counts."""
        place, size = 0, len(data)
        if len(ways) == 1:
            find = self.finds[ways[0]]
            while place < size:
                start, end = find(data, place, size)[0]
                if start < 0:
                    return
                yield start, end
                place = max(end, place + 1)
            return
        finds = [self.finds[way] for way in ways]
        while place < size:
            spans = [found for find in finds if (found := find(data, place, size)[0])[0] >= 0]
            if not spans:
                return
            start, end = min(spans, key=itemgetter(0))
            yield start, end
            place = max(end, place + 1)
