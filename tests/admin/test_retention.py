"""The page of what is kept: begun by two, a ticket kept for a court, what is wrong said beside its field."""

import pytest
from flask_security import hash_password
from sqlalchemy import select

from portal.models import Role, Ticket
from portal.web.db import db
from tests import factories

PASSWORD = "correct horse battery"
PAGE = "/admin/retention"


@pytest.fixture
def administrator(app):
    """A function that signs somebody in."""

    def sign_in():
        with app.app_context():
            given = {"password": hash_password(PASSWORD)}
            email = factories.staff(db.session(), Role.ADMINISTRATOR, **given).email
            db.session.commit()
        client = app.test_client()
        client.post("/staff/sign-in", data={"email": email, "password": PASSWORD})
        return client

    return sign_in


@pytest.fixture
def number(app, keyring, settings):
    with app.app_context():
        factories.staff(db.session())
        factories.ticket(db.session(), keyring, settings)
        db.session.commit()
        return db.session.scalars(select(Ticket.number)).one()


def test_two_begin_and_one_stops(administrator):
    first, second = administrator(), administrator()
    assert first.post(f"{PAGE}/begin", data={"_end": "1"}).status_code == 303
    again = first.post(f"{PAGE}/begin", data={"_end": "1"})
    assert again.status_code == 422
    assert "A second administrator must agree" in again.text
    stale = second.post(f"{PAGE}/begin", data={"do": "propose", "_end": "1"})
    assert stale.status_code == 422
    assert "Somebody else changed this meanwhile" in stale.text
    assert second.post(f"{PAGE}/begin", data={"do": "agree", "_end": "1"}).status_code == 303
    assert "agreed on 23 Nov 2026" in second.get(PAGE).text
    assert first.post(f"{PAGE}/stop", data={"_end": "1"}).status_code == 303
    assert "stopped this on" in second.get(PAGE).text
    book = second.get("/admin/people/book").text
    for said in ("proposed", "agreed to", "stopped"):
        assert f"Destroying by age {said}" in book


def test_a_proposal_can_be_taken_back_before_anybody_agreed(administrator):
    first = administrator()
    first.post(f"{PAGE}/begin", data={"do": "propose", "_end": "1"})
    assert "Destroy nothing by age for now" in first.get(PAGE).text
    assert first.post(f"{PAGE}/stop", data={"_end": "1"}).status_code == 303
    assert "Propose to destroy" in first.get(PAGE).text


@pytest.mark.parametrize(
    ("lang", "short", "unknown"),
    [("en", "at least 10 characters", "no ticket of this number"),
     ("zh", "至少 10 个字", "没有这个受理编号")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_all_of_it_kept(administrator, lang, short, unknown):
    client = administrator()
    for reason, said in (("a <b>", short), ("a long enough reason <b>", unknown)):
        typed = {"number": "RC-2026-1 '--", "why": "other", "reason": reason, "_end": "1"}
        page = client.post(f"{PAGE}/keep?lang={lang}", data=typed)
        assert page.status_code == 422
        assert page.text.count(said) == 2
        assert "RC-2026-1 &#39;--" in page.text
        assert reason.replace("<b>", "&lt;b&gt;") in page.text
        assert 'value="other" selected' in page.text


def test_a_ticket_is_kept_and_let_go_again(administrator, number):
    client = administrator()
    typed = {"number": number, "why": "court", "reason": "The county court asked", "_end": "1"}
    assert client.post(f"{PAGE}/keep", data=typed).status_code == 303
    assert f"{PAGE}/keep/1/lift" in client.get(PAGE).text
    assert client.post(f"{PAGE}/keep/1/lift", data={"_end": "1"}).status_code == 303
    assert client.post(f"{PAGE}/keep/1/lift", data={"_end": "1"}).status_code == 422
    assert client.post(f"{PAGE}/keep/99999999999/lift", data={"_end": "1"}).status_code == 422


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.REVIEWER])
def test_nobody_else_sees_the_page_or_presses_a_button(app, role):
    with app.app_context():
        one = factories.staff(db.session(), role)
        db.session.commit()
        key = one.fs_uniquifier
    client = app.test_client()
    with client.session_transaction() as cookie:
        factories.signed_in(cookie, key)
    for answer in (client.get(PAGE), client.post(f"{PAGE}/begin", data={"_end": "1"})):
        assert answer.status_code in (403, 404)
