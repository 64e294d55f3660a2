"""Whoever asks for the write lock of SQLite comes back at once; for everything else it waits as ever."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal.models import WriteLock, engine, make_engine, writing

PATIENT = 15_000


@pytest.fixture
def line(tmp_path, monkeypatch):
    """A line to a database whose writers soon lose their patience."""
    monkeypatch.setattr(engine, "_PATIENCE", 0.01)
    made = make_engine(f"sqlite:///{tmp_path / 'recourse.db'}")
    before = writing.set(WriteLock.LATE)
    with made.connect() as connection:
        yield connection
    writing.reset(before)
    made.dispose()


def waits(line):
    return line.connection.dbapi_connection.execute("PRAGMA busy_timeout").fetchone()[0]


def change(line):
    line.execute(text("CREATE TABLE told (words TEXT)"))
    line.commit()


def test_after_a_change_everything_waits_again(line):
    change(line)
    assert waits(line) == PATIENT


def test_who_wrote_without_a_turn_waits_again_too(line):
    with line.connection.dbapi_connection.line:
        change(line)
    assert waits(line) == PATIENT


def test_who_was_refused_the_lock_waits_again_and_lets_the_next_one_in(line, tmp_path):
    other = sqlite3.connect(tmp_path / "recourse.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        change(line)
    other.close()
    assert waits(line) == PATIENT
    assert not line.connection.dbapi_connection.line.locked()


def test_who_waits_for_long_looks_less_often_and_then_gets_the_lock(line, tmp_path, monkeypatch):
    other = sqlite3.connect(tmp_path / "recourse.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(engine, "_PATIENCE", 60.0)
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 200:
            other.rollback()

    monkeypatch.setattr("time.sleep", pause)
    change(line)
    other.close()
    assert len(pauses) == 200
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (0.0002, 0.002)
