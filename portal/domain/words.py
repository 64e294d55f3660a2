"""What a text can be found by: its words, and in Chinese each two characters that stand together."""

import re
import unicodedata

#: A search says no more than this; what follows is not looked at.
LONGEST_QUERY, MOST_TOKENS = 64, 32
#: A word is known by its beginning; longer ones are no words.
LONGEST_WORD = 40
#: One letter stands in every text.
SHORTEST_WORD = 2
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


def folded(text: str) -> str:
    """One way of writing for what people take for the same: width and case gone."""
    return unicodedata.normalize("NFKC", text).casefold()


def tokens(text: str) -> frozenset[str]:
    """Every distinct token of a text; a lone Chinese character and a lone letter are none."""
    found: set[str] = set()
    for run in _RUNS.findall(folded(text)):
        if _IS_HAN.match(run):
            found.update(run[at : at + 2] for at in range(len(run) - 1))
        elif len(run) >= SHORTEST_WORD:
            found.add(run[:LONGEST_WORD])
    return frozenset(found)


def holds(text: str, query: str) -> bool:
    """Whether a text really holds every part of what was asked, letter by letter."""
    plain = folded(text)
    return all(part in plain for part in folded(query).split())
