"""What every request asks goes to the driver as finished text, and comes back as from the library."""

import pytest
from sqlalchemy import bindparam, column, select, table
from sqlalchemy.exc import DBAPIError

from portal.models import Question, Ticket
from tests import factories

ONE = Question(
    select(Ticket.id, Ticket.state, Ticket.received_at, Ticket.due_on, Ticket.code_hash).where(
        Ticket.number == bindparam("number", type_=Ticket.number.type)
    )
)


def test_a_row_comes_back_as_the_library_gives_it(session, keyring, settings):
    ticket = factories.ticket(session, keyring, settings)
    session.commit()
    asked = ONE.ask(session, number=ticket.number)
    assert [tuple(one) for one in asked] == [
        tuple(one) for one in session.execute(ONE.statement, {"number": ticket.number})
    ]
    assert asked[0].received_at == ticket.received_at


def test_what_is_not_there_gives_no_row(session):
    assert ONE.ask(session, number="DR-0000-0000-0000") == []


def test_a_refusal_of_the_driver_is_told_as_the_library_tells_it(session):
    nowhere = Question(select(column("one")).select_from(table("nowhere")))
    with pytest.raises(DBAPIError, match="nowhere"):
        nowhere.ask(session)
