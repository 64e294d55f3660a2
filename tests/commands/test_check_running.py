"""The doctor says whether a worker is alive, whether the histories are guarded, and whether the proxy is known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from portal.commands.check_running import notes_on_running, wrong_with_running
from portal.jobs import sweeps
from portal.models import WorkerBeat
from portal.web.db import db
from tests.databases import without_guards


@pytest.fixture
def now():
    """The moment by the clock on the wall, by which the doctor goes."""
    return datetime.now(UTC)


def beats(app, keyring, at):
    with app.app_context():
        sweeps.beat(sweeps.Worker(sessionmaker(db.engine), keyring, None), at)


def test_a_house_without_any_worker_is_told_that_letters_wait(session, settings):
    assert list(wrong_with_running(session, settings)) == []
    assert "no worker was ever alive" in next(notes_on_running(session, settings))


def test_a_worker_that_is_alive_is_no_news(app, keyring, session, settings, now):
    beats(app, keyring, now)
    assert list(wrong_with_running(session, settings)) == []
    assert list(notes_on_running(session, settings)) == []


def test_a_worker_that_stands_still_is_named_with_its_last_moment(
    app, keyring, session, settings, now
):
    beats(app, keyring, now - timedelta(minutes=5))
    (said,) = wrong_with_running(session, settings)
    assert f"{now - timedelta(minutes=5):%H:%M}" in said


def test_workers_of_other_days_are_forgotten_and_the_last_one_never(app, keyring, session, now):
    session.add(WorkerBeat(worker="old:1", seen_at=now - timedelta(days=3)))
    session.commit()
    beats(app, keyring, now)
    assert "old:1" not in set(session.scalars(select(WorkerBeat.worker)))
    session.rollback()
    beats(app, keyring, now + timedelta(days=3))
    assert len(list(session.scalars(select(WorkerBeat.worker)))) == 1


def test_a_guard_that_was_taken_off_is_wrong(session, settings):
    without_guards(session.connection())
    said = list(wrong_with_running(session, settings))
    assert [one.split()[3] for one in said] == ["timeline", "review_timeline", "people_book"]


@pytest.fixture
def through(app, session, clock, now):
    """A function by which a request comes through so many proxies."""
    clock.moment = now

    def ask(path="/", forwarded=""):
        client = app.test_client()
        client.get(path, headers={"X-Forwarded-For": forwarded} if forwarded else {})
        session.rollback()

    return ask


def hops_note(session, settings):
    return [one for one in notes_on_running(session, settings) if "prox" in one]


def test_a_proxy_nobody_told_us_of_is_noticed(through, session, settings):
    through()
    assert hops_note(session, settings) == []
    through(forwarded="203.0.113.7")
    assert "although proxies is 0" in hops_note(session, settings)[0]


def test_the_note_is_over_once_the_settings_are_put_right(through, session, settings):
    through(forwarded="203.0.113.7")
    assert hops_note(session, replace(settings, proxies=1)) == []


class TestBehindOneProxy:
    """The settings name one proxy."""

    @pytest.fixture
    def settings(self, settings):
        return replace(settings, proxies=1)

    def test_whoever_comes_beside_the_proxy_is_noticed(self, through, session, settings):
        through(forwarded="203.0.113.7")
        assert hops_note(session, settings) == []
        through()
        assert "0 of the 1 proxies" in hops_note(session, settings)[0]

    def test_a_machine_that_asks_for_our_health_is_not(self, through, session, settings):
        through("/health/live")
        assert hops_note(session, settings) == []
