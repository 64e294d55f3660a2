"""What only reads cannot write on PostgreSQL, and the server keeps the plans of its questions."""

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.models import Ticket, WriteLock, make_engine, server, writing

#: The driver prepares a statement once it has been sent this often.
OFTEN = 6


@pytest.fixture
def engine(rooms):
    """The portal's engine on PostgreSQL, with one connection."""
    made = make_engine(rooms.furnished(), pool_size=1, max_overflow=0)
    yield made
    made.dispose()


@pytest.fixture
def reading():
    """A page that only reads."""
    before = writing.set(WriteLock.NEVER)
    yield
    writing.reset(before)


def test_what_only_reads_is_refused_a_change(engine, reading):
    with engine.connect() as connection, pytest.raises(DBAPIError, match="read-only transaction"):
        connection.execute(delete(Ticket))


def test_after_it_the_same_connection_writes_again(engine, reading):
    with engine.connect() as connection:
        connection.execute(select(Ticket.id))
    before = writing.set(WriteLock.LATE)
    with engine.begin() as connection:
        connection.execute(delete(Ticket))
    writing.reset(before)


def prepared(engine):
    """How many questions about tickets the server keeps a plan of."""
    with engine.connect() as connection:
        return connection.scalar(
            text(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM tickets%'"
            )
        )


def ask_often(engine):
    """Ask one question as often as a page does that is looked at all day."""
    for _ in range(OFTEN):
        with engine.connect() as connection:
            connection.execute(select(Ticket.id))


def test_what_only_reads_keeps_its_prepared_statements(engine, reading):
    ask_often(engine)
    assert prepared(engine) == 1


def test_what_failed_is_undone_and_the_connection_goes_on(engine, reading):
    with engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("SELECT 1 / 0"))
    ask_often(engine)
    assert prepared(engine) == 1


def test_a_line_that_broke_is_let_go_without_a_second_error(engine, reading):
    with Session(engine) as session:
        broken = session.scalar(text("SELECT pg_backend_pid()"))
        other = make_engine(engine.url.render_as_string(hide_password=False))
        with other.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:one)"), {"one": broken})
        other.dispose()
        with pytest.raises(DBAPIError):
            session.scalar(text("SELECT 1"))
        session.rollback()
        assert session.scalar(text("SELECT 1")) == 1


def test_a_change_that_is_not_committed_is_still_undone(engine):
    before = writing.set(WriteLock.LATE)
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE not_wanted (id integer)"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT to_regclass('not_wanted')")) is None
    writing.reset(before)


@pytest.fixture
def breaks(engine):
    """Breaks the engine's one line from the other end, as a server does that starts anew."""

    def broken():
        with engine.connect() as connection:
            mine = connection.scalar(text("SELECT pg_backend_pid()"))
        beside = make_engine(engine.url.render_as_string(hide_password=False))
        with beside.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:mine, 5000)"), {"mine": mine})
        beside.dispose()
        return mine

    return broken


def test_a_line_that_broke_while_it_rested_is_replaced_before_anybody_uses_it(
    engine, breaks, monkeypatch
):
    monkeypatch.setattr(server, "RESTED", 0.0)
    gone = breaks()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != gone


def test_a_line_just_used_is_not_asked_and_one_that_broke_is_used_only_once(engine, breaks):
    breaks()
    with pytest.raises(DBAPIError), engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
