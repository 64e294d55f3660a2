"""What no honest form sends is refused with a page, and nothing typed becomes anything but text."""

import pytest
from sqlalchemy import func, select

from portal.casework import service as casework
from portal.models import Ticket
from portal.web.db import db
from tests import factories

WHO = "/report/who"
#: Bytes as a form would carry them: NUL, half a character, turned direction, markup, templates.
NASTY = [
    "%00abc",
    "%ED%A0%80",
    "%E2%80%AE",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%7B%7B7*7%7D%7D",
    "%25s%25(a)s%7B0.__class__%7D",
    "'%3B drop table tickets--",
    "%F0%A0%AE%B7",
]


def form(**values):
    return "&".join([*(f"{name}={value}" for name, value in values.items()), "_end=1"])


def post(client, path, body, **headers):
    return client.post(
        path, data=body, content_type="application/x-www-form-urlencoded", headers=headers
    )


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("page", ["who", "jurisdiction", "what", "when", "contact"])
def test_a_nasty_value_is_a_page_and_never_a_crash(client, page, value):
    post(client, WHO, form(who="self"))
    names = {
        "who": "rep_name",
        "jurisdiction": "region",
        "what": "words",
        "when": "story",
        "contact": "email",
    }
    answer = post(
        client, f"/report/{page}", form(**{names[page]: value, "who": value, "place": value})
    )
    assert answer.status_code in (303, 422)


@pytest.mark.parametrize("value", NASTY)
def test_a_nasty_code_opens_nothing(client, value):
    assert post(client, "/track", form(code=value)).status_code == 422


def test_a_form_without_its_last_field_was_cut_and_keeps_nothing(app, client):
    assert post(client, WHO, "who=self").status_code == 400
    assert client.get("/report/jurisdiction").status_code == 303


def test_a_form_of_five_thousand_fields_is_refused(client):
    body = "&".join(f"x{number}=1" for number in range(5000)) + "&_end=1"
    assert post(client, WHO, body).status_code == 413


def test_a_megabyte_of_text_is_refused(client):
    assert post(client, WHO, form(rep_name="a" * 1_000_000)).status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_methods_of_no_browser_are_refused(client, method):
    assert client.open("/", method=method).status_code == 405


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a@localhost"])
def test_another_host_is_refused(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "query", ["lang=../../x", "lang=", "view=x'--&after=1_2_3", "after=9999-12-31_x_y"]
)
def test_nonsense_in_the_address_is_ignored(client, query):
    assert client.get(f"/?{query}").status_code == 200


@pytest.mark.parametrize("header", ["zh;q=abc", ",,,;;;", "x" * 5000, "*"])
def test_a_nonsense_language_header_is_ignored(client, header):
    assert client.get("/", headers={"Accept-Language": header}).status_code == 200


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "/%09/evil.example", "https:evil.example"]
)
def test_next_leads_nowhere(client, target):
    answer = client.post(
        f"/staff/sign-in?next={target}",
        data={"email": "a@b.example", "password": "x", "next": target},
    )
    assert "evil" not in answer.headers.get("Location", "")


def test_a_missing_token_is_a_page_in_words(app):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post(WHO, data={"who": "self", "_end": "1"})
    assert answer.status_code == 400
    assert "This page was open too long" in answer.text


def test_markup_in_words_is_text_on_the_page_of_a_supervisor(app, keyring, settings):
    said = "<script>alert(1)</script> {{7*7}} %(x)s [[name]]"
    with app.app_context():
        me = factories.staff(db.session)
        ticket = factories.ticket(
            db.session, keyring, settings, what={"what": ["often"], "words": said}
        )
        desk = casework.Desk(db.session(), keyring, settings, factories.NOW, me)
        casework.note(desk, ticket, said)
        number, key = ticket.number, me.fs_uniquifier
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": key, "_fresh": True})
    page = client.get(f"/tickets/{number}").text
    assert "<script>alert" not in page
    assert "{{7*7}}" in page


def test_filing_twice_makes_one_ticket_with_one_code(app, keyring, settings):
    from portal.intake import service as intake  # noqa: PLC0415 - only here

    with app.app_context():
        draft = factories.draft()
        first = intake.file(factories.filing(db.session, keyring, settings), draft)
        second = intake.file(factories.filing(db.session, keyring, settings), draft)
        assert (first.code, first.ticket_id) == (second.code, second.ticket_id)
        assert db.session.scalar(select(func.count()).select_from(Ticket)) == 1


@pytest.mark.parametrize(
    "path", ["/", "/track", "/help-outside", "/report/who", "/staff/sign-in", "/nothing"]
)
def test_every_page_carries_the_headers(client, path):
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_json_too_large_is_refused_on_every_page_in_words(client):
    answer = client.post(
        "/track", data=b'"' + b"x" * 300_000 + b'"', content_type="application/json"
    )
    assert answer.status_code == 413
    assert "<h1" in answer.text
