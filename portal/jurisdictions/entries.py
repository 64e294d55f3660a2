"""Reading the entries of a pack one by one; each fault is told with file, entry and reason."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.domain.calendars import Calendar
from portal.domain.clocks import ClockRule, Start, Unit
from portal.domain.contacts import Kind, Weight
from portal.domain.provisions import (
    FIRMS,
    FORCES,
    MARKS,
    Escalation,
    Guide,
    Help,
    HoldRule,
    Law,
    Limit,
    Office,
)
from portal.domain.rulepack import (
    FACTS,
    KINDS,
    Body,
    Choice,
    Conduct,
    PackClock,
    PackError,
    Rule,
)
from portal.domain.severity import Severity
from portal.domain.triage import Destination

Table = dict[str, Any]
#: Names of the types in a file, for people who write files.
_SPOKEN = {
    str: "text in quotes", int: "a whole number", bool: "true or false", date: "a date like 2026-03-02",
    list: "a list", dict: "a table",
}  # fmt: skip


def checked(file: str, one: Table, needs: Mapping[str, type], may: Mapping[str, type]) -> Table:
    """An entry whose keys are all known and of the right type; nothing is skipped or guessed."""
    name = str(one.get("id") or one.get("code") or one.get("word") or "an entry")
    for key in needs:
        if key not in one or one[key] in ("", []):
            raise PackError(file, name, f"{key} is missing")
    for key, value in one.items():
        kind = needs.get(key) or may.get(key)
        if kind is None:
            raise PackError(file, name, f"has an unknown key {key}")
        if not _is(value, kind):
            raise PackError(file, name, f"{key} must be {_SPOKEN[kind]}")
    return one


def _is(value: Any, kind: type) -> bool:  # noqa: ANN401 - a value of a file
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind is list:
        return isinstance(value, list)
    return isinstance(value, kind)


def word(file: str, one: Table, key: str, known: Any) -> str:  # noqa: ANN401 - any collection of words
    """A value that must be one of a few known words."""
    value = one[key]
    if value not in tuple(known):
        name = str(one.get("id") or one.get("code") or one.get("word"))
        raise PackError(file, name, f"has an unknown {key.replace('_', ' ')} {value}")
    return str(value)


def words(file: str, one: Table, key: str, known: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    """A list of known words."""
    for value in one.get(key, ()):
        word(file, {**one, key: value}, key, known)
    return tuple(one.get(key, ()))


def span(file: str, one: Table) -> Table:
    """From when and until when an entry is in force; an end before the beginning is a slip."""
    first, last = one["in_force_from"], one.get("in_force_to")
    if last is not None and last < first:
        raise PackError(file, one["id"], "ends before it begins")
    return {"in_force_from": first, "in_force_to": last}


def a_law(one: Table) -> Law:
    """One provision."""
    file = "laws.toml"
    checked(
        file,
        one,
        {"id": str, "cite": str, "force": str, "mark": str, "in_force_from": date},
        {"in_force_to": date, "binds": list, "codes": list, "url": str, "read_on": date},
    )
    if one["mark"] == "V" and not one.get("read_on"):
        raise PackError(file, one["id"], "is marked V: say on which day it was read (read_on)")
    https(file, one)
    return Law(
        id=one["id"],
        cite=one["cite"],
        force=word(file, one, "force", FORCES),
        mark=word(file, one, "mark", MARKS),
        binds=words(file, one, "binds", FIRMS),
        codes=tuple(one.get("codes", ())),
        url=one.get("url", ""),
        read_on=one.get("read_on"),
        **span(file, one),
    )


def https(file: str, one: Table) -> None:
    """Refuse an address that does not begin with https: it would be shown to people."""
    if one.get("url") and not one["url"].startswith("https://"):
        name = str(one.get("id") or one.get("body"))
        raise PackError(file, name, "its address must begin with https://")


class Laws:
    """The provisions of a pack, asked by those who rest on them."""

    def __init__(self, laws: tuple[Law, ...]) -> None:
        self.laws = laws

    def basis(self, file: str, one: Table) -> Table:
        """What an entry rests on, in the words of its provisions; its mark is the weakest of theirs."""
        found = [self.named(file, one["id"], name, one["in_force_from"]) for name in one["law"]]
        return {
            "law": tuple(one["law"]),
            "source": "; ".join(dict.fromkeys(law.cite for law in found)),
            "force": found[0].force,
            "mark": max((law.mark for law in found), key=MARKS.index),
        }

    def named(self, file: str, entry: str, name: str, day: date) -> Law:
        """The provision of this id on a day; without one in force then, the newest of that id."""
        known = [law for law in self.laws if law.id == name]
        if not known:
            raise PackError(file, entry, f"rests on {name}, which is not in laws.toml")
        valid = [law for law in known if law.in_force_to is None or day <= law.in_force_to]
        return max(valid or known, key=lambda law: law.in_force_from)

    def of_code(self, code: str) -> tuple[tuple[str, str], ...]:
        """What is cited for a code: every provision still in force, the surest and strongest first."""
        speaking = [law for law in self.laws if code in law.codes and law.in_force_to is None]
        ordered = sorted(speaking, key=lambda law: (MARKS.index(law.mark), FORCES.index(law.force)))
        return tuple((law.cite, law.mark) for law in ordered)


def a_conduct(one: Table, laws: Laws) -> Conduct:
    """A conduct code."""
    file = "conduct.toml"
    checked(file, one, {"code": str, "severity": str, "group": str}, {"cues": list})
    return Conduct(
        code=one["code"],
        severity=Severity(word(file, one, "severity", Severity)),
        group=one["group"],
        basis=laws.of_code(one["code"]),
        cues=tuple(one.get("cues", ())),
    )


def a_choice(one: Table, codes: Any) -> Choice:  # noqa: ANN401 - a collection of codes
    """One of the thirteen choices."""
    file = "conduct.toml"
    checked(file, one, {"word": str, "code": str, "severity": str}, {})
    return Choice(
        word=one["word"],
        code=word(file, one, "code", codes),
        severity=Severity(word(file, one, "severity", Severity)),
    )


def a_help(one: Table, laws: Laws) -> Help:
    """A code of a request for help."""
    file = "help.toml"
    checked(file, one, {"code": str, "axis": str, "urgency": str, "severity": str}, {})
    return Help(
        code=one["code"],
        axis=word(file, one, "axis", ("want", "because")),
        urgency=word(file, one, "urgency", ("normal", "high", "urgent", "emergency")),
        severity=Severity(word(file, one, "severity", Severity)),
        basis=laws.of_code(one["code"]),
    )


def a_guide(one: Table) -> Guide:
    """What helps to find out about a code."""
    checked("guides.toml", one, {"code": str}, {"evidence": list, "ask": list})
    return Guide(code=one["code"], evidence=tuple(one.get("evidence", ())), ask=tuple(one.get("ask", ())))  # fmt: skip


def check_when(file: str, entry: str, when: Table) -> None:
    """Refuse a condition on a fact nobody knows, or of the wrong kind."""
    for name, value in when.items():
        if name not in FACTS:
            raise PackError(file, entry, f"asks for an unknown fact {name}")
        if name.endswith("_any") and (not isinstance(value, list) or not value):
            raise PackError(file, entry, f"{name} must be a list with something in it")
        if name == "severity_at_least" and value not in tuple(Severity):
            raise PackError(file, entry, f"has an unknown severity {value}")


def a_rule(one: Table, laws: Laws, holds: Mapping[str, HoldRule]) -> Rule:
    """A routing rule; what it asks, what it rests on and what it does must all be known."""
    file = "triage.toml"
    checked(
        file,
        one,
        {"id": str, "order": int, "law": list, "in_force_from": date, "when": dict},
        {
            "in_force_to": date, "applies_to": list, "to": str, "desk": str, "severity_at_least": str,
            "raise_severity": bool, "hold": str, "contact_limit": str, "second_agreement": bool,
        },
    )  # fmt: skip
    check_when(file, one["id"], one["when"])
    given = {k: v for k, v in one.items() if k not in {"law", "hold", "in_force_from", "in_force_to"}}  # fmt: skip
    if "to" in one:
        word(file, one, "to", Destination)
    if "severity_at_least" in one:
        given["severity_at_least"] = Severity(word(file, one, "severity_at_least", Severity))
    if "hold" in one:
        hold = holds[word(file, one, "hold", holds)]
        given |= {"hold_id": hold.id, "hold": (hold.scope, hold.until)}
    firms = words(file, one, "applies_to", FIRMS)
    given["applies_to"] = firms
    given["when"] = {**one["when"], **({"firm_any": list(firms)} if firms else {})}
    return Rule(**given, **span(file, one), **laws.basis(file, one))


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
    try:
        rule = ClockRule(
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
            in_force_from=dates["in_force_from"],
            on_breach=one.get("on_breach"),
        )
    except ValueError as problem:
        raise PackError(file, one["id"], str(problem)) from problem
    severities = words(file, one, "severities", Severity) or tuple(Severity)
    return PackClock(
        rule=rule,
        severities=tuple(Severity(name) for name in severities),
        whose=word(file, {"whose": "ours", **one}, "whose", ("ours", "body", "person", "option")),
        law=basis["law"],
        in_force_to=dates["in_force_to"],
        extend_by=one.get("extend_by", ""),
        must_tell=one.get("must_tell", False),
    )


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
        until=one["until"],
        allowed_contact=tuple(one.get("allowed_contact", ())),
        days=tuple(one.get("days", ())),
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
        {"in_force_to": date, "binds": list, "channels": list, "weight": str, **kind.may},
    )
    return Limit(
        id=one["id"],
        kind=kind,
        binds=words(file, one, "binds", FIRMS),
        channels=tuple(one.get("channels", ())),
        weight=word(file, {"weight": "breach", **one}, "weight", Weight),
        what={key: one[key] for key in (*kind.needs, *kind.may) if key in one},
        **span(file, one),
        **laws.basis(file, one),
    )


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
        when=one["when"],
        to=word(
            file,
            one,
            "to",
            ("independent_supervisor", "complaints_manager", "compliance", "outside_body"),
        ),
        never_to=words(
            file,
            one,
            "never_to",
            ("collector", "line_managers", "same_agency", "paid_by_portfolio", "earlier_decider"),
        ),
        **span(file, one),
        **laws.basis(file, one),
    )


def a_body(one: Table) -> Body:
    """An outside body."""
    file = "bodies.toml"
    checked(
        file,
        one,
        {"id": str, "kind": str, "mark": str, "source": str, "verified_on": date, "languages": list},
        {
            "stale_after_days": int, "phones": list, "url": str, "email": str, "post": str, "cost": str, "covers": list,
            "when": dict, "one_of": list, "not_when": dict, "order": int,
        },
    )  # fmt: skip
    word(file, one, "kind", KINDS)
    word(file, one, "mark", MARKS)
    https(file, one)
    if "email" in one and "@" not in one["email"]:
        raise PackError(file, one["id"], f"{one['email']} is not an e-mail address")
    if not (one.get("phones") or one.get("url") or one.get("email")):
        raise PackError(file, one["id"], "cannot be reached: give a telephone, an address or an e-mail")  # fmt: skip
    for when in (one.get("when", {}), one.get("not_when", {}), *one.get("one_of", ())):
        check_when(file, one["id"], when)
    region = {"region_any": [*one["covers"], ""]} if one.get("covers") else {}
    lists = {name: tuple(one.get(name, ())) for name in ("phones", "languages", "covers", "one_of")}
    return Body(**{**one, **lists, "when": {**one.get("when", {}), **region}})


def an_office(one: Table, bodies: Any) -> Office:  # noqa: ANN401 - a collection of ids
    """A body's page or number in one region."""
    file = "offices.toml"
    checked(
        file,
        one,
        {"body": str, "region": str},
        {"name": str, "url": str, "phones": list, "email": str, "source": str, "verified_on": date},
    )
    word(file, {"id": one["region"], **one}, "body", bodies)
    https(file, one)
    return Office(**{**one, "phones": tuple(one.get("phones", ()))})


def calendar_of(pack: str, calendars: Mapping[str, Calendar], name: str) -> Calendar:
    """The calendar a pack names."""
    if name not in calendars:
        raise PackError("pack.toml", pack, f"names a calendar {name} that holidays.toml does not hold")  # fmt: skip
    return calendars[name]
