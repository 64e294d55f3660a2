"""A changed pack makes a worked case fail: every condition, consequence, time limit and entry is held by one.

Each test changes one thing at a time in every way that makes sense and walks the cases, those that
speak of what was changed first. What no case notices is listed by name.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from portal.domain.clocks import Start, Unit
from portal.domain.conditions import known_facts, unmet
from portal.domain.provisions import MARKS, on_day
from portal.domain.severity import Severity
from portal.domain.story import DANGERS
from portal.domain.triage import decide
from portal.domain.vocabulary import DEPARTMENTS, FIRMS, SUPERVISORS
from portal.jurisdictions.cases import facts_of, wrong_with
from portal.jurisdictions.load import installed

PACKS = sorted(installed())
#: Every entry in force on this day is changed; those that ended before are held by their prints.
TODAY = date(2026, 11, 30)
NOBODY = "nobody_knows"


def words_in(value):
    """Every text in a case, wherever it stands."""
    if isinstance(value, dict):
        return {word for one in (*value, *value.values()) for word in words_in(one)}
    if isinstance(value, list):
        return {word for one in value for word in words_in(one)}
    return {value} if isinstance(value, str) else set()


@cache
def spoken(place):
    return [(case, words_in(case)) for case in installed()[place].cases]


@cache
def reports(place):
    """Every case that tells of a whole report, with the facts its conditions were asked about."""
    pack = installed()[place]
    found = []
    for case in (one for one in pack.cases if "facts" in one):
        facts = facts_of(pack, case)
        made = decide(facts, pack)
        known = known_facts(facts, pack, list(made.allegations), made.danger)
        known |= {"children": facts.children, "severity_at_least": made.severity}
        found.append((case, max(case["today"], pack.in_force_from), known))
    return found


def fires(rule, day, known):
    return rule is not None and unmet(rule, day, known) == ""


def rule_called(pack, about):
    """The rule of this name that counts on the day; None where no rule is called so."""
    return next((one for one in on_day(pack.rules, TODAY) if one.id == about), None)


@cache
def fired_before(place, about):
    """In which reports a rule of this name fires as it stands; None where no rule is called so."""
    rule = rule_called(installed()[place], about)
    return rule and [fires(rule, day, known) for _case, day, known in reports(place)]


def touched(pack, about):
    """The cases a changed rule fires in now and did not before, or no longer, and then where it still fires."""
    before = fired_before(pack.id, about)
    if before is None:
        return []
    new = rule_called(pack, about)
    turned, kept = [], []
    for was, (case, day, known) in zip(before, reports(pack.id), strict=True):
        after = fires(new, day, known)
        if was != after:
            turned.append(case)
        elif after:
            kept.append(case)
    return [*turned, *kept]


def noticed(pack, *about):
    """Whether a case fails now. What the change touches is asked first, then what names it, then all others."""
    first = touched(pack, about[0])
    if any(wrong_with(case, pack) for case in first):
        return True
    seen, wanted = {id(case) for case in first}, set(about)
    known = sorted(spoken(pack.id), key=lambda one: ("facts" in one[0], -len(wanted & one[1])))
    return any(wrong_with(case, pack) for case, _words in known if id(case) not in seen)


def survivors(pack, changes):
    return [f"{about[0]} {how}" for how, changed, *about in changes if not noticed(changed, *about)]


def instead(pack, group, one, **changes):
    """The pack with one entry of a group changed."""
    changed = replace(one, **changes)
    return replace(pack, **{group: tuple(changed if x is one else x for x in getattr(pack, group))})


def on_the_day(group):
    return on_day(group, TODAY)


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


def bases(one):
    """Another provision, another force, another mark."""
    yield "on another basis", {"source": NOBODY}
    yield "of another force", {"force": "practice"}
    yield "with another mark", {"mark": MARKS[MARKS.index(one.mark) - 1]}


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


def clock_changes(pack):
    for clock in on_the_day(pack.clocks):
        rule = clock.rule
        other = Unit.MONTH if rule.unit is not Unit.MONTH else Unit.WEEK
        start = Start.NOTICE if rule.starts is not Start.NOTICE else Start.DECISION
        ways = [
            ("longer", {"length": rule.length + 1}), ("shorter", {"length": rule.length - 1}),
            ("another unit", {"unit": other}), ("another start", {"starts": start}),
            ("pausing otherwise", {"pause": not rule.pause}), ("reminded otherwise", {"remind_at": (1,)}),
            ("another breach", {"on_breach": {"body": NOBODY}}), *bases(rule),
        ]  # fmt: skip
        if rule.extend:
            ways.append(("no extension", {"extend": ()}))
        for how, change in ways:
            yield how, instead(pack, "clocks", clock, rule=replace(rule, **change)), clock.id
        own = [
            ("of another", {"whose": "body" if clock.whose != "body" else "ours"}),
            ("for others", {"severities": clock.severities[1:] or (Severity.SERVICE,)}),
            ("told otherwise", {"must_tell": not clock.must_tell}), ("granted by others", {"extend_by": NOBODY}),
        ]  # fmt: skip
        for how, change in own:
            yield how, instead(pack, "clocks", clock, **change), clock.id


def hold_changes(pack):
    for one in on_the_day(pack.holds):
        scope = "contact" if one.scope == "account" else "account"
        for how, change in (
            ("another scope", {"scope": scope}), ("another end", {"until": NOBODY}),
            ("another contact allowed", {"allowed_contact": (NOBODY,)}), ("other days", {"days": (99,)}),
            *bases(one),
        ):  # fmt: skip
            yield how, instead(pack, "holds", one, **change), one.id


def limit_changes(pack):
    other = {
        "count": lambda n: n + 1, "window_days": lambda n: n + 1, "days": lambda n: n - 1,
        "from": lambda _: "08:30", "to": lambda t: t[:3] + "30", "may_reach": lambda names: names[:-1],
        "others_only_if": lambda names: names[1:], "staff": lambda n: n - 1, "barred": lambda names: names[1:],
        "counts": lambda what: "attempts" if what != "attempts" else "conversations",
        "per": lambda what: "debtor" if what == "debt" else "debt", "in_writing": lambda yes: not yes,
        "who": lambda who: "third_person" if who != "third_person" else "anyone",
    }  # fmt: skip
    for one in on_the_day(pack.limits):
        weight = "guide" if one.weight != "guide" else "breach"
        ways = [
            ("weighed otherwise", {"weight": weight}),
            ("binding others", {"binds": ("small_loan",)}),
        ]
        ways += [
            (f"another {name}", {"what": {**one.what, name: other[name](value)}})
            for name, value in one.what.items()
            if name in other and not (name == "per" and one.kind == "count" and value == "debtor")
        ]
        for how, change in (*ways, *bases(one)):
            yield how, instead(pack, "limits", one, **change), one.id


def escalation_changes(pack):
    for one in on_the_day(pack.escalations):
        ways = [("to another tier", {"to": NOBODY}), *bases(one)]
        ways += [
            (f"without {name}", {"never_to": tuple(n for n in one.never_to if n != name)})
            for name in one.never_to
        ]
        for how, change in ways:
            yield how, instead(pack, "escalations", one, **change), one.id


def code_changes(pack):
    for table, ways in (
        (pack.conduct, ("severity", "group")), (pack.choices, ("severity", "code")),
        (pack.helps, ("severity", "axis", "urgency")),
    ):  # fmt: skip
        name = next(n for n in ("conduct", "choices", "helps") if getattr(pack, n) is table)
        for code, one in table.items():
            if name == "conduct":
                for law in one.background:
                    rest = tuple(x for x in one.background if x != law)
                    changed = {**table, code: replace(one, background=rest)}
                    yield f"{law} told", replace(pack, conduct=changed), code
            for way in ways:
                values = {"severity": Severity, "code": ("insult_obscene", "bombing")}.get(
                    way, (NOBODY,)
                )
                for value in (v for v in values if v != getattr(one, way)):
                    changed = {**table, code: replace(one, **{way: value})}
                    yield f"{way} {value}", replace(pack, **{name: changed}), code
            if name != "choices":
                changed = {**table, code: replace(one, basis=((NOBODY, "V"),))}
                yield "on another basis", replace(pack, **{name: changed}), code


def body_changes(pack):
    for body in pack.bodies:
        ways = [
            ("never", {"when": {"safe_now": "never"}}), ("another kind", {"kind": "mediation"}),
            ("another number", {"phones": ("0",)}), ("another page", {"url": "https://example.org/"}),
            ("another mark", {"mark": MARKS[MARKS.index(body.mark) - 1]}), ("other languages", {"languages": ("xx",)}),
            ("other topics", {"topics": (NOBODY,)}), ("longer fresh", {"stale_after_days": 9_999}),
            ("another e-mail", {"email": "nobody@example.org"}), ("another address", {"post": NOBODY}),
            ("never free", {"cost": "paid"}), ("checked another day", {"verified_on": TODAY - timedelta(days=99)}),
        ]  # fmt: skip
        ways += [
            (f"without the condition {name}", {"when": {k: v for k, v in body.when.items() if k != name}})
            for name in body.when
        ]  # fmt: skip
        ways += [
            ("without a way", {"one_of": tuple(w for w in body.one_of if w is not way)})
            for way in body.one_of
            if len(body.one_of) > 1
        ]
        if body.one_of:
            ways.append(("without asking", {"one_of": ()}))
        if body.not_when:
            ways.append(("no exception", {"not_when": {}}))
        ways += hours_changes(body)
        for how, change in ways:
            if not (how == "never" and body.id in NEVER_AMONG_THREE):
                yield how, instead(pack, "bodies", body, **change), body.id


def hours_changes(body):
    if body.hours is None:
        return
    yield "without hours", {"hours": None}
    mark = MARKS[MARKS.index(body.hours.mark) - 1]
    yield "hours of another mark", {"hours": replace(body.hours, mark=mark)}
    # Working days are no holidays, whatever is said of holidays.
    if not body.hours.always and not any("working" in one.days for one in body.hours.week):
        for other in {"open", "closed", "unknown"} - {body.hours.holidays}:
            yield f"{other} on holidays", {"hours": replace(body.hours, holidays=other)}
    for at, span in enumerate(body.hours.week):
        later = span.opens.replace(minute=(span.opens.minute + 15) % 60)
        sooner = span.closes.replace(minute=(span.closes.minute + 15) % 60)
        for how, changed in (("opening", {"opens": later}), ("closing", {"closes": sooner})):
            week = (*body.hours.week[:at], replace(span, **changed), *body.hours.week[at + 1 :])
            yield f"{how} otherwise", {"hours": replace(body.hours, week=week)}


#: A fourth choice is never shown while three come before it; staff still find it by its name.
NEVER_AMONG_THREE = {"citizens_advice"}


@pytest.mark.parametrize("place", PACKS)
@pytest.mark.parametrize(
    "changes",
    [clock_changes, hold_changes, limit_changes, escalation_changes, code_changes, body_changes],
)
def test_every_change_of_an_entry_makes_a_case_fail(place, changes):
    pack = installed()[place]
    assert survivors(pack, changes(pack)) == []
