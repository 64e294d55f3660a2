"""`portal check-contacts`: a log of calls and visits held against the contact limits of its place."""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from portal.commands.triage import decoded, numbered
from portal.config import BadSetting
from portal.domain.triage_io import no_constant, once
from portal.jurisdictions.load import installed
from portal.languages import TAGS, spoken
from portal.records.contact_log import NAMES, NEEDED, BadContact, Log, told

#: A line with its number, or what is wrong with it.
Line = tuple[int, dict[str, Any] | ValueError]


def check(source: str, place: str, language: str) -> int:
    """Judge every line of a file or of standard input; exit 1 if any line was bad."""
    if place and place not in installed():
        raise BadSetting(f"--place must be one of {', '.join(sorted(installed()))}.")
    if not spoken(language):
        raise BadSetting(f"--language must be one of {', '.join(TAGS.values())}.")
    if source == "-":
        return check_stream(sys.stdin.buffer, place, language)
    with Path(source).open("rb") as stream:
        return check_stream(stream, place, language)


def check_stream(stream: BinaryIO, place: str, language: str) -> int:
    """Findings go to standard output, bad lines and the sum to the error stream."""
    log, locale = Log(installed(), place), spoken(language) or "en"
    count = bad = 0
    answers: dict[str, int] = {}
    for number, given in lines(stream):
        count += 1
        try:
            if isinstance(given, ValueError):
                raise given
            pack, verdicts = log.judged(given)
        except ValueError as problem:
            bad += 1
            say({"line": number, "error": str(problem)}, sys.stderr)
            continue
        for one in verdicts:
            answers[one.answer.value] = answers.get(one.answer.value, 0) + 1
            say(told(number, given, pack, one, locale), sys.stdout)
    say({"lines": count, "bad": bad, "findings": answers}, sys.stderr)
    return 1 if bad else 0


def say(value: dict[str, Any], stream: Any) -> None:  # noqa: ANN401 - a text stream
    """One JSON object a line."""
    print(json.dumps(value, ensure_ascii=False), file=stream)


def lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines of a log: JSON lines when the first is an object, else CSV with a first line of names."""
    rows = numbered(stream)
    first = next(rows, None)
    if first is None:
        return
    if first[1].lstrip().startswith(b"{"):
        yield first[0], parsed(first[1])
        for number, line in rows:
            yield number, parsed(line)
        return
    names = cells(first[1])
    if isinstance(names, ValueError) or not set(NEEDED) <= set(names):
        yield 1, BadContact(f"the first line must name columns, among them {', '.join(NEEDED)}.")
        return
    if wrong := [name for name in names if name not in NAMES]:
        yield 1, BadContact(f"{json.dumps(wrong[0])} is no column; known are {', '.join(NAMES)}.")
        return
    if len(set(names)) != len(names):
        yield 1, BadContact("a column is named twice.")
        return
    for number, line in rows:
        yield number, row_of(names, line)


def parsed(line: bytes) -> dict[str, Any] | ValueError:
    """One line of JSON."""
    try:
        value = json.loads(decoded(line), object_pairs_hook=once, parse_constant=no_constant)
    except RecursionError:
        return BadContact("This line is nested too deeply.")
    except json.JSONDecodeError as problem:
        return BadContact(f"This line is no JSON: {problem.msg} at {problem.colno}.")
    except ValueError as problem:
        return problem
    return value if isinstance(value, dict) else BadContact("This line must hold an object.")


def cells(line: bytes) -> list[str] | ValueError:
    """One line of CSV; a value never goes on over the end of a line."""
    try:
        found = next(csv.reader([decoded(line).rstrip("\r\n")], strict=True), [])
    except csv.Error as problem:
        return BadContact(f"This line is no CSV: {problem}.")
    except ValueError as problem:
        return problem
    return [one.strip() for one in found]


def row_of(names: list[str], line: bytes) -> dict[str, Any] | ValueError:
    """The values of one line by their names."""
    found = cells(line)
    if isinstance(found, ValueError):
        return found
    if len(found) != len(names):
        return BadContact(
            f"This line has {len(found)} values; the first line names {len(names)} columns."
        )
    return dict(zip(names, found, strict=True))
