"""A flood is slowed and kept for a person; nobody is locked out and nothing is lost."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.models import Ticket
from portal.web.db import db
from tests.intake.conftest import Person, code_on

OUTSIDE = "203.0.113.7"


@pytest.fixture
def settings(settings):
    return replace(settings, reports_a_minute=1)


def sender(app, address=OUTSIDE, lang="en"):
    one = Person(app, lang, address)
    one.walk()
    return one


def count(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Ticket))


def worked_out(page):
    """What the script sends: the number whose sum is the challenge."""
    data = dict(re.findall(r'data-(\w+)="([^"]*)"', page.replace("&amp;", "&")))
    for number in range(int(data["hardest"]) + 1):
        if hashlib.sha256(f"{data['salt']}{number}".encode()).hexdigest() == data["challenge"]:
            given = {"algorithm": "SHA-256", "challenge": data["challenge"], "number": number,
                     "salt": data["salt"], "signature": data["signature"]}  # fmt: skip
            return base64.b64encode(json.dumps(given).encode()).decode()
    raise AssertionError


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_the_second_report_of_a_minute_is_asked_to_wait_and_loses_nothing(app, lang):
    sender(app).submit()
    two = sender(app, lang=lang)
    slow = two.submit()
    assert slow.status_code == 429
    assert "60" in slow.text
    assert count(app) == 1
    assert "They called again and again" in two.get("/report/check").text


@pytest.mark.row("BI-97")
def test_waiting_without_a_script_is_enough_once(app, clock):
    sender(app).submit()
    two = sender(app)
    since = re.search(r'name="since" value="([^"]+)"', two.submit().text)[1]
    assert two.submit(since=since).status_code == 429
    clock.moment += timedelta(seconds=61)
    sender(app).submit()
    slowed = two.submit(since=since)
    assert slowed.location == "/receipt"
    three = sender(app)
    assert three.submit(since=since).status_code == 429
    assert count(app) == 3


def test_a_sum_worked_out_lets_the_report_through_once(app):
    sender(app).submit()
    two = sender(app)
    answer = worked_out(two.submit().text)
    assert two.submit(altcha=answer).location == "/receipt"
    assert code_on(two.get("/receipt").text)
    assert sender(app).submit(altcha=answer).status_code == 429


@pytest.mark.row("BI-97")
def test_a_sum_of_another_network_or_of_yesterday_is_refused(app, clock):
    sender(app).submit()
    answer = worked_out(sender(app).submit().text)
    sender(app, "198.51.100.9").submit()
    assert sender(app, "198.51.100.9").submit(altcha=answer).status_code == 429
    clock.moment += timedelta(days=1)
    sender(app).submit()
    assert sender(app).submit(altcha=answer).status_code == 429


@pytest.mark.row("BI-97")
@pytest.mark.parametrize(
    "nonsense", ["x", "AAAA", "e30=", base64.b64encode(b"[1]").decode(), "é" * 50]
)
def test_a_nonsense_answer_is_a_page_and_no_crash(app, nonsense):
    sender(app).submit()
    two = sender(app)
    assert two.submit(altcha=nonsense, since=nonsense).status_code == 429


def test_the_script_of_the_sum_is_loaded_on_that_page_alone(app):
    sender(app).submit()
    two = sender(app)
    assert "proof.js" in two.submit().text
    assert "proof.js" not in two.get("/report/check").text


@pytest.mark.row("BI-88")
def test_an_office_that_was_given_leave_is_never_slowed(app):
    for _ in range(4):
        assert sender(app, "127.0.0.1").submit().location == "/receipt"


def test_a_flood_waits_for_a_person_and_a_danger_does_not(app, session, clock):
    from tests import factories  # noqa: PLC0415 - only here

    factories.staff(session)
    session.commit()
    sender(app).submit()
    for _ in range(3):
        one = sender(app)
        one.submit(altcha=worked_out(one.submit().text))
    last = session.scalars(select(Ticket).order_by(Ticket.received_at, Ticket.desk)).all()
    assert [ticket.desk for ticket in last].count("screening") == 1
    danger = Person(app, address=OUTSIDE)
    danger.walk(upto="what")
    danger.send("what", {"what": "threat"})
    for page, typed in (("impact", {"safe_now": "no"}), ("when", {"timing": "once", "channel": "phone"}),
                        ("collector", {}), ("outcome", {"wants": "stop", "want_help": "no"}),
                        ("contact", {"reply_by": "site"}), ("privacy", {"confid": "anonymous"})):  # fmt: skip
        danger.send(page, typed)
    danger.submit(altcha=worked_out(danger.submit().text))
    urgent = session.scalars(select(Ticket).where(Ticket.severity_rank == 0)).one()
    assert urgent.desk != "screening"
