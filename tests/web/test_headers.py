"""The same headers on every kind of answer: pages, errors, files, JSON, redirects."""

import pytest

from portal.models import Role

KINDS = [
    ("/", 200), ("/track", 200), ("/help-outside", 200), ("/report/who", 200), ("/nothing", 404),
    ("/staff/sign-in", 200), ("/ticket", 303), ("/tickets", 303), ("/static/portal.css", 200),
    ("/static/nothing.css", 404), ("/submit", 405), ("/api/health", 503), ("/health/live", 200),
    ("/api/reports", 405), ("/exit", 303), ("/pickup/x", 200), ("/resume", 200),
]  # fmt: skip


def assert_dressed(answer):
    headers = answer.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in headers


def test_every_kind_of_answer_carries_the_headers(client):
    for path, status in KINDS:
        answer = client.get(path)
        assert answer.status_code == status, path
        assert_dressed(answer)
        if not path.startswith("/static/"):
            assert answer.headers["Cache-Control"] == "no-store", path
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie or "Max-Age=0" in cookie, path
            assert "SameSite=Lax" in cookie or "Max-Age=0" in cookie, path
        answer.close()


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 429, 500])
def test_every_error_carries_the_headers(app, client, status):
    from werkzeug.exceptions import default_exceptions  # noqa: PLC0415 - only here

    def fail():
        raise default_exceptions[status]

    app.view_functions["public.start"] = fail
    app.config["SHOW_CRASH_PAGE"] = True
    answer = client.get("/")
    assert answer.status_code == status
    assert_dressed(answer)


def test_a_crash_is_a_page_that_says_nothing_of_what_was_typed(app, client, caplog):
    typed = "card " + "41111111" * 2 + "\n2026-01-01 admin " + "login ok"

    def fail():
        raise ValueError(typed)

    app.view_functions["public.start"] = fail
    app.config["SHOW_CRASH_PAGE"] = True
    answer = client.get("/")
    assert answer.status_code == 500
    assert_dressed(answer)
    assert "41111111" * 2 not in answer.text + caplog.text
    assert "admin login ok" not in caplog.text


def test_who_writes_second_what_may_exist_once_reads_that_somebody_was_quicker(app, client):
    from portal.models import Setting  # noqa: PLC0415 - only here
    from portal.web.db import db  # noqa: PLC0415 - only here

    def fail():
        db.session.add(Setting(name="twin", value={}))
        db.session.commit()
        db.session.expunge_all()
        db.session.add(Setting(name="twin", value={}))
        db.session.commit()

    app.view_functions["accounts.leave"] = fail
    app.config["SHOW_CRASH_PAGE"] = True
    answer = client.post("/ticket/leave", data={"_end": "1"})
    assert answer.status_code == 409
    assert "Someone else changed this" in answer.text


def test_sheets_and_exports_are_saved_and_never_run(app, staff_client, keyring, settings):
    from portal.web.db import db  # noqa: PLC0415 - only here
    from tests import factories  # noqa: PLC0415 - only here

    with app.app_context():
        work = factories.filing(db.session(), keyring, settings)
        code = factories.intake.file(work, factories.draft()).code
        db.session.commit()
    mine = app.test_client()
    mine.post("/track", data={"code": code, "_end": "1"})
    letter = mine.get("/ticket").text.split('href="/ticket/letters/')[1].split('"')[0]
    answer = mine.get(f"/ticket/letters/{letter}")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert_dressed(answer)
    assert staff_client(Role.AUDITOR).get(f"/ticket/letters/{letter}").status_code == 303
