"""Tokens, visits and codes: what is stale is kept, what is foreign opens nothing, what is wrong looks alike."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, func, select, update

from portal.domain.receipt import check_digit
from portal.intake import answers
from portal.models import Draft, Role, Ticket, Visit
from portal.web.db import db
from tests.catalogue.looks import assert_kept, assert_page, shown
from tests.catalogue.test_json import WHOLE, send
from tests.intake.conftest import code_on

FROM_HERE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def guarded(house):
    """The portal with tokens asked for, as people meet it."""
    house.app.config["WTF_CSRF_ENABLED"] = True
    yield house
    house.app.config["WTF_CSRF_ENABLED"] = False


def token_of(client, path):
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)[1]


TOKENS = [None, "", "x", "IjEi.x.y", "é" * 9, "0" * 5000]


@pytest.mark.row("BI-51")
def test_a_form_with_a_missing_or_foreign_token_changes_nothing_and_keeps_the_text(guarded, lang):
    (number, code), words = guarded.filed(), "A long message that took an hour to write, 一小时"
    guarded.app.config["WTF_CSRF_ENABLED"] = False
    mine, mei = guarded.inside(code, lang), guarded.signed_in(lang=lang)
    guarded.app.config["WTF_CSRF_ENABLED"] = True
    theirs, before = token_of(guarded.client(), "/track"), guarded.kept()
    for token in (*TOKENS, theirs):
        more = {} if token is None else {"csrf_token": token}
        for client, path in ((mine, "/ticket/message"), (mei, f"/tickets/{number}/note")):
            data = {"words": words, "_end": "1", **more}
            answer = client.post(path, data=data, headers=FROM_HERE)
            assert_page(answer, 400, lang)
            assert_kept(answer, words)
    assert guarded.kept() == before


@pytest.mark.row("BI-51")
def test_the_page_of_a_stale_token_sends_the_same_words_again(guarded):
    _number, code = guarded.filed()
    guarded.app.config["WTF_CSRF_ENABLED"] = False
    mine = guarded.inside(code)
    guarded.app.config["WTF_CSRF_ENABLED"] = True
    data = {"words": "It went on\nall night", "_end": "1", "csrf_token": "old"}
    page = mine.post("/ticket/message", data=data, headers=FROM_HERE).text
    fresh = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    assert mine.post("/ticket/message", data={**data, "csrf_token": fresh}).status_code == 303
    assert "It went on" in mine.get("/ticket").text


@pytest.mark.row("BI-51")
def test_words_another_site_sent_are_not_offered_again(guarded):
    for foreign in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        data = {"words": "Close everything", "_end": "1"}
        answer = guarded.client().post("/report/what", data=data, headers=foreign)
        assert answer.status_code == 400
    answer = guarded.client().post("/ticket/message", data=data, headers={"Origin": "null"})
    assert "Close everything" not in answer.text


@pytest.mark.row("BI-51")
def test_a_browser_without_cookies_reads_why_nothing_goes_on(guarded, lang):
    client = guarded.app.test_client(use_cookies=False)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = lang
    answer = client.post(
        "/report/what",
        data={"what": "often", "words": "They rang at night", "_end": "1", "csrf_token": "x"},
    )
    assert_page(answer, 400, lang)
    assert_kept(answer, "They rang at night")


@pytest.mark.row("BI-78")
def test_a_visit_that_ended_while_somebody_wrote_loses_none_of_the_words(house, lang):
    _number, code = house.filed()
    words = "Two hours of writing, 写了两个小时\nand a second line"
    for path, field in (
        ("message", "words"),
        ("again", "words"),
        ("withdraw", "reason"),
        ("disagree", "why"),
    ):
        mine = house.inside(code, lang)
        with house.app.app_context():
            db.session.execute(delete(Visit))
            db.session.commit()
        before = house.kept()
        answer = mine.post(f"/ticket/{path}", data={field: words, "_end": "1"})
        assert_page(answer, 403, lang)
        assert_kept(answer, words)
        assert house.kept() == before
        mine.post("/track", data={"code": code, "_end": "1"})
        if path == "message":
            again = mine.post(f"/ticket/{path}", data={field: words, "_end": "1"})
            assert again.status_code == 303
            assert "Two hours of writing" in mine.get("/ticket").text


@pytest.mark.row("BI-76")
def test_a_receipt_says_nothing_of_who_looks_at_the_report(house, lang):
    house.signed_in(key="Findable Supervisor")
    reader = house.person(lang)
    reader.has(collector={"c_badge": "1188", "c_agency": "Somebody"})
    reader.submit()
    page = reader.get("/receipt").text
    assert "Supervisor" not in page
    assert "1188" not in page


@pytest.mark.row("BI-84", "BI-71")
def test_a_wrong_an_erased_and_a_replaced_code_get_the_same_answer(house, lang):
    (_number, erased), (_other, replaced) = house.filed(), house.filed()
    with house.app.app_context():
        for number, value in ((_number, None), (_other, b"another" + _other.encode())):
            row = update(Ticket).where(Ticket.number == number)
            db.session.execute(row.values(code_hash=value or b"gone" + number.encode()))
        db.session.commit()
    wrong = "1234567890123456789"
    wrong += check_digit(wrong)
    given = []
    for code in (erased, replaced, wrong):
        answer = house.client(lang).post("/track", data={"code": code, "_end": "1"})
        text = re.sub(r'(csrf_token" value=)"[^"]+"', "", answer.text.replace(code, "CODE"))
        headers = sorted((name, value) for name, value in answer.headers if name != "Set-Cookie")
        given.append((answer.status_code, re.sub("Content-Length.*", "", str(headers)), text))
    assert given[0] == given[1] == given[2]
    assert "CODE" in given[0][2], "the code stays in its box, to be looked at again"


@pytest.mark.row("BI-71", "BI-88")
def test_whoever_guesses_elsewhere_locks_nobody_out(house):
    _number, code = house.filed()
    stranger = house.client()
    for one in range(60):
        wrong = f"{one + 77:019d}"
        data = {"code": wrong + check_digit(wrong), "_end": "1"}
        last = stranger.post("/track", data=data)
    assert last.status_code == 429
    assert house.client().post("/track", data={"code": code, "_end": "1"}).status_code == 303


@pytest.mark.row("BI-71")
def test_entering_a_code_gives_a_new_token_whatever_the_browser_brought(house):
    _number, code = house.filed()
    client = house.client()
    name = house.app.config["TICKET_COOKIE"]
    client.set_cookie(name, "a-token-somebody-planted-here-long-enough-43")
    client.post("/track", data={"code": code, "_end": "1"})
    given = client.get_cookie(name).value
    assert given != "a-token-somebody-planted-here-long-enough-43"
    client.post("/track", data={"code": code, "_end": "1"})
    assert client.get_cookie(name).value != given


@pytest.mark.row("BI-24")
def test_the_cookie_of_one_browser_opens_neither_draft_nor_ticket_of_another(house):
    (_number, code), reader = house.filed(), house.person()
    reader.has(what={"what": ["often"], "words": "My very own words"})
    mine = house.inside(code)
    stranger = house.client()
    draft, ticket = house.app.config["DRAFT_COOKIE"], house.app.config["TICKET_COOKIE"]
    stranger.set_cookie(draft, mine.get_cookie(ticket).value)
    stranger.set_cookie(ticket, reader.client.get_cookie(draft).value)
    assert stranger.get("/ticket").status_code == 303
    assert stranger.get("/report/check").status_code == 303
    with house.app.app_context():
        kept = [
            *db.session.scalars(select(Draft.token_hash)),
            *db.session.scalars(select(Visit.token_hash)),
        ]
    for one in (draft, ticket):
        value = (reader.client if one == draft else mine).get_cookie(one).value
        assert value.encode() not in kept, "what the table keeps opens nothing"


@pytest.mark.row("BI-24")
def test_staff_pages_are_shut_for_a_person_and_a_ticket_for_staff(house, lang):
    number, code = house.filed()
    mine, mei = house.inside(code, lang), house.signed_in(Role.SUPERVISOR, lang)
    for path in (f"/tickets/{number}", "/tickets", "/admin/try-it", "/reviews", "/admin/staff"):
        assert mine.get(path).status_code == 303
        assert number not in mine.get(path).text
    assert mei.get("/ticket").status_code == 303
    for path in ("/reviews", "/admin/try-it", "/admin/staff"):
        assert "Zyx" not in shown(mei.get(path))
        assert mei.get(path).status_code == 403


def twin_first(monkeypatch, file):
    """Let the twin of a report be filed after its existence was asked for and before it is written."""
    plain, done = answers.masked, []

    def masked(given):
        if not done:
            done.append(1)
            file()
        return plain(given)

    monkeypatch.setattr(answers, "masked", masked)


def tickets(house):
    with house.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Ticket))


@pytest.mark.row("BI-98")
def test_the_same_form_twice_at_once_is_one_ticket_with_one_receipt(house, monkeypatch):
    reader = house.person()
    reader.has()
    twin, submission, before = house.person(), reader.submission(), tickets(house)
    cookie = house.app.config["DRAFT_COOKIE"]
    twin.client.set_cookie(cookie, reader.client.get_cookie(cookie).value)
    twin_first(monkeypatch, lambda: in_a_thread(twin.post, "/submit", submission_id=submission))
    assert reader.post("/submit", submission_id=submission).headers["Location"] == "/receipt"
    assert tickets(house) == before + 1
    assert code_on(reader.get("/receipt").text) == code_on(twin.get("/receipt").text) != ""


@pytest.mark.row("BI-98")
def test_the_same_report_of_a_channel_twice_at_once_is_one_ticket(house, monkeypatch):
    before, given = tickets(house), []
    headers = {"Idempotency-Key": "sent-twice-at-once-1"}
    twin_first(monkeypatch, lambda: given.append(in_a_thread(send, house, WHOLE, **headers)))
    second = send(house, WHOLE, **headers)
    assert (given[0].status_code, second.status_code) == (201, 200)
    assert second.json == {**given[0].json, "repeated": True}
    assert tickets(house) == before + 1


def in_a_thread(call, *args, **kwargs):
    """The answer to a request that another worker serves meanwhile."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call, *args, **kwargs).result()
