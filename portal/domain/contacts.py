"""Is this contact allowed? Hours, frequency, persons, workplace and visits, with the arithmetic shown.

A limit binds some kinds of firm and not others. What nobody knows is said to be unknown: a contact that
cannot be judged is never called allowed, and never called a breach.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain.provisions import Limit, on_day


class Kind(StrEnum):
    """What a limit is about."""

    HOURS = "hours"
    COUNT = "count"
    AFTER_TALK = "after_talk"
    VISITS = "visits"
    PERSONS = "persons"
    WORKPLACE = "workplace"
    STOP = "stop"
    REPRESENTED = "represented"
    CHANNEL = "channel"

    @property
    def needs(self) -> Mapping[str, type]:
        """The keys an entry of this kind must have."""
        return _NEEDS[self]

    @property
    def may(self) -> Mapping[str, type]:
        """The keys an entry of this kind may have."""
        return _MAY.get(self, {})


_NEEDS: dict[Kind, dict[str, type]] = {
    Kind.HOURS: {"from": str, "to": str},
    Kind.COUNT: {"count": int, "window_days": int, "counts": str, "per": str},
    Kind.AFTER_TALK: {"days": int, "per": str},
    Kind.VISITS: {"count": int},
    Kind.PERSONS: {"may_reach": list},
    Kind.WORKPLACE: {},
    Kind.STOP: {"who": str},
    Kind.REPRESENTED: {},
    Kind.CHANNEL: {"barred": list},
}
_MAY: dict[Kind, dict[str, type]] = {
    Kind.VISITS: {"staff": int, "notice": bool},
    Kind.PERSONS: {"others_only_if": list},
    Kind.STOP: {"in_writing": bool},
}


class Weight(StrEnum):
    """What going over a limit means."""

    BREACH = "breach"
    PRESUMPTION = "presumption"
    GUIDE = "guide"


class Answer(StrEnum):
    """What can be said of one contact under one limit."""

    ALLOWED = "allowed"
    BREACH = "breach"
    PRESUMED = "presumed"
    OVER_GUIDE = "over_guide"
    NOT_BOUND = "not_bound"
    UNKNOWN = "unknown"


_OVER = {
    Weight.BREACH: Answer.BREACH, Weight.PRESUMPTION: Answer.PRESUMED, Weight.GUIDE: Answer.OVER_GUIDE,
}  # fmt: skip
CALLS = frozenset({"phone", "voicemail"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One attempt to reach somebody about a debt. None means the record does not say."""

    at: datetime
    channel: str
    #: Whether somebody answered and spoke.
    connected: bool | None = None
    #: debtor, representative, or who else was reached: family, friend, work, neighbour, other.
    reached: str | None = "debtor"
    debt: str = ""
    #: "work" when the contact went to the place of work.
    place: str = ""
    staff: int | None = None
    #: The person agreed to this very contact.
    agreed: bool = False

    def local(self, zone: str) -> datetime:
        """The moment as the clock on the person's wall showed it."""
        if self.at.tzinfo is None:
            raise ValueError("a contact must name its time zone")
        return self.at.astimezone(ZoneInfo(zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What was known when the contact was made: who calls, whom, and what the person had asked for."""

    firm: str
    timezone: str
    #: Other hours the person agreed to, as HH:MM.
    agreed_hours: tuple[str, str] | None = None
    stop_asked: datetime | None = None
    stop_in_writing: bool | None = None
    #: Whether it was somebody else than the debtor who asked to be left alone.
    stop_by_other: bool = False
    represented_since: datetime | None = None
    work_barred_since: datetime | None = None
    #: Why others may be asked at all: unreachable, dead, incapacitated.
    others_because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one limit says of one contact, and the numbers it rests on."""

    limit: str
    answer: Answer
    #: The sentence that shows the working: a key of the pack's words, and its values.
    because: str
    values: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    force: str = ""
    mark: str = ""


Finding = tuple[Answer | None, str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Case:
    """A contact on trial under one limit."""

    limit: Limit
    contact: Contact
    before: tuple[Contact, ...]
    situation: Situation

    @property
    def local(self) -> datetime:
        return self.contact.local(self.situation.timezone)

    def day(self, contact: Contact) -> date:
        return contact.local(self.situation.timezone).date()

    def alike(self, *, calls: bool) -> list[Contact]:
        """Earlier contacts that are counted together with this one, oldest first."""
        same = [
            one
            for one in self.before
            if (not calls or one.channel in CALLS) and one.at <= self.contact.at
        ]
        if self.limit.what.get("per") == "debt":
            same = [one for one in same if one.debt == self.contact.debt]
        return sorted(same, key=lambda one: one.at)


def judge(
    contact: Contact, before: Sequence[Contact], situation: Situation, limits: Iterable[Limit]
) -> tuple[Verdict, ...]:
    """Try one contact under every limit of its day; each verdict shows what it was computed from."""
    day = contact.local(situation.timezone).date()
    return tuple(
        _verdict(_Case(limit, contact, tuple(before), situation)) for limit in on_day(limits, day)
    )


def allowed(verdicts: Iterable[Verdict]) -> bool | None:
    """Whether the contact was allowed: no when any limit was passed, nothing when too little is known."""
    answers = {one.answer for one in verdicts}
    if answers & {Answer.BREACH, Answer.PRESUMED}:
        return False
    return None if Answer.UNKNOWN in answers else True


def _verdict(case: _Case) -> Verdict:
    limit = case.limit
    answer, because, values = _find(case)
    return Verdict(
        limit=limit.id,
        answer=answer or _OVER[Weight(limit.weight)],
        because=because,
        values=values,
        source=limit.source,
        force=limit.force,
        mark=limit.mark,
    )


def _find(case: _Case) -> Finding:
    limit, situation = case.limit, case.situation
    if limit.binds and situation.firm == "unknown":
        return Answer.UNKNOWN, "firm_unknown", {}
    if not limit.binds_firm(situation.firm):
        return Answer.NOT_BOUND, "firm_not_bound", {"firm": situation.firm}
    if limit.channels and case.contact.channel not in limit.channels:
        return Answer.ALLOWED, "other_channel", {"channel": case.contact.channel}
    if case.contact.agreed and limit.kind in {Kind.HOURS, Kind.COUNT, Kind.AFTER_TALK}:
        return Answer.ALLOWED, "agreed", {}
    return _TRY[Kind(limit.kind)](case)


def _hours(case: _Case) -> Finding:
    asked = case.situation.agreed_hours
    first, last = asked or (case.limit.what["from"], case.limit.what["to"])
    at = case.local.time()
    values = {"time": at.strftime("%H:%M"), "from": first, "to": last, "zone": case.situation.timezone}  # fmt: skip
    inside = time.fromisoformat(first) <= at <= time.fromisoformat(last)
    return (Answer.ALLOWED, "inside_hours", values) if inside else (None, "outside_hours", values)


def _count(case: _Case) -> Finding:
    what = case.limit.what
    talks = what["counts"] == "conversations"
    first = case.local.date() - timedelta(days=what["window_days"] - 1)
    counted = [one for one in case.alike(calls=True) if case.day(one) >= first]
    everyone = [*counted, case.contact]
    known = [one for one in everyone if not talks or one.connected]
    blank = sum(one.connected is None for one in everyone) if talks else 0
    values = {
        "count": len(known), "limit": what["count"], "days": what["window_days"], "unknown": blank,
        "first": first.isoformat(), "last": case.local.date().isoformat(),
    }  # fmt: skip
    if talks and case.contact.connected is False:
        return Answer.ALLOWED, "no_conversation", values
    if len(known) > what["count"]:
        return None, "too_many", values
    if len(known) + blank > what["count"]:
        return Answer.UNKNOWN, "count_unknown", values
    return Answer.ALLOWED, "not_too_many", values


def _after_talk(case: _Case) -> Finding:
    if case.contact.channel not in CALLS:
        return Answer.ALLOWED, "other_channel", {"channel": case.contact.channel}
    days = case.limit.what["days"]
    earlier = [one for one in case.alike(calls=True) if one.at < case.contact.at]
    near = [one for one in earlier if (case.local.date() - case.day(one)).days < days]
    talks = [one for one in near if one.connected]
    values: dict[str, Any] = {"days": days, "called": case.local.date().isoformat()}
    if talks:
        talked = case.day(talks[-1])
        number = (case.local.date() - talked).days + 1
        return None, "too_soon", {**values, "talked": talked.isoformat(), "number": number}
    if any(one.connected is None for one in near):
        return Answer.UNKNOWN, "talk_unknown", values
    return Answer.ALLOWED, "not_too_soon", values


def _visits(case: _Case) -> Finding:
    if case.contact.channel != "visit":
        return Answer.ALLOWED, "other_channel", {"channel": case.contact.channel}
    what, day = case.limit.what, case.local.date()
    visits = 1 + sum(one.channel == "visit" and case.day(one) == day for one in case.before)
    values = {"count": visits, "limit": what["count"], "day": day.isoformat()}
    if visits > what["count"]:
        return None, "too_many_visits", values
    staff, least = case.contact.staff, what.get("staff", 0)
    values |= {"staff": staff, "least": least}
    if least and staff is None:
        return Answer.UNKNOWN, "staff_unknown", values
    if least and staff is not None and staff < least:
        return None, "too_few_staff", values
    return Answer.ALLOWED, "visit_allowed", values


def _persons(case: _Case) -> Finding:
    reached = case.contact.reached
    values = {"reached": reached}
    if reached is None:
        return Answer.UNKNOWN, "person_unknown", values
    if reached in case.limit.what["may_reach"]:
        return Answer.ALLOWED, "right_person", values
    reasons = set(case.limit.what.get("others_only_if", ())) & set(case.situation.others_because)
    if reasons:
        return Answer.ALLOWED, "other_with_reason", {**values, "reason": min(reasons)}
    return None, "wrong_person", values


def _workplace(case: _Case) -> Finding:
    since = case.situation.work_barred_since
    if case.contact.place != "work" or since is None:
        return Answer.ALLOWED, "not_barred_at_work", {}
    values = {"since": since.astimezone(case.local.tzinfo).date().isoformat()}
    late = case.contact.at >= since
    return (None, "barred_at_work", values) if late else (Answer.ALLOWED, "not_barred_at_work", {})


def _stop(case: _Case) -> Finding:
    situation, what = case.situation, case.limit.what
    asked = situation.stop_asked
    if asked is None or case.contact.at < asked:
        return Answer.ALLOWED, "no_stop", {}
    values = {"asked": asked.astimezone(case.local.tzinfo).date().isoformat()}
    if what["who"] == "third_person" and not situation.stop_by_other:
        return Answer.ALLOWED, "stop_not_by_other", values
    if what.get("in_writing"):
        if situation.stop_in_writing is None:
            return Answer.UNKNOWN, "writing_unknown", values
        if not situation.stop_in_writing:
            return Answer.ALLOWED, "stop_not_written", values
    return None, "after_stop", values


def _represented(case: _Case) -> Finding:
    since = case.situation.represented_since
    if since is None or case.contact.at < since or case.contact.reached == "representative":
        return Answer.ALLOWED, "not_represented", {}
    return None, "bypassed", {"since": since.astimezone(case.local.tzinfo).date().isoformat()}


def _channel(case: _Case) -> Finding:
    channel = case.contact.channel
    barred = channel in case.limit.what["barred"]
    values = {"channel": channel}
    return (None, "barred_channel", values) if barred else (Answer.ALLOWED, "other_channel", values)


_TRY: Mapping[Kind, Callable[[_Case], Finding]] = {
    Kind.HOURS: _hours,
    Kind.COUNT: _count,
    Kind.AFTER_TALK: _after_talk,
    Kind.VISITS: _visits,
    Kind.PERSONS: _persons,
    Kind.WORKPLACE: _workplace,
    Kind.STOP: _stop,
    Kind.REPRESENTED: _represented,
    Kind.CHANNEL: _channel,
}
#: Every sentence that may show the working; each pack needs its words in every language.
WORKINGS = (
    "firm_unknown", "firm_not_bound", "other_channel", "agreed", "inside_hours", "outside_hours", "no_conversation",
    "too_many", "count_unknown", "not_too_many", "too_soon", "talk_unknown", "not_too_soon", "too_many_visits",
    "staff_unknown", "too_few_staff", "visit_allowed", "person_unknown", "right_person", "other_with_reason",
    "wrong_person", "barred_at_work", "not_barred_at_work", "no_stop", "stop_not_by_other", "writing_unknown",
    "stop_not_written", "after_stop", "not_represented", "bypassed", "barred_channel",
)  # fmt: skip
