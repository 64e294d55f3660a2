"""Walking the worked cases of a pack: each is a small story with the decision a lawyer expects.

A case tells of a whole report (`facts`), or of one entry alone: the clock, hold, limit, escalation, rule,
code, choice, kind of help or body it names, and what must be true of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from portal.domain.errors import NotAllowed
from portal.domain.provisions import Dated, key_of, on_day
from portal.domain.rulepack import PackError, RulePack
from portal.domain.triage import Decision, Facts, decide
from portal.jurisdictions.shape import checked, name_of
from portal.jurisdictions.told import KINDS, told_of

_FACTS = {field.name for field in fields(Facts)} - {"jurisdiction", "received_on"}
_EXPECTED = (
    "to", "desk", "severity", "hold", "holds", "limits", "second_agreement", "fired", "bodies", "clocks",
    "rule", "bodies_with", "bodies_without", "due", "suggested",
)  # fmt: skip


def a_case(one: dict[str, Any]) -> dict[str, Any]:
    """A worked case: a name, a day, what it is about, and what must come of it; nothing else."""
    file, kind = "cases.toml", next((kind for kind in KINDS if kind in one), "facts")
    about: dict[str, type] = {kind: dict if kind == "facts" else str}
    more: dict[str, type] = {"extended": list, "contact": dict, "before": list, "known": dict}
    checked(file, one, {"name": str, "today": date, "expect": dict, **about}, more)
    if not one["expect"]:
        raise PackError(file, name_of(one), "expect is empty: a case must expect something")
    unknown = one["facts"].keys() - _FACTS if kind == "facts" else ()
    for name in unknown:
        raise PackError(file, one["name"], f"facts: nobody knows {name}")
    for name in one["expect"].keys() - set(_EXPECTED if kind == "facts" else KINDS[kind]):
        raise PackError(file, one["name"], f"expect: nothing is called {name}")
    return one


def facts_of(pack: RulePack, case: Mapping[str, Any]) -> Facts:
    """The facts of a case."""
    given = {
        name: tuple(v) if isinstance(v, list) else v for name, v in case.get("facts", {}).items()
    }
    return Facts(jurisdiction=pack.id, received_on=case["today"], **given)


def failures(pack: RulePack) -> list[str]:
    """The cases that come out otherwise than expected."""
    return [
        f"{pack.id}/cases.toml: {case['name']}: {text}"
        for case in pack.cases
        for text in wrong_with(case, pack)
    ]


def wrong_with(case: Mapping[str, Any], pack: RulePack) -> list[str]:
    """In what one case comes out otherwise than expected; nothing when all is as it should be."""
    if "facts" in case:
        return differences(case, decide(facts_of(pack, case), pack))
    kind = kind_of(case)
    try:
        found = told_of(pack.on(case["today"]), kind, case)
    except NotAllowed as refusal:
        return [str(refusal)]
    if found is None:
        return [f"there is no {kind} {case[kind]} on {case['today']}"]
    return [
        f"{name} is {found.get(name)}, expected {wanted}" if name != "ends" else
        f"ends on {found.get(name)}, expected {wanted}"
        for name, wanted in case["expect"].items()
        if found.get(name) != wanted
    ]  # fmt: skip


def kind_of(case: Mapping[str, Any]) -> str:
    """Which entry of the pack a case is about."""
    return next(kind for kind in KINDS if kind in case)


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
        "suggested": [one.code for one in decision.allegations if one.origin == "suggested"],
    }


def unhit(pack: RulePack) -> list[str]:
    """Rules that no case makes fire, and entries of every other kind that no case speaks of.

    An entry that ended and began anew wants a case of each: the old one decides old reports.
    """
    hit: set[tuple[str, date]] = set()
    for case in (one for one in pack.cases if "facts" in one):
        facts = facts_of(pack, case)
        fired = {one.id for one in decide(facts, pack).rules if one.fired}
        day = max(facts.received_on, pack.in_force_from)
        hit |= {key_of(one) for one in on_day(pack.rules, day) if one.id in fired}
    found = [
        f"{pack.id}/triage.toml: {rule.id} from {rule.in_force_from}: no case hits it"
        for rule in pack.rules
        if key_of(rule) not in hit
    ]
    return [*found, *unspoken(pack)]


def unspoken(pack: RulePack) -> list[str]:
    """Entries beside the rules that no case speaks of, on a day on which they count."""
    cases = [one for one in pack.cases if "facts" not in one]
    said = {(kind_of(one), one[kind_of(one)]) for one in cases}
    named: dict[str, tuple[str, Iterable[str]]] = {
        "body": ("bodies", (one.id for one in pack.bodies)),
        "conduct": ("conduct", pack.conduct),
        "choice": ("conduct", pack.choices),
        "help": ("help", pack.helps),
    }
    dated: dict[str, tuple[str, tuple[Dated, ...]]] = {
        "clock": ("clocks", pack.clocks),
        "hold": ("holds", pack.holds),
        "limit": ("contacts", pack.limits),
        "escalation": ("escalation", pack.escalations),
    }
    counted = {
        (kind, key_of(one))
        for kind, case in ((kind_of(case), case) for case in cases)
        for one in (on_day(dated[kind][1], case["today"]) if kind in dated else ())
        if one.id == case[kind]
    }
    found = [
        f"{pack.id}/{file}.toml: {one.id} from {one.in_force_from}: no case speaks of it"
        for kind, (file, entries) in dated.items()
        for one in entries
        if (kind, key_of(one)) not in counted
    ]
    return found + [
        f"{pack.id}/{file}.toml: {name}: no case speaks of it"
        for kind, (file, names) in named.items()
        for name in names
        if (kind, name) not in said
    ]
