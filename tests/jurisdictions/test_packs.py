"""Each pack is whole, each rule matters, and a bad pack says what is wrong with it."""

import shutil
from dataclasses import replace

import pytest

from portal.domain.rulepack import may_quote
from portal.domain.severity import Severity
from portal.domain.triage import Facts, decide
from portal.jurisdictions.cases import failures, unhit
from portal.jurisdictions.load import check_pack, installed
from portal.paths import JURISDICTIONS
from tests import factories

PACKS = sorted(installed())
RULES = [(place, rule.id) for place in PACKS for rule in installed()[place].rules]


@pytest.mark.parametrize("place", PACKS)
def test_a_shipped_pack_has_no_fault(place):
    assert check_pack(JURISDICTIONS / place) == []


@pytest.mark.parametrize(("place", "rule_id"), RULES)
def test_every_rule_is_hit_by_a_case(place, rule_id):
    pack = installed()[place]
    without = replace(pack, rules=tuple(one for one in pack.rules if one.id == rule_id))
    assert unhit(without) == []


@pytest.mark.parametrize(("place", "rule_id"), RULES)
def test_a_rule_taken_away_makes_a_case_fail(place, rule_id):
    pack = installed()[place]
    without = replace(pack, rules=tuple(one for one in pack.rules if one.id != rule_id))
    assert failures(without)


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "gb"
    shutil.copytree(JURISDICTIONS / "gb", folder)
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("triage.toml", "when.wants_help", "when.shoe_size", "unknown fact shoe_size"),
        ("triage.toml", "order = 15", "order = 10", "shares the number 10"),
        ("triage.toml", 'mark = "V"', 'mark = "X"', "unknown mark X"),
        (
            "bodies.toml",
            "https://www.stepchange.org/",
            "javascript:alert(1)",
            "must begin with https",
        ),
        ("words.en.toml", "[body.fos]", "[body.gone]", "body.fos: name is missing"),
        ("pack.toml", 'currency = "GBP"', "", "'currency' is missing"),
        (
            "cases.toml",
            'expect.severity = "safety"',
            'expect.severity = "service"',
            "expected severity service",
        ),
    ],
)
def test_a_bad_pack_names_what_is_wrong(copy, file, old, new, said):
    path = copy / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert any(said in problem for problem in check_pack(copy))


@pytest.mark.parametrize("place", PACKS)
def test_one_more_allegation_never_makes_it_milder(place):
    pack = installed()[place]
    for word in pack.choices:
        alone = decide(
            Facts(jurisdiction=place, received_on=factories.NOW.date(), choices=(word,)), pack
        )
        for other in pack.choices:
            both = Facts(
                jurisdiction=place, received_on=factories.NOW.date(), choices=(word, other)
            )
            assert decide(both, pack).severity.rank <= alone.severity.rank


def test_at_most_three_bodies_are_offered():
    for place in PACKS:
        pack = installed()[place]
        facts = Facts(
            jurisdiction=place, received_on=factories.NOW.date(), choices=tuple(pack.choices), wants_help=True,
            safe_now="no", impact=("end_life",), court_papers=True, final_letter_sent=True,
        )  # fmt: skip
        decision = decide(facts, pack)
        assert len(decision.bodies) == 3
        assert decision.severity is Severity.SAFETY


def test_only_what_was_read_may_be_quoted():
    assert [mark for mark in ("V", "2", "U") if may_quote(mark)] == ["V"]


def test_a_negated_phrase_suggests_nothing():
    pack = installed()["gb"]
    day = factories.NOW.date()
    said = Facts(
        jurisdiction="gb", received_on=day, choices=("often",), text="He said he will kill you"
    )
    denied = Facts(
        jurisdiction="gb", received_on=day, choices=("often",), text="He did not kill you or me"
    )
    assert "violence_threat" in {one.code for one in decide(said, pack).allegations}
    assert "violence_threat" not in {one.code for one in decide(denied, pack).allegations}
