"""Who may load what, who commits, who changes a state, and whether the package list is whole."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest

WEB = ("flask", "werkzeug", "wtforms")
ROOT = Path(__file__).resolve().parents[2]
SERVICES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "portal").glob("*/service.py")
)
PLAIN = [
    "portal.jobs.sweeps",
    "portal.routing",
    "portal.timeline",
    "portal.letters.outbox",
    *SERVICES,
]
#: The one hand of a web request, and the doors that have no request around them.
#: The engine only passes the commit on to the driver; on PostgreSQL what only read ends by one.
MAY_COMMIT = {
    "portal/web/work.py",
    "portal/letters/outbox.py",
    "portal/models/engine.py",
    "portal/models/server.py",
}
MAY_COMMIT_FOLDERS = ("portal/jobs/", "portal/commands/")
#: The query everybody starts from; the receipt code; the one-time number of a submission.
MAY_SELECT_TICKETS = {
    "portal/models/visibility.py",
    "portal/accounts/recovery.py",
    "portal/accounts/service.py",
    "portal/intake/service.py",
}


def loaded(module: str, unwanted: tuple[str, ...]) -> str:
    """Which of the unwanted libraries a fresh Python holds once this module is imported."""
    program = (
        f"import sys, {module}; print(*[name for name in {unwanted!r} if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, f"{module} cannot be imported:\n{answer.stderr}"
    return answer.stdout.strip()


def python_files() -> list[tuple[str, str]]:
    """Every Python file of the portal with its text."""
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "portal").rglob("*.py"))
    ]


def test_every_rule_of_the_domain_loads_without_web_and_without_tables() -> None:
    modules = ", ".join(
        f"portal.domain.{path.stem}" for path in sorted((ROOT / "portal/domain").glob("[a-z]*.py"))
    )
    found = loaded(modules, (*WEB, "sqlalchemy"))
    assert not found, f"portal.domain loads {found}: move what needs it to a higher floor"


@pytest.mark.parametrize("module", PLAIN)
def test_verbs_and_sweeps_load_without_flask(module: str) -> None:
    found = loaded(module, ("flask", "wtforms"))
    assert not found, f"{module} loads {found}: hand in what it needs from the view or the command"


def test_only_the_few_hands_commit() -> None:
    wrong = [
        name
        for name, text in python_files()
        if ".commit(" in text and name not in MAY_COMMIT and not name.startswith(MAY_COMMIT_FOLDERS)
    ]
    assert not wrong, f"let `with work() as w:` of portal/web/work.py commit instead in {wrong}"


def test_a_ticket_changes_state_only_through_the_timeline() -> None:
    wrong = [
        f"{name}: {line.strip()}"
        for name, text in python_files()
        for line in text.splitlines()
        if re.search(r"\bticket\.state\s*=[^=]|\b(?:update|delete)\(Ticket\b", line)
        and name != "portal/timeline.py"
    ]
    assert not wrong, f"call timeline.move, which also writes the history, instead of {wrong}"


def test_lists_of_tickets_start_from_visible() -> None:
    wrong = [
        name
        for name, text in python_files()
        if re.search(r"\bselect\(Ticket[,)]", text)
        and name not in MAY_SELECT_TICKETS
        and not name.startswith(MAY_COMMIT_FOLDERS)
    ]
    assert not wrong, f"start from visible(staff), which hides conflicts, in {wrong}"


def test_the_package_list_equals_the_tree() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(setup["options"]["packages"].split())
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "portal").rglob("__init__.py")
    } | {"portal.templates", "portal.static", "portal.migrations"}
    assert listed == there, (
        f"in [options] packages of setup.cfg add {there - listed} and remove {listed - there}"
    )
