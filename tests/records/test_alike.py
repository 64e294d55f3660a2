"""Two agencies from before that are one name, as names are compared: nobody is taken for the other in silence."""

import pytest

from portal.admin.people import change_agency
from portal.admin.people_shown import houses
from portal.commands.doctor import notes_on_names
from portal.commands.staff import Refused, called
from portal.intake.named import agency_called
from portal.models import Agency, AgencyKind
from portal.records.people import Roll
from portal.records.people_list import BadListing, listed
from tests import factories


@pytest.fixture
def twins(session):
    """ABC Recoveries twice, once in full-width letters, and one that is called otherwise."""
    made = [
        Agency(name=name, kind=AgencyKind.OUTSIDE, firm="agency", jurisdictions=["gb"])
        for name in ("ABC Recoveries", "ＡＢＣ  recoveries", "Brightwater")
    ]
    session.add_all(made)
    session.flush()
    return made


@pytest.fixture
def roll(session, settings):
    return lambda: Roll.read(session, settings.organisation, ["gb"], factories.NOW)


def enter(roll, agency):
    given = {"agency": agency, "team": "", "number": "1188", "jurisdiction": "gb"}
    return roll.enter(listed(1, given, ["gb"]))


def rename(roll, agency, name):
    change_agency(roll, agency, {"agency": name}, "agency", ["gb"])
    roll.session.flush()


@pytest.mark.parametrize("named", ["ABC Recoveries", "abc recoveries"])
def test_a_list_that_names_one_of_two_is_refused_until_one_is_called_otherwise(roll, twins, named):
    with pytest.raises(BadListing, match=f"{named} is the name of two here"):
        enter(roll(), named)
    rename(roll(), twins[1], "DEF Recoveries")
    enter(roll(), named)


def test_neither_of_two_is_saved_under_the_name_they_share(roll, twins):
    for one in twins[:2]:
        with pytest.raises(BadListing, match="an agency of this name is kept already"):
            rename(roll(), one, one.name)
    rename(roll(), twins[2], twins[2].name)


def test_a_report_means_the_first_and_the_administrator_and_the_operator_are_told(
    session, settings, twins
):
    assert agency_called(session, "abc ＲＥＣＯＶＥＲＩＥＳ") is twins[0]
    assert agency_called(session, "nobody") is None
    assert {one.agency.name for one in houses(session) if one.shares_name} == {
        one.name for one in twins[:2]
    }
    (said,) = notes_on_names(session, settings)
    assert "several agencies are called" in said


def test_the_operator_is_asked_which_of_two_is_meant(twins):
    assert called(twins, "brightwater") is twins[2]
    with pytest.raises(Refused, match="two are called abc recoveries"):
        called(twins, "abc recoveries")
