"""`portal triage`: every line gets its decision or one clear error, in the shapes that are written down."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from portal.commands import triage
from portal.jurisdictions.load import installed

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "docs/triage-io.schema.json").read_text(encoding="utf-8")
)
REPORT = {
    "id": "a1",
    "jurisdiction": "gb",
    "language": "en",
    "firm_type": "agency",
    "who": "self",
    "region": "Scotland",
    "allegations": ["threat"],
    "narrative": "He said he would kill you and called nine times.",
    "incidents": [{"when": "2026-11", "channel": "phone", "count": 9, "to_whom": ["family"]}],
    "received_at": "2026-11-20T09:00:00+00:00",
}


PAPER = Path(__file__).resolve().parents[2] / "docs/triage-io.md"


def test_the_example_in_the_paper_is_what_the_command_answers():
    report, answer = (
        json.loads(one)
        for one in re.findall(r"```json\n(.*?)\n```", PAPER.read_text("utf-8"), re.DOTALL)
    )
    _code, given, _said = run(json.dumps(report).encode())
    given[0]["route"]["why"] = answer["route"]["why"]
    given[0]["pack"] = answer["pack"]
    assert given == [answer]


def valid(kind, value):
    Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{kind}"}).validate(value)


def run(raw):
    answers, errors = io.BytesIO(), io.BytesIO()
    code = triage.decide_stream(io.BytesIO(raw), answers, errors)
    given = [json.loads(line) for line in answers.getvalue().splitlines()]
    said = [json.loads(line) for line in errors.getvalue().splitlines()]
    for one in given:
        valid("answer", one)
    for one in said:
        valid("problem", one)
    return code, given, said


def line(**changes):
    return json.dumps({**REPORT, **changes}).encode() + b"\n"


def test_a_report_is_decided_in_the_shape_that_is_written_down():
    valid("report", REPORT)
    code, answers, errors = run(line())
    assert (code, errors) == (0, [])
    assert answers[0]["id"] == "a1"
    assert answers[0]["severity"] == "safety"
    assert answers[0]["allegations"][0]["code"] == "violence_threat"
    assert answers[0]["pack"] == {"id": "gb", "version": installed()["gb"].version}


def test_the_cues_are_the_words_at_their_places():
    _code, answers, _errors = run(line(allegations=[]))
    cues = [cue for made in answers[0]["allegations"] for cue in made["cues"]]
    assert cues
    for cue in cues:
        assert REPORT["narrative"][cue["start"] : cue["end"]] == cue["text"]


def test_a_code_and_a_choice_of_the_form_say_the_same():
    _code, answers, _errors = run(
        line(allegations=["threat"]) + line(allegations=["violence_threat"])
    )
    assert answers[0]["route"] == answers[1]["route"]
    assert answers[0]["severity"] == answers[1]["severity"]


def test_every_conduct_code_of_every_pack_is_taken():
    for place, pack in installed().items():
        raw = b"".join(
            line(jurisdiction=place, region="", allegations=[code]) for code in pack.conduct
        )
        code, answers, errors = run(raw)
        assert (code, errors, len(answers)) == (0, [], len(pack.conduct))


def test_the_reasons_are_written_in_the_language_of_the_report():
    _code, answers, _errors = run(line(language="zh-CN"))
    assert "您" in "".join(answers[0]["route"]["why"])


def test_a_referral_stops_no_clock():
    _code, answers, _errors = run(line(our_firm=False) + line())
    assert answers[0]["route"]["to"] == "referral"
    assert answers[0]["clocks"] == answers[1]["clocks"] != []


def test_a_moment_without_an_offset_is_the_clock_of_the_place():
    late = line(jurisdiction="cn", received_at="2026-11-20T23:30:00")
    abroad = line(jurisdiction="cn", received_at="2026-11-20T23:30:00+00:00")
    _code, answers, _errors = run(late + abroad)
    assert answers[0]["clocks"][-1]["due"] < answers[1]["clocks"][-1]["due"]


def test_an_unknown_name_is_answered_with_a_warning():
    code, answers, errors = run(line(alegations=["threat"], incidents=[{"colour": "red"}]))
    assert (code, len(answers)) == (0, 1)
    assert "alegations, incidents.colour" in errors[0]["warning"]


BAD = {
    "broken JSON": (b'{"id": 1,', "no JSON"),
    "not an object": (b"[1, 2]", "an object, not a list"),
    "NaN": (b'{"id": NaN}', "NaN is not a number"),
    "an unknown place": (line(jurisdiction="fr"), 'jurisdiction is "fr"'),
    "no place": (b'{"id": 1, "received_at": "2026-11-20"}', "jurisdiction is missing"),
    "an unknown code": (line(allegations=["cruelty"]), '"cruelty", which is no conduct code'),
    "a date that does not exist": (line(received_at="2026-02-30"), "no date"),
    "a moment that does not exist": (line(received_at="2026-02-28T25:00:00Z"), "no date"),
    "an offset of four days": (line(received_at="2026-02-28T23:30:00+99:00"), "an offset is less than 24 hours."),
    "no date": (line(received_at=None), "received_at is empty"),
    "allegations as text": (line(allegations="threat"), "must be a list, not text"),
    "a number among the allegations": (line(allegations=[7]), "must hold texts, not a number"),
    "a list as the story": (line(narrative=["x"]), "narrative must be text, not a list"),
    "truth as text": (line(our_firm="no"), "our_firm must be true or false"),
    "an id of no kind": (line(id={"a": 1}), "id must be"),
    "a story of a megabyte": (line(narrative="x" * 900_000), "50000 characters or fewer"),
    "a line of more than a megabyte": (line(narrative="x" * 2_000_000), "longer than 1000000"),
    "a lone surrogate": (line(narrative="bad \ud83d"), "half a character"),
    "a lone surrogate in the id": (line(id="\udc00"), "half a character"),
    "a lone surrogate in a code": (line(allegations=["\udc00"]), "half a character"),
    "NUL": (line(narrative="a\0b"), "NUL"),
    "bytes that are not UTF-8": (b'{"id": "\xed\xa0\x80"}', "not UTF-8 at byte 8"),
    "nested too deeply": (b"[" * 100_000, "nested too deeply"),
    "a name given twice": (b'{"id": 1, "id": 2}', '"id" is given twice'),
    "an unknown language": (line(language="tlh"), 'language is "tlh"'),
    "an unknown firm": (line(firm_type="pawnshop"), 'firm_type is "pawnshop"'),
    "an unknown person": (line(who="cat"), 'who is "cat"'),
    "an unknown effect": (line(impact=["hair"]), 'impact holds "hair"'),
    "incidents as an object": (line(incidents={}), "incidents must be a list"),
    "an incident as text": (line(incidents=["x"]), "incidents[1] must be an object"),
    "an incident that never was": (line(incidents=[{"when": "2026-13"}]), "incidents[1].when is no date"),
    "an incident still to come": (line(incidents=[{"when": "2027-01-01"}]), "after the report"),
    "an unknown channel": (line(incidents=[{"channel": "pigeon"}]), "incidents[1].channel"),
    "a negative number of calls": (line(incidents=[{"count": -1}]), "whole number from 0"),
    "true as a number of calls": (line(incidents=[{"count_day": True}]), "whole number from 0"),
    "nobody that was told": (line(incidents=[{"to_whom": ["priest"]}]), "to_whom must be a list"),
    "a long number": (line(incidents=[{"number": "1" * 99}]), "number must be a phone number"),
    "an empty line": (b"", "This line is empty"),
    "an unknown kind of help": (line(hardship=["job_los"]), '"job_los", which is no help code'),
    "a reason as a wish": (line(ask_for=["job_loss"]), '"job_loss", which is no help code'),
    "a day before all clocks": (line(received_at="0001-01-01"), "from 2000 to 2100"),
    "a day after all calendars": (line(received_at="9999-12-31"), "from 2000 to 2100"),
    "a number without end": (b'{"id": 1' + b"0" * 5000 + b"}", "too many digits"),
    "a broken number as id": (line(id=1.5), "text or a whole number"),
    "UTF-16": ('{"id": 1}'.encode("utf-16"), "not UTF-8"),
}  # fmt: skip


@pytest.mark.row("BI-02", "BI-16", "BI-17", "BI-18", "BI-27", "BI-28")
@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_one_clear_error_and_the_others_are_answered(name):
    raw, said = BAD[name]
    code, answers, errors = run(line(id=1) + raw.rstrip(b"\n") + b"\n" + line(id=3))
    assert code == 1
    assert [one["id"] for one in answers] == [1, 3]
    assert [one["line"] for one in errors] == [2]
    assert said in errors[0]["error"]
    assert len(errors[0]["error"]) < 400


def test_a_byte_order_mark_and_a_missing_line_end_are_no_error():
    code, answers, errors = run(b"\xef\xbb\xbf" + line().rstrip(b"\n"))
    assert (code, len(answers), errors) == (0, 1, [])


def test_empty_lines_at_the_very_end_are_none():
    code, answers, errors = run(line() + b"\n \r\n\n")
    assert (code, len(answers), errors) == (0, 1, [])


def test_line_ends_of_windows_are_taken():
    code, answers, _errors = run(line(id=1).replace(b"\n", b"\r\n") + line(id=2))
    assert (code, len(answers)) == (0, 2)


def test_a_half_character_that_came_so_far_is_written_as_its_escape():
    assert json.loads(triage.written({"error": "\ud800"})) == {"error": "\ud800"}


def test_nothing_at_all_is_answered_with_nothing():
    assert run(b"") == (0, [], [])


def test_a_report_that_ticks_nothing_is_brought_forward_by_its_words_but_never_to_safety():
    raw = line(allegations=[]) + line(allegations=["none"], narrative="hello", incidents=[])
    _code, answers, _errors = run(raw)
    assert [one["severity"] for one in answers] == ["serious", "service"]


def test_the_answers_about_hours_and_persons_suggest_but_bring_forward_to_standard_at_most():
    told = [{"time_of_day": "after_22", "channel": "phone", "to_whom": ["family", "work"]}]
    _code, answers, _errors = run(line(allegations=["none"], narrative="hello", incidents=told))
    assert answers[0]["severity"] == "standard"
    made = {one["code"]: one for one in answers[0]["allegations"]}
    for code in ("forbidden_hours", "family_contact", "workplace_contact"):
        assert (made[code]["origin"], made[code]["cues"]) == ("suggested", [])
    assert answers[0]["holds"] == []


def test_eight_calls_in_a_week_are_presumed_too_many_of_an_agency_and_not_of_a_bank():
    told = [{"count_week": 8, "channel": "phone"}]
    raw = b"".join(
        line(jurisdiction="us", firm_type=firm, allegations=["none"], narrative="", incidents=told)
        for firm in ("agency", "bank")
    )
    _code, answers, _errors = run(raw)
    codes = [{one["code"] for one in answer["allegations"]} for answer in answers]
    assert ["excessive_contact" in one for one in codes] == [True, False]


def test_a_report_that_ticks_nothing_is_told_why_it_goes_where_it_goes():
    raw = line(allegations=[]) + line(allegations=[], language="zh-CN")
    _code, answers, _errors = run(raw)
    assert "a supervisor who has nothing to do with the collector" in answers[0]["route"]["why"][0]
    assert "主管" in answers[1]["route"]["why"][0]


def test_a_department_is_named_with_the_desk_that_sits_there():
    raw = b"".join(
        line(jurisdiction=place, allegations=codes, safe_now=safe)
        for place in installed()
        for codes in (["contact_list_blast"], ["private_payment", "violence_threat"], ["data"])
        for safe in ("", "no")
    )
    _code, answers, _errors = run(raw)
    for route in (one["route"] for one in answers):
        away = route["to"] == "other_department"
        assert (route["team"] in ("fraud", "data_protection")) is away


def test_a_report_from_before_the_pack_is_answered_by_its_first_rules_with_a_warning():
    code, answers, errors = run(line(received_at="2013-05-01", incidents=[]))
    assert (code, answers[0]["severity"]) == (0, "safety")
    assert answers[0]["clocks"][0]["due"] > "2013-05-01"
    assert "begins on 2014-04-01" in errors[0]["warning"]


def test_every_organisation_offered_is_named_among_the_reasons():
    _code, answers, _errors = run(line(language="zh-CN") + line())
    for route in (one["route"] for one in answers):
        assert route["bodies"]
        assert all(any(f"[{body}]" in why for why in route["why"]) for body in route["bodies"])


def test_it_needs_nothing_but_an_empty_folder(tmp_path):
    asked = subprocess.run(
        [Path(sys.executable).with_name("portal"), "triage"], cwd=tmp_path, input=line(), check=True,
        capture_output=True, env={"PORTAL_HOME": str(tmp_path / "nowhere"), "PATH": ""},
    )  # fmt: skip
    assert json.loads(asked.stdout)["id"] == "a1"
    assert list(tmp_path.iterdir()) == []


def test_a_date_in_a_year_without_an_official_calendar_says_so():
    late, early = (
        run(line(jurisdiction="cn", received_at=day, incidents=[]))[1][0]["clocks"]
        for day in ("2026-12-29T01:00:00+00:00", "2026-06-01T01:00:00+00:00")
    )
    unsure = [one for one in late if one["rule"].endswith("not yet official")]
    assert unsure
    assert all(one["due"] >= "2027" for one in unsure)
    assert not any(one["rule"].endswith("not yet official") for one in early)
