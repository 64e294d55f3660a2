"""Walking the worked cases of a pack: each is a small story with the decision a lawyer expects."""

from collections.abc import Mapping
from typing import Any

from portal.domain.rulepack import RulePack
from portal.domain.triage import Decision, Facts, decide


def facts_of(pack: RulePack, case: Mapping[str, Any]) -> Facts:
    """The facts of a case."""
    given = {
        name: tuple(v) if isinstance(v, list) else v for name, v in case.get("facts", {}).items()
    }
    return Facts(jurisdiction=pack.id, received_on=case["today"], **given)


def failures(pack: RulePack) -> list[str]:
    """The cases that come out otherwise than expected."""
    found = []
    for case in pack.cases:
        decision = decide(facts_of(pack, case), pack)
        found += [
            f"{pack.id}/cases.toml: {case['name']}: {text}" for text in differences(case, decision)
        ]
    return found


def differences(case: Mapping[str, Any], decision: Decision) -> list[str]:
    """What one case expected and did not get."""
    expect = case["expect"]
    got = {
        "to": decision.to.value,
        "desk": decision.desk,
        "severity": decision.severity.value,
        "hold": bool(decision.holds),
        "second_agreement": decision.second_agreement,
    }
    wrong = [
        f"expected {k} {expect[k]}, got {v}"
        for k, v in got.items()
        if k in expect and expect[k] != v
    ]
    fired = {one.id for one in decision.rules if one.fired}
    if "rule" in expect and expect["rule"] not in fired:
        wrong.append(f"rule {expect['rule']} did not fire")
    bodies = {one.id for one in decision.bodies}
    wrong += [
        f"{body} is not offered" for body in expect.get("bodies_with", []) if body not in bodies
    ]
    wrong += [f"{body} is offered" for body in expect.get("bodies_without", []) if body in bodies]
    due = {clock.id: clock.due for clock in decision.clocks}
    for name, day in expect.get("due", {}).items():
        if due.get(name) != day:
            wrong.append(f"{name} is due {due.get(name)}, expected {day}")
    return wrong


def unhit(pack: RulePack) -> list[str]:
    """Rules that no case makes fire."""
    hit: set[str] = set()
    for case in pack.cases:
        hit |= {one.id for one in decide(facts_of(pack, case), pack).rules if one.fired}
    return [
        f"{pack.id}/triage.toml: {rule.id}: no case hits it"
        for rule in pack.rules
        if rule.id not in hit
    ]
