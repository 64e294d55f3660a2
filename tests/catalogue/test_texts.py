"""Texts that mean something to a machine stay the words they are, wherever a text may be typed."""

import json
import re

import pytest

from portal.models import Role
from portal.web.cleaning import cleaned
from tests.catalogue.conftest import KEY
from tests.catalogue.looks import shown

#: One field for each kind of text of the public pages, with what else its page needs.
FIELDS = {
    "story": ("when", {"timing": "once", "channel": "phone"}, {}),
    "words": ("what", {"what": "often"}, {}),
    "c_name": ("collector", {}, {}),
    "name": ("about-you", {}, {"privacy": {"confid": "open"}}),
    "address": ("reach", {}, {"contact": {"reply_by": "post"}}),
    "wants_other": ("outcome", {"wants": "other", "want_help": "no"}, {}),
}
#: Fields of several lines; the others are one line, in which nothing may turn the writing.
LINES = ("story", "words", "address")
#: The forms of the desk with a field of free words.
DESK = {"note": {}, "reply": {"send_as": "message"}}
TEXTS = {
    "BI-01": "before\x00after",
    "BI-04": "abc\u202egpj.exe \u2066isolate",
    "BI-05": "a\u200bb\ufeffc",
    "BI-06": "Z" + "\u0301" * 10_000,
    "BI-07": "👨‍👩‍👧‍👦" * 3,
    "BI-08": "𠮷野家 𪚥 㐂 \U00020000",
    "BI-10": "x" * 90,
    "BI-38": "Pat\r\nBcc: all@example.org\u2028Bcc: more\u0085x",
    "BI-40": "one\r\n.\r\nQUIT",
    "BI-41": "{{7*7}} {% include '/etc/passwd' %} ${x} %(a)s %s {0.__class__}",
    "BI-43": '#read("/etc/passwd") $x$ @label #import "@preview/x:1.0.0"',
    "BI-44": "<script>alert(1)</script><svg onload=alert(1)> [x](javascript:alert(1)) ![](//e.example)",
    "BI-82": "'; drop table tickets-- \\ %27",
    "BI-83": "x\n2026-01-01 admin login ok \x1b[31mred",
    "BI-95": "[[ticket_number]] [[other]] [[#if x]]boo[[/if]]",
}
ROWS = [pytest.param(text, id=row) for row, text in TEXTS.items()]


def seen(text, field):
    """What a reader sees of a text: no controls, few piled marks; in a line nothing that turns it."""
    plain = cleaned(text)
    if field in LINES:
        return plain
    return "".join("" if one in "\u202e\u2066\u200b\ufeff" else one for one in plain).replace(
        "\n", " "
    )


def pieces(text):
    """The parts of a story between its line ends and the signs that turn it, as a page shows them."""
    return [one for one in re.split("[\n\u202e\u2066]", cleaned(text)) if one]


@pytest.mark.parametrize("text", ROWS)
def test_a_text_of_a_person_is_kept_as_typed_but_for_what_nobody_can_see(reader, text):
    for field, (page, others, before) in FIELDS.items():
        reader.has(**before)
        answer = reader.send(page, {**others, field: text})
        assert answer.status_code in (303, 422), field
        again = answer if answer.status_code == 422 else reader.get(f"/report/{page}")
        assert seen(text, field) in shown(again), field
        assert "<script>alert" not in again.text
        assert "<svg onload" not in again.text
        assert "49 " not in again.text


@pytest.mark.parametrize("text", ROWS)
def test_a_text_of_a_person_is_the_same_on_the_desk_and_in_the_own_ticket(house, text):
    number, code = house.filed(what={"what": ["often"], "words": cleaned(text)})
    desk = house.signed_in(Role.SUPERVISOR).get(f"/tickets/{number}")
    assert desk.status_code == 200
    mine = house.inside(code)
    mine.post("/ticket/message", data={"words": text, "_end": "1"})
    for page in (desk, mine.get("/ticket")):
        assert "<script>alert" not in page.text
        assert "<svg onload" not in page.text
        assert "\x1b" not in page.text
        assert "\u0301" * 9 not in page.text
        assert all(piece in shown(page) for piece in pieces(text))
        # A sign that turns the writing would let the text be read other than it was typed.
        assert "\u202e" not in page.text
        assert ('class="turn"' in page.text) == ("\u202e" in text)


@pytest.mark.parametrize("text", ROWS)
def test_a_text_of_staff_is_kept_as_typed_but_for_what_nobody_can_see(house, lang, text):
    number, _code = house.filed()
    mei = house.signed_in(Role.SUPERVISOR, lang)
    for form, more in DESK.items():
        typed = {**more, "words": f"Words: {text}", "_end": "1"}
        answer = mei.post(f"/tickets/{number}/{form}", data=typed)
        assert answer.status_code == 303, form
    page = mei.get(f"/tickets/{number}")
    assert "<script>alert" not in page.text
    assert "\x1b" not in page.text
    assert "\u0301" * 9 not in page.text
    assert all(piece in shown(page) for piece in pieces(text))


@pytest.mark.parametrize(
    "raw", ["a%00b", "%ED%A0%80 half", "%FF%FE odd"], ids=["BI-01", "BI-02", "BI-03"]
)
def test_bytes_no_database_takes_are_cleaned_or_refused(house, lang, raw):
    reader, mei = house.person(lang), house.signed_in(Role.SUPERVISOR, lang)
    reader.has()
    number, code = house.filed()
    forms = {
        "/report/when": f"timing=once&channel=phone&story={raw}",
        "/report/collector": f"c_name={raw}",
        "/track": f"code={raw}",
        "/resume": f"code={raw}",
    }
    sent = [(reader.client, path, body) for path, body in forms.items()]
    sent += [(mei, f"/tickets/{number}/note", f"words={raw}")]
    sent += [(house.inside(code, lang), "/ticket/message", f"words={raw}")]
    for client, path, body in sent:
        kind = "application/x-www-form-urlencoded"
        answer = client.post(path, data=f"{body}&_end=1", content_type=kind)
        assert answer.status_code in (303, 422), path
    for path in (f"/tickets?text={raw}", f"/tickets/{raw}", f"/?lang={raw}"):
        assert mei.get(path).status_code in (200, 404)


@pytest.mark.parametrize("text", ROWS)
def test_a_text_of_a_channel_is_filed_as_the_form_would(house, text):
    report = {
        "door": "report",
        "language": "en",
        "answers": {
            "who": {"who": "self"},
            "jurisdiction": {"place": "gb", "lang": "en"},
            "what": {"what": ["often"], "words": text},
            "impact": {},
            "when": {"timing": "once", "channel": ["phone"]},
            "collector": {"c_name": text[:90]},
            "outcome": {"wants": ["stop"], "want_help": "no"},
            "contact": {"reply_by": "site"},
            "privacy": {"confid": "anonymous"},
        },
    }
    client = house.client()
    answer = client.post(
        "/api/reports",
        data=json.dumps(report),
        headers={
            "Authorization": f"Bearer {KEY}",
            "Idempotency-Key": f"catalogue-{abs(hash(text)):020}",
            "Content-Type": "application/json",
        },
    )
    assert answer.status_code == 201, answer.text
    page = house.signed_in(Role.SUPERVISOR).get(f"/tickets/{answer.json['ticket_number']}")
    assert all(piece in shown(page) for piece in pieces(text))


@pytest.mark.row("BI-09")
@pytest.mark.parametrize("text", ["\u202e  ", "\u200f\u2066\u2069", " \u3000\u200b\u061c"])
def test_signs_that_show_nothing_are_no_words_even_where_they_turn_the_writing(text):
    assert cleaned(text) == ""
    assert cleaned(f"{text}a") != ""
