"""No line of a log holds a receipt code, a name or a person's words, whatever goes wrong."""

import logging

import pytest
from sqlalchemy import text

from portal.domain.receipt import grouped
from portal.intake import service as intake
from portal.web.db import db
from tests import factories

NAME, WORDS, PHONE = "Canary Birdsong", "the yellow canary sang", "07700 900123"


@pytest.fixture
def told(app, keyring, settings):
    """A ticket full of canaries; gives its receipt code."""
    with app.app_context():
        factories.staff(db.session)
        draft = factories.draft(
            what={"what": ["often"], "words": WORDS},
            **{"about-you": {"name": NAME, "phone": PHONE}},
        )
        filed = intake.file(factories.filing(db.session, keyring, settings), draft)
        db.session.commit()
        return filed.code


def silent(caplog, code):
    said = caplog.text + "".join(str(record.args) for record in caplog.records)
    for secret in (NAME, WORDS, PHONE, code, grouped(code)):
        assert secret not in said, f"take {secret!r} out of the log"


def test_a_visit_and_a_message_leave_no_word_in_the_log(app, told, caplog):
    caplog.set_level(logging.DEBUG)
    client = app.test_client()
    client.post("/track", data={"code": told, "_end": "1"})
    client.get("/ticket")
    client.post("/ticket/message", data={"words": WORDS, "_end": "1"})
    client.post("/track", data={"code": told[:-1], "_end": "1"})
    silent(caplog, told)


@pytest.mark.row("BI-83")
def test_a_crash_with_words_in_it_leaves_none_in_the_log(app, told, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    app.config["SHOW_CRASH_PAGE"] = True

    def crash(*_args, **_given):
        db.session.execute(
            text("INSERT INTO nowhere (a, b) VALUES (:name, :code)"), {"name": NAME, "code": told}
        )

    monkeypatch.setattr("portal.accounts.service.find", crash)
    answer = app.test_client().post("/track", data={"code": told, "_end": "1"})
    assert answer.status_code == 500
    assert NAME not in answer.text
    assert "crash" in caplog.text
    silent(caplog, told)
