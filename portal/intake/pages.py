"""Which page comes next, before and first: the two ways through the questions. Pure rules."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.domain.letters import REACHED_AT

Answers = Mapping[str, Mapping[str, Any]]

REPORT = "report"
HELP = "help"
DOORS = (REPORT, HELP)
CHECK = "check"

#: What belongs together under one counted step, for each door.
STEPS: dict[str, tuple[tuple[str, ...], ...]] = {
    REPORT: (
        ("who", "helper", "jurisdiction"),
        ("what", "impact"),
        ("when", "times"),
        ("collector", "evidence"),
        ("outcome", "situation", "budget", "budget-more", "offer"),
        ("contact", "reach", "privacy", "about-you"),
        ("check",),
    ),
    HELP: (
        ("who", "helper", "jurisdiction"),
        ("situation", "evidence"),
        ("budget", "budget-more", "offer"),
        ("contact", "reach"),
        ("privacy", "about-you"),
        ("check",),
    ),
}

#: The pages that ask for help, put into a report when the person wants help now.
HELP_PAGES = frozenset({"situation", "budget", "budget-more", "offer"})
#: Pages that stand in the way of nobody: a report may be sent without them.
SKIPPABLE = frozenset({"times", "evidence", "budget", "budget-more"})


def answer(answers: Answers, page: str, field: str, default: Any = "") -> Any:  # noqa: ANN401 - any answer
    """One answer, or the default where the page or the field is blank."""
    value = answers.get(page, {}).get(field)
    return default if value in (None, "", [], ()) else value


def wants_help(door: str, answers: Answers) -> bool:
    """Whether this report also asks for help, or is a request for help from the start."""
    return door == HELP or answer(answers, "outcome", "want_help") == "now"


def owes_nothing(answers: Answers) -> bool:
    """Whether the person is contacted about someone else's debt, so nothing on money is asked."""
    return bool(answer(answers, "who", "who") == "other")


#: Which answers lead to a page that not everybody is asked.
ASKED_OF: dict[str, Callable[[Answers], bool]] = {
    "helper": lambda answers: answer(answers, "who", "who") == "represent",
    "times": lambda answers: answer(answers, "when", "timing") in ("several", "ongoing"),
    "reach": lambda answers: answer(answers, "contact", "reply_by", "site") != "site",
    "about-you": lambda answers: answer(answers, "privacy", "confid") in ("confidential", "open"),
}


def is_asked(door: str, answers: Answers, page: str) -> bool:
    """Whether this page belongs to the way of this person, given what was answered so far."""
    if page in HELP_PAGES and door == REPORT:
        return wants_help(door, answers) and not owes_nothing(answers)
    asked = ASKED_OF.get(page)
    return asked(answers) if asked else True


def pages_of(door: str, answers: Answers) -> list[str]:
    """The pages of this person in the order they are asked."""
    return [page for step in STEPS[door] for page in step if is_asked(door, answers, page)]


def knows(door: str, page: str) -> bool:
    """Whether a door has a page of this name at all."""
    return any(page in step for step in STEPS.get(door, ()))


def first_incomplete(door: str, answers: Answers) -> str:
    """The first page not yet answered; the check page when nothing is missing."""
    order = [page for page in pages_of(door, answers) if page not in SKIPPABLE]
    return next((page for page in order if not is_answered(answers, page)), CHECK)


def goes_on_at(door: str, answers: Answers) -> str:
    """The page for who comes back with a code: the one after the last answered, or an earlier one missing.

    A page that may be skipped is skipped by the person who saw it, and not by the code.
    """
    order = pages_of(door, answers)
    seen = max((n for n, page in enumerate(order) if is_answered(answers, page)), default=-1)
    return min(first_incomplete(door, answers), order[seen + 1], key=order.index)


def unfinished(page: str) -> str:
    """Under which name a page lies that was saved before it was answered: it is never sent."""
    return f"unfinished:{page}"


def is_answered(answers: Answers, page: str) -> bool:
    """Whether a page was answered, and still answers what is asked now."""
    if page == "reach":
        way = answer(answers, "contact", "reply_by")
        return bool(answer(answers, "reach", REACHED_AT.get(way, "email")))
    return page in answers


def may_open(door: str, answers: Answers, page: str) -> bool:
    """Whether every page before this one is answered, so that nothing is skipped."""
    order = pages_of(door, answers)
    return page in order and order.index(page) <= order.index(first_incomplete(door, answers))


def page_after(door: str, answers: Answers, page: str) -> str:
    """The page that follows, or the first one still missing when this page is no longer asked."""
    order = pages_of(door, answers)
    if page not in order or page == CHECK:
        return first_incomplete(door, answers)
    return order[order.index(page) + 1]


def page_before(door: str, answers: Answers, page: str) -> str | None:
    """The page that Back leads to; None on the first page."""
    order = pages_of(door, answers)
    if page not in order or page == order[0]:
        return None
    return order[order.index(page) - 1]


def step_of(door: str, page: str) -> tuple[int, int]:
    """The number of the counted step a page belongs to, and how many steps there are."""
    steps = STEPS[door]
    number = next(n for n, step in enumerate(steps, start=1) if page in step)
    return number, len(steps)
