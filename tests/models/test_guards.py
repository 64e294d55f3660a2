"""The database itself keeps the lines of a history: nobody changes one, nobody takes one away."""

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.commands.schema import alembic_config
from portal.domain.review import Because, ReviewState
from portal.models import Review, ReviewEntry, ReviewKind, make_engine, unguarded
from portal.models.guards import SAID, put_back
from tests import factories
from tests.databases import without_guards

CHANGES = (
    "UPDATE timeline SET kind = 'note'",
    "UPDATE timeline SET words = NULL WHERE seq = 1",
    "DELETE FROM timeline WHERE seq = 1",
    "DELETE FROM timeline",
    "UPDATE review_timeline SET kind = 'closed'",
    "DELETE FROM review_timeline",
)


@pytest.fixture
def house(session, keyring, settings):
    """A ticket and a review, each with a history."""
    factories.staff(session)
    one = factories.collector(session)
    factories.ticket(session, keyring, settings)
    review = Review(
        collector_id=one.id, state=ReviewState.SELECTED,
        opened_because=Because.RANDOM, opened_at=factories.NOW,
    )  # fmt: skip
    session.add(review)
    session.flush()
    session.add(
        ReviewEntry(
            review_id=review.id, seq=1, kind=ReviewKind.OPENED, at=factories.NOW,
            facts={}, previous=bytes(32), hash=bytes(32),
        )
    )  # fmt: skip
    session.commit()
    return session


@pytest.mark.parametrize("change", CHANGES)
def test_no_statement_changes_a_line_or_takes_one_away(house, change):
    with pytest.raises(DBAPIError, match=SAID):
        house.execute(text(change))


def test_postgresql_does_not_empty_a_history_either(house, kind):
    if kind == "postgresql":
        with pytest.raises(DBAPIError, match=SAID):
            house.execute(text("TRUNCATE timeline"))


def test_sqlite_does_not_write_one_line_over_another(house, kind):
    if kind == "sqlite":
        taken = "INSERT OR REPLACE INTO timeline SELECT * FROM timeline WHERE seq = 1"
        with pytest.raises(DBAPIError, match=SAID):
            house.execute(text(taken))


def test_the_migrations_put_up_the_very_same_guards(database_url):
    command.upgrade(alembic_config(database_url), "head")
    engine = make_engine(database_url)
    with engine.connect() as connection:
        assert unguarded(connection) == []
    with engine.begin() as connection:
        without_guards(connection)
        assert unguarded(connection) == ["timeline", "review_timeline", "people_book"]
        assert put_back(connection) == ["timeline", "review_timeline", "people_book"]
        assert unguarded(connection) == []
    engine.dispose()
