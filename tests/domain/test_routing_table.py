"""The table of decisions that people of the trade read is what the rules really decide."""

from datetime import date
from pathlib import Path

import pytest

from portal.domain.triage import Facts, decide
from portal.jurisdictions.load import installed

PAPER = Path(__file__).resolve().parents[2] / "docs/routing-table.md"
TODAY = date(2026, 11, 23)
FACTS = {
    "choices",
    "firm",
    "story",
    "who",
    "wants_help",
    "safe_now",
    "our_firm",
    "court_papers",
} | {"final_letter_sent"}
TRUTH = {"yes": True, "no": False}


def rows():
    lines = PAPER.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|"
    ]
    return [row for row in cells if row[0].isdigit()]


def facts_of(place, text):
    given = dict(one.strip().split("=", 1) for one in text.split(";"))
    assert set(given) <= FACTS
    said = {
        name: TRUTH.get(value, value) if name != "safe_now" else value
        for name, value in given.items()
        if name not in ("choices", "story")
    }
    return Facts(
        jurisdiction=place, received_on=TODAY, choices=tuple(given.get("choices", "").split()),
        text=given.get("story", ""), **said,
    )  # fmt: skip


def test_the_table_has_twenty_rows_from_every_place():
    assert [row[0] for row in rows()] == [str(n) for n in range(1, 21)]
    assert {row[1] for row in rows()} == set(installed())


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} {row[1]} {row[2]}")
def test_a_row_of_the_table_is_what_the_rules_decide(row):
    _number, place, _words, report, to, team, severity, stops, rule, offered = row
    decision = decide(facts_of(place, report), installed()[place])
    assert (decision.to, decision.desk, decision.severity) == (to, team, severity)
    assert {hold.scope for hold in decision.holds} == set(stops.split())
    assert rule in {one.id for one in decision.rules if one.fired}
    assert set(offered.split()) <= {body.id for body in decision.bodies}
    assert decision.clocks
