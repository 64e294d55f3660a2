"""Reading what a pack promises and forbids: time limits, holds, limits on contact, escalation."""

from datetime import date

from portal.domain.clocks import ClockRule, Start, Unit
from portal.domain.contacts import Kind, Weight
from portal.domain.escalating import TIERS
from portal.domain.keeping import Keep, Kept
from portal.domain.provisions import FIRMS, Escalation, HoldRule, Limit
from portal.domain.rulepack import PackClock, PackError
from portal.domain.severity import Severity
from portal.domain.vocabulary import ALLOWED_CONTACT, GRANTERS, HOLD_ENDS, OCCASIONS
from portal.jurisdictions.entries import Laws
from portal.jurisdictions.regions import REGIONS
from portal.jurisdictions.shape import (
    MOST_DAYS,
    Table,
    checked,
    counts,
    is_clock,
    span,
    word,
    words,
)

#: A century; whatever is longer is a slip of the pen.
MOST_MONTHS = 1200
NEVER = ("collector", "line_managers", "same_agency", "paid_by_portfolio", "earlier_decider")
#: Whom a contact may reach, and for which reasons somebody else.
REACHED = ("debtor", "representative", "guarantor", "spouse", "creditor")
REASONS = ("unreachable", "dead", "incapacitated", "location")
CHANNELS = (
    "phone",
    "voicemail",
    "visit",
    "sms",
    "app",
    "email",
    "letter",
    "work_email",
    "public_post",
)


def a_clock(one: Table, laws: Laws) -> PackClock:
    """A time limit."""
    file = "clocks.toml"
    checked(
        file,
        one,
        {"id": str, "starts": str, "length": int, "unit": str, "law": list, "in_force_from": date},
        {
            "in_force_to": date, "severities": list, "whose": str, "remind_at": list, "pause": bool, "extend": list,
            "extend_by": str, "must_tell": bool, "on_breach": dict,
        },
    )  # fmt: skip
    dates, basis = span(file, one), laws.basis(file, one)
    check_clock(file, one)
    severities = words(file, one, "severities", Severity) or tuple(Severity)
    return PackClock(
        rule=a_clock_rule(file, one, dates["in_force_from"], basis),
        severities=tuple(Severity(name) for name in severities),
        whose=word(file, {"whose": "ours", **one}, "whose", ("ours", "body", "person", "option")),
        law=basis["law"],
        in_force_to=dates["in_force_to"],
        extend_by=one.get("extend_by", ""),
        must_tell=one.get("must_tell", False),
    )


def a_clock_rule(file: str, one: Table, first: date, basis: Table) -> ClockRule:
    """How a time limit is counted."""
    try:
        return ClockRule(
            id=one["id"],
            starts=Start(word(file, one, "starts", Start)),
            length=one["length"],
            unit=Unit(word(file, one, "unit", Unit)),
            source=basis["source"],
            force=basis["force"],
            mark=basis["mark"],
            remind_at=tuple(one.get("remind_at", ())),
            pause=one.get("pause", False),
            extend=tuple(one.get("extend", ())),
            in_force_from=first,
            on_breach=one.get("on_breach"),
        )
    except ValueError as problem:
        raise PackError(file, one["id"], str(problem)) from problem


def check_clock(file: str, one: Table) -> None:
    """Refuse lengths that cannot be: below nothing, beyond all bearing, reminders after the end."""
    if not 0 <= one["length"] <= MOST_DAYS:
        raise PackError(file, one["id"], f"length must be from 0 to {MOST_DAYS}")
    counts(file, one, "extend")
    late = [n for n in counts(file, one, "remind_at", least=0) if n > one["length"]]
    if late:
        raise PackError(file, one["id"], f"remind_at {late[0]} lies after the end")
    if "extend_by" in one:
        word(file, one, "extend_by", GRANTERS)
        if not one.get("extend"):
            raise PackError(
                file, one["id"], "extend_by says who grants more time, and there is none"
            )
    if "on_breach" in one and set(one["on_breach"]) != {"body"}:
        raise PackError(file, one["id"], 'on_breach must name a body, like { body = "fos" }')


def a_hold(one: Table, laws: Laws) -> HoldRule:
    """What stops collection."""
    file = "holds.toml"
    checked(
        file,
        one,
        {"id": str, "scope": str, "until": str, "law": list, "in_force_from": date},
        {"in_force_to": date, "allowed_contact": list, "days": list},
    )
    return HoldRule(
        id=one["id"],
        scope=word(file, one, "scope", ("account", "contact")),
        until=word(file, one, "until", HOLD_ENDS),
        allowed_contact=words(file, one, "allowed_contact", ALLOWED_CONTACT),
        days=counts(file, one, "days"),
        **span(file, one),
        **laws.basis(file, one),
    )


def a_limit(one: Table, laws: Laws) -> Limit:
    """A limit on contact; what its kind needs must be there."""
    file = "contacts.toml"
    kind = Kind(word(file, {"kind": "", **one}, "kind", Kind))
    checked(
        file,
        one,
        {"id": str, "kind": str, "law": list, "in_force_from": date, **kind.needs},
        {
            "in_force_to": date,
            "binds": list,
            "channels": list,
            "weight": str,
            "covers": list,
            **kind.may,
        },
    )
    check_limit(file, one)
    return Limit(
        id=one["id"],
        kind=kind,
        binds=words(file, one, "binds", FIRMS),
        channels=words(file, one, "channels", CHANNELS),
        covers=words(file, one, "covers", REGIONS),
        weight=word(file, {"weight": "breach", **one}, "weight", Weight),
        what={key: one[key] for key in (*kind.needs, *kind.may) if key in one},
        **span(file, one),
        **laws.basis(file, one),
    )


def check_limit(file: str, one: Table) -> None:
    """Refuse a limit that counts nothing, ends before it begins, or speaks of nobody known."""
    for key in ("from", "to"):
        if key in one and not is_clock(one[key]):
            raise PackError(file, one["id"], f'{key} must be a time like "08:00"')
    if "from" in one and one["from"] >= one["to"]:
        raise PackError(file, one["id"], "from must come before to")
    for key in ("count", "window_days", "days", "staff"):
        if key in one and not 1 <= one[key] <= MOST_DAYS:
            raise PackError(file, one["id"], f"{key} must be from 1 to {MOST_DAYS}")
    known = {
        "counts": ("attempts", "conversations"), "per": ("debt", "debtor", "person"),
        "who": ("debtor", "third_person", "anyone"),
    }  # fmt: skip
    for key in known.keys() & one.keys():
        word(file, one, key, known[key])
    words(file, one, "may_reach", REACHED)
    words(file, one, "others_only_if", REASONS)
    words(file, one, "barred", CHANNELS)


def an_escalation(one: Table, laws: Laws) -> Escalation:
    """When a ticket goes up, and to whom."""
    file = "escalation.toml"
    checked(
        file,
        one,
        {"id": str, "when": str, "to": str, "law": list, "in_force_from": date},
        {"in_force_to": date, "never_to": list},
    )
    return Escalation(
        id=one["id"],
        when=word(file, one, "when", OCCASIONS),
        to=word(file, one, "to", TIERS),
        never_to=words(file, one, "never_to", NEVER),
        **span(file, one),
        **laws.basis(file, one),
    )


def a_keep(one: Table, laws: Laws) -> Keep:
    """How long something is kept after a ticket has ended."""
    file = "retention.toml"
    checked(
        file,
        one,
        {"id": str, "months": int, "law": list, "in_force_from": date},
        {"in_force_to": date},
    )
    word(file, one, "id", Kept)
    if not 1 <= one["months"] <= MOST_MONTHS:
        raise PackError(file, one["id"], f"months must be from 1 to {MOST_MONTHS}")
    return Keep(id=one["id"], months=one["months"], **span(file, one), **laws.basis(file, one))
