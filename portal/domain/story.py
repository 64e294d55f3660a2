"""Reading a person's story: which conduct and needs its words point to, each with the exact words.

What is found is a suggestion for people. It never makes anything milder and never decides.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import re2

from portal.domain.finding import Signs, joined
from portal.domain.folding import Folded, Folding
from portal.domain.search import holds
from portal.domain.sentences import Sentence, sentences
from portal.domain.sign import About, Guard, Sign
from portal.domain.weighing import SHORT, Weighing, doubted

__all__ = [
    "CALL_NOW", "DANGERS", "NEEDS", "About", "Cue", "Guard", "Reader", "Reading", "Sign",
]  # fmt: skip

#: A cue shown to people is never longer than a few lines, however much was read to find it.
MOST_CUES = 5
#: A sign found so often has said what it has to say.
MOST_HITS = 3

_LATIN = re2.compile(b"[a-z][a-z]")


#: What a person may need or be in, as people who read stories name it.
NEEDS = (
    "hardship", "wants_plan", "court", "distress", "self_harm", "danger_now", "vulnerable",
    "legal_help", "identity_theft",
)  # fmt: skip
#: What must be answered at once, whatever else is decided.
DANGERS = ("self_harm", "immediate_danger", "violence", "court_papers", "scam")

#: Of these, what may cost a life: the numbers to call are shown before anything else is asked.
CALL_NOW = frozenset({"self_harm", "immediate_danger", "violence"})


@dataclass(frozen=True, slots=True)
class Cue:
    """The exact words that made the match, from start to end in the story."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the words of a story point to, by code."""

    conduct: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict)
    needs: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict)
    dangers: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict)
    signs: tuple[str, ...] = ()


class Hit(NamedTuple):
    """One sign found in one sentence."""

    sign: Sign
    sentence: int
    start: int
    end: int


class Reader:
    """Every sign of a pack, compiled to run in linear time."""

    def __init__(
        self,
        signs: Iterable[Sign],
        guards: Iterable[Guard] = (),
        folding: Folding | None = None,
        weighings: Iterable[Weighing] = (),
    ) -> None:
        self.signs = tuple(signs)
        self.weighings = tuple(weighings)
        self.folding = Folding() if folding is None else folding
        known = {one.id: one for one in guards}
        spoken = {one.guards: joined([known[name] for name in one.guards]) for one in self.signs}
        self._latin = Signs((one for one in self.signs if one.find.isascii()), spoken)
        self._chinese = Signs((one for one in self.signs if not one.find.isascii()), spoken)

    def read(self, text: str) -> Reading:
        """What this story points to."""
        folded = self.folding.fold(text)
        scripts = [self._latin] if _LATIN.search(folded.text.encode()) else []
        if not folded.text.isascii():
            scripts.append(self._chinese)
        seen: dict[str, int] = defaultdict(int)
        hits: list[Hit] = []
        for sentence in sentences(folded.text):
            self._in(sentence, scripts, seen, hits)
        weighings = self.weighings if len(text) >= SHORT else ()
        return gathered(standing(hits), folded, weighings)

    def _in(
        self, sentence: Sentence, scripts: list[Signs], seen: dict[str, int], hits: list[Hit]
    ) -> None:
        """Add the signs of one sentence that no guard takes away."""
        said: dict[int, bool] = {}
        for script in scripts:
            signs, mere = script.signs, script.mere
            for number, ways in script.held(sentence.data).items():
                sign = signs[number]
                if mere[number]:
                    hits.append(Hit(sign, sentence.number, 0, 0))
                elif seen[sign.id] < MOST_HITS:
                    hit = self._found(script, number, ways, sentence, said)
                    if hit is not None:
                        seen[sign.id] += not sign.is_hint
                        hits.append(hit)

    @staticmethod
    def _found(
        script: Signs,
        number: int,
        ways: list[int],
        sentence: Sentence,
        said: dict[int, bool],
    ) -> Hit | None:
        """The first place of a sign in a sentence that nothing excuses."""
        guards, data = script.guards[number], sentence.data
        if guards.sentence is not None:
            # What the sentence says of all its signs is asked once for each sentence.
            key = id(guards.sentence)
            if key not in said:
                said[key] = holds(guards.sentence, data)
            if said[key]:
                return None
        # Whoever is asked holds the sign: an excuse is looked for once, before its places are.
        excuse = script.excuses[number]
        if excuse is not None and holds(excuse, data):
            return None
        for start, end in script.places(ways, data):
            if not guards.speak(data, start, end):
                place = sentence.span(*trimmed(data, start, end))
                return Hit(script.signs[number], sentence.number, *place)
        return None


def trimmed(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the words found stand, without the spaces around them."""
    words = data[start:end]
    return end - len(words.lstrip()), start + len(words.rstrip())


def standing(hits: list[Hit]) -> list[Hit]:
    """The hits whose company is right: beside what they need, without what they exclude."""
    where: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        for name in hit.sign.names:
            where[name].append(hit.sentence)
    return [hit for hit in hits if hit.sign.alone or keeps_company(hit, where)]


def keeps_company(hit: Hit, where: Mapping[str, list[int]]) -> bool:
    """Whether of each group wanted one hint stands near enough, and none of the excluded anywhere."""
    sign = hit.sign
    if any(name in where for name in sign.without):
        return False
    return all(
        any(near(where[name], hit.sentence, sign.within) for name in group if name in where)
        for group in sign.beside
    )


def near(places: list[int], sentence: int, within: int) -> bool:
    """Whether one of the ordered places lies so near; a negative distance means anywhere."""
    if within < 0:
        return True
    first = bisect_left(places, sentence - within)
    return first < len(places) and places[first] <= sentence + within


def gathered(hits: list[Hit], folded: Folded, weighings: Iterable[Weighing] = ()) -> Reading:
    """The hits by code, each code with its points counted and its cues in the order of the story."""
    points: dict[tuple[About, str], dict[str, float]] = defaultdict(dict)
    spans: dict[tuple[About, str], dict[tuple[int, int], None]] = defaultdict(dict)
    for hit in hits:
        if hit.sign.is_hint:
            continue
        for target in hit.sign.targets:
            points[target][hit.sign.id] = hit.sign.points
            if len(spans[target]) < MOST_CUES:
                spans[target][hit.start, hit.end] = None
    read = dict.fromkeys(hit.sign.id for hit in hits)
    enough = {key for key, each in points.items() if sum(each.values()) >= 1}
    enough.difference_update(doubted(weighings, enough, points, read))
    found: dict[About, dict[str, tuple[Cue, ...]]] = {about: {} for about in About}
    for key in sorted(enough):
        found[key[0]][key[1]] = tuple(cue_at(folded, *place) for place in spans[key])
    return Reading(
        conduct=found[About.CONDUCT],
        needs=found[About.NEED],
        dangers=found[About.DANGER],
        signs=tuple(read),
    )


def cue_at(folded: Folded, start: int, end: int) -> Cue:
    """The words of the original that stand at this place of the folded story."""
    begin, stop = folded.span(start, end)
    return Cue(begin, stop, folded.original[begin:stop])
