"""A report read again later: the facts that were kept with its decision, and the story kept apart from them."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from portal.domain.decision import Facts

_KNOWN = {field.name for field in fields(Facts)}


def told(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """Everything the person told in own words, in the order it was asked."""
    what, when = answers.get("what", {}), answers.get("when", {})
    parts = (
        what.get("words"),
        when.get("story"),
        *(row[3] for row in answers.get("times", {}).get("times") or ()),
        answers.get("situation", {}).get("story"),
    )
    return "\n".join(part for part in parts if part)


def facts_again(kept: Mapping[str, Any], story: str) -> Facts:
    """The facts of a record with the story they were kept without."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept.items()
        if name in _KNOWN
    }
    given["received_on"] = date.fromisoformat(str(given["received_on"]))
    return Facts(**{**given, "text": story})
