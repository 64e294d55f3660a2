"""The worker looks at each waiting file once, survives what files do, and leaves no bytes behind."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from portal.domain.evidence import FileState, Reason
from portal.evidence import sandbox
from portal.evidence.store import original, working_copy
from portal.jobs import files
from portal.vault.box import destroy_key
from portal.web.db import db
from tests.evidence import samples
from tests.evidence.conftest import Sender


@pytest.fixture
def hand(app, settings, keyring):
    """What the worker's verbs are handed."""
    with app.app_context():
        yield sessionmaker(db.engine), keyring, files.Room.of(settings)


def test_a_file_in_hand_is_not_taken_by_a_second_worker(sender, hand, rows, clock):
    sender.add(("a.png", samples.png()))
    factory, keyring, room = hand
    file_id = rows()[0].id
    assert files.claim(factory, keyring, file_id, clock()) is not None
    assert files.claim(factory, keyring, file_id, clock()) is None
    assert files.look_at_due(factory, keyring, room, clock()) == 0


def test_a_worker_that_died_loses_nothing(sender, hand, rows, clock):
    sender.add(("a.png", samples.png()))
    factory, keyring, room = hand
    files.claim(factory, keyring, rows()[0].id, clock())
    later = clock() + files.LEASE + timedelta(seconds=1)
    assert files.look_at_due(factory, keyring, room, later) == 1
    assert rows()[0].state is FileState.READY


def test_a_file_taken_back_meanwhile_leaves_no_copy(sender, hand, rows, stored, clock):
    sender.add(("a.png", samples.png()))
    factory, keyring, room = hand
    claimed = files.claim(factory, keyring, rows()[0].id, clock())
    found = files.look_at(room, claimed)
    assert len(stored()) == 2
    sender.send("evidence", {"remove": claimed.id})
    files.settle(factory, room, claimed, found, clock())
    assert stored() == []


def test_a_file_at_which_the_process_dies_is_put_aside_after_a_second_try(
    sender, work, rows, clock, monkeypatch, tmp_path
):  # fmt: skip
    dying = tmp_path / "child.py"
    dying.write_text("import os\nos.abort()\n")
    monkeypatch.setattr(sandbox, "CHILD", dying)
    sender.add(("a.png", samples.png()))
    assert work() == 0
    assert rows()[0].state is FileState.WAITING
    clock.moment += files.LATER * 2
    assert work() == 1
    assert (rows()[0].state, rows()[0].reason) == (FileState.REFUSED, Reason.BROKEN)


def test_bytes_that_were_altered_in_the_store_are_never_opened(sender, work, rows, clock, settings):
    sender.add(("a.png", samples.png()))
    place = settings.evidence_folder / original(rows()[0].id)
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    work()
    clock.moment += files.LATER * 2
    work()
    assert (rows()[0].state, rows()[0].reason) == (FileState.REFUSED, Reason.BROKEN)
    assert not (settings.evidence_folder / working_copy(rows()[0].id)).exists()


def test_bytes_without_a_row_and_parts_that_broke_off_are_swept(
    sender, hand, rows, stored, settings
):
    sender.add(("a.png", samples.png()))
    folder = settings.evidence_folder
    lost = folder / "ff" / ("f" * 32 + ".original")
    part = folder / "incoming" / "x.part"
    lost.parent.mkdir()
    for one in (lost, part):
        one.write_bytes(b"sealed")
    factory, _keyring, room = hand
    now = datetime.now(UTC)
    assert files.tidy(factory, room, now) == 0, "what is young may yet get its row"
    old = (now - timedelta(days=2)).timestamp()
    for one in (lost, part, folder / original(rows()[0].id)):
        os.utime(one, (old, old))
    assert files.tidy(factory, room, now) == 2
    assert stored() == [original(rows()[0].id)]


def test_letters_do_not_wait_behind_many_files(sender, work, rows):
    sender.add(*((f"{one}.png", samples.png(10 + one)) for one in range(5)))
    assert work() == files.AT_ONCE
    assert sum(one.state is FileState.READY for one in rows()) == files.AT_ONCE


def test_a_file_of_an_erased_ticket_stands_in_nobodys_way(sender, hand, rows, clock, work):
    sender.has()
    sender.add(("a.png", samples.png()))
    sender.submit()
    factory, _keyring, _room = hand
    with factory() as session:
        destroy_key(session, rows()[0].ticket_id)
        session.commit()
    other = Sender(sender.app).begin()
    clock.moment += timedelta(minutes=1)
    other.add(("b.png", samples.png(9)))
    assert work() == 1
    states = [one.state for one in rows()]
    assert states == [FileState.REFUSED, FileState.READY]
