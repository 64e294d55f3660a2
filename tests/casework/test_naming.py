"""The supervisor who reads a report says whom it is about, on the ticket."""

import pytest
from flask_security import hash_password
from sqlalchemy import select

from portal.models import Ticket
from portal.web.db import db
from tests import factories

PASSWORD = "correct horse battery"


@pytest.fixture
def house(app, keyring, settings):
    """A report that gives a number, a collector of this number, and who looks after it."""
    with app.app_context():
        session = db.session()
        mei = factories.staff(session, name="Mei", password=hash_password(PASSWORD))
        ticket = factories.ticket(session, keyring, settings, collector={"c_badge": "4711"})
        about = factories.collector(session, number="4711")
        session.commit()
        client = app.test_client()
        client.post("/staff/sign-in", data={"email": mei.email, "password": PASSWORD})
        return client, ticket.number, about.id, mei.id


def named(app):
    with app.app_context():
        return db.session.scalars(select(Ticket.collector_id)).one()


def test_who_fits_is_proposed_and_put_down_with_a_reason(app, house):
    client, number, about, _mei = house
    assert "It may be somebody known here" in client.get(f"/tickets/{number}").text
    page = client.get(f"/tickets/{number}/people").text
    assert "fits: the number" in page
    data = {"collector": str(about), "reason": "", "_end": "1"}
    answer = client.post(f"/tickets/{number}/collector", data=data)
    assert answer.status_code == 422
    assert "Say why you name this collector" in answer.text
    assert named(app) is None
    data["reason"] = "The number is this collector's"
    assert client.post(f"/tickets/{number}/collector", data=data).location.endswith(number)
    assert named(app) == about
    assert "The collector this is about was put down" in client.get(f"/tickets/{number}").text


def test_who_turns_out_too_near_is_led_away_from_the_ticket(app, house):
    client, number, about, mei = house
    with app.app_context():
        session = db.session()
        boss = session.get_one(type(factories.staff(session)), mei)
        one = session.get_one(factories.Collector, about)
        factories.manages(session, boss, one)
        session.commit()
    data = {"number": "4711", "reason": "The number is this collector's", "_end": "1"}
    assert client.post(f"/tickets/{number}/collector", data=data).location.endswith("/tickets")
    assert client.get(f"/tickets/{number}").status_code == 404


def test_a_number_nobody_has_is_refused_with_everything_typed_kept(house):
    client, number, _about, _mei = house
    data = {"number": "999", "reason": "The number is this collector's", "_end": "1"}
    answer = client.post(f"/tickets/{number}/collector", data=data)
    assert answer.status_code == 422
    assert "No collector has this number" in answer.text
    assert 'value="999"' in answer.text


def test_what_is_too_long_is_called_by_a_name_not_by_its_question(house):
    client, number, _about, _mei = house
    data = {"number": "9" * 21, "reason": "x" * 301, "_end": "1"}
    page = client.post(f"/tickets/{number}/collector", data=data).text
    assert page.count("Number of the collector must be 20 characters or fewer") == 2
    assert page.count("Reason must be 300 characters or fewer – you are 1 over") == 2
