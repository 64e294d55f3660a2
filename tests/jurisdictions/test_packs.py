"""Each pack is whole, each rule matters, and a bad pack says what is wrong with it."""

import shutil
import tomllib
from dataclasses import replace
from datetime import date

import pytest

from portal.domain.rulepack import may_quote
from portal.domain.severity import Severity
from portal.domain.triage import Facts, decide
from portal.jurisdictions.cases import unhit
from portal.jurisdictions.load import check_pack, installed
from portal.languages import LANGUAGES
from portal.paths import JURISDICTIONS
from tests import factories

PACKS = sorted(installed())


@pytest.mark.parametrize("place", PACKS)
def test_a_shipped_pack_has_no_fault(place):
    assert check_pack(JURISDICTIONS / place) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PACKS)
def test_a_shipped_pack_says_the_same_in_every_language(place, language):
    """The same kinds, names and parts: what is said in one language is said in all."""

    def keys(language):
        kinds = tomllib.loads((JURISDICTIONS / place / f"words.{language}.toml").read_text("utf-8"))
        return {
            (kind, name, part)
            for kind, named in kinds.items()
            for name, said in named.items()
            for part in said
        }

    assert keys(language) == keys("en")


@pytest.mark.parametrize("place", PACKS)
def test_every_rule_and_entry_is_hit_by_a_case(place):
    assert unhit(installed()[place]) == []


def test_a_rule_without_a_case_is_named():
    pack = installed()["gb"]
    unheard = replace(pack.rules[0], id="unheard", when={"safe_now": "never"})
    more = replace(pack, rules=(*pack.rules, unheard))
    assert unhit(more) == ["gb/triage.toml: unheard from 2014-04-01: no case hits it"]


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "gb"
    shutil.copytree(JURISDICTIONS / "gb", folder)
    return folder


@pytest.mark.row("BI-66", "BI-67", "BI-68")
@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "triage.toml",
            "when.wants_help",
            "when.shoe_size",
            "help_to_a_supervisor: asks for an unknown fact",
        ),
        ("triage.toml", "order = 110", "order = 100", "shares the number 100"),
        (
            "triage.toml",
            "order = 110",
            'order = "110"',
            "not_our_firm: order must be a whole number",
        ),
        ("triage.toml", "order = 110\n", "", "not_our_firm: order is missing"),
        ("triage.toml", "order = 110", "order = 110\ncolour = 1", "has an unknown key colour"),
        ("triage.toml", 'to = "referral"', 'to = "moon"', "not_our_firm: has an unknown to moon"),
        (
            "triage.toml",
            'hold = "danger"',
            'hold = "gone"',
            "danger_first: has an unknown hold gone",
        ),
        ("triage.toml", '"safety"', '"dire"', "has an unknown severity at least dire"),
        ("triage.toml", "conc-7-9-10", "conc-0", "rests on conc-0, which is not in laws.toml"),
        ("triage.toml", "[[rule]]", "[[rules]]", "has an unknown table rules"),
        ("triage.toml", "[[rule]]", "[[rule", "triage.toml: file:"),
        ("laws.toml", 'mark = "V"', 'mark = "X"', "policy: has an unknown mark X"),
        ("laws.toml", 'force = "policy"', 'force = "magic"', "policy: has an unknown force magic"),
        ("laws.toml", "read_on = 2026-11-23\n", "", "is marked V: say on which day it was read"),
        ("laws.toml", "2014-04-01", '"April"', "in_force_from must be a date"),
        (
            "laws.toml",
            "bombing",
            "bombink",
            "speaks about an unknown code bombink",
        ),
        ("clocks.toml", "length = 56", "length = -1", "final_response"),
        ("clocks.toml", '"business_day"', '"fortnight"', "has an unknown unit fortnight"),
        (
            "clocks.toml",
            'body = "fos"',
            'body = "foz"',
            "final_response: leads to an unknown body foz",
        ),
        (
            "clocks.toml",
            "in_force_from = 2014-04-01",
            "in_force_from = 2014-04-01\nin_force_to = 2013-01-01",
            "ends before it begins",
        ),
        ("contacts.toml", 'kind = "hours"', 'kind = "ours"', "has an unknown kind ours"),
        ("contacts.toml", 'from = "08:00"\n', "", "hours_house: from is missing"),
        ("contacts.toml", 'id = "wishes"', 'id = "other_people"', "other_people: is given twice"),
        ("contacts.toml", 'weight = "guide"', 'weight = "heavy"', "has an unknown weight heavy"),
        ("holds.toml", 'scope = "contact"', 'scope = "planet"', "has an unknown scope planet"),
        ("escalation.toml", '"collector"', '"cleaner"', "has an unknown never to cleaner"),
        ("help.toml", 'axis = "want"', 'axis = "wish"', "has an unknown axis wish"),
        (
            "conduct.toml",
            'code = "wrong_amount"\nseverity',
            'code = "wrong_sum"\nseverity',
            "unknown code wrong_sum",
        ),
        (
            "offices.toml",
            "# Offices",
            '[[office]]\nbody = "gone"\nregion = "gb-eng"\n#',
            "gb-eng: has an unknown body gone",
        ),
        ("bodies.toml", 'kind = "ombudsman"', 'kind = "wizard"', "fos: has an unknown kind wizard"),
        ("bodies.toml", "complaint.info@", "complaint.info.", "is not an e-mail address"),
        ("bodies.toml", 'phones = ["999"]', "phones = []", "cannot be reached"),
        (
            "bodies.toml",
            "https://www.stepchange.org/",
            "javascript:alert(1)",
            "must begin with https",
        ),
        ("holidays.toml", 'id = "gb-eng"', 'id = "gb-else"', "names a calendar gb-eng"),
        (
            "cases.toml",
            "expect.ends = 2027-01-18",
            "expect.ends = 2027-01-19",
            "ends on 2027-01-18",
        ),
        ("cases.toml", 'clock = "data_access"', 'clock = "gone"', "there is no clock gone"),
        ("words.en.toml", "[body.fos]", "[body.gone]", "body.fos: name is missing"),
        ("pack.toml", 'currency = "GBP"', "", "gb: currency is missing"),
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


@pytest.mark.parametrize("place", ["cn", "us", "gb"])
@pytest.mark.parametrize("wants_help", [True, False])
def test_everybody_is_offered_somebody_outside_who_may_be_shown(
    place: str, wants_help: bool
) -> None:
    pack = installed()[place]
    facts = Facts(
        jurisdiction=place,
        received_on=date(2026, 11, 24),
        choices=() if wants_help else ("often",),
        wants_help=wants_help,
        hardship=("job_loss",) if wants_help else (),
    )
    offers = decide(facts, pack).bodies
    assert 1 <= len(offers) <= 3
    assert all(pack.body(one.id).may_show() for one in offers)


def test_a_body_that_nobody_read_of_is_shown_for_emergencies_only() -> None:
    unread = [body for pack in installed().values() for body in pack.bodies if body.mark == "U"]
    assert unread
    assert {body.kind for body in unread if body.may_show()} <= {"emergency"}
