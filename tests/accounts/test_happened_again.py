"""It happened again: told on the ticket there is, as far as the person remembers."""

import pytest
from sqlalchemy import select

from portal.intake import service as intake
from portal.models import Entry, EntryKind, Ticket
from portal.web.db import db
from tests import factories


@pytest.fixture
def inside(app, client, keyring, settings):
    with app.app_context():
        factories.staff(db.session)
        factories.staff(db.session)
        filed = intake.file(factories.filing(db.session, keyring, settings), factories.draft())
        db.session.commit()
    client.post("/track", data={"code": filed.code, "_end": "1"})
    return client


def tell(client, words, d="", m="", y="", lang=""):
    data = {"date_d": d, "date_m": m, "date_y": y, "words": words, "_end": "1"}
    return client.post(f"/ticket/again{lang}", data=data)


def test_one_more_time_stands_in_the_history_and_moves_no_date(app, inside):
    with app.app_context():
        due = db.session.scalars(select(Ticket)).one().due_on
    assert tell(inside, "他又打来了", m="3", y="2025").status_code == 303
    page = inside.get("/ticket").text
    assert "他又打来了" in page
    assert "When: March 2025" in page
    with app.app_context():
        entry = db.session.scalars(
            select(Entry).where(Entry.kind == EntryKind.HAPPENED_AGAIN)
        ).one()
        assert entry.facts == {"happened_on": "2025-03"}
        assert db.session.scalars(select(Ticket)).one().due_on == due


@pytest.mark.parametrize(
    ("lang", "said"),
    [("?lang=en", "Tell us what happened this time"), ("?lang=zh", "请说明这次发生了什么")],
)
def test_without_words_it_is_refused_at_the_field_and_in_the_summary(inside, lang, said):
    answer = tell(inside, " ", y="2025", lang=lang)
    assert answer.status_code == 422
    assert answer.text.count(said) == 2
    assert 'value="2025"' in answer.text


@pytest.mark.row("BI-28")
def test_a_day_to_come_is_refused_and_nothing_typed_is_lost(inside):
    answer = tell(inside, "他又打来了", y="2999")
    assert answer.status_code == 422
    assert "Date must be today or in the past" in answer.text
    assert "他又打来了" in answer.text


def test_nothing_is_added_to_a_withdrawn_ticket(app, inside):
    inside.post("/ticket/withdraw", data={"sure": "yes", "reason": "", "_end": "1"})
    assert "Nothing more can be added to it" in tell(inside, "他又打来了").text
    with app.app_context():
        assert EntryKind.HAPPENED_AGAIN not in set(db.session.scalars(select(Entry.kind)))
