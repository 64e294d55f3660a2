"""Staff sign in with a password and a code from an app; every step is a page of ours."""

import base64
import hmac
import re
import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask_security import hash_password

from portal.models import Role, Staff
from portal.paths import TEMPLATES
from portal.web.db import db
from tests import factories

pytestmark = pytest.mark.filterwarnings(
    # The sign-in library makes its own choices so; it is not ours to change.
    "ignore:Passing SelectField choices as tuples:DeprecationWarning"
)
PASSWORD = "a long enough phrase"
#: The parts of the library that are switched on.
PARTS = ("LOGIN_USER", "VERIFY", "TWO_FACTOR", "MULTI_FACTOR")
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-CN"])


@pytest.fixture
def settings(settings):
    return replace(settings, second_factor=True)


@pytest.fixture
def email(app):
    """Somebody who has a password and no second step yet."""
    with app.test_request_context():
        one = factories.staff(db.session, Role.SUPERVISOR, password=hash_password(PASSWORD))
        one.confirmed_at = factories.NOW
        db.session.commit()
        return one.email


@pytest.fixture
def desk(app, email):
    return app.test_client()


def code_of(key, at=None):
    """The six digits an authenticator app shows for this key now (RFC 6238)."""
    step = int((at or datetime.now(UTC)).timestamp()) // 30
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    digest = hmac.new(secret, struct.pack(">Q", step), "sha1").digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def password(desk, email, words=PASSWORD):
    return desk.post("/staff/sign-in", data={"email": email, "password": words})


def enrol(desk, email):
    """The first sign-in: the password, the key, the first code; gives the key."""
    assert password(desk, email).headers["Location"].startswith("/staff/tf-setup")
    page = desk.post("/staff/tf-setup", data={"setup": "authenticator"}).text
    key = re.search(r"<code>([A-Z2-7 -]+)</code>", page)[1].replace("-", "").replace(" ", "")
    answer = desk.post("/staff/tf-validate", data={"code": code_of(key)})
    assert answer.status_code == 302, answer.text
    return key


def inside(desk):
    return desk.get("/tickets").status_code == 200


def test_a_mistyped_password_does_not_stand_in_the_way_of_the_second_step(app, desk, email):
    key = enrol(desk, email)
    later = app.test_client()
    page = password(later, email, "not the phrase").text
    fields = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', page))
    answer = later.post(
        "/staff/sign-in",
        data={**fields, "email": email, "password": PASSWORD},
        headers={"Referer": "http://localhost/staff/sign-in"},
    )
    assert later.get(answer.headers["Location"]).status_code == 200
    later.post(answer.headers["Location"], data={"code": code_of(key)})
    assert inside(later)


@LANGUAGES
def test_the_sign_in_page_speaks_both_languages(desk, language):
    page = desk.get(f"/staff/sign-in?lang={language}").text
    assert ("登录" in page) == (language == "zh-CN")


@pytest.mark.row("BI-84")
@LANGUAGES
def test_a_wrong_password_and_an_unknown_address_look_alike(desk, email, language):
    desk.get(f"/staff/sign-in?lang={language}")
    wrong = password(desk, email, "not the phrase")
    unknown = password(desk, "nobody@example.org")
    same = [re.sub(r'value="[^"]*"', "", page.text) for page in (wrong, unknown)]
    assert same[0] == same[1]
    said = "密码或代码不对" if language == "zh-CN" else "is not right"
    assert said in wrong.text
    assert not inside(desk)


def test_without_the_second_step_nobody_is_inside(desk, email):
    answer = password(desk, email)
    assert answer.headers["Location"].startswith("/staff/tf-setup")
    assert not inside(desk)


@LANGUAGES
def test_the_setup_shows_a_picture_and_a_key(desk, email, language):
    desk.get(f"/staff/sign-in?lang={language}")
    password(desk, email)
    page = desk.get("/staff/tf-setup").text
    assert page.count("<h1") == 1
    page = desk.post("/staff/tf-setup", data={"setup": "authenticator"}).text
    assert 'src="data:image/svg+xml' in page
    assert re.search(r"<code>[A-Z2-7 -]{16,}</code>", page)
    assert ("验证" in page) == (language == "zh-CN")


def test_the_first_code_ends_the_setup_and_opens_the_desk(desk, email):
    enrol(desk, email)
    assert inside(desk)


@LANGUAGES
def test_the_next_sign_in_asks_for_a_code(app, desk, email, language):
    key = enrol(desk, email)
    later = app.test_client()
    later.get(f"/staff/sign-in?lang={language}")
    answer = password(later, email)
    assert answer.headers["Location"].startswith("/staff/tf-validate")
    assert later.get(answer.headers["Location"]).text.count("<h1") == 1
    refused = later.post("/staff/tf-validate", data={"code": "000000"})
    assert refused.status_code == 422
    assert 'class="err"' in refused.text
    said = "代码不对" if language == "zh-CN" else "This code is not right"
    assert said in refused.text
    assert "Invalid code" not in refused.text
    assert not inside(later)
    later.post("/staff/tf-validate", data={"code": code_of(key)})
    assert inside(later)


@pytest.mark.row("BI-71")
@pytest.mark.parametrize("typed", ["", "abc", "0" * 400, "１２３４５６", "\0", "' or 1=1"])
def test_nonsense_for_a_code_is_refused_in_words(app, desk, email, typed):
    enrol(desk, email)
    later = app.test_client()
    password(later, email)
    answer = later.post("/staff/tf-validate", data={"code": typed})
    assert answer.status_code == 422
    assert not inside(later)


def test_guessing_codes_ends_after_ten_tries_even_with_the_right_one(app, desk, email):
    key = enrol(desk, email)
    later = app.test_client()
    password(later, email)
    answers = [later.post("/staff/tf-validate", data={"code": "000000"}) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert re.search(r"Wait (a minute|\d+ minutes), then try again. Your account", answers[-1].text)
    again = app.test_client()
    password(again, email)
    assert again.post("/staff/tf-validate", data={"code": code_of(key)}).status_code == 429


def test_nobody_without_the_password_can_stop_a_colleague(app, desk, email):
    key = enrol(desk, email)
    stranger = app.test_client()
    for _ in range(12):
        stranger.post("/staff/tf-validate", data={"code": "000000"})
    later = app.test_client()
    password(later, email)
    later.post("/staff/tf-validate", data={"code": code_of(key)})
    assert inside(later)


def test_the_tries_come_back_after_a_quarter_of_an_hour(app, desk, email, clock):
    key = enrol(desk, email)
    later = app.test_client()
    password(later, email)
    for _ in range(11):
        later.post("/staff/tf-validate", data={"code": "000000"})
    clock.moment += timedelta(minutes=15)
    later.post("/staff/tf-validate", data={"code": code_of(key)})
    assert inside(later)


def recovery_codes(desk):
    page = desk.post("/staff/mf-recovery-codes", data={"generate_new_codes": "1"}).text
    return re.findall(r"<li><code>([^<]+)</code></li>", page)


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


def test_a_mistyped_first_code_leads_back_to_the_key(desk, email):
    password(desk, email)
    desk.post("/staff/tf-setup", data={"setup": "authenticator"})
    page = desk.post("/staff/tf-validate", data={"code": "000000"}).text
    assert 'href="/staff/tf-setup"' in page
    assert 'href="/staff/mf-recovery"' not in page


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


@pytest.mark.row("BI-46")
@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "/%09/evil.example"]
)
def test_a_sign_in_leads_nowhere_else(app, desk, email, target):
    key = enrol(desk, email)
    later = app.test_client()
    first = later.post(
        "/staff/sign-in", query_string={"next": target}, data={"email": email, "password": PASSWORD}
    )
    answer = later.post(
        "/staff/tf-validate", query_string={"next": target}, data={"code": code_of(key)}
    )
    assert first.status_code == 400
    assert answer.status_code in (302, 400)
    assert "evil" not in answer.headers.get("Location", "")


def test_the_library_shows_no_page_of_its_own(app):
    ours = {path.stem for path in (TEMPLATES / "security").glob("*.html")}
    shown = {
        value.removeprefix("security/").removesuffix(".html")
        for name, value in app.config.items()
        if name.startswith("SECURITY_")
        and name.endswith("_TEMPLATE")
        and name.removeprefix("SECURITY_").startswith(PARTS)
        and not value.startswith("security/email/")
    }
    assert shown
    assert shown <= ours


def test_there_is_no_way_around_the_second_step_by_mail(app, desk, email):
    enrol(desk, email)
    later = app.test_client()
    password(later, email)
    answer = later.post("/staff/tf-rescue", data={"help_setup": "help"})
    assert answer.status_code == 404
