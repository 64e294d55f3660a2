"""Second thoughts: whether the rest of a story speaks for what a few of its words suggest, or against it.

Words like "paid off" stand in complaints about a paid debt and in those about a bank's website. Which it
is, the other signs of the same story tell. A short story has no rest and is taken at its word; so are
dangers and violence, always.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

#: Below this many characters a story is taken at its word.
SHORT = 300
#: What is never weighed, whatever a file says: a life may hang on it.
NEVER = frozenset({
    "self_harm", "danger_now", "violence_threat", "detain_trespass_stalk", "property_damage_seizure",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """How much each sign of a story speaks for these codes; below nought they are not suggested."""

    id: str
    about: str
    codes: frozenset[str]
    start: float
    found: float
    second: float = 0.0
    third: float = 0.0
    signs: Mapping[str, float] = field(default_factory=dict)
    #: The signs of these codes that were weighed when the weights were learned; any other is believed.
    own: frozenset[str] = frozenset()

    keys: frozenset[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        """What it weighs, as what a story points to is kept."""
        object.__setattr__(self, "keys", frozenset((self.about, code) for code in self.codes))

    def doubts(self, mine: Collection[str], read: Collection[str]) -> bool:
        """Whether these own signs do not convince beside everything else that was read."""
        if not self.own.issuperset(mine):
            return False
        weight = self.start + self.found + sum(self.signs.get(name, 0.0) for name in read)
        if len(mine) > 1:
            weight += self.second
        if len(mine) > 2:  # noqa: PLR2004
            weight += self.third
        return weight < 0


def doubted(
    weighings: Iterable[Weighing],
    enough: AbstractSet[tuple[str, str]],
    points: Mapping[Any, Mapping[str, float]],
    read: Collection[str],
) -> Iterator[tuple[str, str]]:
    """What was found, but does not convince beside everything else the story tells."""
    for one in weighings:
        if not one.keys.isdisjoint(enough):
            mine = {name for key in one.keys if key in points for name in points[key]}
            if one.doubts(mine, read):
                yield from one.keys
