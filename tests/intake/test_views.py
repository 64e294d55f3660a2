import re

import pytest
from sqlalchemy import func, select

from portal.models import Draft, Ticket
from portal.web.db import db

REPORT = [
    ("who", {"who": "self"}),
    ("jurisdiction", {"place": "gb", "region": "gb-eng", "lang": "en"}),
    ("what", {"what": ["threat"], "words": "I know where you live"}),
    ("impact", {"safe_now": "yes"}),
    ("when", {"timing": "once", "channel": ["phone"]}),
    ("collector", {"unknown": "all"}),
    ("outcome", {"wants": ["stop"], "want_help": "no"}),
    ("contact", {"reply_by": "site"}),
    ("privacy", {"confid": "anonymous"}),
]


@pytest.fixture
def client(app):
    return app.test_client()


def send(client, page, typed, door="report", **more):
    return client.post(f"/{door}/{page}", data={**typed, "_end": "1"}, **more)


def walk(client, upto=None):
    for page, typed in REPORT:
        if page == upto:
            return None
        answer = send(client, page, typed)
        assert answer.status_code == 303, (page, answer.get_data(as_text=True))
    return answer


def submission_id(client):
    page = client.get("/report/check").get_data(as_text=True)
    return re.search(r'name="submission_id" value="([0-9a-f]+)"', page)[1]


def count(app, table):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def test_beginning_keeps_nothing(app, client):
    assert client.get("/begin/report").location == "/report/who"
    assert client.get("/report/who").status_code == 200
    assert count(app, Draft) == 0


def test_the_whole_report_leads_to_the_check_page(client):
    assert walk(client).location == "/report/check"
    assert "I know where you live" in client.get("/report/check").get_data(as_text=True)


def test_a_skipped_page_leads_to_the_first_one_missing(client):
    walk(client, upto="what")
    assert client.get("/report/privacy").location == "/report/what"


def test_a_refused_page_keeps_what_was_typed_and_says_the_same_twice(client):
    walk(client, upto="what")
    answer = send(client, "what", {"words": "kept words"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "kept words" in page
    assert page.count("Select what the collector did, or select ‘None of these’") == 2
    assert 'href="#what-threat"' in page
    assert 'id="what-threat"' in page


def test_the_pages_speak_chinese(client):
    page = client.get("/report/who?lang=zh-CN").get_data(as_text=True)
    assert 'lang="zh-CN"' in page
    assert "这是关于谁的？" in page


def test_saved_answers_are_shown_again(client):
    walk(client, upto="when")
    assert re.search(
        r'value="threat" id="what-threat" checked',
        client.get("/report/what").get_data(as_text=True),
    )


def test_a_person_who_is_not_safe_sees_the_numbers_first(client):
    walk(client, upto="impact")
    assert send(client, "impact", {"safe_now": "no"}).location == "/danger"
    assert "999" in client.get("/danger").get_data(as_text=True)


def test_one_more_number_is_asked_without_losing_the_first(client):
    walk(client, upto="when")
    page = send(client, "when", {"from_number": ["0371 5555"], "add_number": "1"}).get_data(
        as_text=True
    )
    assert page.count('name="from_number"') == 2
    assert "0371 5555" in page


def test_sending_twice_makes_one_ticket(app, client):
    walk(client)
    form = {"submission_id": submission_id(client), "_end": "1"}
    assert client.post("/submit", data=form).location == "/receipt"
    assert client.post("/submit", data=form).location == "/receipt"
    assert count(app, Ticket) == 1


def test_a_wrong_submission_id_sends_nothing_and_shows_the_answers_again(app, client):
    walk(client)
    answer = client.post("/submit", data={"submission_id": "0" * 32, "_end": "1"})
    assert answer.status_code == 422
    assert "I know where you live" in answer.get_data(as_text=True)
    assert count(app, Ticket) == 0


def test_another_browser_sees_no_receipt(app, client):
    walk(client)
    client.post("/submit", data={"submission_id": submission_id(client), "_end": "1"})
    page = app.test_client().get("/receipt").get_data(as_text=True)
    assert "Use your code" in page
    assert not re.search(r"<span>\d{4}</span>", page)


def test_the_same_browser_sees_its_receipt_code_in_five_groups(client):
    walk(client)
    client.post("/submit", data={"submission_id": submission_id(client), "_end": "1"})
    first, again = client.get("/receipt"), client.get("/receipt")
    groups = re.findall(r"<span>(\d{4})</span>", first.get_data(as_text=True))
    assert first.status_code == 200
    assert len(groups) == 5
    assert re.findall(r"<span>(\d{4})</span>", again.get_data(as_text=True)) == groups


def test_a_page_sent_without_its_answer_is_refused_though_it_was_answered_before(client):
    walk(client)
    answer = send(client, "contact", {})
    assert answer.status_code == 422
    assert "Select how we should reply" in answer.get_data(as_text=True)
