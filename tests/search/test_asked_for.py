"""Whom reports may be about: names compared alike on every database, many reports with few questions."""

from datetime import timedelta

import pytest

from portal.models import Collector, CollectorAlias, Posting
from portal.search import index
from portal.search.asked_for import MOST_PROPOSED, called_for, proposed, proposed_for, reports_about
from tests import factories
from tests.listening import counted


@pytest.fixture
def about(session):
    """A collector known by a name, another name on the telephone, and a number."""
    one = factories.collector(session, number="Ü-17")
    one.name = "Éva Łukasz"
    session.add(CollectorAlias(collector_id=one.id, value="Ｍｓ Ｋöｎｉｇ"))
    session.flush()
    return one


@pytest.mark.parametrize(
    "page",
    [
        {"c_name": "ÉVA  ŁUKASZ"},
        {"c_name": "éva łukasz"},
        {"c_name": "MS KÖNIG"},
        {"c_badge": "ü-17"},
        {"c_badge": "Ｕ\u0308-１７"},
    ],
)
def test_names_and_numbers_are_compared_without_capitals_and_width(session, about, page):
    assert [one.collector.id for one in proposed(session, {"collector": page})] == [about.id]


def test_a_company_is_compared_in_the_same_way(session, about):
    about.agency.name = "Ärztekasse"
    session.flush()
    page = {"c_badge": "Ü-17", "c_agency": "ÄRZTEKASSE"}
    (one,) = proposed(session, {"collector": page})
    assert one.why == {"number", "agency"}


def test_the_number_of_a_collector_is_found_whatever_its_capitals(session, about):
    assert called_for(session, "", "ü-17").id == about.id


def test_a_name_that_changes_is_compared_as_it_is_now(session, about):
    about.name = "Ann"
    session.flush()
    assert proposed(session, {"collector": {"c_name": "éva łukasz"}}) == []
    assert proposed(session, {"collector": {"c_name": "ＡＮＮ"}})


def test_of_many_who_share_a_name_the_first_are_proposed_on_every_page_alike(
    session, keyring, settings
):
    many = [factories.collector(session, number=f"7{place}") for place in range(MOST_PROPOSED + 2)]
    boss = factories.staff(session)
    ticket = factories.ticket(session, keyring, settings, collector={"c_name": "Invented"})
    session.flush()
    index.follow(session, keyring, index.unread(session, factories.NOW + timedelta(days=1)))
    found = [bool(reports_about(session, keyring, boss, one)) for one in many]
    assert found == [True] * MOST_PROPOSED + [False] * 2
    fits = proposed(session, {"collector": {"c_name": "Invented"}})
    assert [one.collector.id for one in fits] == [one.id for one in many[:MOST_PROPOSED]]
    assert ticket.collector_id is None


def test_many_reports_are_compared_with_the_questions_of_one(session, about):
    factories.collector(session, number="18")
    pages = [{"c_name": "éva łukasz"}, {"c_badge": "18"}, {}, {"c_name": "invented"}]
    reports = [{"collector": page} for page in pages]
    alone, one = counted(session, lambda: proposed_for(session, reports[:1]))
    together, all_of_them = counted(session, lambda: proposed_for(session, reports))
    assert [bool(fits) for fits in together] == [True, True, False, True]
    assert together[0] == alone[0]
    assert all_of_them == one


@pytest.mark.parametrize("kind", [Collector, Posting, CollectorAlias])
def test_whoever_is_kept_is_kept_as_compared(session, about, kind):
    assert all(one.folded for one in session.query(kind))


def test_who_is_of_the_company_is_proposed_however_many_others_share_the_name(session):
    for place in range(MOST_PROPOSED):
        factories.collector(session, number=f"7{place}")
    theirs = factories.collector(session, number="80")
    page = {"c_name": "Invented", "c_agency": theirs.agency.name}
    assert [one.collector.id for one in proposed(session, {"collector": page})] == [theirs.id]
