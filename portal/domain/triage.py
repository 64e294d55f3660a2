"""Where does a ticket go next, how grave is it, by when must we answer? Pure rules over a pack."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from portal.domain.clocks import due
from portal.domain.conditions import because, fits, known_facts, result, unmet
from portal.domain.decision import (
    Allegation,
    BodyOffer,
    ClockOrder,
    Decision,
    Destination,
    Facts,
    HoldOrder,
    Need,
    RuleResult,
)
from portal.domain.escalating import DISAGREEMENT, Said, StepUp, said_by_report, steps
from portal.domain.provisions import Law
from portal.domain.rulepack import Choice, PackClock, PackKey, Rule, RulePack
from portal.domain.severity import Severity, worst
from portal.domain.signals import said_by_answers
from portal.domain.story import Cue, Reading

__all__ = [
    "Allegation", "BodyOffer", "ClockOrder", "Decision", "Destination", "Facts", "HoldOrder", "Need",
    "RuleResult", "decide",
]  # fmt: skip

#: No more organisations than a tired person can take in.
MOST_BODIES = 3
#: No more provisions than a person can look up.
MOST_LAWS = 3
#: The code of "none of these, I will describe it myself".
NOTHING_TICKED = "other_conduct"
#: Signs of this family say that a child was contacted, told or threatened.
ABOUT_CHILDREN = "child."


def decide(facts: Facts, pack: RulePack) -> Decision:
    """Decide a report under a pack. The same facts and pack always give the same decision."""
    # A report from before the pack is decided by its first rules: somebody must answer it.
    day = max(facts.received_on, pack.in_force_from)
    pack = pack.on(day)
    reading = pack.reader.read(facts.text)
    allegations = allege(facts, pack, reading)
    danger = danger_of(facts, reading)
    start = first_severity(facts, allegations)
    if {"immediate_danger", "self_harm"} & set(danger):
        start = worst([start, Severity.SAFETY])
    children = facts.children or any(one.startswith(ABOUT_CHILDREN) for one in reading.signs)
    known = known_facts(facts, pack, allegations, danger) | {"children": children}
    severity, asked = settled(day, pack, known, start)
    fired = [rule for rule, name in asked if not name]
    to, desk = route_of(fired, facts)
    known["severity_at_least"] = severity
    return Decision(
        to=to,
        desk=desk,
        severity=severity,
        allegations=tuple(allegations),
        rules=tuple(result(rule, name) for rule, name in asked),
        holds=holds_of(fired),
        contact_limits=tuple(
            dict.fromkeys(rule.contact_limit for rule in fired if rule.contact_limit)
        ),
        # A referral never stops our own promises: somebody here still owes this person an answer.
        clocks=clocks_of(facts, pack, severity),
        bodies=bodies_of(facts, pack, known),
        second_agreement=severity is Severity.SAFETY
        or any(rule.second_agreement for rule in fired),
        goes_up=goes_up(facts, pack, known, severity),
        disagreement=steps(pack, day, (DISAGREEMENT,)),
        danger=danger,
        needs=tuple(Need(code=code, cues=cues) for code, cues in reading.needs.items()),
        pack_id=pack.id,
        pack_version=pack.version,
    )


def goes_up(
    facts: Facts, pack: RulePack, known: Mapping[str, Any], severity: Severity
) -> tuple[StepUp, ...]:
    """Which entries of the pack move this report up as soon as it is filed."""
    said = Said(
        codes=known["codes_any"],
        danger=known["danger_any"],
        severity=severity,
        other_person=facts.who == "other" or bool(known["children"]),
        names_lead=facts.names_lead,
        agency_handles=facts.agency_handles,
        put_right=facts.put_right,
    )
    return steps(pack, max(facts.received_on, pack.in_force_from), said_by_report(said))


def settled(
    day: date, pack: RulePack, known: dict[str, Any], start: Severity
) -> tuple[Severity, list[tuple[Rule, str]]]:
    """How grave it is in the end, and every rule with its first unmet condition.

    Rules that ask for the severity are asked last, of the severity that all the others have settled:
    what a rule makes a matter of safety stops contact as well as what was one from the beginning.
    """
    asks = {rule.id for rule in pack.rules if "severity_at_least" in rule.when}
    first = {rule.id: unmet(rule, day, known) for rule in pack.rules if rule.id not in asks}
    fired = [rule for rule in pack.rules if first.get(rule.id) == ""]
    severity = severity_of(start, fired)
    graver = known | {"severity_at_least": severity}
    return severity, [
        (rule, unmet(rule, day, graver) if rule.id in asks else first[rule.id])
        for rule in pack.rules
    ]


def route_of(fired: list[Rule], facts: Facts) -> tuple[Destination, str]:
    """Where to, and at which desk: the first rule that names a destination decides both."""
    route = next((rule for rule in fired if rule.to), None)
    desk = route.desk if route and route.desk else usual_desk(facts)
    return Destination(route.to) if route else Destination.SUPERVISOR, desk


def allege(facts: Facts, pack: RulePack, reading: Reading) -> list[Allegation]:
    """What the person ticked, and after it what their words suggest beside."""
    read = reading.conduct
    made: dict[str, Allegation] = {}
    for word in facts.choices:
        if word in pack.choices:
            choice = pack.choices[word]
            made.setdefault(choice.code, ticked(facts, pack, choice.code, read, choice))
    for code in facts.codes:
        if code in pack.conduct:
            made.setdefault(code, ticked(facts, pack, code, read))
    answers = said_by_answers(facts, pack)
    for code in dict.fromkeys((*read, *answers)):
        limits = answers.get(code, ())
        suggested = Allegation(
            code=code,
            choice="",
            origin="suggested",
            severity=pack.conduct[code].severity,
            cues=read.get(code, ()),
            rule_ids=tuple(one.id for one in limits),
            sources=tuple(f"{one.source} ({one.mark})" for one in limits),
        )
        made.setdefault(code, suggested)
    return list(made.values())


def ticked(
    facts: Facts,
    pack: RulePack,
    code: str,
    read: Mapping[str, tuple[Cue, ...]],
    choice: Choice | None = None,
) -> Allegation:
    """An allegation the person made, with the words of the story that say the same."""
    conduct = pack.conduct[code]
    return Allegation(
        code=code,
        choice=choice.word if choice else "",
        origin="ticked",
        severity=choice.severity if choice else conduct.severity,
        cues=read.get(code, ()),
        sources=tuple(f"{cite} ({mark})" for cite, mark in conduct.basis),
        against=against(pack, code, facts.firm, max(facts.received_on, pack.in_force_from)),
    )


def against(pack: RulePack, code: str, firm: str, day: date) -> tuple[str, ...]:
    """Which law this may be against, as far as a person may be told: the surest and strongest first.

    Law that only matters to it, such as how long a claim lives, is no law that the conduct is against.
    """
    background = pack.conduct[code].background
    known = [
        one
        for one in pack.laws_of(code, day)
        if one.may_quote() and said_of(one, firm) and one.id not in background
    ]
    return tuple(dict.fromkeys(one.cite for one in known))[:MOST_LAWS]


def said_of(law: Law, firm: str) -> bool:
    """Whether a law may be told of this firm; of an unknown firm only one that binds every kind."""
    return law.binds_firm(firm) and law.force != "policy"


def first_severity(facts: Facts, allegations: list[Allegation]) -> Severity:
    """The gravest thing ticked. Where a report ticks nothing, its words may only bring it forward."""
    said = [one for one in allegations if one.origin == "ticked"]
    if facts.wants_help or any(one.code != NOTHING_TICKED for one in said):
        return worst(one.severity for one in said)
    suggested = worst(suggested_severity(one) for one in allegations)
    # A suggestion is no finding: it may give priority, but only a person or danger makes it safety.
    return suggested if suggested is not Severity.SAFETY else Severity.SERIOUS


def suggested_severity(one: Allegation) -> Severity:
    """How far an allegation may bring a report forward; a rough answer does so less than plain words."""
    if one.origin == "suggested" and not one.cues and one.severity.rank < Severity.STANDARD.rank:
        return Severity.STANDARD
    return one.severity


def danger_of(facts: Facts, reading: Reading) -> tuple[str, ...]:
    """What must be answered at once, whatever else is decided."""
    found = list(reading.dangers)
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


def usual_desk(facts: Facts) -> str:
    """Where a report goes when no rule names a desk: help is asked for, or conduct is reported."""
    return "hardship" if facts.wants_help and not (facts.choices or facts.codes) else "conduct"


def holds_of(fired: list[Rule]) -> tuple[HoldOrder, ...]:
    """What the fired rules stop; one hold for each scope and end."""
    orders = {rule.hold: rule.id for rule in reversed(fired) if rule.hold}
    return tuple(
        HoldOrder(scope=hold[0], until=hold[1], rule_id=name) for hold, name in orders.items()
    )


def clocks_of(facts: Facts, pack: RulePack, severity: Severity) -> tuple[ClockOrder, ...]:
    """Every promise made to this person, from the day of receipt."""
    return _clocks_of(PackKey(pack), severity, facts.received_on, facts.region, facts.firm)


@lru_cache(maxsize=1024)
def _clocks_of(
    key: PackKey, severity: Severity, received_on: date, region: str, firm: str
) -> tuple[ClockOrder, ...]:
    """The promises of a day, counted once: a day brings many reports that are promised the same."""
    pack, made = key.pack, []
    laws, calendar = {one.id: one for one in pack.laws}, pack.calendar_of(region)
    for clock in pack.clocks:
        if clock.promised and severity in clock.severities:
            ends = due(clock.rule, received_on, calendar)
            made.append(
                ClockOrder(
                    id=clock.rule.id,
                    due=ends.due,
                    started=ends.started,
                    official=ends.official,
                    **basis_of(clock, laws, firm),
                )
            )
    return tuple(sorted(made, key=lambda one: one.due))


def basis_of(clock: PackClock, laws: Mapping[str, Law], firm: str) -> dict[str, str]:
    """What a promise rests on: the law, or our own policy where that law does not bind this kind of firm."""
    policy = laws.get("policy")
    bound = all(laws[name].binds_firm(firm) for name in clock.law if name in laws)
    one = clock.rule if bound or policy is None else policy
    source = one.cite if isinstance(one, Law) else one.source
    return {"source": source, "force": one.force, "mark": one.mark}


#: In which order organisations are shown: safety, free advice, formal redress, then authorities.
SHOWN = {
    "emergency": 0, "helpline": 0, "debt_advice": 1, "legal_aid": 1, "local_help": 1, "mediation": 2,
    "consumer_association": 2, "ombudsman": 2, "regulator": 3, "authority": 3,
}  # fmt: skip


def bodies_of(facts: Facts, pack: RulePack, known: Mapping[str, Any]) -> tuple[BodyOffer, ...]:
    """At most three bodies that fit: safety first, then free advice, formal redress, the regulator.

    Their own numbers say which three; how they stand beside each other is the same everywhere. One
    that nobody checked, and that only staff read, takes the place of none that people are shown.
    """
    fitting = [one for one in pack.bodies if fits(one, facts, known)]
    chosen = sorted(fitting, key=lambda one: (not one.may_show(), one.order, one.id))[:MOST_BODIES]
    ordered = sorted(chosen, key=lambda one: (SHOWN[one.kind], one.order, one.id))
    return tuple(BodyOffer(id=one.id, why=one.kind, because=because(one, known)) for one in ordered)
