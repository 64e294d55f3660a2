"""JSON that two readers could read differently, or that no database keeps, is refused and files nothing."""

import json

import pytest

from tests.catalogue.conftest import KEY

REPORT = {
    "door": "report",
    "language": "en",
    "answers": {
        "who": {"who": "self"},
        "jurisdiction": {"place": "gb", "lang": "en"},
        "what": {"what": ["often"], "words": "They called nine times."},
        "impact": {},
        "when": {"timing": "once", "channel": ["phone"], "count_week": 9},
        "collector": {},
        "outcome": {"wants": ["stop"], "want_help": "no"},
        "contact": {"reply_by": "site"},
        "privacy": {"confid": "anonymous"},
    },
}
WHOLE = json.dumps(REPORT)


def changed(page, **answers):
    pages = {**REPORT["answers"], page: {**REPORT["answers"].get(page, {}), **answers}}
    return json.dumps({**REPORT, "answers": pages})


def raw(field, value):
    """The report with this text standing for a number, as no serialiser would write it."""
    return WHOLE.replace('"count_week": 9', f'"{field}": {value}')


BODIES = {
    "BI-02 half a character": [(changed("what", words="\ud800 x"), 400), (changed("collector", c_name="\udfff"), 400)],
    "BI-03 not utf-8": [(b'{"door": "\xff\xfe"}', 400)],
    "BI-15 page twice": [(WHOLE.replace('"impact": {}', '"impact": {}, "impact": {}'), 400)],
    "BI-16 key twice": [
        (WHOLE.replace('"door": "report"', '"door": "report", "door": "help"'), 400),
        (WHOLE.replace('"who": "self"', '"who": "self", "who": "other"'), 400),
    ],
    "BI-17 no number": [(raw("count_week", one), 400) for one in ("NaN", "Infinity", "-Infinity", "1e400", "1.5")],
    "BI-18 too deep": [
        ("[" * 100_000, 400), ("[" * 100_000 + "]" * 100_000, 400),
        ('{"door":' * 5000 + "1" + "}" * 5000, 400), (raw("count_week", "[" * 30 + "]" * 30), 400),
    ],
    "BI-19 too large": [
        (raw("count_week", "9" * 5000), 400), (raw("count_week", str(2**63)), 400),
        (raw("count_week", "1" + "0" * 17), 422), (raw("count_week", "-1"), 422),
    ],
    "BI-20 no report": [
        ("", 411), ("null", 400), ("[]", 400), ('"x"', 400), ("{}", 400), ("{", 400), ("door=report", 400),
    ],
    "BI-23 no box": [(changed("impact", impact=True), 400), (changed("who", who=True), 400)],
    "BI-25 not asked": [
        (json.dumps({**REPORT, "state": "closed"}), 400), (changed("who", is_admin="1"), 422),
        (changed("queue", state="closed"), 422), (changed("check", submission_id="x"), 422),
    ],
    "BI-26 not offered": [(changed("what", what=["bribery"]), 422), (changed("jurisdiction", place="xx"), 422)],
    "BI-27 no such day": [(changed("when", date_d="29", date_m="2", date_y="2025"), 422)],
    "BI-12 too long": [(b'"' + b"x" * 300_000 + b'"', 413)],
}  # fmt: skip


def send(house, body, **headers):
    client = house.client()
    given = {
        "Authorization": f"Bearer {KEY}",
        "Idempotency-Key": "catalogue-of-bad-json",
        "Content-Type": "application/json",
        **headers,
    }
    data = body if body != "" else None
    return client.post("/api/reports", data=data, headers=given)


@pytest.mark.parametrize("row", BODIES)
def test_json_that_is_no_report_is_refused_with_a_reason_and_files_nothing(house, row):
    before = house.kept()
    for body, status in BODIES[row]:
        answer = send(house, body)
        assert answer.status_code == status, (answer.status_code, str(body)[:80])
        assert status in (411, 413) or answer.json.get("error") or answer.json.get("errors")
    assert house.kept() == before


@pytest.mark.row("BI-20")
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_read_as_json(house, kind):
    before = house.kept()
    assert send(house, WHOLE, **{"Content-Type": kind}).status_code in (400, 415)
    assert house.kept() == before


@pytest.mark.row("BI-21", "BI-22")
@pytest.mark.parametrize("typed", ["1_000", "١", "1e3", "-0", " 7 7"])
def test_a_number_of_the_door_is_one_a_form_would_take(house, typed):
    before = house.kept()
    assert send(house, changed("when", count_week=typed)).status_code == 422
    assert house.kept() == before
