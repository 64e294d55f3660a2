"""Reading the story for words that point to a conduct code or to danger, with their exact places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

#: Words shortly before a cue that turn it around.
_NEGATION = re.compile(
    r"(\b(not|never|no|didn't|did not|hasn't|wasn't|without)\b[^.!?]{0,12}|没有?|未|不是|从未|并未)$",
    re.IGNORECASE,
)
_BEFORE = 18

_DANGERS = {
    "self_harm": r"\b(kill(ing)? myself|end(ing)? my (own )?life|suicid\w*|want(ed)? to die|better off dead)\b"
    r"|自杀|自尽|轻生|寻死|不想活|活不下去|结束(自己的)?生命",
    "court_papers": r"\b(court papers|summons|claim form|default judge?ment)\b|传票|法院.{0,4}(通知书|起诉状)|被起诉",
    "scam": r"\b(private account|gift cards?)\b|私人账户|个人账户转账",
}
_COMPILED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _DANGERS.items()}


@dataclass(frozen=True, slots=True)
class Cue:
    """The exact words that made the match, from start to end in the story."""

    start: int
    end: int
    text: str


def dangers(text: str) -> list[str]:
    """What in the story must be answered at once. A mention is enough: the cost is one page."""
    return [name for name, pattern in _COMPILED.items() if pattern.search(text)]


def suggestions(text: str, cues: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Cue, ...]]:
    """Codes the words point to, each with its cues; a negated phrase points to nothing."""
    found = {}
    for code, phrases in cues.items():
        hits = tuple(hit for phrase in phrases for hit in places(text, phrase))
        if hits:
            found[code] = hits
    return found


def places(text: str, phrase: str) -> list[Cue]:
    """Where a phrase stands in the story, leaving out negated places."""
    return [
        Cue(match.start(), match.end(), match.group())
        for match in pattern(phrase).finditer(text)
        if not _NEGATION.search(text[max(0, match.start() - _BEFORE) : match.start()])
    ]


@lru_cache(maxsize=4096)
def pattern(phrase: str) -> re.Pattern[str]:
    """A phrase as a search: whole words where it is written in letters with spaces."""
    escaped = re.escape(phrase)
    return re.compile(rf"\b{escaped}\b" if phrase.isascii() else escaped, re.IGNORECASE)
