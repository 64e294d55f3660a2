"""A visit by receipt code lives while somebody reads, and ends by itself."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event, select

from portal.intake import service as intake
from portal.models import Visit
from portal.web.db import db
from tests import factories


@pytest.fixture
def reader(app, keyring, settings, clock):
    """A browser in which a receipt code was entered."""
    with app.app_context():
        factories.staff(db.session)
        work = intake.Filing(db.session(), keyring, settings, clock.moment)
        code = intake.file(work, factories.draft()).code
        db.session.commit()
    client = app.test_client()
    assert client.post("/track", data={"code": code, "_end": "1"}).headers["Location"] == "/ticket"
    return client


def still_in(reader):
    return reader.get("/ticket").status_code == 200


def test_reading_a_page_every_ten_minutes_keeps_the_visit(reader, clock):
    for _ in range(6):
        clock.moment += timedelta(minutes=10)
        assert still_in(reader)


def test_fifteen_idle_minutes_end_it(reader, clock):
    clock.moment += timedelta(minutes=14)
    assert still_in(reader)
    clock.moment += timedelta(minutes=15, seconds=1)
    assert not still_in(reader)


def test_two_hours_end_it_however_much_is_read(reader, clock):
    for _ in range(12):
        clock.moment += timedelta(minutes=10)
        assert still_in(reader)
    clock.moment += timedelta(minutes=1)
    assert not still_in(reader)


def test_an_ended_visit_is_not_woken_by_asking(reader, clock):
    clock.moment += timedelta(minutes=16)
    assert not still_in(reader)
    clock.moment -= timedelta(minutes=2)
    assert still_in(reader)


def test_reading_writes_at_most_once_a_minute(app, reader, clock, request):
    changes = []

    def hear(_connection, _cursor, words, *_rest):
        if words.startswith("UPDATE"):
            changes.append(words)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", hear)
        request.addfinalizer(partial(event.remove, db.engine, "before_cursor_execute", hear))
    clock.moment += timedelta(seconds=59)
    reader.get("/ticket")
    assert changes == []
    clock.moment += timedelta(seconds=1)
    for _ in range(3):
        reader.get("/ticket")
    assert len(changes) == 1
    with app.app_context():
        assert db.session.scalar(select(Visit.seen_at)) == clock.moment
