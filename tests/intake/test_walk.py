"""What happens between the questions: interruptions, leaving and coming back, two tabs, sending twice."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from portal.intake import views_papers
from portal.jobs.sweeps import tidy
from portal.models import Draft, Entry, EntryKind, OutboxMail, Referral, Ticket
from portal.web.db import db
from tests import factories
from tests.intake.conftest import REPORT, Person, code_on


def count(app, table):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def saved_code(person):
    person.walk(upto="when")
    person.send("when", {"timing": "once", "channel": "phone", "save": "1"})
    return code_on(person.get("/save").text)


@pytest.mark.row("BI-73")
@pytest.mark.parametrize(
    ("page", "typed", "leads_to"),
    [
        ("what", {"what": "none", "words": "I want to end my life"}, "/danger"),
        ("what", {"what": "none", "words": "我不想活了"}, "/danger"),
        ("what", {"what": ["amount", "false"]}, "/pause/account"),
        ("what", {"what": "none", "words": "I got court papers, a claim form"}, "/pause/papers"),
        ("what", {"what": "often"}, "/report/impact"),
        ("impact", {"impact": "end_life"}, "/danger"),
        ("impact", {"safe_now": "no"}, "/danger"),
    ],
)
def test_an_answer_that_cannot_wait_interrupts(person, page, typed, leads_to):
    person.walk(upto="what")
    if page == "impact":
        person.send("what", {"what": "threat"})
    assert person.send(page, typed).location == leads_to


@pytest.mark.parametrize("path", ["/danger", "/pause/account", "/pause/papers"])
def test_an_interruption_leads_on_to_the_next_question(both, path):
    both.walk(upto="outcome")
    page = both.get(path).text
    assert 'href="/report/' in page
    assert "<h1>" in page


def test_a_company_nobody_knows_is_named_and_the_report_may_go_on(app, person, session):
    from tests import factories  # noqa: PLC0415 - only here

    factories.collector(session)
    session.commit()
    person.walk(upto="collector")
    assert person.get("/pause/company").status_code == 303, "none was named yet"
    assert person.send("collector", {"c_agency": "Strange & Sons"}).location == "/pause/company"
    assert "Strange &amp; Sons" in person.get("/pause/company").text


def test_the_title_says_question_service_and_organisation(person):
    assert "<title>Who is this about? – Complaints and help – Recourse</title>" in (
        person.get("/report/who").text
    )


def test_a_refused_page_says_so_first_in_its_title(both):
    page = both.send("who", {})
    assert page.status_code == 422
    assert re.search(r"<title>(Error:|错误：|錯誤：) ", page.text)


def test_a_quiet_browser_shows_titles_that_say_nothing(person):
    person.post("/staying-safe", quiet="yes")
    page = person.get("/report/who").text
    assert "<title>Customer care – Recourse</title>" in page
    assert "debt" not in re.search(r"<header.*?</header>", page, re.DOTALL)[0]


def test_saving_gives_a_code_that_opens_the_report_in_another_browser(app, both):
    code = saved_code(both)
    other = Person(app)
    assert other.post("/resume", code=code).location == "/report/collector"
    assert "They called again and again" in other.get("/report/what").text
    assert both.get("/report/what").status_code == 303


def test_a_page_that_is_half_written_is_saved_as_it_is_and_is_no_answer(app, person):
    person.walk(upto="what")
    assert person.send("what", {"words": "They came at", "save": "1"}).location == "/save"
    code = code_on(person.get("/save").text)
    other = Person(app)
    assert other.post("/resume", code=code).location == "/report/what"
    assert "They came at" in other.get("/report/what").text
    assert other.get("/report/impact").location == "/report/what"
    assert other.send("what", {"what": ["threat"], "words": ""}).status_code == 303
    assert "They came at" not in other.get("/report/what").text


def test_a_save_code_is_not_in_the_database(app, person, session):
    code = saved_code(person).replace(" ", "")
    row = session.scalars(select(Draft)).one()
    assert code.encode() not in row.save_hash + row.sealed


def test_a_save_code_ends_after_thirty_days_and_the_draft_is_destroyed(app, clock, person):
    code = saved_code(person)
    clock.moment += timedelta(days=31)
    assert "Drafts are kept for 30 days" in Person(app).post("/resume", code=code).text
    with app.app_context():
        factory = sessionmaker(db.engine)
        tidy(SimpleNamespace(factory=factory), clock.moment)
    assert count(app, Draft) == 0


@pytest.mark.parametrize("typed", ["", "123", "1234 5678 9012 3456 7890", "x" * 200])
def test_a_wrong_save_code_opens_nothing(both, typed):
    answer = both.post("/resume", code=typed)
    assert answer.status_code == 422
    assert 'href="#code"' in answer.text


def test_a_receipt_code_typed_where_save_codes_go_opens_the_ticket(app, person):
    person.walk()
    person.submit()
    code = code_on(person.get("/receipt").text)
    assert Person(app).post("/resume", code=code).location == "/ticket"


def test_the_reminder_holds_no_code_and_few_are_sent(app, person):
    saved_code(person)
    for _ in range(5):
        person.post("/save", email="pat@example.org")
    assert count(app, OutboxMail) == 3


def test_another_tab_cannot_change_what_was_sent_and_its_words_are_shown(app, both):
    both.walk()
    both.submit()
    answer = both.send("when", {"timing": "once", "channel": "phone", "story": "typed too late"})
    assert answer.status_code == 409
    assert "typed too late" in answer.text
    assert count(app, Ticket) == 1
    assert code_on(both.get("/receipt").text)


def test_another_report_is_begun_on_purpose_only(app, person):
    person.walk()
    person.submit()
    assert person.get("/begin/report").status_code == 200
    assert person.post("/begin/report").location == "/report/who"
    person.walk()
    person.submit()
    assert count(app, Ticket) == 2


def test_a_page_without_its_draft_keeps_what_was_typed(app, both):
    answer = both.send("what", {"what": "none", "words": "all of my story"})
    assert both.get(answer.location).location == "/report/who"
    both.walk(upto="what")
    assert "all of my story" in both.get("/report/what").text


def test_a_page_open_too_long_comes_again_with_everything_typed(app, both):
    both.walk(upto="what")
    app.config["WTF_CSRF_ENABLED"] = True
    answer = both.send("what", {"what": "none", "words": "all of my story"})
    assert answer.status_code == 400
    assert "all of my story" in answer.text
    assert 'role="alert"' in answer.text


def test_the_same_thing_again_goes_to_the_earlier_ticket(app, person, session):
    person.walk()
    person.submit()
    code = code_on(person.get("/receipt").text)
    again = Person(app)
    again.walk()
    assert again.post("/again", code="1").status_code == 422
    assert again.post("/again", code=code).status_code == 200
    assert count(app, Ticket) == 1
    assert session.scalar(select(func.count()).where(Entry.kind == EntryKind.MESSAGE_IN)) == 1
    assert again.get("/report/check").location == "/report/who"


def test_the_dates_are_mailed_without_the_code_and_few_times(app, keyring, person, session):
    person.walk(upto="contact")
    person.send("contact", {"reply_by": "email"})
    person.send("reach", {"email": "pat@example.org"})
    person.send("privacy", {"confid": "anonymous"})
    person.submit()
    for _ in range(5):
        person.post("/receipt/dates")
    query = select(func.count()).where(OutboxMail.letter == "dates")
    assert session.scalar(query) == 3


@pytest.mark.parametrize("path", ["/copy", "/proposal", "/receipt/pdf"])
def test_a_paper_is_a_pdf_with_a_name_that_says_nothing(both, path):
    both.walk()
    both.submit()
    answer = both.get(path)
    assert answer.data.startswith(b"%PDF")
    assert re.search(r"filename=document-[0-9-]+\.pdf$", answer.headers["Content-Disposition"])


def test_changing_the_way_of_reply_asks_for_the_new_address(person):
    person.walk(upto="contact")
    person.send("contact", {"reply_by": "email"})
    person.send("reach", {"email": "pat@example.org"})
    person.send("contact", {"reply_by": "phone"})
    person.send("privacy", {"confid": "anonymous"})
    assert person.get("/report/check").location == "/report/reach"


def test_a_representative_is_asked_who_they_are(person):
    assert person.send("who", {"who": "represent"}).location == "/report/helper"
    assert person.send("helper", {}).status_code == 422


def test_a_joint_complaint_needs_the_other_to_agree(person):
    person.walk(upto="privacy")
    person.send("privacy", {"confid": "confidential"})
    answer = person.send("about-you", {"name": "Pat", "joint_name": "Lee"})
    assert "Confirm that they know about this and agree" in answer.text


def test_other_times_are_kept_as_roughly_as_they_were_given(person):
    person.walk(upto="when")
    person.send("when", {"timing": "several", "channel": "phone"})
    rows = {"times_d": ["", "3"], "times_m": ["", "5"], "times_y": ["2025", "2026"],
            "times_what": ["the first time", ""]}  # fmt: skip
    assert person.send("times", rows).location == "/report/collector"
    page = person.get("/report/times").text
    assert "the first time" in page
    assert 'value="2025"' in page


def test_leaving_forgets_the_draft_in_this_browser(person):
    person.walk()
    answer = person.get("/exit")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert person.get("/report/check").location == "/report/who"


def test_from_the_receipt_to_the_organisations_without_typing_the_code(app, session):
    factories.staff(session)
    session.commit()
    person = Person(app)
    person.walk()
    assert person.submit().location == "/receipt"
    offered = 'action="/receipt/referral"' in person.get("/receipt").text
    assert offered == bool(session.scalars(select(Referral)).first())
    answer = person.post("/receipt/referral")
    assert (answer.status_code, answer.location) == (303, "/ticket/referral")
    assert person.get("/ticket/referral").status_code == 200


def test_without_a_receipt_the_organisations_ask_for_the_code(app):
    assert Person(app).post("/receipt/referral").location == "/track"


def test_the_receipt_on_paper_says_where_the_code_is_entered(person, monkeypatch):
    person.walk()
    person.submit()
    sheets = []
    monkeypatch.setattr(views_papers, "as_pdf", lambda pages: sheets.extend(pages) or ("", 204))
    person.get("/receipt/pdf")
    assert any(said.endswith("/track") for _label, said in sheets[0]["blocks"][0]["rows"])


@pytest.mark.parametrize(
    ("lang", "said", "never"),
    [
        ("en", "Nobody else may be contacted about this", "customer"),
        ("zh-CN", "不得就此联系其他任何人", "客户"),
        ("zh-Hant", "不得就此聯絡其他任何人", "客戶"),
    ],
)
def test_the_receipt_tells_the_limits_to_the_person_and_not_to_staff(app, lang, said, never):
    person = Person(app, lang)
    person.walk(
        pages=[(page, {"what": ["third"]} if page == "what" else typed) for page, typed in REPORT]
    )
    person.submit()
    shown = person.get("/receipt").text
    assert said in shown
    assert never not in shown


def test_who_wants_to_stay_anonymous_is_told_that_an_address_may_name_them(both):
    warning = 'class="note note-warn"'
    both.walk(upto="contact")
    both.send("contact", {"reply_by": "site"})
    assert warning not in both.get("/report/privacy").text
    both.send("contact", {"reply_by": "email"})
    both.send("reach", {"email": "pat@example.org"})
    assert warning in both.get("/report/privacy").text
