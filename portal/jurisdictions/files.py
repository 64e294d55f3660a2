"""Reading the files of a pack: small, flat, plain text. What is not is refused before it costs anything."""

import re
import tomllib
from pathlib import Path
from typing import Any

from portal.domain.rulepack import PackError

#: The largest file of a pack in force has a tenth of this.
LARGEST = 1_000_000
#: No person writes longer lines, and TOML of one endless line is slow to read.
LONGEST_LINE = 5_000
#: A name of so many parts (a.b.c) is a mistake or a trap: each part is a table in a table.
MOST_PARTS = 8
DEEPEST = 12
#: Nothing a page or letter could show: control characters, and marks that turn the order of letters.
_UNSHOWN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
_KEY = re.compile(r"\s*[a-z_]*")
_BEFORE_VALUE = re.compile(r"[^=\"'#]*")


def read_toml(path: Path, file: str, *, ours: bool = False) -> dict[str, Any]:
    """One file as plain values, or `PackError` with the file, the line where it is known, and the reason.

    A file of our own may have lines of any length: whoever writes it is not who could harm us by it.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise PackError(file, "file", f"is larger than {LARGEST} bytes")
        text = path.read_bytes().decode("utf-8-sig")
        if not ours:
            check_lines(text, file)
        found = tomllib.loads(text.replace("\r\n", "\n"))
    except FileNotFoundError as missing:
        raise PackError(file, "file", "is missing") from missing
    except OSError as problem:
        raise PackError(file, "file", f"cannot be read: {problem.strerror}") from problem
    except RecursionError as problem:
        raise PackError(file, "file", "is nested too deeply") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PackError(file, "file", str(problem)) from problem
    check_values(found, file)
    return found


def check_lines(text: str, file: str) -> None:
    """Refuse lines that are too long, and names of too many parts."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise PackError(
                file, "file", f"has a line of more than {LONGEST_LINE} characters (line {number})"
            )
        name = _BEFORE_VALUE.match(line)
        if name is not None and name.group().count(".") >= MOST_PARTS:
            raise PackError(file, "file", f"has a name of too many parts (line {number})")


def check_values(found: dict[str, Any], file: str) -> None:
    """Refuse what is nested too deeply, and characters that no page could show."""
    waiting: list[tuple[Any, int]] = [(found, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise PackError(file, "file", "is nested too deeply")
        if isinstance(value, dict):
            waiting += [(one, depth + 1) for one in (*value, *value.values())]
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value]
        elif isinstance(value, str) and (bad := _UNSHOWN.search(value)):
            raise PackError(
                file, "file", f"holds a character that cannot be shown in {value[:60]!a}"
                f" ({ord(bad.group()):#06x})",
            )  # fmt: skip


def line_of(path: Path, entry: str, reason: str) -> int | None:
    """On which line an entry stands, or the key of it that the reason begins with; None when unknown."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    named = re.compile(rf'\s*(?:id|code|word|body|region|name)\s*=\s*"{re.escape(entry)}"')
    places = [number for number, line in enumerate(lines) if named.match(line)]
    if not places:
        return None
    keys = {
        word.rstrip(":") for word in reason.replace("allowed contact", "allowed_contact").split()
    }
    for number in range(places[-1], len(lines)):
        if number > places[-1] and lines[number].startswith("["):
            break
        if _KEY.match(lines[number])[0].strip() in keys:  # type: ignore[index] # it matches nothing too
            return number + 1
    return places[-1] + 1
