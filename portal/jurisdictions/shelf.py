"""What was read from the files of signs so far, before it becomes a reader."""

from dataclasses import dataclass, field

from portal.domain.story import Guard, Sign
from portal.domain.weighing import Weighing


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence that a sign must find, or must leave alone."""

    file: str
    sign: str
    text: str
    found: bool


@dataclass(slots=True)
class Shelf:
    """Everything read from the files so far: words, guards, signs, their examples and weights."""

    words: dict[str, dict[str, str]] = field(default_factory=dict)
    guards: list[Guard] = field(default_factory=list)
    usual: dict[str, list[str]] = field(default_factory=dict)
    signs: dict[str, Sign] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    weighings: list[Weighing] = field(default_factory=list)

    def copied(self) -> "Shelf":
        """A shelf of its own with the same on it, so that a pack may put more there."""
        return Shelf(
            words={language: dict(lists) for language, lists in self.words.items()},
            guards=list(self.guards),
            usual={kind: list(names) for kind, names in self.usual.items()},
            signs=dict(self.signs),
            examples=list(self.examples),
            weighings=list(self.weighings),
        )
