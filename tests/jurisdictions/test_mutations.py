"""A changed rule makes a worked case fail: every condition, consequence and basis is held by one.

Each test changes one thing at a time in every way that makes sense and walks the cases, those that
speak of what was changed first. What no case notices is listed by name.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.domain.severity import Severity
from portal.domain.story import DANGERS
from portal.domain.vocabulary import DEPARTMENTS, FIRMS, SUPERVISORS
from portal.jurisdictions.cases import wrong_with
from portal.jurisdictions.load import installed
from tests.jurisdictions.mutants import (
    NOBODY,
    PACKS,
    TODAY,
    bases,
    instead,
    on_the_day,
    spoken,
    survivors,
)


def conditions(pack, rule):
    """Every way to ask for one thing less, one thing more, or for the opposite."""
    more = {
        "codes_any": pack.conduct, "danger_any": DANGERS, "firm_any": FIRMS,
        "hardship_any": [code for code, one in pack.helps.items() if one.axis == "because"],
        "ask_for_any": [code for code, one in pack.helps.items() if one.axis == "want"],
        "who_any": ("self", "represent", "other"), "timing_any": ("once", "several", "ongoing", "unsure"),
    }  # fmt: skip
    for name, wanted in rule.when.items():
        rest = {key: value for key, value in rule.when.items() if key != name}
        yield f"without {name}", rest, ""
        if isinstance(wanted, bool):
            yield f"{name} turned", {**rest, name: not wanted}, ""
        elif isinstance(wanted, list):
            for word in wanted:
                fewer = [one for one in wanted if one != word]
                yield f"without {word}", {**rest, name: fewer}, word
            for word in [one for one in more[name] if one not in wanted]:
                yield f"with {word}", {**rest, name: [*wanted, word]}, word


def consequences(rule):
    """Every other effect a rule might have."""
    for severity in (None, *Severity):
        if severity != rule.severity_at_least:
            yield f"at least {severity}", {"severity_at_least": severity}
    yield "raised otherwise", {"raise_severity": not rule.raise_severity}
    yield "agreed to otherwise", {"second_agreement": not rule.second_agreement}
    for to in {"", "supervisor", "other_department", "referral"} - {rule.to}:
        yield f"to {to or 'nowhere'}", {"to": to}
    if rule.to:
        for desk in {"", *SUPERVISORS, *DEPARTMENTS} - {rule.desk}:
            yield f"at the desk {desk or 'of nobody'}", {"desk": desk}
    yield "another hold", {"hold": ("account", NOBODY)}
    if rule.hold:
        yield "no hold", {"hold": None}
    yield "another limit", {"contact_limit": NOBODY}
    yield "later", {"in_force_from": TODAY + timedelta(days=1)}
    yield "ended", {"in_force_to": TODAY - timedelta(days=1)}
    yield "asked last", {"order": 10_000 + rule.order}
    yield from bases(rule)


#: What the code does by itself as well, written in the pack for the people who read it.
SAID_TWICE = {
    # Danger is safety before any rule is asked.
    "danger_first at least None", "danger_first at least serious", "danger_first at least standard",
    "danger_first at least service",
    # Without a rule that says otherwise conduct goes to a supervisor at the one desk, help at the other.
    "conduct_to_a_supervisor at the desk of nobody", "help_to_a_supervisor at the desk of nobody",
    "help_to_a_supervisor to nowhere", "not_our_firm at the desk conduct",
    "complaint_was_blocked at the desk conduct", "violence_or_threat at the desk of nobody",
    "violence_or_threat_own_name at the desk of nobody", "false_authority at the desk of nobody",
    "false_authority_own_name at the desk of nobody",
    # Whatever is a matter of safety stops contact by a rule of its own.
    "violence_or_threat no hold", "violence_or_threat_own_name no hold",
}  # fmt: skip
#: At least as grave as what the rule is about in any case, and not to be raised beyond safety.
NO_GRAVER = (
    "at least service", "at least standard", "at least serious", "raised otherwise", "agreed to otherwise",
    "at least safety",
)  # fmt: skip


def changes_nothing(pack, rule, effect):
    """Whether an effect cannot be seen, because every report the rule is about has it already."""
    about = [one for one in spoken(pack.id) if rule.id in one[0].get("expect", {}).get("fired", ())]
    graves = {case["expect"]["severity"] for case, _words in about if "severity" in case["expect"]}
    if effect in ("raised otherwise", "agreed to otherwise"):
        return graves == {"safety"}
    least = effect.removeprefix("at least ")
    return bool(graves) and all(Severity(one).rank <= Severity(least).rank for one in graves)


def rule_changes(pack):
    for rule in on_the_day(pack.rules):
        rest = tuple(one for one in pack.rules if one is not rule)
        yield "taken away", replace(pack, rules=rest), rule.id
        for how, when, word in conditions(pack, rule):
            yield how, instead(pack, "rules", rule, when=when), rule.id, word
        for how, effect in consequences(rule):
            if f"{rule.id} {how}" in SAID_TWICE:
                continue
            if how in NO_GRAVER and changes_nothing(pack, rule, how):
                continue
            yield how, instead(pack, "rules", rule, **effect), rule.id


@pytest.mark.parametrize("place", PACKS)
def test_every_change_of_a_rule_makes_a_case_fail(place):
    pack = installed()[place]
    assert survivors(pack, rule_changes(pack)) == []


#: Conduct goes to a supervisor without a rule as well.
AS_WITHOUT = {
    "false_authority to nowhere", "not_the_debtor to supervisor", "contact_wish to supervisor",
    "hours_and_stop_requests to supervisor",
}  # fmt: skip


@pytest.mark.parametrize("place", PACKS)
def test_a_rule_that_has_ended_is_still_held_by_cases_of_its_time(place):
    pack, left = installed()[place], set()
    for rule in [one for one in pack.rules if one.in_force_to and one.in_force_to < TODAY]:
        cases = [one for one, _words in spoken(place) if one["today"] == rule.in_force_to]
        fewer = [
            (how, {"when": when}) for how, when, word in conditions(pack, rule)
            if word and how.startswith("without ")
        ]  # fmt: skip
        other = ("to ", "at the desk", "another")
        more = [one for one in consequences(rule) if one[0].startswith(other)]
        for how, effect in (*fewer, *more):
            changed = instead(pack, "rules", rule, **effect)
            if not any(wrong_with(case, changed) for case in cases if "facts" in case):
                left.add(f"{rule.id} {how}")
    assert left <= SAID_TWICE | AS_WITHOUT
