"""A worker killed in the middle loses no letter and sends none twice; a real process, a real server."""

import asyncio
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.cli import main
from portal.config import Settings
from portal.letters.compose import compose
from portal.letters.outbox import post
from portal.models import MailState, OutboxMail, make_engine
from portal.vault.keys import Keyring
from tests.letters.test_letters import free_port

LETTERS = 7


class Server:
    """A mail server that holds one letter in its hand, before or after it kept it."""

    def __init__(self):
        self.kept, self.in_hand = [], threading.Event()
        self.hold_at, self.keeps_first = None, False

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        holds = len(self.kept) == self.hold_at
        if self.keeps_first or not holds:
            self.kept.append(envelope.content)
        if holds:
            self.hold_at = None
            self.in_hand.set()
            await asyncio.Event().wait()
        return "250 kept"

    def message_ids(self):
        return [message_from_bytes(one)["Message-ID"] for one in self.kept]


@pytest.fixture
def server():
    one = Server()
    controller = Controller(one, hostname="127.0.0.1", port=free_port())
    controller.start()
    one.port = controller.port
    yield one
    controller.stop()


@pytest.fixture
def house(tmp_path, monkeypatch, migrated_url, server):
    """A real installation with letters waiting."""
    given = {
        "PORTAL_HOME": str(tmp_path / "home"),
        "PORTAL_DATABASE_URL": migrated_url,
        "PORTAL_SMTP_PORT": str(server.port),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert main(["init"]) == 0
    assert main(["migrate"]) == 0
    engine = make_engine(migrated_url)
    keyring = Keyring.load(Settings.from_env().keys_file)
    now = datetime.now(UTC) - timedelta(minutes=1)
    with Session(engine) as session:
        for number in range(LETTERS):
            mail = letter(number)
            post(
                session, keyring, mail, ticket_id=None, letter="update", language="en",
                recipient_kind="debtor", not_before=now, now=now,
            )  # fmt: skip
        session.commit()
    yield engine
    engine.dispose()


def letter(number):
    return compose(
        sender="s@example.org",
        to=f"a{number}@example.org",
        subject="x",
        body="x",
        now=datetime.now(UTC),
    )


def worker(*words):
    return subprocess.Popen([sys.executable, "-m", "portal.cli", "worker", *words])


def killed_in_the_middle(server):
    """Start a worker and kill it with a letter in its hand."""
    process = worker()
    try:
        assert server.in_hand.wait(60), "the worker never came to the letter"
    finally:
        process.kill()
        process.wait(30)


def finish(house):
    """The dead worker's lease ends, and another one does the rest."""
    with house.begin() as connection:
        past = datetime.now(UTC) - timedelta(minutes=1)
        held = update(OutboxMail).where(OutboxMail.state == MailState.SENDING)
        connection.execute(held.values(leased_until=past))
    for _ in range(LETTERS):
        assert worker("--once").wait(60) == 0
        if in_state(house, MailState.SENT) == LETTERS:
            return


def in_state(house, state):
    with Session(house) as session:
        return session.scalar(select(func.count()).where(OutboxMail.state == state))


def test_a_worker_killed_before_a_letter_was_taken_loses_none_and_sends_none_twice(house, server):
    server.hold_at = 3
    killed_in_the_middle(server)
    assert in_state(house, MailState.SENT) == 3
    # Those the dead worker had claimed wait for its lease; nobody else takes them meanwhile.
    assert 1 <= in_state(house, MailState.SENDING) <= 5
    finish(house)
    assert len(server.kept) == len(set(server.message_ids())) == LETTERS


def test_a_worker_killed_after_a_letter_was_taken_sends_that_one_again_just_as_it_was(
    house, server
):
    server.hold_at, server.keeps_first = 3, True
    killed_in_the_middle(server)
    finish(house)
    ids = server.message_ids()
    assert len(set(ids)) == LETTERS
    assert len(ids) == LETTERS + 1
    twice = [one for one in server.kept if ids.count(message_from_bytes(one)["Message-ID"]) == 2]
    assert twice[0] == twice[1]


def test_a_lease_that_still_runs_keeps_a_letter_from_a_second_worker(house, server):
    server.hold_at = 0
    killed_in_the_middle(server)
    held = in_state(house, MailState.SENDING)
    assert worker("--once").wait(60) == 0
    assert in_state(house, MailState.SENDING) == held


def test_two_workers_send_each_letter_once(house, server):
    for _ in range(LETTERS):
        pair = [worker("--once"), worker("--once")]
        assert [one.wait(60) for one in pair] == [0, 0]
        if in_state(house, MailState.SENT) == LETTERS:
            break
    assert sorted(server.message_ids()) == sorted(set(server.message_ids()))
    assert len(server.kept) == LETTERS
