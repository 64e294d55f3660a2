"""What no honest form of the desk sends: a page with a sentence, nothing changed, nothing typed lost."""

import html

import pytest
from sqlalchemy import func, select

from portal.models import Allegation, Entry, Letter, OutboxMail, Outcome, Staff, Ticket
from portal.web.db import db
from tests.casework.test_views import number, outcome, signed_in  # noqa: F401 - a fixture and helpers

#: The forms of the desk: where they are sent, what an honest one holds, and its field of free words.
FORMS = {
    "reply": ({"send_as": "message"}, "words"),
    "note": ({}, "words"),
    "triage": ({"severity": "serious", "desk": "conduct"}, "reason"),
    "tie": ({}, "reason"),
    "identity": ({}, "reason"),
    "send-back": ({}, "reason"),
}
#: Texts that show nothing at all, however long they are.
EMPTY = ["", "   ", "\n\t\n" * 9, "\u3000" * 20, "\u2800" * 20, "\u200b\ufeff" * 10, "\u00ad" * 20]
#: Words that mean something to a machine and must stay words.
NASTY = [
    "{{7*7}} {% include '/etc/passwd' %} %(a)s {0.__class__} ${x}",
    "<script>alert(1)</script><svg onload=alert(1)>",
    "'; drop table tickets; -- \\ %27",
    "[[ticket_number]] [[#if x]]boo[[/if]]",
    '#read("/etc/passwd") $x$ @label #import "@preview/x:1.0.0"',
    "Re\u202eversed \u2066isolate and \u0301" + "\u0301" * 200,
    "生僻字 \U00020000\U00020bb7 and 👨\u200d👩\u200d👧 family",
    "one\r\nBcc: all@example.org\r\n.\r\nQUIT",
    "x" * 1500,
]


def kept(app):
    """How many rows there are of everything a form of the desk could change."""
    tables = (Ticket, Entry, Letter, Outcome, OutboxMail)
    with app.app_context():
        rows = [db.session.scalar(select(func.count()).select_from(one)) for one in tables]
        state = db.session.execute(
            select(Ticket.state, Ticket.owner_id, Ticket.severity, Ticket.desk, Ticket.version)
        ).all()
    return rows, state


def said(page, lang):
    """The sentence of the error page or of the summary is in the language of the page."""
    return any("\u4e00" <= mark <= "\u9fff" for mark in page) if lang == "zh-CN" else True


@pytest.mark.parametrize(("words", "lang"), list(zip(EMPTY, ["en", "zh-CN"] * 4, strict=False)))
@pytest.mark.parametrize("form", ["reply", "note", "triage"])
def test_words_that_show_nothing_are_no_words(app, number, form, words, lang):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), kept(app)
    typed, field = FORMS[form]
    answer = mei.post(
        f"/tickets/{number}/{form}?lang={lang}", data={**typed, field: words, "_end": "1"}
    )
    assert answer.status_code == 422
    assert 'class="errsum"' in answer.text
    assert said(answer.text, lang)
    assert kept(app) == before


@pytest.mark.parametrize("words", NASTY)
@pytest.mark.parametrize("form", ["reply", "note", "triage"])
def test_words_stay_the_words_they_are(app, number, form, words):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    typed, field = FORMS[form]
    typed = {**typed, field: words, "_end": "1"}
    answer = mei.post(f"/tickets/{number}/{form}", data=typed)
    if answer.status_code == 422:
        assert html.escape(words.replace("\r\n", "\n").strip(), quote=False)[:40] in html.unescape(
            answer.text
        ).replace("&lt;", "<") or words[:40] in html.unescape(answer.text)
        return
    assert answer.status_code == 303
    page = mei.get(f"/tickets/{number}").text
    first = words.split("\r\n")[0].replace("\u202e", "").replace("\u2066", "")[:30]
    plain = html.unescape(page).replace("\u202e", "").replace("\u2066", "")
    assert first.strip()[:20] in plain
    assert "<script>alert" not in page


@pytest.mark.parametrize("raw", ["a%00b", "%ED%A0%80 half a sign", "%FF%FE odd bytes"])
@pytest.mark.parametrize("form", ["reply", "note", "triage"])
def test_bytes_no_database_takes_are_cleaned_or_refused(app, number, form, raw):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    typed, field = FORMS[form]
    body = "&".join([*(f"{name}={value}" for name, value in typed.items()), f"{field}={raw}{raw}"])
    answer = mei.post(
        f"/tickets/{number}/{form}",
        data=f"{body}&_end=1",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in (303, 422)


@pytest.mark.parametrize("form", ["reply", "note", "triage"])
def test_more_words_than_fit_are_refused_and_all_kept_on_the_page(app, number, form):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), kept(app)
    typed, field = FORMS[form]
    words = "字" * 4001
    answer = mei.post(f"/tickets/{number}/{form}", data={**typed, field: words, "_end": "1"})
    assert answer.status_code == 422
    assert words in answer.text
    assert kept(app) == before


@pytest.mark.parametrize("form", list(FORMS))
def test_a_form_that_was_cut_changes_nothing(app, number, form):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), kept(app)
    typed, field = FORMS[form]
    answer = mei.post(f"/tickets/{number}/{form}", data={**typed, field: "A long enough reason"})
    assert answer.status_code == 400
    assert kept(app) == before


@pytest.mark.parametrize("form", list(FORMS))
def test_looking_at_an_address_that_changes_something_changes_nothing(app, number, form):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), kept(app)
    assert mei.get(f"/tickets/{number}/{form}").status_code in (200, 404, 405)
    assert mei.delete(f"/tickets/{number}/{form}").status_code == 405
    assert kept(app) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [("severity", "mild"), ("severity", ""), ("desk", "outer space"), ("desk", "CONDUCT")],
)
@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_choice_that_is_not_on_the_list_is_refused_in_words(app, number, field, value, lang):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), kept(app)
    typed = {"severity": "serious", "desk": "conduct", "reason": "It is worse than that"}
    answer = mei.post(
        f"/tickets/{number}/triage?lang={lang}", data={**typed, field: value, "_end": "1"}
    )
    assert answer.status_code == 422
    wanted = "Select one of the choices" if lang == "en" else "请从选项中选择"
    assert wanted in answer.text
    assert kept(app) == before


@pytest.mark.parametrize("form", ["reply", "note", "triage"])
def test_the_same_field_sent_twice_is_refused(app, number, form):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), kept(app)
    typed, field = FORMS[form]
    twice = {**typed, field: ["It is worse than that", "It is milder than that"], "_end": "1"}
    answer = mei.post(f"/tickets/{number}/{form}", data=twice)
    assert answer.status_code == 422
    assert kept(app) == before


@pytest.mark.parametrize(
    "owner", ["", "0", "-1", "1_000", "１", "١", "1e3", " ", "9" * 30, "1 OR 1=1", "NaN", "true"]
)
def test_nobody_by_a_strange_number_is_given_a_ticket(app, number, owner):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), kept(app)
    answer = mei.post(f"/tickets/{number}/reassign", data={"owner": owner, "_end": "1"})
    assert answer.status_code == 422
    assert kept(app) == before


@pytest.mark.parametrize(
    "address",
    ["NS-2026-000000", "0", "-1", "%00", "..", "' OR 1=1", "1" * 5000, "%F0%9F%92%A9", "{{7*7}}"],
)
def test_a_ticket_that_is_not_there_is_a_page_that_says_so(app, number, address):  # noqa: F811 - the fixture
    answer = signed_in(app, "mei").get(f"/tickets/{address}")
    assert answer.status_code in (303, 308, 404)


def test_fields_a_form_does_not_have_change_nothing(app, number):  # noqa: F811 - the fixture
    mei, (_rows, before) = signed_in(app, "mei"), kept(app)
    extra = {"state": "closed", "owner_id": "1", "is_admin": "1", "version": "99", "words": "Note"}
    mei.post(f"/tickets/{number}/note", data={**extra, "_end": "1"})
    _rows, after = kept(app)
    assert [row[:4] for row in after] == [row[:4] for row in before]


@pytest.mark.parametrize("mine", ["-1", "0", "1e3", "99999999", "abc", "１", ""])
def test_a_finding_for_an_allegation_of_nobody_is_ignored_and_the_real_ones_asked_for(
    app,
    number,  # noqa: F811 - the fixture
    mine,
):
    mei, before = signed_in(app, "mei"), kept(app)
    typed = {f"finding_{mine}": "upheld", f"reason_{mine}": "Because", "_end": "1"}
    answer = mei.post(f"/tickets/{number}/outcome", data=typed)
    assert answer.status_code == 422
    assert kept(app) == before


@pytest.mark.parametrize("value", ["upheld'", "closed", "UPHELD", "\u202eupheld", " "])
def test_a_finding_that_is_not_on_the_list_is_refused(app, number, value):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), kept(app)
    typed = outcome(app, number)
    typed |= {name: value for name in typed if name.startswith("finding_")}
    assert mei.post(f"/tickets/{number}/outcome", data=typed).status_code == 422
    assert kept(app) == before


def test_an_outcome_sent_twice_is_kept_once(app, number):  # noqa: F811 - the fixture
    mei, typed = signed_in(app, "mei"), outcome(app, number)
    mei.post(f"/tickets/{number}/outcome", data=typed)
    before = kept(app)
    assert mei.post(f"/tickets/{number}/outcome", data=typed).status_code in (303, 422)
    assert kept(app) == before


def test_agreeing_when_nothing_waits_is_refused_with_a_sentence(app, number):  # noqa: F811 - the fixture
    sam, before = signed_in(app, "sam"), kept(app)
    answer = sam.post(f"/tickets/{number}/agree", data={"_end": "1"})
    assert answer.status_code == 422
    assert "Nothing waits for a second agreement" in answer.text
    assert kept(app) == before


def test_a_role_taken_away_is_gone_with_the_next_click(app, number):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), kept(app)
    with app.app_context():
        staff = db.session.scalars(select(Staff).where(Staff.name == "Mei")).one()
        staff.active = False
        db.session.commit()
    answer = mei.post(f"/tickets/{number}/note", data={"words": "Still here", "_end": "1"})
    assert answer.status_code in (302, 303, 403)
    assert kept(app) == before


#: Addresses of the queue that no link leads to.
QUERIES = (
    *("text=%25", "text=_", "text='", "text=.*%5B", "text=%00", "text=%ED%A0%80", "view=nothing"),
    *("view=all&view=mine", "after=9999-99-99_0_x", "after=2026-01-01_-1_x", "agency=-1"),
    *("agency=1e9", "code=%00", "code=..%2F..", "state=gone", "severity=(select%201)"),
    *("received_from=2025-02-29", "received_to=9999-12-31", "received_to=10000-01-01"),
    *("received_from=0001-01-01", "received_from=%EF%BC%91999-01-01", "lang=../../x"),
    *("kind=both", "jurisdiction=xx"),
)


def test_any_address_of_the_queue_is_a_page(app, number):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    for query in [*QUERIES, "text=" + "x" * 10_000, "after=" + "9" * 500, "agency=" + "9" * 30]:
        assert mei.get(f"/tickets?{query}").status_code == 200, query


def test_the_rows_know_the_ticket_they_are_of(app, number):  # noqa: F811 - the fixture
    """The fixture must hold something that a silent change could touch."""
    with app.app_context():
        assert db.session.scalars(select(Allegation)).all()
