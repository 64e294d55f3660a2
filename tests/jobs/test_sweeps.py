"""Sweeps find what is due, may run twice, and one that fails stops no other."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker

from portal.jobs import sweeps
from portal.jobs.sweeps import Job, Rounds, Worker
from portal.models import Budget, Review, ReviewCycle, ReviewEntry, Visit
from portal.models.wanted import Sweep
from portal.web.db import db
from tests import factories

NOW = factories.NOW


class NoMail:
    """A sender nobody should need."""

    def send(self, to, content):
        raise AssertionError((to, content))


@pytest.fixture
def worker(app, keyring):
    with app.app_context():
        yield Worker(sessionmaker(db.engine), keyring, NoMail())


def test_every_wanted_sweep_is_known_to_the_worker_and_no_other():
    assert set(sweeps.SWEEPS) == set(Sweep), "name each sweep in models/wanted.py and in SWEEPS"


@pytest.mark.parametrize("name", list(Sweep))
def test_a_sweep_that_runs_twice_does_nothing_the_second_time(worker, name):
    with worker.factory() as session:
        factories.collector(session)
        session.add(Budget(key="code:x", window=NOW - timedelta(days=2), count=1))
        session.commit()
    job = sweeps.SWEEPS[name]
    job.do(worker, NOW)
    assert job.do(worker, NOW) == 0


def test_a_sweep_that_fails_stops_no_other_and_is_tried_again(worker, caplog):
    calls = []

    def fails(_worker, _now):
        calls.append("fails")
        raise ValueError("Pat Example, 4111 1111 1111 1111")

    jobs = {
        Sweep.LETTERS: Job(fails, timedelta(seconds=1)),
        Sweep.TIDY: Job(lambda _worker, _now: 7, timedelta(minutes=1)),
    }
    rounds = Rounds(worker, jobs)
    assert rounds.run(NOW) == 7
    assert rounds.run(NOW + timedelta(seconds=1)) == 0
    assert calls == ["fails", "fails"]
    assert "letters failed: ValueError" in caplog.text
    assert "Pat" not in caplog.text


def test_a_sweep_rests_between_two_rounds(worker):
    jobs = {Sweep.TIDY: Job(lambda _worker, _now: 1, timedelta(minutes=1))}
    rounds = Rounds(worker, jobs)
    done = [rounds.run(NOW + timedelta(seconds=second)) for second in (0, 1, 59, 60, 61)]
    assert done == [1, 0, 0, 1, 0]


def test_old_visits_and_budgets_are_destroyed_and_young_ones_kept(
    worker, keyring, settings
):  # fmt: skip
    with worker.factory() as session:
        one = factories.ticket(session, keyring, settings)
        for days, mark in ((2, b"a"), (0, b"b")):
            at = NOW - timedelta(days=days)
            session.add(Visit(token_hash=mark * 32, ticket_id=one.id, started_at=at, seen_at=at))
        session.commit()
    assert sweeps.tidy(worker, NOW) == 1
    with worker.factory() as session:
        assert session.scalars(select(Visit.token_hash)).all() == [b"b" * 32]


def test_the_reviews_are_tended_by_the_worker(worker):
    with worker.factory() as session:
        factories.collector(session)
        session.commit()
    assert sweeps.tend_reviews(worker, NOW) == 1
    with worker.factory() as session:
        assert session.scalar(select(func.count()).select_from(ReviewCycle)) == 1
        assert session.scalar(select(func.count()).select_from(ReviewEntry)) == 1


def test_two_workers_open_one_review(worker):
    with worker.factory() as session:
        one = factories.collector(session)
        row = {
            "collector_id": one.id,
            "state": "selected",
            "opened_because": "random_sample",
            "opened_at": NOW,
        }
        session.add(Review(**row))
        session.commit()
        session.add(Review(**row))
        with pytest.raises(IntegrityError):
            session.commit()
        session.rollback()
