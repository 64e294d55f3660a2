"""A new code for an old one: known or lost; nobody else gets one, and nobody learns who has a ticket."""

import re
from datetime import timedelta
from email import message_from_bytes

import pytest
from sqlalchemy.orm import sessionmaker

from portal.accounts import recovery
from portal.letters.outbox import opened
from portal.models import EntryKind, OutboxMail, Recovery
from portal.web.db import db
from tests.accounts.conftest import MAIL


def code_on(page):
    return "".join(re.findall(r"<span>(\d{4})</span>", page))


def mark_on(page):
    return re.search(r'name="replacement" value="([0-9a-f]{32})"', page)[1]


@pytest.fixture
def worker(app, keyring, clock):
    """A function that does what the worker does: look at what was asked."""

    def round_of():
        with app.app_context():
            factory = sessionmaker(db.engine)
        with factory() as session:
            done = recovery.answer_all(session, keyring, clock.moment)
            session.commit()
        return done

    return round_of


@pytest.fixture
def links(keyring):
    """A function that gives the paths of the links that were mailed."""

    def read(owner):
        rows = owner.kept(OutboxMail, OutboxMail.letter == "new_code")
        mails = [message_from_bytes(opened(keyring.box("outbox"), one)[1]) for one in rows]
        texts = [one.get_payload(decode=True).decode() for one in mails]
        return [re.search(r"/new-code/[A-Za-z0-9_-]{43}", text)[0] for text in texts]

    return read


def replace(owner, **typed):
    mark = mark_on(owner.get("/ticket/new-code").text)
    return owner.post("/ticket/new-code", **({"replacement": mark, "code": owner.code} | typed))


def test_a_new_code_opens_the_ticket_and_the_old_one_does_not(owner):
    page = replace(owner)
    assert page.status_code == 200
    code = code_on(page.text)
    assert len(code) == 20
    assert code != owner.code
    assert "We cannot find that code" in owner.enters().text
    assert owner.enters(code).status_code == 303


def test_pressing_twice_shows_the_same_new_code(owner):
    mark = mark_on(owner.get("/ticket/new-code").text)
    first = replace(owner, replacement=mark)
    again = replace(owner, replacement=mark)
    assert code_on(first.text) == code_on(again.text) != ""
    assert owner.kinds().count(EntryKind.CODE_REPLACED) == 1


def test_a_new_code_needs_the_old_one(both):
    page = replace(both, code="")
    said = {"en": "Enter your receipt code", "zh": "请输入查询码"}[both.lang]
    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert code_on(page.text) == ""


def test_every_other_visit_ends_with_the_old_code(app, owner):
    other = app.test_client()
    other.post("/track", data={"code": owner.code, "_end": "1"})
    assert other.get("/ticket").status_code == 200
    replace(owner)
    assert other.get("/ticket").status_code == 303
    assert owner.get("/ticket").status_code == 200


def test_a_mark_that_is_none_of_ours_makes_no_code(owner):
    assert replace(owner, replacement="x").status_code == 422
    assert EntryKind.CODE_REPLACED not in owner.kinds()


def ask(owner, number=None, name="Pat Example", client=None):
    typed = {"number": number or owner.number, "name": name, "_end": "1"}
    return (client or owner.client).post(owner.spoken("/lost-code"), data=typed)


def test_a_lost_code_is_replaced_by_the_link_in_the_mail(owner_of, worker, links):
    owner = owner_of(**MAIL)
    assert "If these match" in ask(owner, name="pat  EXAMPLE").text
    assert worker() == 1
    (link,) = links(owner)
    page = owner.client.get(link)
    assert code_on(page.text) == "", "looking at the link makes no code"
    assert EntryKind.CODE_REPLACED not in owner.kinds()
    page = owner.client.post(link, data={"_end": "1"})
    code = code_on(page.text)
    assert code_on(owner.client.post(link, data={"_end": "1"}).text) == code
    assert "We cannot find that code" in owner.enters().text
    assert owner.enters(code).status_code == 303


def test_the_link_works_in_no_other_browser(app, owner_of, worker, links):
    owner = owner_of(**MAIL)
    ask(owner)
    worker()
    (link,) = links(owner)
    stranger = app.test_client()
    assert stranger.get(link).status_code == 404
    assert stranger.post(link, data={"_end": "1"}).status_code == 404
    assert EntryKind.CODE_REPLACED not in owner.kinds()


def test_a_link_ends_after_an_hour(owner_of, worker, links, clock):
    owner = owner_of(**MAIL)
    ask(owner)
    worker()
    clock.moment += timedelta(minutes=61)
    assert owner.client.post(links(owner)[0], data={"_end": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("number", "name"), [(None, "Somebody Else"), ("RC-2026-00000000", "Pat Example"), (None, "-")]
)
def test_what_does_not_match_gets_the_same_answer_and_no_mail(
    owner_of, worker, links, number, name
):
    owner = owner_of(**MAIL)
    right = ask(owner)
    wrong = ask(owner, number, name)
    fresh = re.compile(r'name="csrf_token" value="[^"]*"')
    assert (right.status_code, fresh.sub("", right.text)) == (
        wrong.status_code,
        fresh.sub("", wrong.text),
    )
    assert list(right.headers.keys()) == list(wrong.headers.keys())
    assert worker() == 2
    assert len(links(owner)) == 1


def test_whoever_gave_no_address_is_mailed_nothing(owner, worker, links):
    ask(owner)
    worker()
    assert not links(owner)


def test_nothing_that_was_asked_stays_once_it_was_looked_at(owner_of, worker):
    owner = owner_of(**MAIL)
    ask(owner)
    assert owner.kept(Recovery)[0].sealed is not None
    worker()
    assert owner.kept(Recovery)[0].sealed is None


def test_one_ticket_is_mailed_few_links_in_a_day(owner_of, worker, links):
    owner = owner_of(**MAIL)
    for _ in range(6):
        ask(owner)
    worker()
    assert len(links(owner)) == recovery.LINKS_A_DAY


def test_the_mail_waits_for_the_safe_times(owner_of, worker, clock):
    safe = {"safe_days": "only", "safe_from": "18:00", "safe_to": "20:00"}
    owner = owner_of(contact={"reply_by": "email", **safe}, reach=MAIL["reach"])
    ask(owner)
    worker()
    (mail,) = owner.kept(OutboxMail, OutboxMail.letter == "new_code")
    assert mail.not_before.hour == 18
    assert owner.kept(Recovery)[0].expires_at == mail.not_before + recovery.LINK_WORKS


def test_after_a_lost_code_address_and_files_are_covered_for_a_day(owner_of, worker, links, clock):
    owner = owner_of(**MAIL)
    ask(owner)
    worker()
    code = code_on(owner.client.post(links(owner)[0], data={"_end": "1"}).text)
    owner.enters(code)
    assert "w•••@example.org" not in owner.get("/ticket/contact").text
    assert "stay covered" in owner.get("/ticket/evidence").text
    new = {"reply_by": "email", "email": "new@example.org", "safe_days": "any", "code": code}
    assert owner.post("/ticket/contact", **new).status_code == 422
    clock.moment += timedelta(hours=25)
    owner.enters(code)
    assert "w•••@example.org" in owner.get("/ticket/contact").text
    assert owner.post("/ticket/contact", **new).status_code == 303


@pytest.mark.parametrize("empty", ["number", "name"])
def test_an_empty_box_is_named(both, empty):
    typed = {"number": both.number, "name": "Pat Example"} | {empty: " "}
    page = both.post("/lost-code", **typed)
    said = {
        ("number", "en"): "Enter your ticket number",
        ("number", "zh"): "请输入受理编号",
        ("name", "en"): "Enter your name",
        ("name", "zh"): "请输入您的姓名",
    }[empty, both.lang]
    assert page.status_code == 422
    assert page.text.count(said) == 2


def test_a_network_that_asks_all_day_is_slowed_and_told_so(owner):
    for _ in range(20):
        assert ask(owner).status_code == 200
    assert ask(owner).status_code == 429
