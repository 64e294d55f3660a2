"""Lines of a file with their numbers, as whoever sent it counts them."""

from collections.abc import Iterable, Iterator


def without_end(lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers; empty ones count, but not those at the very end."""
    waiting: list[int] = []
    for number, line in lines:
        if not line.strip():
            waiting.append(number)
            continue
        yield from ((empty, b"") for empty in waiting)
        waiting.clear()
        yield number, line
