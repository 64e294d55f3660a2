"""A whole report that came without pages, held against the very forms the pages use."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.intake import pages
from portal.intake.drafts import Answers
from portal.intake.forms import FORMS
from portal.intake.forms_base import Page
from portal.intake.judged import Judged, Looked, chosen

Problem = dict[str, str]

judged = Judged()


def read_report(
    door: str, given: Mapping[str, Mapping[str, Any]], today: date, places: tuple[str, ...]
) -> tuple[Answers, list[Problem]]:
    """The answers ready to be filed, and what is wrong with them, field by field."""
    known = {page for step in pages.STEPS[door] for page in step if page != pages.CHECK}
    problems = [problem(page, "", "unknown_page") for page in given if page not in known]
    answers: Answers = {}
    for page in pages.STEPS[door]:
        for name in page:
            if name in given and name in known and pages.is_asked(door, answers, name):
                problems += read_page(name, given[name], answers, today, places)
    missing = pages.first_incomplete(door, answers)
    if not problems and missing != pages.CHECK:
        problems.append(problem(missing, "", "missing_page"))
    return answers, problems


def read_page(
    page: str, given: Mapping[str, Any], answers: Answers, today: date, places: tuple[str, ...]
) -> list[Problem]:
    """One page: its answers are kept when nothing is wrong with them."""
    ticked = chosen(page, given)
    key = (page, ticked, today, places)
    before = None if ticked is None else judged.find(key, answers)
    if before is not None:
        answers[page] = before
        return []
    saved = Looked(answers)
    form = FORMS[page](saved, page, today, places, formdata=as_typed(given), meta={"csrf": False})
    unknown = [name for name in given if not asks(form, name)]
    if unknown:
        return [problem(page, name, "unknown_field") for name in unknown]
    if not form.validate():
        return [
            {**problem(page, field.name, "refused"), "message": str(field.errors[0])}
            for field in form
            if field.errors
        ]
    answers[page] = form.answers()
    if ticked is not None:
        judged.keep(key, saved, answers[page])
    return []


def as_typed(given: Mapping[str, Any]) -> MultiDict[str, str]:
    """Values as a browser would send them: numbers as digits, lists as repeated fields."""
    typed: MultiDict[str, str] = MultiDict()
    for name, value in given.items():
        for one in value if isinstance(value, list) else [value]:
            typed.add(name, str(one))
    return typed


def asks(form: Page, name: str) -> bool:
    """Whether the page asks this; a field of several boxes is named by its boxes."""
    return any(
        name == field.name or name.startswith((f"{field.name}_", f"{field.name}-"))
        for field in form.asked()
    )


def problem(page: str, field: str, code: str) -> Problem:
    """Something wrong, for a machine; a refused field also says it in words."""
    return {"page": page, "field": field, "code": code}
