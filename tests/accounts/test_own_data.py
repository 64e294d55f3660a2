"""A copy of everything a person gave and was sent, taken at once; deletion and notes asked for, and taken back."""

import io
import json
import re
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.casework import service as casework
from portal.domain.own_data import RequestState, last_day
from portal.models import Clock, DataRequest, EntryKind, Staff, Ticket
from portal.web.db import db
from tests.accounts.conftest import MAIL

STORY = "They rang on Tuesday about the loan."
NOTE = "The neighbour, Mrs Privately, told us more"


@pytest.fixture
def answered_by_note(app, keyring, settings, clock):
    """A supervisor wrote a note nobody outside may read."""

    def write():
        with app.app_context():
            ticket = db.session.scalars(select(Ticket)).one()
            owner = db.session.get_one(Staff, ticket.owner_id)
            desk = casework.Desk(db.session, keyring, settings, clock.moment, owner)
            casework.note(desk, ticket, NOTE)
            casework.reply(desk, ticket, "We have asked for the recording.")
            db.session.commit()

    return write


def taken(owner, **typed):
    """The parts of a copy, by name."""
    answer = owner.post("/ticket/my-data/copy", **{"code": owner.code, **typed})
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == "attachment; filename=copy.zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as made:
        assert made.testzip() is None
        return {name: made.read(name) for name in made.namelist()}


def test_a_copy_needs_the_code_once_more(both):
    page = both.post("/ticket/my-data/copy")
    said = {"en": "Enter your receipt code", "zh": "请输入查询码"}[both.lang]
    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert EntryKind.DATA_COPIED not in both.kinds()


def test_a_copy_holds_what_was_told_and_what_was_sent(owner_of, answer, answered_by_note):
    owner = owner_of(**MAIL)
    owner.post("/ticket/message", words="I forgot: they rang my mother, too.")
    answered_by_note()
    answer()
    parts = taken(owner)
    page, data = parts["copy.html"].decode(), json.loads(parts["copy.json"])
    for told in (STORY, "Pat Example", "wren@example.org", "they rang my mother",
                 "We have asked for the recording.", "Nothing was recorded.", owner.number):  # fmt: skip
        assert told in page, told
        assert told in parts["copy.json"].decode(), told
    assert data["report"]["what"]["what"] == ["often"]
    assert "Contacted me too often" in page
    assert [one["what"] for one in data["history"]][-1] == "data_copied"
    assert {one["to"] for one in data["mails"]} == {"wren@example.org"}


def test_a_copy_holds_no_note_of_staff_nobody_who_works_here_and_no_code(
    owner_of, answer, answered_by_note, app
):
    owner = owner_of()
    answered_by_note()
    answer()
    with app.app_context():
        names = {one.email for one in db.session.scalars(select(Staff))}
    whole = b"".join(taken(owner).values()).decode()
    assert "Privately" not in whole
    assert "Somebody" not in whole
    assert not any(name in whole for name in names)
    assert owner.code not in whole.replace(" ", "")


def test_a_copy_speaks_the_language_of_the_page(owner_of):
    page = taken(owner_of("zh"))["copy.html"].decode()
    assert '<html lang="zh-CN">' in page
    assert "您告诉我们的" in page
    assert "联系过于频繁" in page


def test_a_copy_names_the_language_of_own_words_and_of_no_word_of_the_page(owner_of):
    page = taken(owner_of("zh"))["copy.html"].decode()
    assert re.search(rf'<dd lang="en">[^<]*{STORY}', page)
    assert re.search("<dd>[^<]*联系过于频繁", page)


@pytest.mark.parametrize(
    ("typed", "en", "zh"),
    [(("5", "3", "2026"), "Thursday 5 March 2026", "2026年3月5日 星期四"),
     (("", "3", "2026"), "March 2026", "2026年3月"),
     (("", "", "2026"), "2026", "2026年")],
)  # fmt: skip
def test_when_it_happened_again_is_written_as_the_reader_writes_dates(both, typed, en, zh):
    boxes = {f"date_{part}": value for part, value in zip("dmy", typed, strict=True)}
    assert both.post("/ticket/again", words="They rang.", **boxes).status_code == 303
    said = {"en": f"When: {en}</p>", "zh": f"发生时间：{zh}</p>"}[both.lang]
    assert said in both.get("/ticket").text
    assert said in taken(both)["copy.html"].decode()


def test_what_was_taken_out_of_the_own_view_is_not_in_the_copy(owner):
    owner.post("/ticket/message", words="Nobody at home may read this")
    owner.post(f"/ticket/hide/{owner.entry(EntryKind.MESSAGE_IN).seq}")
    assert b"Nobody at home" not in b"".join(taken(owner).values())


def test_ten_copies_a_day_are_enough(owner):
    for _ in range(10):
        taken(owner)
    page = owner.post("/ticket/my-data/copy", code=owner.code)
    assert (page.status_code, "Try again tomorrow" in page.text) == (422, True)


@pytest.mark.parametrize("what", ["delete", "notes"])
def test_what_a_person_decides_is_asked_once_with_a_date(both, what):
    page = both.post("/ticket/my-data", words="bitte", code=both.code)
    said = {"en": "Select what you ask for", "zh": "请选择您的请求"}[both.lang]
    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert "bitte" in page.text
    assert both.post("/ticket/my-data", what=what).status_code == 422
    assert both.post("/ticket/my-data", what=what, code=both.code).status_code == 303
    (asked,) = both.kept(DataRequest)
    assert (asked.what, asked.state) == (what, RequestState.ASKED)
    assert asked.due_on == both.kept(Clock, Clock.rule_id == "data_access")[0].due_on
    again = both.post("/ticket/my-data", what=what, code=both.code)
    assert again.status_code == 422
    assert len(both.kept(DataRequest)) == 1


def test_the_request_and_its_date_stand_on_the_page(both):
    both.post("/ticket/my-data", what="delete", code=both.code)
    said = {"en": "you asked us to delete this ticket", "zh": "您要求我们删除这张工单"}[both.lang]
    assert said in both.get("/ticket/my-data").text


def test_a_person_may_keep_the_ticket_after_all(owner):
    owner.post("/ticket/my-data", what="delete", code=owner.code)
    assert owner.post("/ticket/my-data/keep").status_code == 303
    assert owner.kept(DataRequest)[0].state is RequestState.TAKEN_BACK
    assert owner.kept(Clock, Clock.rule_id == "data_access")[0].state == "ended"
    assert "You decided to keep this ticket" in owner.get("/ticket").text
    owner.post("/ticket/my-data/keep")
    assert owner.kinds().count(EntryKind.DATA_KEPT) == 1


@pytest.fixture
def agreed(app, clock):
    """A function by which the deletion that was asked for is agreed; gives its day."""

    def agree():
        with app.app_context():
            row = db.session.scalars(select(DataRequest)).one()
            row.decided_by, row.agreed_by = db.session.scalars(select(Staff.id).limit(2))
            row.agreed_at = clock.moment
            row.state, row.erase_on = (
                RequestState.GRANTED,
                (clock.moment + timedelta(days=7)).date(),
            )
            db.session.commit()
            return row.erase_on

    return agree


WAITS = {
    "en": "This waits, because you asked for another look. You get our new answer first",
    "zh": "由于您请求重新查看，删除暂缓。您会先收到新的答复",
}


def test_an_agreed_deletion_says_that_it_waits_for_the_new_answer(both, answer, agreed):
    answer()
    both.post("/ticket/my-data", what="delete", code=both.code)
    day = agreed()
    dated = {"en": f"{day.day} {day:%B %Y}", "zh": f"{day.year}年{day.month}月{day.day}日"}[
        both.lang
    ]
    before = both.get("/ticket/my-data").text
    assert dated in before
    assert WAITS[both.lang] not in before
    asked = both.post("/ticket/disagree", about="else", why="They did ring.")
    assert asked.status_code == 303
    for page in ("/ticket/my-data", "/ticket"):
        assert WAITS[both.lang] in both.get(page).text, page
    assert dated not in both.get("/ticket/my-data").text


@pytest.mark.parametrize(
    ("read_since", "last"),
    [(None, date(2026, 11, 10)), (date(2026, 11, 1), date(2026, 11, 10)),
     (date(2026, 11, 9), date(2026, 11, 15))],
)  # fmt: skip
def test_an_answer_given_anew_moves_the_last_day_on_which_a_ticket_can_be_kept(read_since, last):
    assert last_day(date(2026, 11, 10), read_since) == last


def test_for_a_day_after_a_lost_code_nothing_leaves(owner, app, keyring, clock):
    with app.app_context():
        from portal.timeline import Event, record  # noqa: PLC0415 - only here

        ticket = db.session.scalars(select(Ticket)).one()
        event = Event(kind=EntryKind.CODE_REPLACED, at=clock.moment, facts={"how": "lost"})
        record(db.session, keyring.box("any"), ticket, event)
        db.session.commit()
    assert owner.post("/ticket/my-data/copy", code=owner.code).status_code == 422
    clock.moment += timedelta(hours=24)
    owner.enters()
    assert taken(owner)
