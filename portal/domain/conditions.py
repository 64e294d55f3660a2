"""The conditions of rules and bodies: what they may ask, whether they are met, and why not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.domain.decision import Allegation, Facts, RuleResult
from portal.domain.rulepack import Body, Rule, RulePack
from portal.domain.severity import Severity


def unmet(rule: Rule, day: date, known: Mapping[str, Any]) -> str:
    """The first condition a rule fails on; empty when it fires."""
    if day < rule.in_force_from:
        return "in_force_from"
    for name, wanted in rule.when.items():
        if not holds_true(name, wanted, known):
            return name
    return ""


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
        "time_of_day_any": (facts.time_of_day,),
        "days_open_at_least": facts.days_open,
    }


def said_choices(facts: Facts, pack: RulePack) -> tuple[str, ...]:
    """The choices of the form, ticked or said by their conduct code."""
    implied = (one.word for one in pack.choices.values() if one.code in facts.codes)
    return tuple(dict.fromkeys((*facts.choices, *implied)))


def holds_true(name: str, wanted: Any, known: Mapping[str, Any]) -> bool:  # noqa: ANN401 - values of a pack
    """Whether one condition of a rule or body is met."""
    found = known[name]
    if name.endswith("_any"):
        # A loop over the few things a report says is quicker than any set made for it.
        for one in found:  # noqa: SIM110 - the very point
            if one in wanted:
                return True
        return False
    if name == "severity_at_least":
        return bool(found.rank <= Severity(wanted).rank)
    return bool(found >= wanted) if name.endswith("_at_least") else bool(found == wanted)


def result(rule: Rule, unmet_name: str) -> RuleResult:
    """A rule's line in the decision record: the same whenever it fires, or fails on the same condition."""
    line = rule.lines.get(unmet_name)
    if line is None:
        line = rule.lines[unmet_name] = written(rule, unmet_name)
    return line


def written(rule: Rule, unmet_name: str) -> RuleResult:
    """The line, written out."""
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
    return (str(wanted),) if isinstance(wanted, str | int) else tuple(str(one) for one in wanted)


def because(body: Body, known: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts of this report that make a body fit; empty for one that is open to everybody."""
    ways = [way for way in body.one_of if all_true(way, known)]
    made = [fact for when in (body.when, *ways) for fact in met(when, known)]
    return tuple(dict.fromkeys(made))


def met(when: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    """What of the report meets a table of conditions, each as its name and value."""
    made = []
    for name, wanted in when.items():
        if name.endswith("_any"):
            made += [f"{name}={one}" for one in wanted if one in known[name]]
        else:
            made.append(f"{name}={'/'.join(as_words(wanted))}")
    return made


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
