"""Words that cannot wait, written on the own ticket: the numbers to call at once, and a person looks first."""

import pytest

from portal.accounts import service
from portal.models import EntryKind, Staff, StoredDecision
from portal.web.db import db
from tests import factories

SAID = {"en": "I want to end my life", "zh": "我不想活了"}
NUMBER = "999"


@pytest.mark.row("BI-73")
@pytest.mark.parametrize("where", ["message", "again", "correct"])
def test_the_numbers_to_call_stand_on_the_page_and_the_ticket_goes_before_all_others(both, where):
    assert both.ticket().severity_rank > 0
    typed = {"words": SAID[both.lang], "part": "else"}
    answer = both.post(f"/ticket/{where}", **typed)
    assert answer.location.endswith("/ticket?changed=now")
    page = both.get("/ticket?changed=now").text
    assert f'href="tel:{NUMBER}"' in page
    assert page.index(f"tel:{NUMBER}") < page.index('class="tl"')
    assert (both.ticket().severity, both.ticket().severity_rank) == ("safety", 0)
    assert both.entry(EntryKind.TRIAGE_CHANGED).facts["danger"] == ["self_harm"]
    assert "self_harm" in both.kept(StoredDecision)[-1].decision["danger"]


@pytest.mark.row("BI-73")
def test_a_ticket_is_raised_once_and_calm_words_change_nothing(owner):
    owner.post("/ticket/message", words="They rang again at nine.")
    assert EntryKind.TRIAGE_CHANGED not in owner.kinds()
    assert 'class="note note-bad"' not in owner.get("/ticket").text
    for words in (SAID["en"], "I still want to end my life"):
        owner.post("/ticket/message", words=words)
    assert owner.kinds().count(EntryKind.TRIAGE_CHANGED) == 1


def test_whoever_works_on_it_reads_why_it_went_before_all_others(owner, app):
    owner.post("/ticket/message", words=SAID["en"])
    with app.app_context():
        key = db.session.get_one(Staff, owner.ticket().owner_id).fs_uniquifier
    desk = app.test_client()
    with desk.session_transaction() as cookie:
        factories.signed_in(cookie, key)
    page = desk.get(f"/tickets/{owner.number}").text
    assert "The customer wrote: Thoughts of ending life" in page


@pytest.mark.parametrize("kind", ["too long", "withdrawn"])
def test_the_numbers_to_call_stand_there_even_where_the_words_are_not_taken(owner, kind):
    if kind == "withdrawn":
        owner.post("/ticket/withdraw", reason="They said sorry.", sure="yes")
    words = SAID["en"] + (". They rang." * 500 if kind == "too long" else "")
    answer = owner.post("/ticket/message", words=words)
    assert answer.status_code == 422
    assert f'href="tel:{NUMBER}"' in answer.text
    assert "What you wrote is on your ticket" not in answer.text


def test_court_papers_that_come_later_are_marked(owner):
    owner.post("/ticket/message", words="I got a county court claim form in the post today.")
    assert owner.ticket().in_court


@pytest.mark.row("BI-73")
def test_whoever_withdraws_in_such_words_is_not_left_alone(owner):
    answer = owner.post("/ticket/withdraw", sure="yes", reason=SAID["en"])
    assert answer.location.endswith("changed=now")


def test_a_ticket_that_was_answered_comes_back_to_somebody_with_a_date(owner, answer):
    answer()
    owner.post("/ticket/message", words="We are done.")
    assert owner.ticket().state == "closed"
    assert "Our answer stands." in owner.get("/ticket").text
    owner.post("/ticket/message", words=SAID["en"])
    ticket = owner.ticket()
    assert (ticket.state, ticket.severity_rank) == ("assigned", 0)
    assert ticket.due_on is not None


def test_a_message_is_read_for_danger_once(owner, monkeypatch):
    read = []
    monkeypatch.setattr(service, "dangers_in", lambda _ticket, words: read.append(words) or set())
    owner.post("/ticket/message", words="They rang again at nine.")
    assert read == ["They rang again at nine."]
