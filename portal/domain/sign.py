"""What a sign is: one way of saying one thing, and the words that turn it around."""

from dataclasses import dataclass, field
from enum import StrEnum


class About(StrEnum):
    """What a sign speaks of."""

    CONDUCT = "conduct"
    NEED = "need"
    DANGER = "danger"
    HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Words that turn a sign around: a negation before it, a rule quoted, somebody else's story."""

    id: str
    find: bytes
    where: str  # the sentence, the clause or the phrase before the cue, or the cue itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One way of saying one thing, and what it points to; points of 1 are enough to suggest it."""

    id: str
    targets: tuple[tuple[About, str], ...]
    find: bytes
    guards: tuple[str, ...] = ()
    unless: bytes = b""
    beside: tuple[tuple[str, ...], ...] = ()
    within: int = -1
    without: tuple[str, ...] = ()
    points: float = 1.0
    #: Said so plainly that nothing else of the story is asked whether it is meant.
    sure: bool = False

    is_hint: bool = field(init=False)
    alone: bool = field(init=False)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Whether it only helps others, whether it asks for no company, and what others ask for."""
        hint = all(about is About.HINT for about, _ in self.targets)
        object.__setattr__(self, "is_hint", hint)
        object.__setattr__(self, "alone", not (self.beside or self.without))
        object.__setattr__(self, "names", (self.id, *(code for _, code in self.targets)))
