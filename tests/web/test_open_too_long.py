"""A form whose token has grown old loses nothing, and a form of another site is not offered again."""

import pytest

TYPED = {
    "words": "They called my mother.\nTwice.",
    "what": "third",
    "csrf_token": "old",
    "_end": "1",
}


@pytest.fixture
def strict(app):
    """The application as it runs for people, with the check of forms on."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app.test_client()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}]
)
def test_what_was_typed_is_shown_back_with_a_button(strict, headers):
    answer = strict.post("/tickets/RC-1/note", data=TYPED, headers=headers)
    assert answer.status_code == 400
    assert "They called my mother.\nTwice." in answer.text
    assert 'name="what" value="third"' in answer.text
    assert 'action="/tickets/RC-1/note"' in answer.text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}, {}]
)
def test_a_form_of_another_site_is_not_offered_again(strict, headers):
    answer = strict.post("/tickets/RC-1/note", data=TYPED, headers=headers)
    assert answer.status_code == 400
    assert "mother" not in answer.text
    assert "<form" not in answer.text.split("<main")[1]


def test_a_password_is_never_shown_back(strict):
    typed = {"email": "mei@example.org", "password": "correct horse", "csrf_token": "old"}
    answer = strict.post("/staff/sign-in", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert "correct horse" not in answer.text


def test_the_page_is_in_the_language_of_the_reader(strict):
    answer = strict.post(
        "/tickets/RC-1/note?lang=zh-CN", data=TYPED, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert "重新发送" in answer.text
