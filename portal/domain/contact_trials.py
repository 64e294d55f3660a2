"""One contact tried under one limit of each kind; every answer says what it was computed from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.domain.contact_words import CALLS, Answer, Contact, Kind, Situation
from portal.domain.provisions import Limit

Finding = tuple[Answer | None, str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """A contact on trial under one limit."""

    limit: Limit
    contact: Contact
    before: tuple[Contact, ...]
    situation: Situation

    @property
    def local(self) -> datetime:
        """When it was, on the person's wall."""
        return self.contact.local(self.situation.timezone)

    def day(self, contact: Contact) -> date:
        """On which day of the person another contact was."""
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


def tried(case: Case) -> Finding:
    """What one limit says of one contact: not bound, agreed to, or what its kind computes."""
    limit, situation = case.limit, case.situation
    here = limit.is_law_in(situation.region)
    if not here:
        return (Answer.UNKNOWN if here is None else Answer.NOT_BOUND), "other_region", {}
    if limit.binds and situation.firm == "unknown":
        return Answer.UNKNOWN, "firm_unknown", {}
    if not limit.binds_firm(situation.firm):
        return Answer.NOT_BOUND, "firm_not_bound", {"firm": situation.firm}
    if limit.channels and case.contact.channel not in limit.channels:
        return Answer.ALLOWED, "other_channel", {"channel": case.contact.channel}
    if case.contact.agreed and limit.kind in {Kind.HOURS, Kind.COUNT, Kind.AFTER_TALK}:
        return Answer.ALLOWED, "agreed", {}
    return TRIALS[Kind(limit.kind)](case)


def _hours(case: Case) -> Finding:
    asked = case.situation.agreed_hours
    first, last = asked or (case.limit.what["from"], case.limit.what["to"])
    values = {"from": first, "to": last}
    here = {zone: case.contact.local(zone).time() for zone in zones_of(case)}
    inside = {
        zone: time.fromisoformat(first) <= at <= time.fromisoformat(last)
        for zone, at in here.items()
    }
    zone = case.situation.timezone
    values |= {"time": here[zone].strftime("%H:%M"), "zone": zone}
    # The law counts by the clock where the person is: what is early in one zone may be late in no other.
    other = next((one for one in inside if inside[one] != inside[zone]), None)
    if other is not None:
        there = {"other_time": here[other].strftime("%H:%M"), "other_zone": other}
        return Answer.UNKNOWN, "zone_unknown", {**values, **there}
    answer = (Answer.ALLOWED, "inside_hours") if inside[zone] else (None, "outside_hours")
    return (*answer, values)


def zones_of(case: Case) -> tuple[str, ...]:
    """The time zones in which a contact may have to be judged; one where the log tells the person's own clock."""
    zone = case.situation.timezone
    return (zone,) if case.contact.on_wall else tuple(dict.fromkeys((zone, *case.situation.zones)))


def _count(case: Case) -> Finding:
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


def _after_talk(case: Case) -> Finding:
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


def _visits(case: Case) -> Finding:
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


def _persons(case: Case) -> Finding:
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


def _workplace(case: Case) -> Finding:
    since = case.situation.work_barred_since
    if case.contact.place != "work" or since is None:
        return Answer.ALLOWED, "not_barred_at_work", {}
    values = {"since": since.astimezone(case.local.tzinfo).date().isoformat()}
    late = case.contact.at >= since
    return (None, "barred_at_work", values) if late else (Answer.ALLOWED, "not_barred_at_work", {})


def _stop(case: Case) -> Finding:
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


def _represented(case: Case) -> Finding:
    since = case.situation.represented_since
    if since is None or case.contact.at < since or case.contact.reached == "representative":
        return Answer.ALLOWED, "not_represented", {}
    return None, "bypassed", {"since": since.astimezone(case.local.tzinfo).date().isoformat()}


def _channel(case: Case) -> Finding:
    channel = case.contact.channel
    barred = channel in case.limit.what["barred"]
    values = {"channel": channel}
    return (None, "barred_channel", values) if barred else (Answer.ALLOWED, "other_channel", values)


def _notice(case: Case) -> Finding:
    announced = case.contact.announced
    if case.contact.channel != "visit":
        return Answer.ALLOWED, "other_channel", {"channel": case.contact.channel}
    if announced is None:
        return Answer.UNKNOWN, "announced_unknown", {}
    return (Answer.ALLOWED, "announced", {}) if announced else (None, "not_announced", {})


TRIALS: Mapping[Kind, Callable[[Case], Finding]] = {
    Kind.HOURS: _hours,
    Kind.COUNT: _count,
    Kind.AFTER_TALK: _after_talk,
    Kind.VISITS: _visits,
    Kind.PERSONS: _persons,
    Kind.WORKPLACE: _workplace,
    Kind.STOP: _stop,
    Kind.REPRESENTED: _represented,
    Kind.CHANNEL: _channel,
    Kind.NOTICE: _notice,
}
