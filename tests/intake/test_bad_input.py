"""What people and programs type that nobody planned for: a page in words, the text kept, never a crash.

The numbers are rows of the catalogue of bad input that this house keeps.
"""

import html
import json

import pytest
from sqlalchemy import func, select

from portal.models import Draft, Ticket
from portal.web.db import db
from portal.web.fields import cleaned
from tests.intake.conftest import REPORT

#: One field for each kind of text, with what else its page needs.
FIELDS = {
    "story": ("when", {"timing": "once", "channel": "phone"}, ()),
    "words": ("what", {"what": "often"}, ()),
    "c_name": ("collector", {}, ()),
    "name": ("about-you", {}, [("privacy", {"confid": "open"})]),
    "address": ("reach", {}, [("contact", {"reply_by": "post"})]),
    "wants_other": ("outcome", {"wants": "other", "want_help": "no"}, ()),
}
TEXTS = {
    "BI-01 nul": "before\x00after",
    "BI-04 turned direction": "abc\u202egpj.exe",
    "BI-05 zero width": "a\u200bb\ufeffc",
    "BI-06 piled marks": "Z" + "\u0301" * 10_000,
    "BI-07 emoji family": "👨‍👩‍👧‍👦" * 3,
    "BI-08 rare han": "𠮷野家 𪚥 㐂",
    "BI-10 one long word": "x" * 90,
    "BI-38 a header": "Pat\r\nBcc: all@example.org",
    "BI-38 other ends of line": "Pat\u2028Bcc: all\u0085x",
    "BI-41 jinja": "{{7*7}} {% include '/etc/passwd' %} ${x} %(a)s %s {0.__class__}",
    "BI-43 typst": '#read("/etc/passwd") $x$ @label #import "@preview/x:1.0.0"',
    "BI-44 markup": "<script>alert(1)</script><svg onload=alert(1)>",
    "BI-82 sql": "'; drop table tickets-- \\ %27",
    "BI-83 log": "x\n2026-01-01 admin login ok \x1b[31mred",
    "BI-95 placeholder": "[[ticket_number]] [[other]]",
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_text_is_kept_as_typed_but_for_what_cannot_be_seen(both, field):
    page, others, before = FIELDS[field]
    both.has(**dict(before))
    for row, text in TEXTS.items():
        answer = both.send(page, {**others, field: text})
        assert answer.status_code in (303, 422), row
        shown = answer if answer.status_code == 422 else both.get(f"/report/{page}")
        words = html.unescape(shown.text)
        assert all(line in words for line in seen(text).split("\n")), row
        assert "<script>alert" not in shown.text
        assert "49 " not in shown.text


def seen(text):
    """What a reader sees of a text: no controls, nothing that turns the writing, few piled marks."""
    plain = cleaned(text)
    return "".join("\n" if one in "\u202e\u200b\ufeff" else one for one in plain)


@pytest.mark.parametrize("text", ["   ", "\u3000\u3000", "\u2800", "\u200b"], ids=ascii)
def test_only_blanks_are_no_answer(both, text):
    """BI-09."""
    both.has(upto="what")
    assert both.send("what", {"what": "none", "words": text}).status_code == 422


@pytest.mark.parametrize(
    ("page", "field", "most"), [("what", "words", 2000), ("when", "story", 4000)]
)
def test_a_text_over_its_limit_is_kept_and_counted_in_code_points(both, page, field, most):
    """BI-11: a line break is one, a rare character is one."""
    both.has()
    others = {"what": "often", "timing": "once", "channel": "phone"}
    fits = "𠮷" * (most - 2) + "\r\n" + "x"
    assert both.send(page, {**others, field: fits}).status_code == 303
    over = "𠮷" * (most + 14)
    answer = both.send(page, {**others, field: over})
    assert answer.status_code == 422
    assert over in answer.text
    assert "14" in answer.text


def test_a_field_that_comes_twice_is_refused(both):
    """BI-15."""
    both.has(upto="what")
    body = {"what": "often", "words": ["one", "two"]}
    assert both.send("what", body).status_code == 400


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data"])
def test_a_form_in_another_dress_is_never_taken_for_an_empty_one(app, both, kind):
    """BI-20."""
    answer = both.client.post(
        "/report/impact", data=json.dumps({"impact": ["sleep"]}), content_type=kind
    )
    assert answer.status_code in (303, 400, 415, 422)
    with app.app_context():
        rows = db.session.scalar(select(func.count()).select_from(Draft))
    assert rows == 0


def test_fields_nobody_asked_for_change_nothing(app, both):
    """BI-25."""
    both.has()
    both.send("contact", {"reply_by": "site", "is_admin": "1", "state": "closed", "severity": "x"})
    both.submit()
    with app.app_context():
        assert str(db.session.scalars(select(Ticket.state)).one()) != "closed"


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("who", {"who": "admin"}),
        ("jurisdiction", {"place": "xx", "lang": "en"}),
        ("jurisdiction", {"place": "gb", "lang": "en", "region": "us-ca"}),
        ("what", {"what": ["often", "made_up"]}),
        ("when", {"timing": "often", "channel": "phone"}),
        ("contact", {"reply_by": "pigeon"}),
        (
            "contact",
            {"reply_by": "site", "safe_days": "only", "safe_from": "99:99", "safe_to": "x"},
        ),
        ("privacy", {"confid": "public"}),
    ],
)
def test_a_choice_that_was_not_offered_is_refused(both, page, typed):
    """BI-26."""
    both.has()
    assert both.send(page, typed).status_code == 422


@pytest.mark.parametrize(
    "boxes",
    [
        ("29", "2", "2025"), ("1", "1", "0001"), ("31", "12", "9999"), ("1", "1", "10000"),
        ("1", "W1", "2025"), ("0", "1", "2025"), ("1", "1", "1999"), ("1", "1", "2027"),
        ("-1", "1", "2025"), ("1", "", "2025"),
    ],
)  # fmt: skip
def test_an_impossible_date_is_refused_and_kept(both, boxes):
    """BI-27, BI-28, BI-87."""
    both.has(upto="when")
    day, month, year = boxes
    typed = {"timing": "once", "channel": "phone", "date_d": day, "date_m": month, "date_y": year}
    answer = both.send("when", typed)
    assert answer.status_code == 422
    assert f'value="{day}"' in answer.text
    assert f'value="{year}"' in answer.text


NO_COUNTS = ["1_000", "١٢x", "1.5", "-3", "1e3", "12345678901", "two"]


def test_a_count_that_is_no_whole_number_is_refused_and_kept(both):
    """BI-22."""
    both.has(upto="when")
    for typed in NO_COUNTS:
        answer = both.send("when", {"timing": "once", "channel": "phone", "count_week": typed})
        assert answer.status_code == 422
        assert typed in answer.text


NO_ADDRESSES = [
    "a@b.com\r\nBcc: x@y.com",
    "a@b.com,c@d.com",
    '"a b"@c',
    "a@[127.0.0.1]",
    "a@localhost",
    "a\u200bb@example.org",
    "x" * 65 + "@example.org",
    "@",
    "a@b",
    "ａ@ｂ.com x",
]


def test_an_address_nobody_can_write_to_is_refused_and_kept(both):
    """BI-32, BI-33, BI-35, BI-37."""
    both.has()
    both.send("contact", {"reply_by": "email"})
    for typed in NO_ADDRESSES:
        answer = both.send("reach", {"email": typed})
        assert answer.status_code == 422
        assert typed.replace("\r\n", " ") in html.unescape(answer.text).replace("\n", " ").replace(
            "\r", ""
        )


NUMBERS = ["+44 1632 960 001", "（0371）5555–0101", "１３８ ００１３ ８０００"]


def test_a_number_as_people_write_it_is_taken(both):
    """BI-31."""
    both.has()
    both.send("contact", {"reply_by": "text"})
    for typed in NUMBERS:
        assert both.send("reach", {"phone": typed}).status_code == 303


NO_NUMBERS = ["1" * 30, "call me", "+44…x", ""]


def test_a_number_that_is_none_is_refused_and_kept(both):
    """BI-31."""
    both.has()
    both.send("contact", {"reply_by": "text"})
    for typed in NO_NUMBERS:
        answer = both.send("reach", {"phone": typed})
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text


def test_a_card_number_in_the_story_is_hidden_on_the_check_page(both):
    """BI-72."""
    both.has()
    both.send("what", {"what": "often", "words": "card 4111 1111 1111 1111"})
    page = both.get("/report/check").text
    assert "4111 1111 1111 1111" not in page
    assert "1111" in page


@pytest.mark.parametrize("given", ["", "0" * 32, "x", "é" * 40])
def test_a_strange_submission_is_shown_again_and_sends_nothing(app, both, given):
    """BI-98."""
    both.has()
    answer = both.post("/submit", submission_id=given)
    assert answer.status_code == 422
    assert "They called again and again" in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Ticket)) == 0


@pytest.mark.parametrize("page", [page for page, _typed in REPORT])
def test_an_empty_form_names_each_wrong_field_once_above_and_once_beside(both, page):
    """The text of an error is the same in the summary and at its field, and its link leads there."""
    both.has()
    answer = both.send(page, {})
    if answer.status_code == 303:
        return
    import re  # noqa: PLC0415 - only here

    links = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', answer.text)
    assert links
    for target, sentence in links:
        assert f'id="{target}"' in answer.text
        assert answer.text.count(sentence) >= 2
