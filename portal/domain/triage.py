"""Where does a ticket go next, how grave is it, by when must we answer? Pure rules over a pack."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.domain.clocks import due
from portal.domain.plain import as_plain
from portal.domain.rulepack import Body, Choice, Rule, RulePack
from portal.domain.severity import Severity, worst
from portal.domain.story import Cue, Reading

#: No more organisations than a tired person can take in.
MOST_BODIES = 3
#: The code of "none of these, I will describe it myself".
NOTHING_TICKED = "other_conduct"


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
    #: Conduct codes said outright, where the report does not come from the form.
    codes: tuple[str, ...] = ()
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
    #: How long the report has waited by now; 0 when it has just come.
    days_open: int = 0


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
class Need:
    """A situation or wish that the story speaks of, with the words that say so."""

    code: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """A rule that was asked, and why it fired or did not."""

    id: str
    fired: bool
    reason: str
    source: str
    force: str
    mark: str
    #: The first condition that was not met, and what it asked for; empty when the rule fired.
    unmet: str = ""
    wanted: tuple[str, ...] = ()


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
    source: str = ""
    force: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyOffer:
    """An outside body that may help, the kind of help it gives, and the facts that make it fit."""

    id: str
    why: str
    because: tuple[str, ...] = ()


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
    #: Situations and wishes read from the story, such as hardship or court papers.
    needs: tuple[Need, ...]
    pack_id: str
    pack_version: str

    def to_dict(self, *, words: bool = True) -> dict[str, Any]:
        """Plain values for the stored record; without words, cues keep their places alone."""
        plain: dict[str, Any] = as_plain(self)
        for one in () if words else (*plain["allegations"], *plain["needs"]):
            for cue in one["cues"]:
                del cue["text"]
        return plain


def decide(facts: Facts, pack: RulePack) -> Decision:
    """Decide a report under a pack. The same facts and pack always give the same decision."""
    pack = pack.on(facts.received_on)
    reading = pack.reader.read(facts.text)
    allegations = allege(facts, pack, reading)
    danger = danger_of(facts, reading)
    start = first_severity(facts, allegations)
    start = (
        worst([start, Severity.SAFETY])
        if {"immediate_danger", "self_harm"} & set(danger)
        else start
    )
    known = known_facts(facts, pack, allegations, danger) | {"severity_at_least": start}
    asked = [(rule, unmet(rule, facts, known)) for rule in pack.rules]
    fired = [rule for rule, name in asked if not name]
    severity = severity_of(start, fired)
    known["severity_at_least"] = severity
    route = next((rule for rule in fired if rule.to), None)
    to = Destination(route.to) if route else Destination.SUPERVISOR
    return Decision(
        to=to,
        desk=next((rule.desk for rule in fired if rule.desk), usual_desk(facts)),
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
        danger=danger,
        needs=tuple(Need(code=code, cues=cues) for code, cues in reading.needs.items()),
        pack_id=pack.id,
        pack_version=pack.version,
    )


def allege(facts: Facts, pack: RulePack, reading: Reading) -> list[Allegation]:
    """What the person ticked, and after it what their words suggest beside."""
    read = reading.conduct
    made: dict[str, Allegation] = {}
    for word in facts.choices:
        if word in pack.choices:
            choice = pack.choices[word]
            made.setdefault(choice.code, ticked(pack, choice.code, read, choice))
    for code in facts.codes:
        if code in pack.conduct:
            made.setdefault(code, ticked(pack, code, read))
    for code, cues in read.items():
        severity = pack.conduct[code].severity
        suggested = Allegation(
            code=code, choice="", origin="suggested", severity=severity, cues=cues
        )
        made.setdefault(code, suggested)
    return list(made.values())


def ticked(
    pack: RulePack, code: str, read: Mapping[str, tuple[Cue, ...]], choice: Choice | None = None
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
    )


def first_severity(facts: Facts, allegations: list[Allegation]) -> Severity:
    """The gravest thing ticked. Where a report ticks nothing, its words may only bring it forward."""
    said = [one for one in allegations if one.origin == "ticked"]
    if facts.wants_help or any(one.code != NOTHING_TICKED for one in said):
        return worst(one.severity for one in said)
    suggested = worst(one.severity for one in allegations)
    # A suggestion is no finding: it may give priority, but only a person or danger makes it safety.
    return suggested if suggested is not Severity.SAFETY else Severity.SERIOUS


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


def unmet(rule: Rule, facts: Facts, known: Mapping[str, Any]) -> str:
    """The first condition a rule fails on; empty when it fires."""
    if facts.received_on < rule.in_force_from:
        return "in_force_from"
    return next(
        (name for name, wanted in rule.when.items() if not holds_true(name, wanted, known)), ""
    )


def known_facts(
    facts: Facts, pack: RulePack, allegations: list[Allegation], danger: tuple[str, ...]
) -> dict[str, Any]:
    """Every fact a condition may ask about; the severity is added as it is found."""
    return {
        "choices_any": said_choices(facts, pack),
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
        "conduct": bool(facts.choices or facts.codes),
        "region_any": (facts.region,),
        "timing_any": (facts.timing,),
        "to_whom_any": facts.to_whom,
        "channels_any": facts.channels,
        "days_open_at_least": facts.days_open,
    }


def said_choices(facts: Facts, pack: RulePack) -> tuple[str, ...]:
    """The choices of the form, ticked or said by their conduct code."""
    implied = (one.word for one in pack.choices.values() if one.code in facts.codes)
    return tuple(dict.fromkeys((*facts.choices, *implied)))


def holds_true(name: str, wanted: Any, known: Mapping[str, Any]) -> bool:  # noqa: ANN401 - values of a pack
    """Whether one condition of a rule or body is met."""
    if name == "severity_at_least":
        return bool(known[name].rank <= Severity(wanted).rank)
    if name.endswith("_at_least"):
        return bool(known[name] >= wanted)
    if name.endswith("_any"):
        return bool(set(wanted) & set(known[name]))
    return bool(known[name] == wanted)


def result(rule: Rule, unmet_name: str) -> RuleResult:
    """A rule's line in the decision record."""
    reasons = {"": "all conditions are met", "in_force_from": "not in force on the day of receipt"}
    return RuleResult(
        id=rule.id,
        fired=not unmet_name,
        reason=reasons.get(unmet_name, f"{unmet_name} is not met"),
        source=rule.source,
        force=rule.force,
        mark=rule.mark,
        unmet=unmet_name,
        wanted=as_words(rule.when.get(unmet_name, ())),
    )


def as_words(wanted: Any) -> tuple[str, ...]:  # noqa: ANN401 - values of a pack
    """What a condition asked for, as plain words."""
    if isinstance(wanted, bool):
        return ("yes" if wanted else "no",)
    return (str(wanted),) if isinstance(wanted, str) else tuple(str(one) for one in wanted)


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
        if clock.promised and severity in clock.severities:
            ends = due(clock.rule, facts.received_on, pack.calendar)
            made.append(
                ClockOrder(
                    id=clock.rule.id,
                    due=ends.due,
                    started=ends.started,
                    official=ends.official,
                    source=clock.rule.source,
                    force=clock.rule.force,
                    mark=clock.rule.mark,
                )
            )
    return tuple(sorted(made, key=lambda one: one.due))


def bodies_of(facts: Facts, pack: RulePack, known: Mapping[str, Any]) -> tuple[BodyOffer, ...]:
    """At most three bodies that fit: safety first, then free advice, formal redress, the regulator."""
    fitting = [one for one in pack.bodies if fits(one, facts, known)]
    ordered = sorted(fitting, key=lambda one: (one.order, one.id))
    return tuple(
        BodyOffer(id=one.id, why=one.kind, because=because(one, known))
        for one in ordered[:MOST_BODIES]
    )


def because(body: Body, known: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts of this report that make a body fit; empty for one that is open to everybody."""
    made = []
    for name, wanted in body.when.items():
        if name.endswith("_any"):
            made += [f"{name}={one}" for one in wanted if one in known[name]]
        else:
            made.append(f"{name}={'/'.join(as_words(wanted))}")
    return tuple(made)


def fits(body: Body, facts: Facts, known: Mapping[str, Any]) -> bool:
    """Whether a body may help with this, by its own conditions and the freshness of its entry."""
    if not body.is_fresh(facts.received_on):
        return False
    if any(holds_true(name, wanted, known) for name, wanted in body.not_when.items()):
        return False
    return all_true(body.when, known) and (
        not body.one_of or any(all_true(way, known) for way in body.one_of)
    )


def all_true(when: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """Whether every condition of a table is met."""
    return all(holds_true(name, wanted, known) for name, wanted in when.items())
