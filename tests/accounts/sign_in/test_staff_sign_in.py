"""Staff sign in with a password and a code from an app; every step is a page of ours."""

import re
from datetime import timedelta

import pytest

from portal.paths import TEMPLATES
from tests.accounts.sign_in.conftest import (
    LANGUAGES,
    PARTS,
    PASSWORD,
    code_of,
    enrol,
    inside,
    password,
)

pytestmark = pytest.mark.filterwarnings(
    # The sign-in library makes its own choices so; it is not ours to change.
    "ignore:Passing SelectField choices as tuples:DeprecationWarning"
)


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


def test_a_mistyped_first_code_leads_back_to_the_key(desk, email):
    password(desk, email)
    desk.post("/staff/tf-setup", data={"setup": "authenticator"})
    page = desk.post("/staff/tf-validate", data={"code": "000000"}).text
    assert 'href="/staff/tf-setup"' in page
    assert 'href="/staff/mf-recovery"' not in page


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
