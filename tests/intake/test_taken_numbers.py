"""A ticket number that somebody has already is not given twice, and nobody notices the second draw."""

import pytest
from sqlalchemy import select

from portal.intake import numbers
from portal.models import Question, Ticket
from tests import factories
from tests.intake.conftest import Person


@pytest.fixture
def drawn(monkeypatch):
    """A function that lets these numbers be drawn, one after the other."""

    def draw(*given):
        waiting = list(given)
        monkeypatch.setattr(numbers.secrets, "randbelow", lambda _most: waiting.pop(0))
        return waiting

    return draw


def test_a_number_that_is_taken_is_drawn_again(session, keyring, settings, drawn):
    drawn(7, 7, 7, 8)
    first = factories.ticket(session, keyring, settings)
    second = factories.ticket(session, keyring, settings)
    assert (first.number[-6:], second.number[-6:]) == ("000007", "000008")


def test_a_year_whose_numbers_are_used_up_says_what_to_do(session, keyring, settings, drawn):
    drawn(*[7] * 100)
    factories.ticket(session, keyring, settings)
    with pytest.raises(RuntimeError, match="ticket_prefix"):
        factories.ticket(session, keyring, settings)


def test_two_reports_given_one_number_in_the_same_moment_both_arrive(
    app, session, drawn, monkeypatch
):
    """The look finds nobody, and yet the number is gone when the row is written."""
    first, second = Person(app), Person(app)
    for one in (first, second):
        one.walk()
    drawn(7, 7, 8)
    asked = numbers.IN_THE_WAY.statement
    blind = Question(asked.where(Ticket.number == ""))
    assert first.submit().location == "/receipt"
    monkeypatch.setattr(numbers, "IN_THE_WAY", blind)
    assert second.submit().location == "/receipt"
    given = set(session.scalars(select(Ticket.number)))
    assert {one[-6:] for one in given} == {"000007", "000008"}
