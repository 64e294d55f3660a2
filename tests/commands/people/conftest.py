"""A list of agencies, teams and collectors, and the command that reads it in."""

import io

import pytest

from portal.commands import people
from tests import factories

NAMES = "agency,kind,firm_type,jurisdiction,team,number,name,started_on,left_on,manager,manager_from,manager_until"
TODAY = factories.NOW.date()


def csv_of(*rows, names=NAMES):
    return "\n".join((names, *rows, "")).encode()


def line(number="1188", team="North", agency="Brightwater", boss="", since="", until="", **more):
    given = {
        "agency": agency,
        "team": team,
        "number": number,
        "manager": boss,
        "jurisdiction": "gb",
    }
    given |= {"manager_from": since, "manager_until": until, **more}
    return ",".join(given.get(name, "") for name in NAMES.split(","))


@pytest.fixture
def bring(session, settings, keyring):
    """Read a list; what is told, or nothing where a line was bad."""

    def run(raw, **asked):
        stream = io.BytesIO(raw)
        return people.keep(session, settings, keyring, stream, factories.NOW, **asked)

    return run


@pytest.fixture
def boss(session):
    return factories.staff(session, email="boss@example.org")
