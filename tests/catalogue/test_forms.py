"""Forms as no honest page sends them, and values no question has: refused in words, nothing lost or changed."""

import json
import unicodedata

import pytest

from tests.catalogue.looks import assert_page, assert_refused, problems, shown
from tests.intake.conftest import REPORT as PAGES

WHEN = {"timing": "once", "channel": "phone"}
KIND = "application/x-www-form-urlencoded"


def day(day, month, year):
    return {**WHEN, "date_d": day, "date_m": month, "date_y": year}


#: Page, what is typed, and what must still stand there: each refused with everything kept.
REFUSED = {
    "BI-09 blanks": [
        ("what", {"what": "none", "words": one}, {})
        for one in ("   ", "\u3000\u3000", "\u2800", "\u200b", "\u3164", "\u00ad\u2060")
    ],
    "BI-11 too long": [
        ("what", {"what": "often", "words": "字" * 2001}, {}),
        ("when", {**WHEN, "story": "𠮷" * 4014}, {}),
        ("collector", {"c_name": "x" * 101}, {}),
        ("about-you", {"name": "x" * 121}, {"privacy": {"confid": "open"}}),
        ("reach", {"address": "x" * 501}, {"contact": {"reply_by": "post"}}),
    ],
    "BI-21 amounts": [
        ("offer", {"offer_kind": "amount", "offer_interval": "week", "offer_amount": one}, {})
        for one in ("NaN", "Infinity", "1e400", "-5", "1e-400", "1_000", "0x10", "1.234", "9" * 13, "١")
    ],
    "BI-22 counts": [
        ("when", {**WHEN, "count_week": one}, {})
        for one in ("1_000", "١٢x", "1.5", "-3", "1e3", "12345678901", "two", "1000")
    ],
    "BI-26 not offered": [
        ("who", {"who": "admin"}, {}),
        ("jurisdiction", {"place": "xx", "lang": "en"}, {}),
        ("jurisdiction", {"place": "gb", "lang": "en", "region": "us-ca"}, {}),
        ("what", {"what": ["often", "made_up"]}, {}),
        ("when", {"timing": "often", "channel": "phone"}, {}),
        ("contact", {"reply_by": "pigeon"}, {}),
        ("contact", {"reply_by": "site", "safe_days": "only", "safe_from": "99:99"}, {}),
        ("privacy", {"confid": "public"}, {}),
    ],
    "BI-27 no such day": [
        ("when", day(*one), {})
        for one in (
            ("29", "2", "2025"), ("1", "1", "0001"), ("31", "12", "9999"), ("1", "1", "10000"),
            ("1", "W1", "2025"), ("0", "1", "2025"), ("1", "1", "1999"), ("-1", "1", "2025"),
            ("1", "", "2025"), ("31", "4", "2026"), ("27", "3", "26"), ("", "", "’26"),
        )
    ],
    "BI-28 contradictions": [
        ("when", day("1", "1", "2027"), {}),
        ("contact", {"reply_by": "site", "safe_days": "only", "safe_from": "18:00", "safe_to": "09:00"}, {}),
        ("contact", {"reply_by": "site", "safe_days": "any", "safe_from": "09:00"}, {}),
        ("what", {"what": ["often", "none"]}, {}),
        ("offer", {"offer_kind": "cannot", "offer_amount": "50"}, {}),
    ],
    "BI-31 numbers": [
        ("reach", {"phone": one}, {"contact": {"reply_by": "text"}})
        for one in ("1" * 30, "call me", "+44…x", "", "+44 1632\r\nX: y", "12 ext. 5")
    ],
    "BI-32 newline": [("reach", {"email": "a@b.com\r\nBcc: x@y.com"}, {"contact": {"reply_by": "email"}})],
    "BI-33 addresses": [
        ("reach", {"email": one}, {"contact": {"reply_by": "email"}})
        for one in ("a@b.com,c@d.com", '"a b"@c', "a@[127.0.0.1]", "a@localhost", "@", "a@b", "a b@example.org")
    ],
    "BI-05 unseen": [("reach", {"email": "a\u200bb@example.org"}, {"contact": {"reply_by": "email"}})],
    "BI-35 full width": [("reach", {"email": "ａ@ｂ.com"}, {"contact": {"reply_by": "email"}})],
    "BI-37 long name": [("reach", {"email": "x" * 65 + "@example.org"}, {"contact": {"reply_by": "email"}})],
}  # fmt: skip


@pytest.mark.parametrize("row", REFUSED)
def test_what_no_question_can_take_is_refused_in_words_and_all_of_it_kept(house, reader, row):
    before = house.kept()
    for page, typed, others in REFUSED[row]:
        reader.has(**others)
        answer = reader.send(page, typed)
        free = [one for name, one in typed.items() if isinstance(one, str) and name in FREE]
        lines = [line for one in free for line in one.replace("\r\n", "\n").split("\n")]
        assert_refused(answer, reader.lang, *[one.strip() for one in lines if one.strip(BLANK)])
        assert_chosen(answer, typed)
    assert house.kept() == before


#: Fields in which people write; what stands in the others is chosen from a list.
FREE = frozenset({
    "words", "story", "c_name", "name", "address", "email", "phone", "offer_amount", "count_week",
    "date_d", "date_m", "date_y",
})  # fmt: skip
BLANK = " \u3000\u2800\u200b\u3164\u00ad\u2060"


def assert_chosen(answer, typed):
    """A choice that was offered is still chosen on the page that comes back."""
    for name, value in typed.items():
        if name in FREE:
            continue
        for one in value if isinstance(value, list) else [value]:
            mark = f'name="{name}" value="{one}"'
            if mark in answer.text:
                chosen = answer.text.split(mark)[1].split(">")[0]
                assert "checked" in chosen, f"{name}={one} was chosen and is not any more"


WITH_HELP = {
    "outcome": {"wants": ["stop"], "want_help": "now"},
    "situation": {"hardship": ["job_loss"]},
}
#: What people write that looks odd and is right.
TAKEN = {
    "BI-07 families of signs": [("collector", {"c_name": "👨‍👩‍👧‍👦" * 3}, {})],
    "BI-21 amounts as written": [
        ("offer", {"offer_kind": "amount", "offer_interval": "week", "offer_amount": one}, WITH_HELP)
        for one in ("１２", "£1,200.50", " 7 ", "￥850", "0")
    ],
    "BI-22 full width counts": [("when", {**WHEN, "count_week": "１２"}, {})],
    "BI-31 numbers as written": [
        ("reach", {"phone": one}, {"contact": {"reply_by": "text"}})
        for one in ("+44 1632 960 001", "（0371）5555–0101", "１３８ ００１３ ８０００", "-13800138000")
    ],
    "BI-34 look-alike": [("reach", {"email": "аdmin@bank.com"}, {"contact": {"reply_by": "email"}})],
    "BI-36 looks like a switch": [("reach", {"email": "-oQ/tmp@b.com"}, {"contact": {"reply_by": "email"}})],
    "BI-37 longest name": [("reach", {"email": "x" * 64 + "@example.org"}, {"contact": {"reply_by": "email"}})],
    "BI-11 just fits": [("when", {**WHEN, "story": "𠮷" * 3998 + "\r\n" + "x"}, {})],
    "BI-74 a collector nobody knows": [
        ("collector", {"c_name": one, "c_badge": "000", "c_agency": "Nobody Ltd"}, {})
        for one in ("Mr Nobody", "all of them", "“the boss”")
    ],
}  # fmt: skip


@pytest.mark.parametrize("row", TAKEN)
def test_what_people_write_in_their_own_way_is_taken_as_written(reader, row):
    for page, typed, others in TAKEN[row]:
        reader.has(**others)
        assert reader.send(page, typed).status_code == 303, typed
        text = shown(reader.get(f"/report/{page}"))
        free = [one for name, one in typed.items() if name in FREE]
        # Digits of full width are the digits they are; everything else stays as it was written.
        kept = unicodedata.normalize("NFKC", free[0]) if "count_week" in typed else free[0]
        assert all(one.strip() in text for one in kept.split("\r\n")), typed


#: Forms in a shape no page of ours makes: how they are sent, and the answer.
SHAPES = {
    "BI-12 body too long": [("who=self&x=" + "a" * 1_100_000 + "&_end=1", KIND, 413)],
    "BI-14 too many fields": [
        ("&".join(f"x{one}=1" for one in range(5000)) + "&_end=1", KIND, 413),
        ("&".join("channel=phone" for _ in range(500)) + "&_end=1", KIND, 413),
    ],
    "BI-15 twice": [("who=self&who=other&_end=1", KIND, 400)],
    "BI-20 another dress": [
        (json.dumps({"who": "self", "_end": "1"}), "application/json", 415),
        ("who=self&_end=1", "text/plain", 415),
        ("who=self&_end=1", "multipart/form-data", 400),
        ("who=self&_end=1", "multipart/form-data; boundary=x", 400),
        ("", KIND, 400),
    ],
    "BI-91 cut": [("who=self", KIND, 400), ("who=self&_en", KIND, 400)],
}


@pytest.mark.parametrize("row", SHAPES)
def test_a_form_of_another_shape_is_a_page_in_words_and_keeps_nothing(house, lang, row):
    before = house.kept()
    for body, kind, status in SHAPES[row]:
        reader = house.person(lang)
        answer = reader.client.post("/report/who", data=body, content_type=kind)
        assert_page(answer, status, lang)
        assert reader.get("/report/jurisdiction").status_code == 303
    assert house.kept() == before


@pytest.mark.row("BI-14")
def test_a_form_of_hundreds_of_parts_is_refused(house, lang):
    parts = {f"x{one}": "1" for one in range(450)}
    answer = house.person(lang).client.post(
        "/report/who", data=parts, content_type="multipart/form-data"
    )
    assert_page(answer, 413, lang)


@pytest.mark.row("BI-15")
def test_one_answer_sent_twice_is_told_wherever_one_is_asked(house, lang):
    number, code = house.filed()
    mine, mei, before = house.inside(code, lang), house.signed_in(lang=lang), house.kept()
    pairs = {
        "/ticket/message": ("words", mine),
        "/ticket/withdraw": ("reason", mine),
        "/track": ("code", mine),
        "/resume": ("code", mine),
        f"/tickets/{number}/note": ("words", mei),
        f"/tickets/{number}/triage": ("reason", mei),
        f"/tickets/{number}/reassign": ("owner", mei),
    }
    for path, (field, client) in pairs.items():
        answer = client.post(path, data={field: [code, code[::-1]], "_end": "1"})
        assert answer.status_code in (400, 422), path
    assert house.kept() == before


@pytest.mark.row("BI-25")
def test_fields_nobody_asked_for_change_nothing(house, reader):
    reader.has()
    extra = {"is_admin": "1", "state": "closed", "severity": "x", "owner_id": "1", "version": "99"}
    assert reader.send("contact", {"reply_by": "site", **extra}).status_code == 303
    number, code = house.filed()
    mine, mei = house.inside(code, reader.lang), house.signed_in(lang=reader.lang)
    # Whoever signs in first is hired for it, hence it is counted only now.
    before = house.kept()
    mine.post("/track", data={**extra, "code": "", "_end": "1"})
    mine.post("/ticket/message", data={**extra, "words": " ", "_end": "1"})
    mei.post(f"/tickets/{number}/note", data={**extra, "_end": "1"})
    assert house.kept() == before


@pytest.mark.row("BI-26")
def test_a_step_that_was_skipped_is_asked_for_before_anything_is_sent(house, reader):
    before = house.kept()
    reader.send("privacy", {"confid": "anonymous"})
    assert reader.get("/report/check").headers["Location"] == "/report/who"
    reader.post("/submit", submission_id="0" * 32)
    assert house.kept() == before


@pytest.mark.parametrize("page", [page for page, _typed in PAGES])
def test_an_empty_form_names_each_wrong_field_above_and_beside_in_the_same_words(reader, page):
    """The text of an error is the same in the summary and at its field, and its link leads there."""
    reader.has()
    answer = reader.send(page, {})
    if answer.status_code == 303:
        return
    assert_refused(answer, reader.lang)
    assert all(shown(answer).count(said) >= 2 for _target, said in problems(answer))
