"""Deciding reports given as lines of JSON: one answer a line, one clear error for a bad line."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from portal.domain.triage import decide
from portal.domain.triage_answers import answer
from portal.domain.triage_io import read
from portal.jurisdictions.load import installed
from portal.records.lines import without_end

#: A longer line is refused without being kept in memory.
LONGEST_LINE = 1_000_000
#: So much of a line that is too long is passed over at a time.
PIECE = 65_536
BOM = b"\xef\xbb\xbf"


class BadLine(ValueError):  # noqa: N818 - it is a line that is bad, and its sender reads it
    """A line that holds no report at all."""


def decide_lines(source: str) -> int:
    """Answer every line of a file or of standard input; exit 1 if any line was bad."""
    if source == "-":
        return decide_stream(sys.stdin.buffer, sys.stdout.buffer, sys.stderr.buffer)
    with Path(source).open("rb") as stream:
        return decide_stream(stream, sys.stdout.buffer, sys.stderr.buffer)


def decide_stream(lines: BinaryIO, answers: BinaryIO, errors: BinaryIO) -> int:
    """Answer each line; the others are still answered when one is bad."""
    bad = False
    for number, line in without_end(numbered(lines)):
        try:
            made, warnings = decided(line)
        except ValueError as problem:
            bad = True
            errors.write(written({"line": number, "error": str(problem)}))
            continue
        answers.write(written(made))
        errors.writelines(written({"line": number, "warning": warning}) for warning in warnings)
    answers.flush()
    errors.flush()
    return 1 if bad else 0


def numbered(lines: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Every line with its number, cut where it is too long."""
    number = 0
    while line := lines.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BOM)
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            pass_over(lines)
        yield number, line


def pass_over(lines: BinaryIO) -> None:
    """Leave the rest of a line that is too long behind, piece by piece."""
    while (piece := lines.readline(PIECE)) and not piece.endswith(b"\n"):
        pass


def decided(line: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The answer to one line, and what its sender should know of it."""
    one = read(decoded(line), installed())
    unread = f"Left out, because nothing reads it: {', '.join(one.left_out)}."
    warnings = (*((unread,) if one.left_out else ()), *one.notes)
    return answer(one, decide(one.facts, one.pack)), warnings


def decoded(line: bytes) -> str:
    """A line as text, or what is wrong with its bytes."""
    if len(line) > LONGEST_LINE:
        raise BadLine(f"This line is longer than {LONGEST_LINE} bytes.")
    if not line:
        raise BadLine("This line is empty.")
    try:
        return line.decode()
    except UnicodeDecodeError as problem:
        raise BadLine(f"This line is not UTF-8 at byte {problem.start}.") from problem


def written(values: dict[str, Any]) -> bytes:
    """A line of JSON; half a character, should one ever come so far, is written as its escape."""
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
