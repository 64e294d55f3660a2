"""The person's own ticket: the code opens it, everything else looks the same."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.domain.ticket import State
from portal.intake import service as intake
from portal.models import Entry, EntryKind, Ticket
from portal.web.db import db
from tests import factories


@pytest.fixture
def filed(app, keyring, settings):
    with app.app_context():
        factories.staff(db.session)
        factories.staff(db.session)
        work = factories.filing(db.session, keyring, settings)
        one = intake.file(work, factories.draft())
        db.session.commit()
    return one


def enter(client, code):
    return client.post("/track", data={"code": code, "_end": "1"})


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter your receipt code"),
        ("123", "Receipt code must be 20 numbers"),
        ("4072 9158 3360 2741 5863", "A number in this code is mistyped"),
        ("RC-2026-40721588", "That is your ticket number"),
        ("4072 9158 3360 2741 5862", "We cannot find that code"),
        ("1" * 10_000, "Receipt code must be 20 numbers"),
    ],
)
def test_what_is_wrong_with_a_code_is_said(client, typed, said):
    answer = enter(client, typed)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_code_that_opens_nothing_says_the_number_to_call(client, app, monkeypatch):
    settings = replace(app.extensions["settings"], phone="0808 157 0192")
    monkeypatch.setitem(app.extensions, "settings", settings)
    told = "We cannot find that code. Check it, or call 0808 157 0192 with your ticket number."
    assert enter(client, "4072 9158 3360 2741 5862").text.count(told) == 2


@pytest.mark.parametrize(
    "change",
    [
        str,
        lambda code: code.replace(" ", "-"),
        lambda code: code.translate({48 + n: 0xFF10 + n for n in range(10)}),
    ],
)
def test_a_code_opens_the_ticket_however_it_is_typed(client, filed, change):
    spaced = " ".join(filed.code[n : n + 4] for n in range(0, 20, 4))
    assert enter(client, change(spaced)).status_code == 303
    assert filed.ticket_number in client.get("/ticket").text


def test_without_a_code_the_ticket_page_asks_for_it(client):
    assert client.get("/ticket").headers["Location"] == "/track"


def test_twenty_wrong_codes_delay_and_lock_nothing(client, clock, filed):
    for _ in range(20):
        enter(client, "4072 9158 3360 2741 5862")
    assert enter(client, filed.code).status_code == 429
    clock.moment = clock.moment.replace(minute=clock.moment.minute + 1)
    assert enter(client, filed.code).status_code == 303


@pytest.mark.row("BI-71", "BI-88", "BI-97")
def test_whoever_guesses_beside_somebody_keeps_the_right_code_out_for_a_minute_at_most(
    client, clock, filed
):
    """In a library or behind one telephone mast, with guesses that never end."""
    for _ in range(20):
        enter(client, "4072 9158 3360 2741 5862")
    asked = enter(client, filed.code)
    assert asked.status_code == 429
    since = re.search(r'name="since" value="([^"]+)"', asked.text)[1]
    for _ in range(3):
        clock.moment += timedelta(seconds=21)
        for _ in range(25):
            enter(client, "4072 9158 3360 2741 5862")
    assert enter(client, filed.code).status_code == 429
    typed = {"code": filed.code, "since": since, "_end": "1"}
    assert client.post("/track", data=typed).status_code == 303
    guess = {**typed, "code": "4072 9158 3360 2741 5862"}
    assert client.post("/track", data=guess).status_code == 429, "one wait is one code"


def test_an_idle_visit_ends(client, clock, filed):
    enter(client, filed.code)
    clock.moment = clock.moment.replace(minute=clock.moment.minute + 16)
    assert client.get("/ticket").status_code == 303


def test_a_message_reaches_the_history(app, client, filed):
    enter(client, filed.code)
    assert (
        client.post("/ticket/message", data={"words": "又打来了", "_end": "1"}).status_code == 303
    )
    assert "又打来了" in client.get("/ticket").text
    with app.app_context():
        kinds = set(db.session.scalars(select(Entry.kind)))
    assert EntryKind.MESSAGE_IN in kinds


def test_an_empty_message_is_refused_in_words(client, filed):
    enter(client, filed.code)
    answer = client.post("/ticket/message", data={"words": "  ", "_end": "1"})
    assert answer.status_code == 422
    assert "Enter your message" in answer.text


def test_withdrawing_ends_the_ticket(app, client, filed):
    enter(client, filed.code)
    client.post("/ticket/withdraw", data={"sure": "yes", "reason": "", "_end": "1"})
    with app.app_context():
        assert db.session.scalars(select(Ticket)).one().state is State.WITHDRAWN


def test_the_code_stands_nowhere_in_clear(app, client, filed, settings):
    enter(client, filed.code)
    page = client.get("/ticket").text
    assert filed.code not in page.replace(" ", "")
    if settings.database.startswith("sqlite"):
        written = Path(settings.database.removeprefix("sqlite:///"))
        files = list(written.parent.glob(written.name + "*"))
        assert files
        assert not [one for one in files if filed.code.encode() in one.read_bytes()]


def test_leaving_closes_the_ticket_page(client, filed):
    enter(client, filed.code)
    client.post("/ticket/leave", data={"_end": "1"})
    assert client.get("/ticket").status_code == 303


def test_what_is_wrong_with_a_code_is_said_in_chinese(client):
    answer = client.post("/track?lang=zh", data={"code": "", "_end": "1"})
    assert "请输入查询码" in answer.text


def test_a_line_about_a_letter_leads_to_that_letter(client, filed):
    enter(client, filed.code)
    page = client.get("/ticket").text
    link = re.search(r'href="#(letter-[0-9a-f]{32})"', page)
    assert link is not None
    assert f'id="{link[1]}"' in page
