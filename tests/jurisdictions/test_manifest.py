"""Entries are never edited in place: what was once published under a name and a first day stays as it was."""

import hashlib
import json
import tomllib
from pathlib import Path

import pytest

from portal.jurisdictions.load import installed
from portal.paths import JURISDICTIONS

MANIFEST = Path(__file__).with_name("manifest.json")
FILES = {
    "laws": "law", "triage": "rule", "clocks": "clock", "contacts": "limit", "holds": "hold",
    "escalation": "escalation",
}  # fmt: skip
#: An entry may be ended, and what is known about it may grow, without its being another entry.
MAY_CHANGE = {"in_force_to", "mark", "read_on", "url"}
REMEDY = (
    "{name} was edited or taken away. Entries are never edited in place: put the old one back, end it"
    " with in_force_to, and add a new one of the same id with a new in_force_from."
)


def prints(place, root=JURISDICTIONS):
    made = {}
    for file, kind in FILES.items():
        table = tomllib.loads((root / place / f"{file}.toml").read_text(encoding="utf-8"))
        for one in table.get(kind, []):
            said = {name: value for name, value in one.items() if name not in MAY_CHANGE}
            text = json.dumps(said, sort_keys=True, default=str, ensure_ascii=False)
            name = f"{place} {kind} {one['id']} from {one['in_force_from']}"
            made[name] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return made


def edited(known, found):
    return [REMEDY.format(name=name) for name, mark in known.items() if found.get(name) != mark]


def everything():
    return {name: mark for place in sorted(installed()) for name, mark in prints(place).items()}


def test_no_published_entry_was_edited_in_place():
    assert edited(json.loads(MANIFEST.read_text("utf-8")), everything()) == []


def test_every_entry_is_in_the_manifest():
    unknown = everything().keys() - json.loads(MANIFEST.read_text("utf-8")).keys()
    assert not unknown, f"new entries: run `python -m tests.jurisdictions.test_manifest`: {unknown}"


@pytest.fixture
def root(tmp_path):
    (tmp_path / "gb").mkdir()
    for file in (JURISDICTIONS / "gb").glob("*.toml"):
        (tmp_path / "gb" / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return tmp_path


def replace(root, old, new):
    path = root / "gb/clocks.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_an_edited_entry_is_told_with_what_to_do(root):
    replace(root, "length = 56", "length = 57")
    (said,) = edited(prints("gb"), prints("gb", root))
    assert "gb clock final_response from" in said
    assert "end it with in_force_to, and add a new one" in said


def test_an_entry_may_be_ended_by_a_date(root):
    replace(root, 'id = "final_response"', 'id = "final_response"\nin_force_to = 2027-01-01')
    assert edited(prints("gb"), prints("gb", root)) == []


if __name__ == "__main__":
    # Known entries keep their print: only new ones are added.
    known = json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.exists() else {}
    MANIFEST.write_text(
        json.dumps({**everything(), **known}, indent=1, sort_keys=True) + "\n", "utf-8"
    )
