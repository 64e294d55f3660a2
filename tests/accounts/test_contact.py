"""Changing how to be reached: the code again, the old address told, the new one waits a day."""

import re
from datetime import timedelta

import pytest

from portal.letters.outbox import opened
from portal.models import ContactLimit, EntryKind, MailState, OutboxMail
from tests.accounts.conftest import MAIL

NEW = {"reply_by": "email", "email": "new@example.org", "safe_days": "any"}


@pytest.fixture
def mails(keyring):
    """A function that gives what waits to be mailed: to whom, not before when, and the text."""

    def read(owner):
        box = keyring.box("outbox")
        rows = sorted(owner.kept(OutboxMail), key=lambda one: one.created_at)
        return [(*opened(box, one), one.not_before) for one in rows]

    return read


def test_without_the_code_nothing_is_changed_and_everything_typed_is_kept(both):
    page = both.post("/ticket/contact", **NEW)
    said = {"en": "Enter your receipt code", "zh": "请输入查询码"}[both.lang]
    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert "new@example.org" in page.text
    assert re.search(r'value="email"[^>]*checked', page.text)
    assert EntryKind.CONTACT_CHANGED not in both.kinds()


def test_the_code_of_another_ticket_changes_nothing(owner_of):
    other = owner_of()
    owner = owner_of()
    page = owner.post("/ticket/contact", **NEW, code=other.code)
    assert page.status_code == 422
    assert "This code does not open this ticket" in page.text


def test_wrong_codes_here_are_counted_as_everywhere(owner):
    for _ in range(20):
        owner.post("/ticket/contact", **NEW, code="4072 9158 3360 2741 5862")
    slowed = owner.post("/ticket/contact", **NEW, code=owner.code)
    assert slowed.status_code == 429
    assert "Your ticket is not locked" in slowed.text
    assert 'value="new@example.org"' in slowed.text


@pytest.mark.parametrize(
    ("typed", "en", "zh"),
    [
        ({"reply_by": ""}, "Select how we should reply", "请选择回复方式"),
        (
            {"email": "nobody"},
            "Enter an email address in the correct format",
            "请输入格式正确的邮箱",
        ),
        ({"email": ""}, "Enter an email address in the correct format", "请输入格式正确的邮箱"),
        ({"reply_by": "phone"}, "Enter a phone number", "请输入电话号码"),
        ({"reply_by": "text", "phone": "none"}, "Enter a phone number", "请输入电话号码"),
        ({"reply_by": "post"}, "Enter the address we should write to", "请输入通信地址"),
        (
            {"reply_by": "phone", "phone": "020 7946 0123"},
            "Select if we may say who we are",
            "请选择是否可以说明身份",
        ),
        (
            {"safe_days": "only", "safe_from": "18:00", "safe_to": "08:00"},
            "Safe time must end after it starts",
            "结束时间应晚于开始时间",
        ),
    ],
)
def test_what_is_wrong_is_said_twice_and_in_the_same_words(both, typed, en, zh):
    page = both.post("/ticket/contact", **(NEW | typed), code=both.code)
    assert page.status_code == 422
    assert page.text.count({"en": en, "zh": zh}[both.lang]) >= 2
    assert EntryKind.CONTACT_CHANGED not in both.kinds()


def test_a_new_address_waits_a_day_and_the_old_one_hears_of_it(owner_of, mails, clock, app):
    owner = owner_of(**MAIL)
    before = len(mails(owner))
    assert owner.post("/ticket/contact", **NEW, code=owner.code).status_code == 303
    told = [content for to, content, _at in mails(owner)[before:] if to == "wren@example.org"]
    assert len(told) == 1
    assert "new@example.org" not in told[0].decode()
    owner.writes_back()
    later = [at for to, _content, at in mails(owner) if to == "new@example.org"]
    # The letter just written, and the acknowledgement that had not left yet.
    assert len(later) == 2
    assert min(later) >= clock.moment + timedelta(hours=24)


def test_no_address_is_shown_on_the_page_only_enough_to_know_it_again(owner_of):
    owner = owner_of(**MAIL)
    page = owner.get("/ticket/contact").text
    assert "wren@example.org" not in page
    assert "w•••@example.org" in page


def test_an_address_that_stays_need_not_be_typed_again(owner_of, mails):
    owner = owner_of(**MAIL)
    typed = {"reply_by": "email", "safe_days": "only", "safe_from": "18:00", "safe_to": "20:00"}
    assert owner.post("/ticket/contact", **typed, code=owner.code).status_code == 303
    owner.writes_back()
    to, _content, not_before = mails(owner)[-1]
    assert to == "wren@example.org"
    assert not_before.hour == 18


def test_who_stops_mail_gets_none_any_more(owner_of, mails):
    owner = owner_of(**MAIL)
    owner.post("/ticket/contact", reply_by="site", safe_days="any", code=owner.code)
    before = len(mails(owner))
    owner.writes_back()
    assert len(mails(owner)) == before


def test_limits_are_set_and_taken_back_and_those_of_rules_stay(owner_of):
    owner = owner_of(choices=("third",))
    ruled = {one.kind for one in owner.kept(ContactLimit)}
    owner.post(
        "/ticket/contact", reply_by="site", safe_days="any", dont=["no_work", "no_visits"],
        code=owner.code,
    )  # fmt: skip
    assert {one.kind for one in owner.kept(ContactLimit)} == ruled | {"no_work", "no_visits"}
    owner.post(
        "/ticket/contact", reply_by="site", safe_days="any", dont="no_visits", code=owner.code
    )
    assert {one.kind for one in owner.kept(ContactLimit)} == ruled | {"no_visits"}


LATER = {"reply_by": "email", "safe_days": "only", "safe_from": "18:00", "safe_to": "20:00"}


def waiting(owner):
    """What waits to leave, by what it tells of."""
    rows = owner.kept(OutboxMail, OutboxMail.state == MailState.WAITING)
    return sorted((one.letter, one.hours.partition(" ")[0]) for one in rows)


def test_a_notice_that_waits_does_not_leave_once_mail_was_stopped(owner_of):
    owner = owner_of(**MAIL)
    owner.post("/ticket/contact", **LATER, code=owner.code)
    owner.writes_back()
    assert ("update", "18:00-20:00") in waiting(owner)
    owner.post("/ticket/contact", reply_by="site", safe_days="any", code=owner.code)
    assert {letter for letter, _hours in waiting(owner)} == {"notice"}


def test_a_notice_that_waits_leaves_in_the_new_safe_times(owner_of):
    owner = owner_of(**MAIL)
    owner.post("/ticket/contact", **LATER, code=owner.code)
    owner.writes_back()
    sooner = LATER | {"safe_from": "14:00", "safe_to": "16:00"}
    owner.post("/ticket/contact", **sooner, code=owner.code)
    told = [one for one in waiting(owner) if one[0] == "update"]
    assert told == [("update", "14:00-16:00")]


def test_mail_that_waits_does_not_leave_after_a_withdrawal(owner_of):
    owner = owner_of(**MAIL)
    owner.writes_back()
    assert {letter for letter, _hours in waiting(owner)} == {"acknowledgement", "update"}
    owner.post("/ticket/withdraw", sure="yes")
    assert waiting(owner) == []


def test_who_withdrew_can_still_switch_messages_off_and_no_mail_tells_of_it(owner_of):
    owner = owner_of(**MAIL)
    owner.post("/ticket/withdraw", sure="yes")
    owner.writes_back()
    assert "Get no more messages" in owner.get("/ticket").text
    assert 'name="email"' not in owner.get("/ticket/contact").text
    assert owner.post("/ticket/contact", stop="yes", code=owner.code).status_code == 303
    assert waiting(owner) == []
    owner.writes_back()
    assert waiting(owner) == []
    assert 'name="code"' not in owner.get("/ticket/contact").text


@pytest.mark.parametrize("typed", [{}, {"stop": "yes"}, {"code": True}])
def test_messages_are_switched_off_only_with_the_code_and_a_yes(owner_of, typed):
    owner = owner_of(**MAIL)
    owner.post("/ticket/withdraw", sure="yes")
    given = {**typed, **({"code": owner.code} if "code" in typed else {})}
    assert owner.post("/ticket/contact", **given).status_code == 422
    owner.writes_back()
    assert len(waiting(owner)) == 1


def test_a_withdrawn_ticket_takes_no_new_address(owner_of):
    owner = owner_of(**MAIL)
    owner.post("/ticket/withdraw", sure="yes")
    assert owner.post("/ticket/contact", **NEW, code=owner.code).status_code == 422
    assert EntryKind.CONTACT_CHANGED not in owner.kinds()
