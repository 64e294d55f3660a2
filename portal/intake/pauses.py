"""What an answer calls for before anything else: numbers to call, a warning, another way to turn."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from portal.domain.story import CALL_NOW
from portal.jurisdictions.signs import shared_reader

Answers = Mapping[str, Mapping[str, Any]]

_WORDS = ("words", "story")


class Pause(StrEnum):
    """The pages that interrupt, each with its way on."""

    DANGER = "danger"
    ACCOUNT = "account"
    PAPERS = "papers"
    COMPANY = "company"


def pause_for(page: str, values: Mapping[str, Any], known: Iterable[str] = ()) -> Pause | None:
    """Which page interrupts after these answers, the gravest first; none as a rule."""
    told = "\n".join(str(values.get(field) or "") for field in _WORDS)
    seen = set(shared_reader().read(told).dangers) if told.strip() else set()
    if in_danger(page, values) or CALL_NOW & seen:
        return Pause.DANGER
    ticked = set(values.get("what") or ()) if page == "what" else set()
    if {"amount", "false"} <= ticked or "scam" in seen:
        return Pause.ACCOUNT
    if "court_papers" in seen:
        return Pause.PAPERS
    if page == "collector" and is_stranger(str(values.get("c_agency") or ""), known):
        return Pause.COMPANY
    return None


def in_danger(page: str, values: Mapping[str, Any]) -> bool:
    """Whether the person said so by a tick."""
    if page != "impact":
        return False
    return values.get("safe_now") == "no" or "end_life" in (values.get("impact") or ())


def is_stranger(company: str, known: Iterable[str]) -> bool:
    """Whether a company that was named is none of those that collect for us, as far as one can tell."""
    named = _bare(company)
    ours = [_bare(one) for one in known]
    return bool(named and ours) and not any(named in one or one in named for one in ours if one)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
