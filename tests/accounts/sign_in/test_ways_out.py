"""Recovery codes for whoever lost the app, and every way out of a sign-in."""

import pytest

from portal.models import Staff
from portal.web.db import db
from tests.accounts.sign_in.conftest import (
    LANGUAGES,
    PASSWORD,
    enrol,
    inside,
    password,
    recovery_codes,
)

pytestmark = pytest.mark.filterwarnings(
    # The sign-in library makes its own choices so; it is not ours to change.
    "ignore:Passing SelectField choices as tuples:DeprecationWarning"
)


@LANGUAGES
def test_a_recovery_code_opens_once(app, desk, email, language):
    enrol(desk, email)
    desk.get(f"/tickets?lang={language}")
    codes = recovery_codes(desk)
    assert len(codes) == 10
    with app.app_context():
        kept = db.session.query(Staff).filter_by(email=email).one().mf_recovery_codes
    assert not set(codes) & set(kept)
    for expected in (True, False):
        later = app.test_client()
        later.get(f"/staff/sign-in?lang={language}")
        password(later, email)
        assert later.get("/staff/mf-recovery").text.count("<h1") == 1
        later.post("/staff/mf-recovery", data={"code": codes[0]})
        assert inside(later) is expected


def test_whoever_set_up_the_second_step_is_led_to_recovery_codes_once(desk, email):
    enrol(desk, email)
    assert desk.get("/staff").headers["Location"] == "/staff/mf-recovery-codes"
    page = desk.get("/staff/mf-recovery-codes").text
    assert "You have no recovery codes yet." in page
    assert "Show my codes" not in page
    assert len(recovery_codes(desk)) == 10
    assert "Show my codes" in desk.get("/staff/mf-recovery-codes").text
    assert desk.get("/staff").headers["Location"] == "/tickets"


def test_whoever_lost_the_app_finds_the_way_by_a_recovery_code(app, desk, email):
    enrol(desk, email)
    later = app.test_client()
    page = later.get(password(later, email).headers["Location"]).text
    assert 'href="/staff/mf-recovery"' in page
    assert 'href="/staff/tf-validate"' in later.get("/staff/mf-recovery").text


def test_new_recovery_codes_need_a_fresh_sign_in(app, desk, email):
    enrol(desk, email)
    with desk.session_transaction() as cookie:
        cookie["fs_paa"] = cookie["fs_paa"] - 3600
        cookie.pop("fs_gexp", None)
    answer = desk.get("/staff/mf-recovery-codes")
    assert answer.headers["Location"].startswith("/staff/verify")
    assert "<h1" in desk.get("/staff/verify").text
    assert desk.post("/staff/verify", data={"password": "wrong"}).status_code == 422
    desk.post("/staff/verify", data={"password": PASSWORD})
    assert desk.get("/staff/mf-recovery-codes").status_code == 200


def test_signing_out_ends_the_sign_in(desk, email):
    enrol(desk, email)
    answer = desk.post("/staff/sign-out", data={"csrf_token": "x"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert not inside(desk)


def test_a_cookie_that_was_copied_opens_nothing_after_signing_out(app, desk, email):
    enrol(desk, email)
    copied = app.test_client()
    copied.set_cookie("session", desk.get_cookie("session").value)
    assert inside(copied)
    desk.post("/staff/sign-out", data={"csrf_token": "x"})
    assert not inside(copied)


def test_signing_out_needs_a_form_not_a_link(desk, email):
    enrol(desk, email)
    assert desk.get("/staff/sign-out").status_code == 405
    assert inside(desk)


def test_whoever_left_is_outside_at_once(app, desk, email):
    enrol(desk, email)
    with app.app_context():
        db.session.query(Staff).filter_by(email=email).update({"active": False})
        db.session.commit()
    assert not inside(desk)
