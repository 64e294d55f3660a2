"""Loading what each sign weighs in second thoughts (`weigh` in a file of signs)."""

from collections.abc import Mapping
from typing import Any

from portal.domain.rulepack import PackError
from portal.domain.story import About
from portal.domain.weighing import NEVER, Weighing
from portal.jurisdictions.shelf import Shelf

KEYS = {"id", "about", "codes", "start", "found", "second", "third", "signs"}
#: A weight beyond this would drown everything else and is a slip of the pen.
HEAVIEST = 10.0


def put_weighing(shelf: Shelf, one: Mapping[str, Any], file: str, language: str) -> None:
    """Add what is weighed for some codes; the signs it knows stand on the shelf before it."""
    name = str(one.get("id", "a weighing"))
    check_keys(one, file, name)
    numbers = {key: one.get(key, 0.0) for key in ("start", "found", "second", "third")}
    for key, weight in {**numbers, **one["signs"]}.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            raise PackError(file, name, f"has a weight that is no number: {key}")
        if not -HEAVIEST <= weight <= HEAVIEST:
            raise PackError(file, name, f"has a weight beyond {HEAVIEST:g}: {key}")
    for sign in one["signs"].keys() - shelf.signs.keys():
        raise PackError(file, name, f"weighs an unknown sign {sign}")
    own = {
        sign.id
        for sign in shelf.signs.values()
        # The signs of English are plain letters; those of Chinese never are.
        if not sign.sure
        and sign.find.isascii() == (language == "en")
        and any(about == one["about"] and code in one["codes"] for about, code in sign.targets)
    }
    shelf.weighings.append(
        Weighing(
            id=name,
            about=one["about"],
            codes=frozenset(one["codes"]),
            signs=dict(one["signs"]),
            own=frozenset(own),
            **numbers,
        )
    )


def check_keys(one: Mapping[str, Any], file: str, name: str) -> None:
    """Refuse a weighing that lacks something, says something nobody knows or weighs a danger."""
    for key in one.keys() - KEYS:
        raise PackError(file, name, f"has an unknown key {key}")
    for key in sorted(KEYS - one.keys() - {"second", "third"}):
        raise PackError(file, name, f"has no {key}")
    if one["about"] not in (About.CONDUCT, About.NEED):
        raise PackError(file, name, f"weighs what is never weighed: {one['about']}")
    for code in NEVER.intersection(one["codes"]):
        raise PackError(file, name, f"weighs what is never weighed: {code}")
