"""What the pages of this stage show beside questions: the check page, and who to call at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.intake.answers import check_rows, hide_card_numbers
from portal.intake.forms import FORMS
from portal.jurisdictions.load import installed

Saved = Mapping[str, Mapping[str, Any]]
#: Kinds of bodies that answer at once.
AT_ONCE = frozenset({"emergency", "helpline"})


def sections(door: str, saved: Saved, today: date, places: tuple[str, ...]) -> list[dict[str, Any]]:
    """The answers page by page with the questions as they were asked, and the way back to each."""
    shown = []
    for name, _rows in check_rows(door, saved):
        form = FORMS[name](saved, name, today, places)
        rows = [(field.label.text, said(field)) for field in form.asked()]
        shown.append({"page": name, "heading": form.heading, "rows": rows})
    return shown


def said(field: Any) -> list[str]:  # noqa: ANN401 - any field of a page
    """An answer in words, as lines; nothing when it was left blank."""
    if hasattr(field, "iter_choices"):
        return [str(one.label) for one in field.iter_choices() if one.selected and one.value]
    if isinstance(field.data, list):
        joined = " ".join(one for one in field.data if one)
        return [joined] if joined else []
    return [hide_card_numbers(str(field.data))] if field.data else []


def emergency_bodies(place: str, language: str) -> list[dict[str, Any]]:
    """Who answers at once in this place: name and numbers to tap."""
    pack = installed().get(place)
    if pack is None:
        return []
    return [
        {"name": pack.words(language, "body", body.id), "phones": body.phones}
        for body in pack.bodies
        if body.kind in AT_ONCE
    ]
