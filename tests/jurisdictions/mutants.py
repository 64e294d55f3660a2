"""A pack with one thing changed, and which of its worked cases notices."""

from dataclasses import replace
from datetime import date
from functools import cache

from portal.domain.conditions import known_facts, unmet
from portal.domain.provisions import MARKS, on_day
from portal.domain.triage import decide
from portal.jurisdictions.cases import facts_of, wrong_with
from portal.jurisdictions.load import installed

PACKS = sorted(installed())
#: Every entry in force on this day is changed; those that ended before by their prints and by fewer changes.
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


def bases(one):
    """Another provision, another force, another mark."""
    yield "on another basis", {"source": NOBODY}
    yield "of another force", {"force": "practice"}
    yield "with another mark", {"mark": MARKS[MARKS.index(one.mark) - 1]}
