"""One rule says which day it is for a ticket: that of the region the person lives in."""

import ast
from pathlib import Path

import portal

HOME = Path(portal.__file__).parent
#: Here days are counted that belong to no ticket: of a pack, of a review, of a page before anything is filed.
NO_TICKET = {
    "commands/checks.py", "commands/doctor.py", "domain/rulepack.py", "intake/views_papers.py",
    "jurisdictions/days.py", "reviews/places.py",
}  # fmt: skip


def days_of_a_place(path):
    """The lines that ask for the day of a place without saying where in it."""
    calls = (
        one
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.Call)
    )
    for one in calls:
        if getattr(one.func, "attr", "") == "local_date" and len(one.args) + len(one.keywords) < 2:
            yield one.lineno


def test_whoever_counts_days_of_a_ticket_says_where_the_person_lives():
    found = [
        f"{name}:{line}"
        for path in sorted(HOME.rglob("*.py"))
        if (name := path.relative_to(HOME).as_posix()) not in NO_TICKET
        for line in days_of_a_place(path)
    ]
    assert not found, f"hand the region of the ticket to local_date as well: {found}"
