"""What a person may do on the own ticket, in both languages, with everything typed kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from portal.accounts import service
from portal.domain.ticket import State
from portal.models import Clock, EntryKind, Hold, Staff
from portal.web.db import db

WORDS = "又打来了 they rang again"
AGAIN = "is stopped again at once while we look"


def test_withdrawing_asks_once_more_and_keeps_the_reason(both):
    page = both.post("/ticket/withdraw", reason=WORDS)
    said = {"en": "Confirm that you want to withdraw", "zh": "请确认撤回"}[both.lang]
    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert WORDS in page.text
    assert both.ticket().state is not State.WITHDRAWN


def test_withdrawing_stops_every_date(owner):
    assert owner.post("/ticket/withdraw", sure="yes").status_code == 303
    assert {(one.state, one.kept_at) for one in owner.kept(Clock)} == {("ended", None)}
    page = owner.get("/ticket").text
    assert "does not run any more, since you took it back" in page
    assert "· done" not in page
    assert "Nothing more happens here" in owner.get("/ticket").text


def test_a_stop_on_collection_outlasts_the_withdrawal_and_the_page_says_so(owner_of):
    owner = owner_of(choices=("notmine",))
    assert "it stays stopped until a supervisor ends that" in owner.get("/ticket/withdraw").text
    owner.post("/ticket/withdraw", sure="yes")
    assert {one.lifted_at for one in owner.kept(Hold)} == {None}


def test_a_message_to_a_withdrawn_ticket_is_refused_and_kept_on_the_page(owner):
    owner.post("/ticket/withdraw", sure="yes")
    page = owner.post("/ticket/message", words=WORDS)
    assert page.status_code == 422
    assert "Nothing more can be added to it" in page.text
    assert WORDS in page.text
    assert EntryKind.MESSAGE_IN not in owner.kinds()


def test_two_presses_at_once_show_no_page_about_somebody_else(owner, monkeypatch):
    first, kept = [StaleDataError()], service.record

    def record(*given):
        if first:
            raise first.pop()
        return kept(*given)

    monkeypatch.setattr(service, "record", record)
    assert owner.post("/ticket/message", words=WORDS).status_code == 303
    assert owner.kinds().count(EntryKind.MESSAGE_IN) == 1


@pytest.mark.parametrize(
    ("path", "said", "kind"),
    [
        ("message", {"words": "Please ring my sister."}, EntryKind.MESSAGE_IN),
        ("again", {"words": "They rang again."}, EntryKind.HAPPENED_AGAIN),
        ("correct", {"part": "when", "words": "It was Friday."}, EntryKind.CORRECTED),
    ],
)
def test_a_button_pressed_twice_says_it_once_and_the_next_day_again(owner, clock, path, said, kind):
    for _ in range(2):
        assert owner.post(f"/ticket/{path}", **said).status_code == 303
    assert owner.kinds().count(kind) == 1
    clock.moment += timedelta(days=1)
    owner.enters()
    owner.post(f"/ticket/{path}", **said)
    assert owner.kinds().count(kind) == 2


def test_a_message_over_its_limit_says_by_how_much_and_is_kept(both):
    page = both.post("/ticket/message", words="长" * 4001)
    said = {"en": "you are 1 over", "zh": "现在超出 1 字"}[both.lang]
    assert page.status_code == 422
    assert said in page.text
    assert "长" * 4001 in page.text


@pytest.mark.parametrize("missing", ["about", "why"])
def test_disagreeing_needs_what_and_why(both, answer, missing):
    answer()
    typed = {"about": "else", "why": WORDS}
    typed.pop(missing)
    page = both.post("/ticket/disagree", **typed)
    said = {
        ("about", "en"): "Select what you disagree with",
        ("about", "zh"): "请选择您不同意的部分",
        ("why", "en"): "Tell us why you disagree",
        ("why", "zh"): "请说明不同意的理由",
    }[missing, both.lang]
    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert (WORDS in page.text) is (missing == "about")
    assert both.ticket().state is State.CLOSED


def test_who_disagrees_gets_another_supervisor_and_a_new_date(owner, answer, clock):
    first = answer()
    assert owner.ticket().due_on is None
    assert owner.post("/ticket/disagree", about="else", why=WORDS).status_code == 303
    ticket = owner.ticket()
    assert ticket.owner_id not in (None, first)
    (again,) = owner.kept(Clock, Clock.rule_id == "answer_recheck")
    assert ticket.due_on == again.due_on > clock.moment.date()
    assert again.due_on.strftime("%-d %B %Y") in owner.get("/ticket").text
    assert owner.entry(EntryKind.DISAGREED).facts["about"] == ["else"]


def test_who_disagrees_reads_before_and_after_that_collection_is_stopped_again(
    owner, answer, app, clock
):
    kept = {"scope": "account", "until": "dispute_answered", "rule_id": "supervisor"}
    with app.app_context():
        db.session.add(Hold(ticket_id=owner.ticket().id, placed_at=clock.moment, **kept))
        db.session.commit()
    answer()
    assert AGAIN in owner.get("/ticket/disagree").text
    assert "Collection was stopped" not in owner.get("/ticket").text
    owner.post("/ticket/disagree", about="else", why=WORDS)
    assert "Collection was stopped" in owner.get("/ticket").text


def test_with_nobody_else_there_a_disagreement_waits_for_somebody_from_outside(owner, answer, app):
    first = answer()
    with app.app_context():
        for one in db.session.scalars(select(Staff).where(Staff.id != first)):
            one.active = False
        db.session.commit()
    owner.post("/ticket/disagree", about="else", why=WORDS)
    assert owner.ticket().owner_id is None
    assert "You can go outside at once" in owner.get("/ticket").text


def test_a_disagreement_before_an_answer_is_refused_with_the_words_kept(owner):
    page = owner.post("/ticket/disagree", about="else", why=WORDS)
    assert page.status_code == 422
    assert "You can disagree once you have our answer" in page.text
    assert WORDS in page.text


def test_the_findings_are_named_on_the_page_of_disagreeing(owner, answer):
    answer()
    page = owner.get("/ticket/disagree").text
    assert "took no part in our answer looks at it anew (the complaints manager)" in page
    assert AGAIN not in page
    assert 'name="about"' in page
    assert "Financial Ombudsman Service" in page


def test_one_question_is_asked_after_the_answer_and_only_once(both, answer):
    assert both.get("/ticket/verdict").status_code == 303
    answer()
    assert "/ticket/verdict" in both.get("/ticket").text
    page = both.post("/ticket/verdict", words=WORDS)
    said = {"en": "Select how well we dealt with this", "zh": "请选择我们处理得怎么样"}[both.lang]
    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert WORDS in page.text
    assert both.post("/ticket/verdict", verdict="badly", words=WORDS).status_code == 303
    assert both.entry(EntryKind.JUDGED).facts == {"verdict": "badly"}
    page = both.get("/ticket").text
    assert "/ticket/verdict" not in page
    assert WORDS in page
    again = both.post("/ticket/verdict", verdict="well", words="")
    assert again.status_code == 422


def test_a_correction_stands_beside_what_was_sent(both):
    page = both.post("/ticket/correct", words=WORDS)
    said = {"en": "Select what you want to correct", "zh": "请选择要更正的部分"}[both.lang]
    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert WORDS in page.text
    assert both.post("/ticket/correct", part="when", words=WORDS).status_code == 303
    assert WORDS in both.get("/ticket").text
    assert both.entry(EntryKind.CORRECTED).facts == {"part": "when"}


def test_a_message_taken_out_of_the_view_is_kept_for_the_supervisor(owner):
    owner.post("/ticket/message", words=WORDS)
    line = owner.entry(EntryKind.MESSAGE_IN).seq
    assert f"/ticket/hide/{line}" in owner.get("/ticket").text
    assert WORDS in owner.get(f"/ticket/hide/{line}").text
    assert WORDS in owner.get("/ticket").text, "looking at the page hides nothing"
    assert owner.post(f"/ticket/hide/{line}").status_code == 303
    assert WORDS not in owner.get("/ticket").text
    assert owner.entry(EntryKind.MESSAGE_IN).words, "the history still holds it"
    assert owner.get(f"/ticket/hide/{line}").status_code == 404


def test_only_messages_can_be_hidden_and_only_once(owner):
    filed = owner.entry(EntryKind.FILED).seq
    assert owner.get(f"/ticket/hide/{filed}").status_code == 404
    owner.post(f"/ticket/hide/{filed}")
    owner.post("/ticket/message", words=WORDS)
    line = owner.entry(EntryKind.MESSAGE_IN).seq
    owner.post(f"/ticket/hide/{line}")
    owner.post(f"/ticket/hide/{line}")
    assert owner.kinds().count(EntryKind.VIEW_CLEARED) == 1


def test_the_next_step_is_told_with_its_date(both):
    due = both.ticket().due_on
    page = both.get("/ticket").text
    told = {"en": due.strftime("%-d %B %Y"), "zh": f"{due.year}年{due.month}月{due.day}日"}
    assert told[both.lang] in page
    assert {"en": "Your next step", "zh": "您的下一步"}[both.lang] in page


def test_when_we_are_late_the_page_says_since_when_and_who_else_there_is(both, clock):
    clock.moment += timedelta(days=60)
    both.enters()
    page = both.get("/ticket").text
    assert {"en": "We are late", "zh": "我们已超过期限"}[both.lang] in page
    assert "0800 023 4567" in page


def test_every_page_of_the_own_ticket_needs_the_code(app):
    stranger = app.test_client()
    for path in ("contact", "new-code", "my-data", "correct", "hide/1", "verdict", "disagree"):
        assert stranger.get(f"/ticket/{path}").headers["Location"] == "/track"


def test_the_letter_of_receipt_says_only_what_is_so(owner_of):
    page = owner_of().get("/ticket").text
    assert "Thank you for telling us" in page
    assert "collectors have been told to stop" not in page
    assert "has a connection to it" not in page


def test_the_letter_of_receipt_tells_of_a_stop_where_there_is_one(owner_of):
    page = owner_of(choices=("notmine",)).get("/ticket").text
    assert "collectors have been told to stop" in page


@pytest.mark.parametrize("page", ["correct", "again", "withdraw", "disagree"])
def test_what_a_withdrawn_ticket_refuses_is_said_before_anybody_fills_it_in(both, page):
    both.post("/ticket/withdraw", sure="yes")
    shown = both.get(f"/ticket/{page}").text
    said = {"en": ("You withdrew", "You have withdrawn"), "zh": ("您已撤回", "您已经撤回")}
    assert any(one in shown for one in said[both.lang])
    assert not any(f'name="{field}"' in shown for field in ("words", "sure", "why"))


def test_before_an_answer_nobody_is_offered_to_disagree_with_it(owner, answer):
    shown = owner.get("/ticket/disagree").text
    assert "You can disagree once you have our answer" in shown
    assert 'name="why"' not in shown
    answer()
    assert 'name="why"' in owner.get("/ticket/disagree").text


def test_after_an_answer_nobody_is_offered_to_withdraw(owner, answer):
    assert 'name="sure"' in owner.get("/ticket/withdraw").text
    answer()
    shown = owner.get("/ticket/withdraw").text
    assert "nothing left to withdraw" in shown
    assert 'name="sure"' not in shown


def test_what_was_told_to_a_withdrawn_ticket_stays_on_the_page(owner):
    owner.post("/ticket/withdraw", sure="yes")
    for page, said in (("again", {"words": WORDS}), ("correct", {"part": "when", "words": WORDS})):
        refused = owner.post(f"/ticket/{page}", **said)
        assert refused.status_code == 422
        assert "Nothing more can be added to it" in refused.text
        assert WORDS in refused.text
