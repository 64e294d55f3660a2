"""Deciding reports given as lines of JSON: one answer a line, one clear error for a bad line."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.domain.triage import Facts, decide
from portal.jurisdictions.load import installed


def decide_lines(source: str) -> int:
    """Answer every line of a file or of standard input; exit 1 if any line was bad."""
    if source == "-":
        return answer(sys.stdin.buffer)
    with open(source, "rb") as stream:  # noqa: PTH123 - a stream of lines
        return answer(stream)


def answer(lines: Iterable[bytes]) -> int:
    """Answer each line; the others are still answered when one is bad."""
    bad = 0
    for number, line in enumerate(lines, start=1):
        try:
            print(json.dumps(one(line), ensure_ascii=False))
        except (ValueError, KeyError, TypeError) as problem:
            bad += 1
            print(json.dumps({"line": number, "error": str(problem)}), file=sys.stderr)
    return 1 if bad else 0


def one(line: bytes) -> dict[str, Any]:
    """The decision about one report."""
    given = json.loads(line)
    pack = installed().get(given.get("jurisdiction"))
    if pack is None:
        raise ValueError(f"unknown jurisdiction {given.get('jurisdiction')}")
    facts = Facts(
        jurisdiction=pack.id,
        received_on=date.fromisoformat(str(given["received_at"])[:10]),
        language=given.get("language", "en"),
        choices=tuple(given.get("allegations", ())),
        text=given.get("narrative", ""),
        who=given.get("who", "self"),
        firm=given.get("firm_type", "unknown"),
        region=given.get("region", ""),
    )
    decision = decide(facts, pack).to_dict()
    return {"id": given.get("id"), **decision}
