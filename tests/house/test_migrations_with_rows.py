"""Migrations keep what is in the tables: each is run over a house with rows in it, and back."""

from itertools import pairwise

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, table, text
from sqlalchemy.orm import Session

from portal.commands.schema import alembic_config, migrate
from portal.domain.ticket import State
from portal.models import (
    Agency,
    Clock,
    Collector,
    CollectorAlias,
    EntryKind,
    Posting,
    Ticket,
    make_engine,
)
from portal.timeline import Event, histories, move, record
from portal.vault.box import box_for
from tests import factories


def revisions() -> list[str]:
    """The migrations in their order, the newest last."""
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    return [one.revision for one in reversed(list(script.walk_revisions()))]


def counts(engine) -> dict[str, int]:
    """How many rows each table has."""
    with engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table(name)))
            for name in inspect(connection).get_table_names()
        }


@pytest.fixture
def furnished_url(database_url):
    """Here the tables come from the migrations."""
    return database_url


@pytest.fixture
def house(database_url, keyring, settings):
    """A migrated database with tickets in it."""
    command.upgrade(alembic_config(database_url), "head")
    engine = make_engine(database_url)
    with Session(engine) as session:
        factories.staff(session)
        one = factories.collector(session)
        for _ in range(3):
            factories.ticket(session, keyring, settings, about=one)
        session.commit()
    yield engine
    engine.dispose()


def test_down_and_up_again_loses_no_row_of_a_table_that_stays(house, database_url):
    """Each step is gone down, up and down again, so all of them are crossed with the rows in."""
    assert counts(house)["tickets"] == 3
    steps = revisions()
    for older, newer in reversed(list(pairwise(steps))):
        before = counts(house)
        command.downgrade(alembic_config(database_url), older)
        stayed = set(counts(house))
        command.upgrade(alembic_config(database_url), newer)
        after = counts(house)
        assert {name: after[name] for name in stayed} == {name: before[name] for name in stayed}, (
            f"a row was lost between {older} and {newer}"
        )
        command.downgrade(alembic_config(database_url), older)


def test_the_head_of_each_history_is_filled_from_its_entries(house, database_url):
    command.downgrade(alembic_config(database_url), "0001")
    command.upgrade(alembic_config(database_url), "head")
    with Session(house) as session:
        assert [broken for _ticket, broken in histories(session)] == [None] * 3
        assert all(session.scalars(select(Ticket.timeline_length)))


def test_a_ticket_without_a_date_stands_behind_all_others(house, database_url):
    command.downgrade(alembic_config(database_url), "0001")
    with house.begin() as connection:
        connection.execute(text("UPDATE tickets SET due_on = NULL"))
    command.upgrade(alembic_config(database_url), "head")
    with Session(house) as session:
        assert set(session.scalars(select(Ticket.due_on))) == {None}
        assert session.scalar(select(func.count()).where(Ticket.due_on > factories.NOW.date())) == 3


def test_what_was_written_after_the_end_before_there_was_a_list_waits_too(
    house, database_url, keyring
):
    with Session(house) as session:
        calm, wrote, read = session.scalars(select(Ticket).order_by(Ticket.id)).all()
        for ticket in (calm, wrote, read):
            box = box_for(session, keyring, ticket.id)
            move(session, box, ticket, State.CLOSED, Event(kind=EntryKind.CLOSED, at=factories.NOW))
        for ticket in (wrote, read):
            record(session, box, ticket, Event(kind=EntryKind.MESSAGE_IN, at=factories.NOW))
        record(session, box, read, Event(kind=EntryKind.NOTE, at=factories.NOW, staff_id=1))
        session.commit()
        mine = wrote.id
    command.downgrade(alembic_config(database_url), "0017")
    command.upgrade(alembic_config(database_url), "head")
    with Session(house) as session:
        waiting = Ticket.unanswered_since.is_not(None)
        assert list(session.scalars(select(Ticket.id).where(waiting))) == [mine]


def test_what_ended_with_a_withdrawal_is_no_kept_promise_but_own_data_is(house, database_url):
    command.downgrade(alembic_config(database_url), "0017")
    with house.begin() as connection:
        mine = connection.scalar(text("SELECT MIN(id) FROM tickets"))
        clocks = connection.execute(text("SELECT id FROM clocks WHERE ticket_id = :t"), {"t": mine})
        first, second = sorted(clocks.scalars())[:2]
        for said in (
            "UPDATE tickets SET state = 'withdrawn', owner_id = NULL, ended_at = :at WHERE id = :t",
            "UPDATE clocks SET state = 'stopped', kept_at = :at WHERE ticket_id = :t",
        ):
            connection.execute(text(said), {"at": "2026-11-23 10:00:00", "t": mine})
        connection.execute(
            text("UPDATE clocks SET rule_id = 'data_access' WHERE id = :one"), {"one": second}
        )
    command.upgrade(alembic_config(database_url), "head")
    with Session(house) as session:
        states = [session.get_one(Clock, one).state for one in (first, second)]
    assert states == ["ended", "stopped"]


def test_a_house_that_takes_a_new_shape_plans_with_figures_of_its_rows(
    house, database_url, settings
):
    command.downgrade(alembic_config(database_url), revisions()[-2])
    migrate(settings)
    assert figures(house) == 3


def test_a_new_house_plans_with_no_figures_of_its_empty_tables(settings):
    migrate(settings)
    engine = make_engine(settings.database)
    assert figures(engine) == 0
    engine.dispose()


def figures(engine) -> int:
    """How many tickets the database plans with; 0 where it was not told."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            counted = "SELECT reltuples FROM pg_class WHERE relname = 'tickets'"
            return max(int(connection.scalar(text(counted))), 0)
        if not inspect(connection).has_table("sqlite_stat1"):
            return 0
        counted = text("SELECT stat FROM sqlite_stat1 WHERE tbl = 'tickets'")
        return int(connection.scalar(counted).split()[0])


def test_names_from_before_are_compared_alike_too(house, database_url):
    with Session(house) as session:
        one = session.scalars(select(Collector)).one()
        one.name, one.agency.name = "Éva ŁUKASZ", "ＢＲＩＧＨＴ  Water"
        session.add(CollectorAlias(collector_id=one.id, value="Ｍｓ  Ｋöｎｉｇ"))
        session.commit()
    command.downgrade(alembic_config(database_url), "0018")
    command.upgrade(alembic_config(database_url), "head")
    with Session(house) as session:
        found = (
            session.scalar(select(kind.folded))
            for kind in (Collector, CollectorAlias, Posting, Agency)
        )
        assert list(found) == ["éva łukasz", "ms könig", "1188", "bright water"]
