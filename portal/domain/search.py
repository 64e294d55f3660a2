"""Searching with RE2 without the objects that its Python side makes for every search."""

from collections.abc import Callable
from functools import partial
from typing import Any

import re2

#: Looks for a pattern in some bytes from one place to another: the place found, or (-1, -1), comes first.
Search = Callable[[bytes, int, int], list[tuple[int, int]]]


def search_of(pattern: Any) -> Search:  # noqa: ANN401 - RE2 has no types
    """The bare search of a compiled pattern: a story asks for hundreds."""
    return partial(pattern._regexp.Match, re2._Anchor.UNANCHORED)  # noqa: SLF001 - see above


def holds(search: Search, data: bytes) -> bool:
    """Whether the pattern stands anywhere in these bytes."""
    return search(data, 0, len(data))[0][0] >= 0
