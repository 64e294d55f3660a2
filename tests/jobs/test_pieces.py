"""One broken ticket holds up no other: it is told of by its number, and counted."""

from datetime import timedelta

import pytest

from portal import erasing
from portal.admin import service as admin
from portal.jobs import sweeps
from portal.jobs.files import Room
from portal.jobs.sweeps import SWEEPS, Rounds, Worker
from portal.models import Staff, Ticket
from portal.models.wanted import Sweep
from portal.routing import rising
from tests import factories
from tests.jobs.test_sweeps import worker  # noqa: F401 - a fixture

NOW = factories.NOW
SECRET = "Pat Example, 4111 1111 1111 1111"


@pytest.fixture
def three(worker, keyring, settings):  # noqa: F811 - the fixture
    """Three tickets of somebody who is away, with a deputy; the middle one is broken."""
    with worker.factory() as session:
        owner = factories.staff(session)
        tickets = [factories.ticket(session, keyring, settings) for _ in range(3)]
        owner.deputy_id = factories.staff(session).id
        owner.absent_from = NOW.date() - timedelta(days=3)
        session.commit()
        return sorted((one.id, one.number) for one in tickets)


def breaking(ids, broken, done):
    """A verb on a ticket that fails for one of them and notes the others."""

    def verb(ticket_id):
        if ticket_id == broken:
            raise ValueError(SECRET)
        done.append(ticket_id)
        return 1

    return verb


@pytest.mark.parametrize("sweep", [Sweep.ERASE, Sweep.ABSENCES, Sweep.OVERDUE])
def test_a_broken_ticket_holds_up_no_other(worker, three, sweep, monkeypatch, caplog, tmp_path):  # noqa: F811 - fixtures
    ids, (broken, number), done = [one for one, _ in three], three[1], []
    verb = breaking(ids, broken, done)
    for place, name, fake in (
        (erasing, "due", lambda _session, _now: ids),
        (sweeps, "erase_one", lambda _worker, _room, ticket_id, _now: verb(ticket_id)),
        (admin, "hand_over_one", lambda _away, _owner, ticket: verb(ticket.id)),
        (rising, "overdue", lambda _session, _now: ids),
        (rising, "rise", lambda _session, _keyring, ticket_id, _now: verb(ticket_id)),
    ):
        monkeypatch.setattr(place, name, fake)
    whole = Worker(worker.factory, worker.keyring, worker.sender, Room(None, tmp_path))
    rounds = Rounds(whole, {sweep: SWEEPS[sweep]})
    assert rounds.run(NOW) == 2
    assert done == [ids[0], ids[2]]
    assert rounds.failed == 1
    assert f"failed for ticket {number}: ValueError" in caplog.text
    assert "Pat" not in caplog.text


def test_what_was_handed_over_before_a_broken_ticket_stays_handed_over(worker, three, monkeypatch):  # noqa: F811 - the fixture
    ids, real = [one for one, _ in three], admin.hand_over_one

    def hand_over(away, owner, ticket):
        real(away, owner, ticket)
        if ticket.id == ids[1]:
            raise ValueError(SECRET)

    monkeypatch.setattr(admin, "hand_over_one", hand_over)
    Rounds(worker, {Sweep.ABSENCES: SWEEPS[Sweep.ABSENCES]}).run(NOW)
    with worker.factory() as session:
        away = [
            session.get_one(Staff, session.get_one(Ticket, one).owner_id).absent_from is not None
            for one in ids
        ]
    assert away == [False, True, False]
