"""Where does a ticket go next, how grave is it, by when must we answer? Pure rules over a pack."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.domain.clocks import due
from portal.domain.cues import Cue, dangers, suggestions
from portal.domain.rulepack import Body, Rule, RulePack
from portal.domain.severity import Severity, worst

#: No more organisations than a tired person can take in.
MOST_BODIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What triage looks at, and nothing that says who the person is."""

    jurisdiction: str
    received_on: date
    region: str = ""
    language: str = "en"
    who: str = "self"
    firm: str = "unknown"
    choices: tuple[str, ...] = ()
    wants_help: bool = False
    hardship: tuple[str, ...] = ()
    ask_for: tuple[str, ...] = ()
    impact: tuple[str, ...] = ()
    safe_now: str = ""
    text: str = ""
    channels: tuple[str, ...] = ()
    to_whom: tuple[str, ...] = ()
    time_of_day: str = ""
    count_week: int | None = None
    count_day: int | None = None
    timing: str = ""
    final_letter_sent: bool = False
    court_papers: bool = False
    our_firm: bool = True


class Destination(StrEnum):
    """Where a ticket goes."""

    SUPERVISOR = "supervisor"
    OTHER_DEPARTMENT = "other_department"
    REFERRAL = "referral"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegation:
    """One thing said to have been done: ticked by the person or suggested by the words."""

    code: str
    choice: str
    origin: str
    severity: Severity
    cues: tuple[Cue, ...] = ()
    rule_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """A rule that was asked, and why it fired or did not."""

    id: str
    fired: bool
    reason: str
    source: str
    force: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOrder:
    """Collection stops: on what, until what happens."""

    scope: str
    until: str
    rule_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOrder:
    """A promise with its date."""

    id: str
    due: date
    started: date
    official: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyOffer:
    """An outside body that may help, and the kind of help that makes it fit."""

    id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The whole decision with its working: what was decided, by which rules of which pack."""

    to: Destination
    desk: str
    severity: Severity
    allegations: tuple[Allegation, ...]
    rules: tuple[RuleResult, ...]
    holds: tuple[HoldOrder, ...]
    contact_limits: tuple[str, ...]
    clocks: tuple[ClockOrder, ...]
    bodies: tuple[BodyOffer, ...]
    second_agreement: bool
    danger: tuple[str, ...]
    pack_id: str
    pack_version: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the stored record."""
        plain = asdict(self)
        for clock in plain["clocks"]:
            clock["due"], clock["started"] = clock["due"].isoformat(), clock["started"].isoformat()
        return plain


def decide(facts: Facts, pack: RulePack) -> Decision:
    """Decide a report under a pack. The same facts and pack always give the same decision."""
    allegations = allege(facts, pack)
    danger = danger_of(facts)
    start = worst(one.severity for one in allegations if one.origin == "ticked")
    start = (
        worst([start, Severity.SAFETY])
        if {"immediate_danger", "self_harm"} & set(danger)
        else start
    )
    asked = [(rule, mismatch(rule, facts, allegations, danger, start)) for rule in pack.rules]
    fired = [rule for rule, reason in asked if not reason]
    severity = severity_of(start, fired)
    route = next((rule for rule in fired if rule.to), None)
    to = Destination(route.to) if route else Destination.SUPERVISOR
    return Decision(
        to=to,
        desk=next(
            (rule.desk for rule in fired if rule.desk),
            "hardship" if not facts.choices else "conduct",
        ),
        severity=severity,
        allegations=tuple(allegations),
        rules=tuple(result(rule, reason) for rule, reason in asked),
        holds=holds_of(fired),
        contact_limits=tuple(
            dict.fromkeys(rule.contact_limit for rule in fired if rule.contact_limit)
        ),
        clocks=clocks_of(facts, pack, severity) if to is not Destination.REFERRAL else (),
        bodies=bodies_of(facts, pack, allegations, danger, severity),
        second_agreement=severity is Severity.SAFETY
        or any(rule.second_agreement for rule in fired),
        danger=danger,
        pack_id=pack.id,
        pack_version=pack.version,
    )


def allege(facts: Facts, pack: RulePack) -> list[Allegation]:
    """What the person ticked, and after it what their words suggest beside."""
    ticked = [pack.choices[word] for word in facts.choices if word in pack.choices]
    made = [
        Allegation(
            code=one.code,
            choice=one.word,
            origin="ticked",
            severity=one.severity,
            sources=tuple(f"{cite} ({mark})" for cite, mark in pack.conduct[one.code].basis),
        )
        for one in ticked
    ]
    known = {one.code for one in made}
    for code, cues in suggestions(
        facts.text, {c.code: c.cues for c in pack.conduct.values()}
    ).items():
        if code not in known and facts.choices:
            severity = pack.conduct[code].severity
            made.append(
                Allegation(code=code, choice="", origin="suggested", severity=severity, cues=cues)
            )
    return made


def danger_of(facts: Facts) -> tuple[str, ...]:
    """What must be answered at once, whatever else is decided."""
    found = list(dangers(facts.text))
    if facts.safe_now == "no":
        found.append("immediate_danger")
    if "end_life" in facts.impact:
        found.append("self_harm")
    if facts.court_papers:
        found.append("court_papers")
    return tuple(dict.fromkeys(found))


def severity_of(start: Severity, fired: list[Rule]) -> Severity:
    """The gravest of what was alleged and what the rules ask; never milder than either."""
    severity = worst([start, *(rule.severity_at_least for rule in fired if rule.severity_at_least)])
    return severity.raised() if any(rule.raise_severity for rule in fired) else severity


def mismatch(
    rule: Rule, facts: Facts, allegations: list[Allegation], danger: tuple[str, ...], severity: Severity
) -> str:  # fmt: skip
    """Why a rule does not fire; empty when it does."""
    if facts.received_on < rule.in_force_from:
        return "not in force on the day of receipt"
    known = known_facts(facts, allegations, danger, severity)
    for name, wanted in rule.when.items():
        if not holds_true(name, wanted, known):
            return f"{name} is not met"
    return ""


def known_facts(
    facts: Facts, allegations: list[Allegation], danger: tuple[str, ...], severity: Severity
) -> dict[str, Any]:  # fmt: skip
    """Every fact a condition may ask about."""
    return {
        "choices_any": facts.choices,
        "codes_any": tuple(one.code for one in allegations if one.origin == "ticked"),
        "impact_any": facts.impact,
        "hardship_any": facts.hardship,
        "ask_for_any": facts.ask_for,
        "who_any": (facts.who,),
        "firm_any": (facts.firm,),
        "danger_any": danger,
        "safe_now": facts.safe_now,
        "our_firm": facts.our_firm,
        "final_letter_sent": facts.final_letter_sent,
        "wants_help": facts.wants_help,
        "court_papers": facts.court_papers or "court_papers" in danger,
        "conduct": bool(facts.choices),
        "severity_at_least": severity,
    }


def holds_true(name: str, wanted: Any, known: Mapping[str, Any]) -> bool:  # noqa: ANN401 - values of a pack
    """Whether one condition of a rule or body is met."""
    if name == "severity_at_least":
        return bool(known[name].rank <= Severity(wanted).rank)
    if name.endswith("_any"):
        return bool(set(wanted) & set(known[name]))
    return bool(known[name] == wanted)


def result(rule: Rule, reason: str) -> RuleResult:
    """A rule's line in the decision record."""
    return RuleResult(
        id=rule.id,
        fired=not reason,
        reason=reason or "all conditions are met",
        source=rule.source,
        force=rule.force,
        mark=rule.mark,
    )


def holds_of(fired: list[Rule]) -> tuple[HoldOrder, ...]:
    """What the fired rules stop; one hold for each scope and end."""
    orders = {rule.hold: rule.id for rule in reversed(fired) if rule.hold}
    return tuple(
        HoldOrder(scope=hold[0], until=hold[1], rule_id=name) for hold, name in orders.items()
    )


def clocks_of(facts: Facts, pack: RulePack, severity: Severity) -> tuple[ClockOrder, ...]:
    """Every promise made to this person, from the day of receipt."""
    made = []
    for clock in pack.clocks:
        if severity in clock.severities:
            ends = due(clock.rule, facts.received_on, pack.calendar)
            made.append(
                ClockOrder(
                    id=clock.rule.id, due=ends.due, started=ends.started, official=ends.official
                )
            )
    return tuple(sorted(made, key=lambda one: one.due))


def bodies_of(
    facts: Facts, pack: RulePack, allegations: list[Allegation], danger: tuple[str, ...], severity: Severity
) -> tuple[BodyOffer, ...]:  # fmt: skip
    """At most three bodies that fit: safety first, then free advice, formal redress, the regulator."""
    known = known_facts(facts, allegations, danger, severity)
    fitting = [one for one in pack.bodies if fits(one, facts, known)]
    ordered = sorted(fitting, key=lambda one: (one.order, one.id))
    return tuple(BodyOffer(id=one.id, why=one.kind) for one in ordered[:MOST_BODIES])


def fits(body: Body, facts: Facts, known: Mapping[str, Any]) -> bool:
    """Whether a body may help with this, by its own conditions and the freshness of its entry."""
    return body.is_fresh(facts.received_on) and all(
        holds_true(name, wanted, known) for name, wanted in body.when.items()
    )
