"""The visit ended while somebody was writing: the words wait until the code was entered again."""

import re
from datetime import timedelta

import pytest

from portal.models import Draft, EntryKind, Visit
from tests.intake.conftest import Person

WORDS = "They stood at my door again.\n又来了"


def fields(page):
    """The hidden fields of the first form in the main part, as a browser would send them."""
    main = page[page.index("<main") :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main))


@pytest.fixture(params=["en", "zh"])
def late(owner_of, clock, request):
    owner = owner_of(request.param)
    clock.moment += timedelta(minutes=20)
    return owner


def test_a_message_written_too_long_is_sent_after_the_code_again(late):
    page = late.post("/ticket/message", words=WORDS)
    assert page.status_code == 403
    said = {"en": "What you wrote is still here", "zh": "您写的内容还在"}[late.lang]
    assert said in page.text
    assert EntryKind.MESSAGE_IN not in late.kinds()
    wrong = late.client.post("/track", data={**fields(page.text), "code": "12"})
    assert wrong.status_code == 422
    shown = late.client.post("/track", data={**fields(wrong.text), "code": late.code})
    assert "又来了" in shown.text
    assert (
        late.client.post("/ticket/message", data={"words": WORDS, "_end": "1"}).status_code == 303
    )
    assert "又来了" in late.get("/ticket").text


def test_what_is_sent_again_goes_to_the_page_it_was_written_on(owner_of, clock):
    owner = owner_of()
    clock.moment += timedelta(minutes=20)
    page = owner.post("/ticket/again", date_y="2026", words="once")
    shown = owner.client.post("/track", data={**fields(page.text), "code": owner.code})
    assert 'action="/ticket/again"' in shown.text
    # The words stand there to be looked at once more; the day goes along unseen.
    assert "\nonce</textarea>" in shown.text
    answer = owner.client.post("/ticket/again", data={**fields(shown.text), "words": "once"})
    assert answer.status_code == 303
    assert owner.entry(EntryKind.HAPPENED_AGAIN).facts == {"happened_on": "2026"}


def test_the_code_itself_is_never_carried(owner_of, clock):
    owner = owner_of()
    clock.moment += timedelta(minutes=20)
    page = owner.post("/ticket/my-data", what="delete", words=WORDS, code=owner.code)
    assert owner.code not in page.text


def test_nothing_is_carried_to_anywhere_else(owner):
    typed = {"kept-for": "https://elsewhere.example/ticket/", "kept:words": "x", "code": owner.code}
    answer = owner.client.post("/track", data={**typed, "_end": "1"})
    assert answer.headers["Location"] == "/ticket"


def test_leaving_ends_the_visit_and_destroys_what_was_not_saved(app, owner):
    person = Person(app)
    person.has()
    person.client.set_cookie(
        app.config["TICKET_COOKIE"],
        owner.client.get_cookie(app.config["TICKET_COOKIE"]).value,
    )
    drafts = len(owner.kept(Draft))
    person.get("/exit")
    assert len(owner.kept(Draft)) == drafts - 1
    assert not owner.kept(Visit)
    assert owner.get("/ticket").status_code == 303


def test_leaving_keeps_what_was_saved_for_later(app, owner):
    person = Person(app)
    person.has()
    person.post("/save/now")
    drafts = len(owner.kept(Draft))
    assert person.get("/exit").status_code == 303
    assert len(owner.kept(Draft)) == drafts


def test_many_wrong_codes_bring_the_slow_page_and_the_right_code_is_not_lost(owner, clock):
    for _ in range(20):
        owner.enters("4072 9158 3360 2741 5862")
    page = owner.enters()
    assert page.status_code == 429
    asked = fields(page.text)
    assert asked["code"] == owner.code
    clock.moment += timedelta(seconds=30)
    again = owner.client.post("/track", data=asked)
    if again.status_code == 429:
        assert "That was a little too early" in again.text


def test_who_waited_is_let_in_although_others_go_on_guessing(owner, clock):
    for _ in range(20):
        owner.enters("4072 9158 3360 2741 5862")
    asked = fields(owner.enters().text)
    clock.moment += timedelta(seconds=61)
    for _ in range(20):
        owner.enters("4072 9158 3360 2741 5862")
    assert owner.enters().status_code == 429
    assert owner.client.post("/track", data=asked).status_code == 303
    other = {**asked, "code": "4072 9158 3360 2741 5862"}
    assert owner.client.post("/track", data=other).status_code == 429, "it is good for one code"
    assert owner.client.post("/track", data=other).status_code == 429, "however often it is tried"
