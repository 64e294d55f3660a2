"""One entry of a pack in the plain words in which a worked case may say what is true of it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain.clocks import Event, EventKind, due, reminders
from portal.domain.contacts import Contact, Situation, judge
from portal.domain.opening import now_at
from portal.domain.provisions import Limit
from portal.domain.rulepack import Body, PackClock, RulePack
from portal.domain.triage import against

#: What a case may be about, and what it may say of it.
KINDS: Mapping[str, tuple[str, ...]] = {
    "clock": (
        "ends", "whose", "starts", "unit", "pauses", "granted_by", "told", "reminded", "breach", "made_for", "rests",
    ),
    "hold": ("scope", "until", "allowed", "days", "rests"),
    "limit": ("answer", "because", "binds", "weight", "rests"),
    "escalation": ("to", "never_to", "rests"),
    "rule": ("order", "rests"),
    "conduct": ("severity", "group", "rests", "against"),
    "choice": ("code", "severity"),
    "help": ("axis", "urgency", "severity", "rests"),
    "body": ("kind", "phones", "url", "email", "languages", "topics", "fresh_until", "mark", "open", "hours_mark",
             "post", "cost"),
}  # fmt: skip


def told_of(pack: RulePack, kind: str, case: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is true of the entry a case names; None when the pack of that day has none of this name."""
    return _TELL[kind](pack, case[kind], case)


def rests(one: Any) -> str:  # noqa: ANN401 - any entry that rests on provisions
    """On which provisions an entry rests, how strong they are, and how surely they were read."""
    return f"{one.source} ({one.force}, {one.mark})"


def named(group: Any, name: str) -> Any:  # noqa: ANN401 - entries of one kind
    """The entry of this name."""
    return next((one for one in group if one.id == name), None)


def clock(pack: RulePack, name: str, case: Mapping[str, Any]) -> dict[str, Any] | None:
    """A time limit that starts on the day of the case."""
    one: PackClock | None = named(pack.clocks, name)
    if one is None:
        return None
    start = Event(EventKind.START, case["today"])
    more = [Event(EventKind.EXTEND, case["today"], n) for n in case.get("extended", ())]
    calendar = pack.calendar_of(case.get("known", {}).get("region", ""))
    found = due(one.rule, case["today"], calendar, [start, *more])
    return {
        "ends": found.due,
        "whose": one.whose,
        "starts": one.rule.starts.value,
        "unit": one.rule.unit.value,
        "pauses": one.rule.pause,
        "granted_by": one.extend_by,
        "told": one.must_tell,
        "reminded": list(reminders(one.rule, found, calendar)),
        "breach": (one.rule.on_breach or {}).get("body", ""),
        "made_for": [severity.value for severity in one.severities],
        "rests": rests(one.rule),
    }


def hold(pack: RulePack, name: str, _case: Mapping[str, Any]) -> dict[str, Any] | None:
    """What stops collection."""
    one = named(pack.holds, name)
    if one is None:
        return None
    allowed, days = list(one.allowed_contact), list(one.days)
    return {"scope": one.scope, "until": one.until, "allowed": allowed, "days": days, "rests": rests(one)}  # fmt: skip


def limit(pack: RulePack, name: str, case: Mapping[str, Any]) -> dict[str, Any] | None:
    """A limit on contact, tried on the contact of the case."""
    one: Limit | None = named(pack.limits, name)
    if one is None:
        return None
    zone = ZoneInfo(pack.timezone)
    known = {
        key: value.replace(tzinfo=zone) if isinstance(value, datetime) else value
        for key, value in case.get("known", {}).items()
    }
    because = tuple(known.pop("others_because", ()))
    situation = Situation(timezone=pack.timezone, others_because=because, **known)
    before = [contact(each, zone) for each in case.get("before", ())]
    last = contact(case["contact"], zone)
    (verdict,) = judge(last, before, situation, [one])
    return {
        "answer": verdict.answer.value,
        "because": verdict.because,
        "binds": list(one.binds),
        "weight": str(one.weight),
        "rests": rests(one),
    }


def contact(given: Mapping[str, Any], zone: ZoneInfo) -> Contact:
    """A contact as a case writes it; its time is that on the person's wall."""
    return Contact(**{"channel": "phone", **given, "at": given["at"].replace(tzinfo=zone)})


def escalation(pack: RulePack, name: str, _case: Mapping[str, Any]) -> dict[str, Any] | None:
    """When a ticket goes up."""
    one = named(pack.escalations, name)
    if one is None:
        return None
    return {"to": one.to, "never_to": list(one.never_to), "rests": rests(one)}


def rule(pack: RulePack, name: str, _case: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a routing rule rests on, and when it is asked."""
    one = named(pack.rules, name)
    return None if one is None else {"order": one.order, "rests": rests(one)}


def conduct(pack: RulePack, name: str, case: Mapping[str, Any]) -> dict[str, Any] | None:
    """A code of conduct, the law behind it, and what a person is told it may be against."""
    one = pack.conduct.get(name)
    if one is None:
        return None
    law = [f"{cite} ({mark})" for cite, mark in one.basis]
    firm = case.get("known", {}).get("firm", "unknown")
    told = list(against(pack, name, firm, case["today"]))
    return {"severity": one.severity.value, "group": one.group, "rests": law, "against": told}


def choice(pack: RulePack, name: str, _case: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a choice of the form stands for."""
    one = pack.choices.get(name)
    return None if one is None else {"code": one.code, "severity": one.severity.value}


def help_code(pack: RulePack, name: str, _case: Mapping[str, Any]) -> dict[str, Any] | None:
    """A kind of help and how soon it needs an answer."""
    one = pack.helps.get(name)
    if one is None:
        return None
    law = [f"{cite} ({mark})" for cite, mark in one.basis]
    return {"axis": one.axis, "urgency": one.urgency, "severity": one.severity.value, "rests": law}


def body(pack: RulePack, name: str, case: Mapping[str, Any]) -> dict[str, Any] | None:
    """How an outside body is reached, and until when its entry may be believed."""
    one = pack.body(name)
    if one is None:
        return None
    return {
        "kind": one.kind,
        "mark": one.mark,
        "phones": list(one.phones),
        "url": one.url,
        "email": one.email,
        "post": one.post,
        "cost": one.cost,
        "languages": list(one.languages),
        "topics": list(one.topics),
        "open": open_at(pack, one, case),
        "hours_mark": one.hours.mark if one.hours else "",
        "fresh_until": one.verified_on + timedelta(days=one.stale_after_days),
    }


def open_at(pack: RulePack, one: Body, case: Mapping[str, Any]) -> str:
    """Whether a body is open at the moment of a case, as `open until` or `opens` with the time there."""
    at = case.get("known", {}).get("at")
    if one.hours is None or at is None:
        return "nobody knows"
    found = now_at(one.hours, at.replace(tzinfo=ZoneInfo(one.hours.timezone)), pack.calendar)
    if found is None:
        return "nobody knows"
    when = f" {found.turns:%Y-%m-%d %H:%M}" if found.turns else ""
    return (
        f"open until{when}"
        if found.is_open and when
        else "open"
        if found.is_open
        else f"opens{when}"
    )


_TELL: Mapping[str, Callable[[RulePack, str, Mapping[str, Any]], dict[str, Any] | None]] = {
    "clock": clock, "hold": hold, "limit": limit, "escalation": escalation, "rule": rule, "conduct": conduct,
    "choice": choice, "help": help_code, "body": body,
}  # fmt: skip
