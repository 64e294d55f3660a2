"""What the answers about when, how often and to whom suggest, by the limits of the pack."""

from collections.abc import Iterable

from portal.domain.contacts import Kind
from portal.domain.decision import Facts
from portal.domain.provisions import Limit
from portal.domain.rulepack import RulePack

#: Each answer about the time of day as the hours it speaks of.
_HOURS = {
    "before_8": ("00:00", "08:00"), "8_18": ("08:00", "18:00"), "18_21": ("18:00", "21:00"),
    "21_22": ("21:00", "22:00"), "after_22": ("22:00", "24:00"),
}  # fmt: skip
#: Who was reached, and what that may be.
_REACHED = {"family": "family_contact", "work": "workplace_contact"}
_CALLS = frozenset({"phone"})
_DAY, _WEEK = 1, 7


def said_by_answers(facts: Facts, pack: RulePack) -> dict[str, tuple[Limit, ...]]:
    """The codes that the answers suggest, each with the limits that were passed.

    As with words, this is a suggestion for a person: a limit is tried on a rough answer, not on a log.
    """
    limits = [
        one
        for one in pack.limits
        if may_bind(one, facts.firm) and one.is_law_in(facts.region) is not False
    ]
    found = {
        "forbidden_hours": tuple(outside_hours(facts, limits)),
        "excessive_contact": tuple(too_often(facts, limits)),
    }
    made = {code: passed for code, passed in found.items() if passed}
    others = {code: () for who, code in _REACHED.items() if who in facts.to_whom}
    return {code: passed for code, passed in {**made, **others}.items() if code in pack.conduct}


def may_bind(limit: Limit, firm: str) -> bool:
    """Whether a limit binds this kind of firm; of an unknown firm only that it might."""
    return firm == "unknown" or limit.binds_firm(firm)


def outside_hours(facts: Facts, limits: Iterable[Limit]) -> Iterable[Limit]:
    """The limits on hours that the time of day lies wholly outside of."""
    hours = _HOURS.get(facts.time_of_day)
    if hours is None:
        return []
    first, last = hours
    return [
        one
        for one in limits
        if one.kind == Kind.HOURS and (last <= one.what["from"] or first >= one.what["to"])
    ]


def too_often(facts: Facts, limits: Iterable[Limit]) -> Iterable[Limit]:
    """The limits on the number of calls that were passed in the worst week or on the worst day."""
    if facts.channels and not _CALLS & set(facts.channels):
        return []
    times = {_DAY: facts.count_day or 0, _WEEK: facts.count_week or 0}
    return [
        one
        for one in limits
        if one.kind == Kind.COUNT and times.get(one.what["window_days"], 0) > one.what["count"]
    ]
