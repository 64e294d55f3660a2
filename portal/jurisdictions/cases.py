"""Walking the worked cases of a pack: each is a small story with the decision a lawyer expects."""

from collections.abc import Mapping
from typing import Any

from portal.domain.clocks import Event, EventKind, due
from portal.domain.errors import NotAllowed
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
        if "clock" in case:
            wrong = clock_differences(case, pack)
        else:
            wrong = differences(case, decide(facts_of(pack, case), pack))
        found += [f"{pack.id}/cases.toml: {case['name']}: {text}" for text in wrong]
    return found


def clock_differences(case: Mapping[str, Any], pack: RulePack) -> list[str]:
    """A time limit that ends on another day than the case says."""
    clocks = {clock.id: clock for clock in pack.on(case["today"]).clocks}
    clock = clocks.get(case["clock"])
    if clock is None:
        return [f"there is no clock {case['clock']} on {case['today']}"]
    start = Event(EventKind.START, case["today"])
    more = [Event(EventKind.EXTEND, case["today"], n) for n in case.get("extended", ())]
    try:
        ends = due(clock.rule, case["today"], pack.calendar, [start, *more]).due
    except NotAllowed as refusal:
        return [str(refusal)]
    expect = case["expect"]
    wrong = [f"ends on {ends}, expected {expect['ends']}"] if ends != expect["ends"] else []
    if clock.whose != case["expect"]["whose"]:
        wrong.append(f"is kept by {clock.whose}, expected {case['expect']['whose']}")
    return wrong


def differences(case: Mapping[str, Any], decision: Decision) -> list[str]:
    """What one case expected and did not get."""
    expect, got = case["expect"], outcome_of(decision)
    wrong = [
        f"expected {k} {expect[k]}, got {v}"
        for k, v in got.items()
        if k in expect and expect[k] != v
    ]
    if "rule" in expect and expect["rule"] not in got["fired"]:
        wrong.append(f"rule {expect['rule']} did not fire")
    bodies = got["bodies"]
    wrong += [
        f"{body} is not offered" for body in expect.get("bodies_with", []) if body not in bodies
    ]
    wrong += [f"{body} is offered" for body in expect.get("bodies_without", []) if body in bodies]
    days = {clock.id: clock.due for clock in decision.clocks}
    for name, day in expect.get("due", {}).items():
        if days.get(name) != day:
            wrong.append(f"{name} is due {days.get(name)}, expected {day}")
    return wrong


def outcome_of(decision: Decision) -> dict[str, Any]:
    """A decision in the words a case may use to say what it expects."""
    return {
        "to": decision.to.value,
        "desk": decision.desk,
        "severity": decision.severity.value,
        "hold": bool(decision.holds),
        "holds": [f"{one.scope} until {one.until}" for one in decision.holds],
        "limits": list(decision.contact_limits),
        "second_agreement": decision.second_agreement,
        "fired": [one.id for one in decision.rules if one.fired],
        "bodies": [one.id for one in decision.bodies],
        "clocks": [one.id for one in decision.clocks],
    }


def unhit(pack: RulePack) -> list[str]:
    """Rules that no case makes fire."""
    hit: set[str] = set()
    for case in (one for one in pack.cases if "clock" not in one):
        hit |= {one.id for one in decide(facts_of(pack, case), pack).rules if one.fired}
    return [
        f"{pack.id}/triage.toml: {rule.id}: no case hits it"
        for rule in pack.rules
        if rule.id not in hit
    ]
