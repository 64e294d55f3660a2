"""The decision record as people read it: the person's plain version and the full one of the desk.

Both are made of codes; pages put the words of the pack and of the interface to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from portal.domain.escalating import PAST_SUPERVISORS
from portal.domain.plain import names_of
from portal.domain.rulepack import RulePack, may_quote
from portal.domain.triage import Allegation, Decision, Facts, Need

#: Kinds of bodies that can look at what this house did; a crisis line cannot.
OUTSIDE_KINDS = ("ombudsman", "regulator", "consumer_association")
MOST_OUTSIDE = 3
#: Reasons to go up that the person is told in a sentence of the pack.
TOLD = (*PAST_SUPERVISORS, "remedy_above")
#: Facts that say nothing where they hold nothing.
_SILENT = ("", (), None, False)
#: Facts that are shown elsewhere on the record, or that are the story itself.
_ELSEWHERE = frozenset({"text", "jurisdiction", "received_on", "language"})


class Working(TypedDict):
    """What a decision was made from: the facts without the story, and the words that were matched."""

    facts: dict[str, Any]
    cues: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of the pack, and the law behind it where its text was read."""

    rule_id: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A date that was promised."""

    clock_id: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Why it was decided, for the person: what we understood, what follows, by when, who else helps."""

    jurisdiction: str
    severity: str
    desk: str
    #: What the person ticked, each with the law it may be against, and the choice it was ticked by.
    allegations: tuple[tuple[str, tuple[str, ...], str], ...]
    reasons: tuple[Reason, ...]
    promises: tuple[Promise, ...]
    bodies: tuple[tuple[str, str], ...]
    #: Nobody here is free of the ticket: these can look at it from outside, at once.
    outside: tuple[str, ...]
    waits_outside: bool
    #: The tier that takes it when the person does not agree with the answer; empty where none was kept.
    disagreement: str
    #: Why it goes past the usual people, as far as that says anything to the person.
    higher: tuple[str, ...]
    pack_version: str


def working_of(facts: Facts, decision: Decision) -> Working:
    """The facts that were known and the words that were matched, as plain values."""
    plain = {name: getattr(facts, name) for name in names_of(Facts)}
    known = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in plain.items()
        if name != "text" and value not in _SILENT
    }
    known["our_firm"], known["story_length"] = facts.our_firm, len(facts.text)
    spoken: list[Allegation | Need] = [*decision.allegations, *decision.needs]
    cues = {
        one.code: [{"start": cue.start, "end": cue.end, "text": cue.text} for cue in one.cues]
        for one in spoken
        if one.cues
    }
    return {"facts": known, "cues": cues}


def shown_facts(working: Working) -> dict[str, Any]:
    """The facts worth a line of their own on the full record."""
    return {name: value for name, value in working["facts"].items() if name not in _ELSEWHERE}


def plain(decision: Mapping[str, Any], pack: RulePack, *, today: date, waits: bool) -> Plain:
    """The person's version of a stored decision. An unverified rule is never quoted as law.

    What was only suggested by the words is left to the supervisor: nobody is told that they
    complained of something they did not say.
    """
    fired = [one for one in decision["rules"] if one["fired"]]
    bodies = [
        (one["id"], one["why"]) for one in decision["bodies"] if may_be_shown(pack, one["id"])
    ]
    return Plain(
        jurisdiction=pack.id,
        severity=decision["severity"],
        desk=decision["desk"],
        allegations=tuple(
            (one["code"], tuple(one.get("against", ())), one.get("choice", ""))
            for one in decision["allegations"]
            if one["origin"] == "ticked"
        ),
        reasons=tuple(
            Reason(one["id"], quotable(one))
            for one in fired
            if not is_road_not_taken(pack, one["id"], decision["to"])
        ),
        promises=tuple(
            Promise(one["id"], date.fromisoformat(str(one["due"]))) for one in decision["clocks"]
        ),
        bodies=tuple(bodies),
        outside=outside_ways(pack, today) if waits else (),
        waits_outside=waits,
        disagreement=next((one["to"] for one in decision.get("disagreement", ())), ""),
        higher=tuple(one["id"] for one in decision.get("goes_up", ()) if one["id"] in TOLD),
        pack_version=decision["pack_version"],
    )


def is_road_not_taken(pack: RulePack, rule_id: str, to: str) -> bool:
    """Whether a rule only names another destination than the one that was chosen: the person need not hear of it."""
    rule = next((one for one in pack.rules if one.id == rule_id), None)
    if rule is None or rule.to in ("", to):
        return False
    return not (rule.hold or rule.contact_limit or rule.severity_at_least or rule.raise_severity)


def quotable(rule: Mapping[str, Any]) -> str:
    """The law behind a rule if its text was read; our own policy is no law and is not quoted."""
    return str(rule["source"]) if may_quote(rule["mark"], rule["force"]) else ""


def may_be_shown(pack: RulePack, body_id: str) -> bool:
    """Whether the pack still has this body and people may be shown it."""
    body = pack.body(body_id)
    return body is not None and body.may_show()


def outside_ways(pack: RulePack, today: date) -> tuple[str, ...]:
    """Who can look at this from outside when nobody here is free of it."""
    fitting = [
        body
        for body in pack.bodies
        if body.kind in OUTSIDE_KINDS and body.is_fresh(today) and body.may_show()
    ]
    ordered = sorted(fitting, key=lambda one: (OUTSIDE_KINDS.index(one.kind), one.order))
    return tuple(body.id for body in ordered[:MOST_OUTSIDE])
