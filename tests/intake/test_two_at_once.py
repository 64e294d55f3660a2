"""A report and a request begun in the same browser: neither is lost unseen."""

import pytest
from sqlalchemy import select

from portal.models import Draft
from portal.web.db import db

SAID = {
    "en": "You are writing something else",
    "zh-CN": "您正在填写另一份",
    "zh-Hant": "您正在填寫另一份",
}


def drafts(person):
    with person.app.app_context():
        return list(db.session.scalars(select(Draft)))


def test_the_other_door_asks_what_becomes_of_the_first(both):
    both.has(upto="when")
    page = both.get("/begin/help")
    assert SAID[both.lang] in page.text
    assert both.get("/report/what").status_code == 200


def test_an_answer_at_the_other_door_is_shown_back_and_the_first_report_stays(both):
    both.has(upto="when")
    page = both.send("who", {"who": "self"}, "help")
    assert page.status_code == 409
    assert SAID[both.lang] in page.text
    assert len(drafts(both)) == 1
    assert "They called again and again" in both.get("/report/what").text


def test_the_first_one_can_be_saved_before_the_second_is_begun(person):
    person.has(upto="when")
    assert person.post("/save/now").headers["Location"] == "/save"
    assert person.post("/begin/help").status_code == 303
    assert person.send("who", {"who": "self"}, "help").status_code == 303
    assert sorted(one.door for one in drafts(person)) == ["help", "report"]


@pytest.mark.parametrize("door", ["report", "help"])
def test_nothing_begun_asks_nothing(person, door):
    assert person.get(f"/begin/{door}").headers["Location"] == f"/{door}/who"


def test_saving_nothing_leads_to_the_page_of_codes(person):
    assert person.post("/save/now").headers["Location"] == "/resume"
