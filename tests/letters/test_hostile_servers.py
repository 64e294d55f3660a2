"""Whatever a mail server does, no letter is lost, none goes twice unseen, and staff learn of it."""

import json
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from portal.domain.letters import ContactChoice, hours_of, next_within
from portal.letters.compose import compose
from portal.letters.outbox import TRIED_FOR, deliver_due, post
from portal.models import MailState, OutboxMail, Role
from portal.web import mail as sending
from portal.web.db import db
from portal.web.mail import FlaskMailSender
from tests import factories

SINK = Path(__file__).parents[1] / "faults" / "tools" / "smtpsink.py"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = timedelta(minutes=31)


class Sink:
    """A mail server that misbehaves as told, in a process of its own, and what it really took."""

    def __init__(self, folder, mode, *words):
        self.port_file, self.log = folder / "port", folder / "taken.jsonl"
        program = [sys.executable, str(SINK), "--mode", mode, "--port-file", str(self.port_file)]
        self.process = subprocess.Popen([*program, "--log", str(self.log), *words])
        while not (self.port_file.exists() and self.port_file.read_text().strip()):
            assert self.process.poll() is None, "the sink did not start"
        self.port = int(self.port_file.read_text())

    def taken(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def end(self):
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture
def sink(app, tmp_path, monkeypatch):
    """A function that starts a server of this mode and leads the mails of the house to it."""
    made = []
    monkeypatch.setattr(sending, "TIMEOUT", 0.5)
    monkeypatch.setattr(sending, "LONGEST_CONVERSATION", 1.5)

    def start(mode, *words):
        room = tmp_path / f"sink{len(made)}"
        room.mkdir()
        made.append(Sink(room, mode, *words))
        app.extensions["mail"].port = made[-1].port
        return made[-1]

    yield start
    for one in made:
        one.end()


@pytest.fixture
def house(app, keyring):
    """Post letters and let the worker come by so often, half an hour apart."""

    class House:
        def post(self, number=1, **given):
            with app.app_context(), sessionmaker(db.engine)() as session:
                for one in range(number):
                    mail = compose(
                        sender="s@example.org",
                        to=f"a{one}@example.org",
                        subject="x",
                        body="x",
                        now=NOW,
                    )
                    row = post(
                        session, keyring, mail, letter="update", language="en",
                        recipient_kind="person", not_before=NOW, now=NOW,
                        **{"ticket_id": None, **given},
                    )  # fmt: skip
                session.commit()
                return row.id

        def rounds(self, number, begin=NOW):
            for turn in range(number):
                with app.app_context():
                    deliver_due(
                        sessionmaker(db.engine), keyring, FlaskMailSender(app), begin + turn * LATER
                    )
            return self.rows()

        def rows(self):
            with app.app_context(), sessionmaker(db.engine)() as session:
                return list(session.scalars(select(OutboxMail).order_by(OutboxMail.created_at)))

    return House()


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("ok", ()),
        ("greylist", ("--times", "2")),
        ("busy", ("--times", "2")),
        ("busy-data", ("--times", "2")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_server_that_says_later_gets_each_letter_once_and_just_as_it_was(
    sink, house, mode, words
):
    server = sink(mode, *words)
    house.post(3)
    rows = house.rounds(4)
    assert {row.state for row in rows} == {MailState.SENT}
    taken = [one["message_id"] for one in server.taken()]
    assert sorted(taken) == sorted(row.message_id for row in rows)
    assert not any(row.uncertain for row in rows)


@pytest.mark.parametrize("mode", ["hang-banner", "drop-banner", "garbage", "slow", "slow-read"])
def test_a_server_that_says_nothing_of_use_is_left_and_tried_again(sink, house, mode):
    server = sink(mode, "--hang", "20", "--delay", "1")
    house.post()
    (row,) = house.rounds(1)
    assert row.state is MailState.FAILED
    assert row.not_before > NOW
    assert server.process.poll() is None


@pytest.mark.parametrize(("mode", "code"), [("reject", "550"), ("reject-data", "554")])
def test_a_refusal_for_good_is_asked_once_and_kept_with_its_number(sink, house, mode, code):
    sink(mode)
    house.post()
    (row,) = house.rounds(3)
    assert (row.state, row.last_error, row.attempts) == (MailState.GIVEN_UP, code, 1)


@pytest.mark.parametrize("mode", ["drop-dot", "hang-data"])
def test_an_answer_that_is_lost_brings_a_letter_twice_at_most_and_says_so(sink, house, mode):
    server = sink(mode, "--hang", "20")
    house.post()
    (row,) = house.rounds(5)
    taken = server.taken()
    assert 1 <= len(taken) <= 2
    assert len({(one["message_id"], one["sha256"]) for one in taken}) == 1
    assert row.uncertain
    assert row.state is MailState.GIVEN_UP


def test_a_letter_is_tried_for_days_and_then_left_to_a_person(sink, house):
    server = sink("ok")
    house.post()
    server.end()
    assert house.rounds(3)[0].state is MailState.FAILED
    (row,) = house.rounds(1, begin=NOW + TRIED_FOR)
    assert row.state is MailState.GIVEN_UP


HOURS = hours_of(ContactChoice(safe_from=time(9), safe_to=time(11), timezone="Europe/London"))


def test_a_mail_that_waited_past_the_safe_times_waits_for_the_next_ones(sink, house):
    server = sink("ok")
    house.post(hours=HOURS)
    (row,) = house.rounds(1, begin=NOW + timedelta(hours=9))
    assert (row.state, row.attempts, server.taken()) == (MailState.WAITING, 0, [])
    assert row.not_before == NOW.replace(hour=9) + timedelta(days=1)
    (row,) = house.rounds(1, begin=row.not_before)
    assert row.state is MailState.SENT


def test_a_mail_that_was_not_taken_is_never_tried_outside_the_safe_times(sink, house):
    sink("busy", "--times", "99")
    house.post(hours=HOURS)
    moment = NOW
    for _ in range(12):
        (row,) = house.rounds(1, begin=moment)
        assert next_within(HOURS, row.not_before) == row.not_before
        moment = row.not_before


def test_a_mail_without_hours_may_leave_at_any_time():
    assert hours_of(ContactChoice()) == ""
    assert next_within("", NOW) == NOW


@pytest.fixture
def ticket(app, keyring, settings, staff_client):
    """A ticket with a mail that a server refused, and the browser of a supervisor."""
    client = staff_client(Role.SUPERVISOR)
    with app.app_context():
        number = factories.ticket(db.session(), keyring, settings).number
        db.session.commit()
    return client, number


def test_staff_read_that_a_mail_did_not_arrive_and_let_it_be_tried_once_more(
    app, sink, house, ticket
):
    client, number = ticket
    with app.app_context():
        ticket_id = db.session.execute(
            db.text("SELECT id FROM tickets WHERE number = :it"), {"it": number}
        ).scalar()
    sink("reject")
    mail_id = house.post(ticket_id=ticket_id)
    house.rounds(1)
    page = client.get(f"/tickets/{number}").text
    assert "Did not arrive" in page
    assert "refused by the mail server (550)" in page
    assert "a0@example.org" not in page
    assert "未送达" in client.get(f"/tickets/{number}?lang=zh-CN").text
    assert client.post(f"/tickets/{number}/mails/{mail_id}", data={"_end": "1"}).status_code == 303
    server = sink("ok")
    assert house.rounds(1, begin=NOW + LATER)[0].state is MailState.SENT
    assert len(server.taken()) == 1
    assert client.post(f"/tickets/{number}/mails/{mail_id}", data={"_end": "1"}).status_code == 404
    assert client.post(f"/tickets/{number}/mails/nothing", data={"_end": "1"}).status_code == 404
