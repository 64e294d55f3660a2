"""A sign-in of staff ends after a working day, or an hour without doing anything; nothing typed is lost."""

import re
from datetime import timedelta

import pytest

from portal.models import Entry, EntryKind, Role
from portal.web.db import db
from tests import factories

WORDS = "A note I had nearly finished\n写了一半"
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def desk(staff_client):
    return staff_client(Role.SUPERVISOR)


@pytest.fixture
def number(app, keyring, settings):
    with app.app_context():
        ticket = factories.ticket(db.session(), keyring, settings)
        db.session.commit()
        return ticket.number


def inside(client):
    return client.get("/tickets").status_code == 200


def stays(client, clock, *, hours, every):
    """Somebody who looks at the queue this often for so long."""
    end = clock.moment + timedelta(hours=hours)
    while clock.moment < end:
        clock.moment += timedelta(minutes=every)
        assert inside(client)


def test_an_hour_without_doing_anything_ends_it(desk, clock):
    clock.moment += timedelta(minutes=60)
    assert inside(desk)
    clock.moment += timedelta(minutes=61)
    assert not inside(desk)
    assert desk.get("/tickets").location.startswith("/staff/sign-in")


def test_a_working_day_ends_it_however_busy_somebody_is(desk, clock):
    stays(desk, clock, hours=12, every=45)
    clock.moment += timedelta(minutes=1)
    assert not inside(desk)


def test_a_cookie_that_was_copied_ends_with_the_day_it_was_made(app, desk, clock):
    copied = app.test_client()
    copied.set_cookie("session", desk.get_cookie("session").value)
    assert inside(copied)
    stays(desk, clock, hours=2, every=30)
    copied.set_cookie("session", copied.get_cookie("session").value)
    assert not inside(copied)
    assert inside(desk), "the other browser goes on"


def test_a_cookie_from_before_there_was_an_end_is_over(desk):
    with desk.session_transaction() as kept:
        del kept["staff_began"]
    assert not inside(desk)


def test_nobody_is_remembered_beyond_the_sign_in(app, settings):
    from flask_security import hash_password  # noqa: PLC0415 - only here

    with app.app_context():
        one = factories.staff(db.session(), password=hash_password("correct horse battery"))
        email = one.email
        db.session.commit()
    client = app.test_client()
    typed = {"email": email, "password": "correct horse battery", "remember": "y"}
    client.post("/staff/sign-in", data=typed)
    assert inside(client)
    assert client.get_cookie("remember_token") is None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_form_sent_after_the_end_keeps_what_was_typed(desk, number, clock, app, lang):
    desk.get(f"/tickets?lang={lang}")
    clock.moment += timedelta(hours=2)
    page = desk.post(f"/tickets/{number}/note", data={"words": WORDS, "_end": "1"}, headers=HERE)
    assert page.status_code == 403
    said = {"en": "You are signed out", "zh": "您已退出登录"}[lang]
    assert said in page.text
    assert "写了一半" in page.text
    assert f'action="/tickets/{number}/note"' in page.text
    with app.app_context():
        assert not db.session.query(Entry).filter_by(kind=EntryKind.NOTE).count()


def test_after_signing_in_in_another_window_the_form_is_sent(app, desk, number, clock):
    clock.moment += timedelta(hours=2)
    page = desk.post(f"/tickets/{number}/note", data={"words": WORDS, "_end": "1"}, headers=HERE)
    with desk.session_transaction() as kept:
        assert "_user_id" not in kept
    with app.app_context():
        from flask_security import hash_password  # noqa: PLC0415 - only here

        one = factories.staff(db.session(), password=hash_password("correct horse battery"))
        email = one.email
        db.session.commit()
    desk.post("/staff/sign-in", data={"email": email, "password": "correct horse battery"})
    typed = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    text = re.search(r"<textarea[^>]*>\n?([^<]*)</textarea>", page.text)[1]
    answer = desk.post(f"/tickets/{number}/note", data={**typed, "words": text})
    assert answer.status_code == 303


def test_a_form_another_site_sent_is_not_offered_again(desk, number, clock):
    clock.moment += timedelta(hours=2)
    page = desk.post(
        f"/tickets/{number}/note",
        data={"words": WORDS, "_end": "1"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert page.status_code == 403
    assert "写了一半" not in page.text


def grown_stale(client):
    """The password was given an hour ago."""
    with client.session_transaction() as kept:
        kept["fs_paa"] -= 3600
        kept.pop("fs_gexp", None)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_identity_is_shown_after_the_password_was_given_again(desk, number, app, lang):
    desk.get(f"/tickets?lang={lang}")
    grown_stale(desk)
    address, typed = f"/tickets/{number}/identity", {"reason": WORDS, "_end": "1"}
    page = desk.post(address, data=typed, headers=HERE)
    assert page.status_code == 403
    assert {"en": "Enter your password again", "zh": "请再次输入密码"}[lang] in page.text
    assert "写了一半" in page.text
    assert f'action="{address}"' in page.text
    with app.app_context():
        assert not db.session.query(Entry).filter_by(kind=EntryKind.IDENTITY_SHOWN).count()
    given = desk.post("/staff/verify", data={"password": "correct horse battery"})
    assert given.location == "/staff", "the window stays with the desk"
    assert desk.post(address, data=typed, headers=HERE).status_code == 200


@pytest.mark.parametrize("address", ["/admin/data-requests/1", "/admin/data-requests/1/agree"])
def test_a_deletion_is_proposed_and_agreed_after_the_password_was_given_again(
    staff_client, address
):
    client = staff_client(Role.ADMINISTRATOR)
    assert client.post(address, data={"_end": "1"}).status_code == 404
    grown_stale(client)
    assert client.post(address, data={"words": WORDS, "_end": "1"}, headers=HERE).status_code == 403
