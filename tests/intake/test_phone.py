"""A report taken down by phone: the same form, read back, and a code that staff never see."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from flask import g
from sqlalchemy import select

from portal.domain.ticket import Source
from portal.letters.outbox import opened
from portal.models import OutboxMail, Role, Ticket
from portal.web.db import db
from tests import factories
from tests.intake.conftest import Person, code_on


@pytest.fixture
def desk(app, session):
    key = factories.staff(session).fs_uniquifier
    session.commit()
    person = Person(app)
    sign_in(person, key)
    return person


def sign_in(person, key):
    with person.client.session_transaction() as cookie:
        factories.signed_in(cookie, key)


def begun(desk, *, email=True):
    assert desk.post("/staff/phone-report/report").location == "/report/who"
    desk.walk(upto="contact")
    desk.send("contact", {"reply_by": "email" if email else "site"})
    if email:
        desk.send("reach", {"email": "pat@example.org"})
    desk.send("privacy", {"confid": "anonymous"})


def mailed(app, keyring):
    with app.app_context():
        row = db.session.scalars(select(OutboxMail).where(OutboxMail.letter == "pickup")).one()
        letter = message_from_bytes(opened(keyring.box("outbox"), row)[1], policy=default)
        return letter.get_body(("plain",)).get_content()


def test_only_staff_begin_a_phone_report(app):
    assert Person(app).get("/staff/phone-report").status_code == 303
    assert Person(app).post("/staff/phone-report/report").status_code == 403


def test_a_reviewer_takes_no_phone_reports(app, session):
    key = factories.staff(session, role=Role.REVIEWER).fs_uniquifier
    session.commit()
    person = Person(app)
    sign_in(person, key)
    assert person.post("/staff/phone-report/report").status_code == 403


def test_a_phone_report_is_read_back_before_it_is_sent(desk):
    begun(desk)
    answer = desk.submit()
    assert answer.status_code == 422
    assert 'href="#read_back-yes"' in answer.text
    assert answer.text.count("Confirm that you read this back to the caller") == 2
    assert "<title>Error: " in answer.text
    assert desk.submit(read_back="yes").location == "/receipt"


def test_a_title_that_hides_its_subject_does_not_hide_an_error(desk):
    begun(desk)
    desk.post("/staying-safe", quiet="yes")
    assert "<title>Error: Customer care – Recourse</title>" in desk.submit().text


def test_staff_are_not_asked_for_the_code_of_an_earlier_ticket(desk):
    begun(desk)
    assert 'href="/again"' not in desk.get("/report/check").text
    assert desk.get("/again").location == "/report/check"
    assert desk.post("/again", code="4072 9158 3360 2741 5862").location == "/report/check"


def test_staff_see_number_and_dates_and_never_the_code(desk, session):
    begun(desk)
    desk.submit(read_back="yes")
    for path in ("/receipt", "/receipt/print"):
        page = desk.get(path).text
        assert session.scalars(select(Ticket.number)).one() in page
        assert not code_on(page)
    assert session.scalars(select(Ticket.source)).one() is Source.PHONE


def test_the_caller_picks_up_the_code_once(app, keyring, desk):
    begun(desk)
    desk.submit(read_back="yes")
    path = re.search(r"/pickup/[\w-]+", mailed(app, keyring))[0]
    caller = Person(app)
    assert not code_on(caller.get(path).text)
    assert caller.get(path).status_code == 200
    assert caller.post(path).location == "/receipt"
    assert len(code_on(caller.get("/receipt").text)) == 24
    assert Person(app).post(path).status_code == 404


def test_without_a_safe_address_nothing_is_mailed(app, desk, session):
    begun(desk, email=False)
    desk.submit(read_back="yes")
    assert session.scalars(select(OutboxMail)).all() == []


def test_somebody_else_cannot_send_what_staff_wrote_down(app, desk, session):
    begun(desk)
    key = factories.staff(session).fs_uniquifier
    session.commit()
    sign_in(desk, key)
    # The session of this test keeps one context open, which remembers who signed in before.
    g.pop("_login_user", None)
    answer = desk.submit(read_back="yes")
    assert answer.status_code == 403, answer.location
