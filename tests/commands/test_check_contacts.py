"""`portal check-contacts`: a log is judged line by line, and a bad line never hides the others."""

import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from portal.commands.check_contacts import check, check_stream
from portal.config import BadSetting
from portal.jurisdictions.load import installed
from portal.records.contact_log import MOST_KEPT, Log

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "docs/check-contacts.schema.json").read_text("utf-8")
)


def run(capsys, raw, place="", language="en"):
    code = check_stream(
        io.BytesIO(raw if isinstance(raw, bytes) else raw.encode()), place, language
    )
    seen = capsys.readouterr()
    said = [json.loads(line) for line in seen.err.splitlines()]
    found = [json.loads(line) for line in seen.out.splitlines()]
    for one in found:
        Draft202012Validator({**SCHEMA, "$ref": "#/$defs/finding"}).validate(one)
    for one in said[:-1]:
        Draft202012Validator({**SCHEMA, "$ref": "#/$defs/problem"}).validate(one)
    return code, found, said


def line(**given):
    base = {"person": "p", "jurisdiction": "us", "firm_type": "agency", "reached": "debtor",
            "channel": "phone", "connected": "no", "timezone": "America/New_York"}  # fmt: skip
    return json.dumps({**base, **given})


def limits(found):
    return [(one["line"], one["limit"], one["answer"]) for one in found]


def test_a_call_before_eight_where_the_person_is_breaks_the_hours(capsys):
    code, found, _said = run(capsys, line(at="2026-11-23T12:30:00+00:00"))
    assert code == 0
    assert limits(found) == [(1, "hours", "breach")]
    assert "07:30" in found[0]["because"]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"region": "us-ca"}, []),
        ({"region": "Puerto Rico"}, [(1, "hours", "breach")]),
        ({"region": "us-or"}, []),
        ({}, [(1, "hours", "unknown")]),
        ({"timezone": "America/Halifax"}, [(1, "hours", "breach")]),
    ],
)
def test_hours_count_by_the_clock_where_the_person_lives(capsys, known, said):
    call = line(**{"at": "2026-11-23T20:30:00-05:00", "timezone": "", "region": None} | known)
    _code, found, _said = run(capsys, call)
    assert limits(found) == said


def test_where_the_zones_of_a_place_disagree_both_times_are_told(capsys):
    _code, found, _said = run(capsys, line(at="2026-11-23T08:30:00-05:00", timezone=""))
    assert limits(found) == [(1, "hours", "unknown")]
    assert "08:30 in America/New_York and 04:30 in America/Anchorage" in found[0]["because"]


def test_a_log_of_local_times_needs_no_zone(capsys):
    _code, found, _said = run(capsys, line(at="2026-11-23T21:30", timezone=""))
    assert limits(found) == [(1, "hours", "breach")]


def test_the_eighth_call_in_seven_days_is_presumed_too_many_and_the_seventh_is_not(capsys):
    days = [f"2026-11-{day:02}T10:00" for day in (2, 3, 4, 5, 6, 7, 8, 8)]
    _code, found, _said = run(capsys, "\n".join(line(at=day) for day in days))
    assert limits(found) == [(8, "seven_in_seven", "presumed")]
    assert found[0]["values"]["count"] == 8


def test_each_debt_and_each_person_is_counted_apart(capsys):
    calls = [
        line(at="2026-11-02T10:00", debt=debt, person=who)
        for who in "ab"
        for debt in "xy"
        for _n in range(4)
    ]
    assert run(capsys, "\n".join(calls))[1] == []


def test_other_people_and_the_place_of_work_are_told(capsys):
    raw = "\n".join([
        line(at="2026-11-02T10:00", reached="family"),
        line(at="2026-11-02T11:00", place="work", work_barred_since="2026-11-01T00:00"),
        line(at="2026-11-02T12:00", place="work"),
    ])  # fmt: skip
    assert limits(run(capsys, raw)[1]) == [
        (1, "other_people", "breach"), (2, "at_work", "breach"), (3, "at_work", "breach"),
    ]  # fmt: skip


def test_a_log_that_says_too_little_is_unknown_and_no_breach(capsys):
    _code, found, _said = run(capsys, line(at="2026-11-02T10:00", reached=""))
    assert limits(found) == [(1, "other_people", "unknown")]


def test_csv_and_json_lines_give_the_same_findings(capsys):
    csv = (
        "person,at,channel,reached,firm_type,connected\np,2026-11-23T22:30,phone,debtor,bank,yes\n"
    )
    one = json.dumps({"person": "p", "at": "2026-11-23T22:30", "channel": "phone", "reached": "debtor",
                      "firm_type": "bank", "connected": True})  # fmt: skip
    first = run(capsys, "\ufeff" + csv, place="cn", language="zh-CN")[1]
    second = run(capsys, one, place="cn", language="zh-CN")[1]
    assert [{**one, "line": 0} for one in first] == [{**one, "line": 0} for one in second]
    assert limits(first) == [(2, "hours", "breach")]


@pytest.mark.row("BI-27", "BI-31")
@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "no JSON"),
        ("[]", "must hold an object"),
        (line(), "at is missing"),
        (line(at="2026-02-30T10:00"), "no moment"),
        (line(at="0001-01-01T10:00"), "years"),
        (line(at="2026-03-08T02:30"), "left out"),
        (line(at="2026-11-02T10:00", jurisdiction="fr"), "jurisdiction must be one of"),
        (line(at="2026-11-02T10:00", channel="drum"), "channel is"),
        (line(at="2026-11-02T10:00", timezone="../etc/passwd"), "no time zone"),
        (line(at="2026-11-02T10:00", connected="perhaps"), "yes, no or empty"),
        (line(at="2026-11-02T10:00", staff="-1"), "whole number"),
        (line(at="2026-11-02T10:00", colour="red"), "is no column"),
        (line(at="2026-11-02T10:00", person="\ud800"), "half a character"),
        (line(at="2026-11-02T10:00", agreed_from="09:00"), "go together"),
        ("[" * 100_000, "too deeply"),
        (line(at="2026-11-02T10:00", person=["a"]), "must be text"),
        (line(at="2026-11-01T10:00", person="sorted"), "sort the log"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_with_its_number_and_the_others_are_judged(capsys, bad, said):
    start = line(at="2026-11-02T23:30", person="sorted")
    code, found, errors = run(capsys, "\n".join([start, bad, line(at="2026-11-03T23:30")]))
    assert code == 1
    assert [one["line"] for one in found if one["limit"] == "hours"] == [1, 3]
    assert (errors[0]["line"], said in errors[0]["error"]) == (2, True)
    assert errors[-1] == {"lines": 3, "bad": 1, "findings": {"breach": 2}}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("a,b\n", "must name columns"),
        ("person,at,channel,x\n", "no column"),
        ("person,at,channel,at\n", "twice"),
    ],
)
def test_a_first_line_that_names_the_wrong_columns_is_refused(capsys, raw, said):
    code, _found, errors = run(capsys, raw, place="gb")
    assert (code, said in errors[0]["error"]) == (1, True)


def test_a_line_of_csv_with_too_many_values_or_bad_bytes_is_told(capsys):
    raw = (
        b'person,at,channel\np,2026-11-02T10:00,phone,9\np,\xff,phone\n"p,2026-11-02T10:00,phone\n'
    )
    code, _found, errors = run(capsys, raw, place="gb")
    assert (code, [one["line"] for one in errors[:-1]]) == (1, [2, 3, 4])


@pytest.mark.parametrize("words", [("fr", "en"), ("us", "zz")])
def test_a_place_or_language_nobody_knows_is_refused(words):
    with pytest.raises(BadSetting, match="must be one of"):
        check("-", *words)


def test_an_empty_log_is_no_fault(capsys):
    assert run(capsys, "")[0] == 0


def test_a_flood_of_calls_keeps_only_what_is_still_counted():
    log = Log(installed())
    for minute in range(300):
        at = f"2026-11-02T{10 + minute // 60}:{minute % 60:02}"
        log.judged({"person": "p", "jurisdiction": "us", "at": at, "channel": "phone"})
    assert len(log.people["us", "p"].before) == MOST_KEPT
