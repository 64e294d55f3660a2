"""A ticket is found again by number, collector, phone, account and words, by whoever may know of it."""

from datetime import timedelta

import pytest

from portal.casework.service import Desk, note
from portal.models import TicketWord, visible
from portal.search.ask import Asker, is_receipt_code, matching
from portal.search.index import follow, unread
from tests import factories

NOW = factories.NOW


@pytest.fixture
def house(session, keyring, settings):
    """A supervisor and two tickets: one about a threat at school, one in Chinese."""
    boss, about = factories.staff(session), factories.collector(session, number="2071")
    school = factories.ticket(
        session, keyring, settings, about=about,
        when={"timing": "once", "channel": ["phone"], "from_number": ["020 7946 0991"],
              "story": "He named my daughter's primary school."},
    )  # fmt: skip
    chinese = factories.ticket(
        session, keyring, settings,
        when={"timing": "once", "channel": ["phone"], "story": "他说要到我单位来闹。"},
        collector={"account_tail": "7733"},
    )  # fmt: skip
    session.flush()
    return boss, school, chinese


def found(session, keyring, boss, typed):
    query = visible(boss).where(matching(Asker(session, keyring, boss), typed))
    return {one.number for one in session.scalars(query)}


def indexed(session, keyring):
    follow(session, keyring, unread(session, NOW + timedelta(minutes=5)))


def test_a_number_is_found_whole_by_its_beginning_and_by_its_end(session, keyring, house):
    boss, school, _chinese = house
    assert found(session, keyring, boss, school.number.lower()) == {school.number}
    assert school.number in found(session, keyring, boss, school.number[-4:])
    assert school.number in found(session, keyring, boss, school.number[:5])


def test_the_collector_the_phone_and_the_account_lead_to_the_ticket(session, keyring, house):
    boss, school, chinese = house
    assert school.number in found(session, keyring, boss, "2071")
    assert found(session, keyring, boss, "+44 20 7946 0991") == {school.number}
    assert chinese.number in found(session, keyring, boss, "7733")


@pytest.mark.parametrize("typed", ["primary school", "SCHOOL daughter", "ｓｃｈｏｏｌ"])
def test_words_are_found_in_any_order_and_width(session, keyring, house, typed):
    boss, school, _chinese = house
    assert found(session, keyring, boss, typed) == set()
    indexed(session, keyring)
    assert found(session, keyring, boss, typed) == {school.number}


def test_chinese_words_are_found_without_spaces(session, keyring, house):
    boss, _school, chinese = house
    indexed(session, keyring)
    assert found(session, keyring, boss, "单位") == {chinese.number}
    # Both pairs of characters stand in the text, but not side by side.
    assert found(session, keyring, boss, "他说单位") == set()


def test_what_a_colleague_notes_is_found_too(session, keyring, settings, house):
    boss, school, _chinese = house
    note(Desk(session, keyring, settings, NOW, boss), school, "Recording fetched from Dorking")
    session.flush()
    indexed(session, keyring)
    assert found(session, keyring, boss, "dorking") == {school.number}


def test_a_hidden_ticket_is_found_by_nothing(session, keyring, house):
    boss, school, _chinese = house
    indexed(session, keyring)
    factories.manages(session, boss, school.collector)
    for typed in (school.number, "2071", "+44 20 7946 0991", "primary school"):
        assert found(session, keyring, boss, typed) == set()


def test_a_receipt_code_finds_nothing_and_is_known_for_what_it_is(session, keyring, house):
    boss, _school, _chinese = house
    code = "26303495148243943702"
    assert is_receipt_code(code)
    assert found(session, keyring, boss, code) == set()


@pytest.mark.parametrize(
    "typed", ["%", "_", "'", "a", "我", "*", "x" * 10_000, "' or 1=1 --", "\\"]
)
def test_signs_of_a_search_language_mean_nothing(session, keyring, house, typed):
    boss, _school, _chinese = house
    indexed(session, keyring)
    assert found(session, keyring, boss, typed) == set()


def test_the_index_holds_no_word_and_reads_each_line_once(session, keyring, house):
    indexed(session, keyring)
    assert unread(session, NOW + timedelta(hours=1)) == []
    assert all(b"school" not in one.token for one in session.query(TicketWord))


def test_the_youngest_lines_wait_until_every_earlier_commit_is_there(session, keyring, house):
    assert unread(session, NOW + timedelta(seconds=5)) == []


def test_a_collector_is_found_whatever_the_width_and_capitals_of_the_number(
    session, keyring, settings, house
):
    about = factories.collector(session, number="Ü-17")
    ticket = factories.ticket(session, keyring, settings, about=about)
    assert found(session, keyring, house[0], "ü-１７") == {ticket.number}
