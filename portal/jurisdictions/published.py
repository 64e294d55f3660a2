"""Entries are never edited in place: the prints of what was published under a name and a first day."""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.domain.rulepack import PackError
from portal.jurisdictions.files import read_toml
from portal.paths import JURISDICTIONS

#: Where the prints of a pack lie, beside its files.
PRINTS = "prints.json"
#: The files of dated entries, and what an entry is called in each.
FILES = {
    "laws": "law", "triage": "rule", "clocks": "clock", "contacts": "limit", "holds": "hold",
    "escalation": "escalation", "retention": "keep",
}  # fmt: skip
#: An entry may be ended, and what is known about it may grow, without its being another entry.
MAY_CHANGE = frozenset({"in_force_to", "mark", "read_on", "url"})
REMEDY = (
    "was edited or taken away after it was published: put the old one back, end it with in_force_to,"
    " and add a new one of the same id with a new in_force_from"
)


def prints(folder: Path) -> dict[str, str]:
    """The print of every dated entry of a pack, by its kind, name and first day."""
    made = {}
    for file, kind in FILES.items():
        name = f"{file}.toml"
        if file == "retention" and not (folder / name).exists():
            continue
        for one in read_toml(folder / name, f"{folder.name}/{name}").get(kind, []):
            made[f"{kind} {one['id']} from {one['in_force_from']}"] = print_of(one)
    return made


def print_of(entry: dict[str, Any]) -> str:
    """One entry as a short number that changes with every word of it that may not change."""
    said = {name: value for name, value in entry.items() if name not in MAY_CHANGE}
    text = json.dumps(said, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def known_prints(folder: Path, place: str) -> dict[str, str]:
    """What was published of a place: by us, and by whoever keeps the folder."""
    return shipped(place) | kept(folder)


@cache
def shipped(place: str) -> dict[str, str]:
    """The prints of the pack of this place that came with the portal; none where there is no such pack."""
    return kept(JURISDICTIONS / place)


def kept(folder: Path) -> dict[str, str]:
    """The prints that lie in a folder."""
    path = folder / PRINTS
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as problem:
        raise PackError(
            f"{folder.name}/{PRINTS}", "file", f"cannot be read: {problem}"
        ) from problem
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise PackError(f"{folder.name}/{PRINTS}", "file", "must hold names and prints")
    return found


def edited(folder: Path, place: str) -> list[str]:
    """Published entries that are no longer what they were, each with what to do."""
    found = prints(folder)
    return [
        f"{place}/{file_of(name)}: {name.split(' ', 1)[1]}: {REMEDY}"
        for name, mark in known_prints(folder, place).items()
        if found.get(name) != mark
    ]


def file_of(name: str) -> str:
    """In which file an entry of this print stands."""
    kind = name.split(" ", 1)[0]
    return next((f"{file}.toml" for file, one in FILES.items() if one == kind), PRINTS)


def begins_later(place: str, first: date) -> list[str]:
    """A pack that forgets the law of earlier days: old reports would be decided by what came after them."""
    file = JURISDICTIONS / place / "pack.toml"
    before = read_toml(file, f"{place}/pack.toml")["in_force_from"] if file.exists() else first
    if first <= before:
        return []
    said = f"in_force_from is {first}, but the law is known from {before}"
    return [f"{place}/pack.toml: {place}: {said}: leave that day, and date the new entries"]


def unpublished(folder: Path, place: str) -> list[str]:
    """Entries that no print holds yet."""
    return sorted(prints(folder).keys() - known_prints(folder, place).keys())


def publish(folder: Path, place: str) -> list[str]:
    """Keep the print of every new entry; known entries keep theirs. Tells which were new."""
    new = unpublished(folder, place)
    if not new:
        return []
    whole = {**prints(folder), **known_prints(folder, place)}
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / PRINTS).write_text(text, encoding="utf-8")
    return new
