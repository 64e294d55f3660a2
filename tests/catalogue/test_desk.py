"""Forms of staff as no honest page sends them: a sentence at the field, nothing changed, nothing lost."""

import pytest
from sqlalchemy import select

from portal.models import Allegation, Role, Staff, Ticket
from portal.web.db import db
from tests.catalogue.looks import assert_kept, assert_page, assert_refused

#: The forms of a ticket: what an honest one holds, and its field of free words with its longest text.
FORMS = {
    "reply": ({"send_as": "message"}, "words", 4000),
    "note": ({}, "words", 4000),
    "triage": ({"severity": "serious", "desk": "conduct"}, "reason", 1000),
    "tie": ({}, "reason", 300),
    "identity": ({}, "reason", 300),
    "holds": ({"scope": "account"}, "words", 1000),
}
EMPTY = ["", "   ", "\n\t\n" * 9, "\u3000" * 20, "\u2800" * 20, "\u200b\ufeff" * 10, "\u00ad" * 20]
HELP = {"door": "help", "situation": {"hardship": ["job_loss"]}, "offer": {"offer_kind": "unsure"}}


@pytest.fixture
def number(house):
    return house.ticket()


@pytest.mark.row("BI-09")
def test_words_that_show_nothing_are_no_words(house, lang, number):
    mei, before = house.signed_in(lang=lang), house.kept()
    for form, (typed, field, _longest) in FORMS.items():
        for words in EMPTY:
            data = {**typed, field: words, "_end": "1"}
            assert_refused(mei.post(f"/tickets/{number}/{form}", data=data), lang)
    assert house.kept() == before


@pytest.mark.row("BI-11")
def test_more_words_than_fit_are_counted_and_all_kept(house, lang, number):
    mei, before = house.signed_in(lang=lang), house.kept()
    for form, (typed, field, longest) in FORMS.items():
        words = "字" * (longest + 14)
        answer = mei.post(f"/tickets/{number}/{form}", data={**typed, field: words, "_end": "1"})
        assert_refused(answer, lang, words)
        assert "14" in answer.text, form
    assert house.kept() == before


@pytest.mark.row("BI-15")
def test_the_same_answer_twice_is_refused(house, lang, number):
    mei, before = house.signed_in(lang=lang), house.kept()
    for form, (typed, field, _longest) in FORMS.items():
        twice = {**typed, field: ["It is worse than that", "It is milder"], "_end": "1"}
        assert_refused(mei.post(f"/tickets/{number}/{form}", data=twice), lang)
    assert house.kept() == before


@pytest.mark.row("BI-91")
def test_a_form_that_was_cut_changes_nothing(house, lang, number):
    mei, before = house.signed_in(lang=lang), house.kept()
    for form, (typed, field, _longest) in FORMS.items():
        data = {**typed, field: "A long enough reason"}
        assert_page(mei.post(f"/tickets/{number}/{form}", data=data), 400, lang)
    assert house.kept() == before


@pytest.mark.row("BI-50")
def test_looking_at_an_address_that_changes_something_changes_nothing(house, lang, number):
    mei, before = house.signed_in(lang=lang), house.kept()
    for form in (*FORMS, "reassign", "refer", "agree", "send-back", "holds/1/lift"):
        for method in ("GET", "HEAD"):
            answer = mei.open(f"/tickets/{number}/{form}", method=method)
            assert answer.status_code in (200, 404, 405), form
        wish = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE"}
        mei.get(f"/tickets/{number}/{form}?_method=POST", headers=wish)
        assert mei.delete(f"/tickets/{number}/{form}").status_code == 405
    assert house.kept() == before


CHINA = {"jurisdiction": {"place": "cn", "region": "cn-sh", "lang": "en"}}
CHOICES = [
    ("triage", {"severity": "mild", "desk": "conduct", "reason": "It is worse than that"}),
    ("triage", {"severity": "", "desk": "conduct", "reason": "It is worse than that"}),
    ("triage", {"severity": "serious", "desk": "CONDUCT", "reason": "It is worse than that"}),
    ("reply", {"send_as": "pigeon", "words": "It is worse than that"}),
    ("holds", {"scope": "everything", "words": "It is worse than that"}),
    ("deadline", {"clock": "made_up", "to": "2026-12-24", "why": "x", "words": "It is worse"}),
]


@pytest.mark.row("BI-26")
def test_a_choice_that_was_not_offered_is_refused_in_words(house, lang):
    number = house.ticket(**CHINA)
    mei, before = house.signed_in(lang=lang), house.kept()
    for form, typed in CHOICES:
        answer = mei.post(f"/tickets/{number}/{form}", data={**typed, "_end": "1"})
        assert_refused(answer, lang, "It is worse")
    assert house.kept() == before


DAYS = [
    "2026-02-29", "0001-01-01", "9999-12-31", "10000-01-01", "１999-01-01", "2026-W01-1", "20261224",
    "2026-1-1", "24.12.2026", "2026-12-24T00:00", "tomorrow", "1969-12-31",
]  # fmt: skip


@pytest.mark.row("BI-27", "BI-87")
def test_a_day_that_is_none_is_refused_and_kept(house, lang):
    number = house.ticket(**CHINA)
    mei, chief = house.signed_in(lang=lang), house.signed_in(Role.ADMINISTRATOR, lang)
    with house.app.app_context():
        somebody = db.session.scalar(select(Staff.id).where(Staff.role == Role.SUPERVISOR))
    before = house.kept()
    for day in DAYS:
        typed = {"clock": "decide", "to": day, "why": "x", "words": "Because", "_end": "1"}
        assert_refused(mei.post(f"/tickets/{number}/deadline", data=typed), lang)
        away = {"absent_from": day, "absent_until": "", "deputy": "", "_end": "1"}
        plain = day.replace("\0", "")
        assert_refused(chief.post(f"/admin/staff/{somebody}", data=away), lang, plain)
        tried = {"received_on": day, "place": "gb", "language": "en", "story": "x", "_end": "1"}
        assert_refused(chief.post("/admin/try-it", data=tried), lang, plain)
    assert house.kept() == before


@pytest.mark.row("BI-28")
def test_an_absence_that_ends_before_it_begins_is_refused(house, lang):
    house.signed_in()
    chief = house.signed_in(Role.ADMINISTRATOR, lang)
    with house.app.app_context():
        somebody = db.session.scalar(select(Staff.id).where(Staff.role == Role.SUPERVISOR))
    before = house.kept()
    away = {"absent_from": "2026-12-24", "absent_until": "2026-12-01", "_end": "1"}
    answer = chief.post(f"/admin/staff/{somebody}", data=away)
    assert_refused(answer, lang, "2026-12-24", "2026-12-01")
    assert house.kept() == before


@pytest.mark.row("BI-23")
@pytest.mark.parametrize("value", ["no", "0", "false", "off", "\0", "yy"])
def test_a_box_is_ticked_by_what_the_page_sends_and_by_nothing_else(house, lang, value):
    house.signed_in()
    chief = house.signed_in(Role.ADMINISTRATOR, lang)
    with house.app.app_context():
        somebody = db.session.scalar(select(Staff.id).where(Staff.role == Role.SUPERVISOR))
    before = house.kept()
    answer = chief.post(f"/admin/staff/{somebody}", data={"hand_over": value, "_end": "1"})
    assert_refused(answer, lang)
    assert house.kept() == before


IDS = ["", "0", "-1", "1_000", "１", "١", "1e3", " ", "9" * 30, "1 OR 1=1", "NaN", "true"]


@pytest.mark.row("BI-22")
def test_nobody_by_a_strange_number_is_given_a_ticket(house, lang, number):
    mei, before = house.signed_in(lang=lang), house.kept()
    for owner in IDS:
        answer = mei.post(f"/tickets/{number}/reassign", data={"owner": owner, "_end": "1"})
        assert answer.status_code == 422, owner
        looked = {"owner": owner, "looked": f"{number}:{owner}", "_end": "1"}
        assert mei.post("/tickets/selected/assign", data=looked).status_code in (200, 422), owner
    for address in ("/tickets/{0}/holds/{1}/lift", "/admin/staff/{1}", "/reviews/{1}/notice"):
        for one in ("0", "-1", "1_0", "１", "9" * 30):
            answer = mei.post(address.format(number, one), data={"words": "x", "_end": "1"})
            assert answer.status_code in (403, 404, 422), (address, one)
    assert house.kept() == before


def outcome(house, number):
    """A whole outcome as typed, one row for each allegation."""
    with house.app.app_context():
        ticket = db.session.scalars(select(Ticket).where(Ticket.number == number)).one()
        rows = db.session.scalars(select(Allegation).where(Allegation.ticket_id == ticket.id)).all()
        typed = {"remedies": "apology", "words": "We are sorry.", "_end": "1"}
        for row in rows:
            typed[f"finding_{row.id}"] = "upheld"
            typed[f"cause_{row.id}"] = "individual"
            typed[f"reason_{row.id}"] = "The calls are in the log."
    return typed


@pytest.mark.row("BI-26")
@pytest.mark.parametrize("value", ["upheld'", "closed", "UPHELD", "\u202eupheld", " ", ""])
def test_a_finding_that_is_not_on_the_list_is_refused_and_the_reasons_kept(
    house, lang, number, value
):
    mei, before, typed = house.signed_in(lang=lang), house.kept(), outcome(house, number)
    typed |= {name: value for name in typed if name.startswith("finding_")}
    answer = mei.post(f"/tickets/{number}/outcome", data=typed)
    assert_refused(answer, lang, "The calls are in the log.", "We are sorry.")
    assert house.kept() == before


@pytest.mark.row("BI-24")
@pytest.mark.parametrize("mine", ["-1", "0", "1e3", "99999999", "abc", "１", ""])
def test_a_finding_for_an_allegation_of_nobody_is_ignored_and_the_real_ones_asked_for(
    house, lang, number, mine
):
    mei, before = house.signed_in(lang=lang), house.kept()
    typed = {f"finding_{mine}": "upheld", f"reason_{mine}": "Because", "_end": "1"}
    assert_refused(mei.post(f"/tickets/{number}/outcome", data=typed), lang)
    assert house.kept() == before


AMOUNTS = ["NaN", "Infinity", "1e5", "1_000", "-5", "1.234", "١", "0", "9" * 13, "five"]


@pytest.mark.row("BI-21")
def test_an_amount_that_is_none_is_refused_and_kept(house, lang):
    number = house.ticket(**HELP)
    mei, before, typed = house.signed_in(lang=lang), house.kept(), outcome(house, number)
    typed |= {"help_decision": "counter", "help_interval": "month", "help_reason": "So be it"}
    for amount in AMOUNTS:
        answer = mei.post(f"/tickets/{number}/outcome", data={**typed, "help_amount": amount})
        assert_refused(answer, lang, amount, "So be it")
    for day in DAYS[:5]:
        answer = mei.post(f"/tickets/{number}/outcome", data={**typed, "help_first_on": day})
        assert_refused(answer, lang, "So be it")
    assert house.kept() == before


@pytest.mark.row("BI-77")
def test_who_decides_on_a_stale_page_reads_both_texts_and_overwrites_nothing(house, lang, number):
    mei, sam = house.signed_in(lang=lang), house.signed_in(lang=lang, key="sam")
    page = mei.get(f"/tickets/{number}/outcome").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    theirs = {"words": "It is worse: I looked", "send_as": "message", "_end": "1"}
    assert sam.post(f"/tickets/{number}/reply", data=theirs).status_code == 303
    before, typed = house.kept(), {**outcome(house, number), "seen": seen}
    answer = mei.post(f"/tickets/{number}/outcome", data=typed)
    assert_page(answer, 409, lang)
    assert "The calls are in the log." in answer.text
    assert "It is worse: I looked" in answer.text
    assert house.kept() == before
    newer = answer.text.split('name="seen" value="')[1].split('"')[0]
    assert mei.post(f"/tickets/{number}/outcome", data={**typed, "seen": newer}).status_code == 303


@pytest.mark.row("BI-77")
def test_a_second_outcome_from_a_stale_page_is_kept_beside_the_first(house, lang, number):
    mei, sam, typed = house.signed_in(lang=lang), house.signed_in(key="sam"), outcome(house, number)
    threat = {name: value for name, value in typed.items() if not name.startswith("finding_")}
    threat |= {name: "not_upheld" for name in typed if name.startswith("finding_")}
    assert sam.post(f"/tickets/{number}/outcome", data=typed).status_code == 303
    before = house.kept()
    answer = mei.post(f"/tickets/{number}/outcome", data={**threat, "words": "Mine, at length"})
    assert answer.status_code in (409, 422)
    assert "Mine, at length" in answer.text
    assert house.kept() == before


@pytest.mark.row("BI-77")
def test_a_role_taken_away_is_gone_with_the_next_click(house, lang, number):
    gone = house.signed_in(lang=lang, key="gone")
    with house.app.app_context():
        key = house.staff[Role.SUPERVISOR, "gone"]
        one = db.session.scalars(select(Staff).where(Staff.fs_uniquifier == key)).one()
        one.active = False
        db.session.commit()
    del house.staff[Role.SUPERVISOR, "gone"]
    before = house.kept()
    answer = gone.post(f"/tickets/{number}/note", data={"words": "Still here", "_end": "1"})
    assert answer.status_code in (302, 303, 403)
    assert house.kept() == before


@pytest.mark.row("BI-77")
def test_an_outcome_sent_twice_is_kept_once_and_nothing_is_agreed_to_that_does_not_wait(
    house, lang, number
):
    mei, sam, typed = house.signed_in(lang=lang), house.signed_in(key="sam"), outcome(house, number)
    early = sam.post(f"/tickets/{number}/agree", data={"_end": "1"})
    assert early.status_code == 422
    assert "Nothing waits for a second agreement" in early.text
    mei.post(f"/tickets/{number}/outcome", data=typed)
    before = house.kept()
    assert mei.post(f"/tickets/{number}/outcome", data=typed).status_code in (303, 409, 422)
    assert house.kept() == before


@pytest.mark.row("BI-34")
@pytest.mark.parametrize(
    ("address", "told", "warned"),
    [
        ("аdmin@bank.com", "", True),
        ("pat@xn--80ak6aa92e.com", "аррӏе.com", False),
        ("pat@例子.com", "xn--fsqu00a.com", False),
        ("pat@example.org", "", False),
    ],
)
def test_staff_are_told_of_an_address_that_looks_like_another(house, lang, address, told, warned):
    number = house.ticket(
        contact={"reply_by": "email"}, reach={"email": address}, privacy={"confid": "open"}
    )
    look = {"reason": "To write to them about the calls", "_end": "1"}
    page = house.signed_in(lang=lang).post(f"/tickets/{number}/identity", data=look)
    assert page.status_code == 200
    assert_kept(page, address, told)
    said = ("two scripts", "两种文字", "兩種文字")
    assert any(one in page.text for one in said) == warned
