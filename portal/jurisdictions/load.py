"""Loading rule packs: TOML in, a checked pack out, or an error that names file, entry and reason."""

import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from portal.domain.calendars import calendars_from_mapping
from portal.domain.clocks import ClockRule, Start, Unit
from portal.domain.rulepack import (
    FACTS,
    FORCES,
    KINDS,
    MARKS,
    Body,
    Choice,
    Conduct,
    PackClock,
    PackError,
    Rule,
    RulePack,
)
from portal.domain.severity import Severity
from portal.jurisdictions.cases import failures, unhit
from portal.jurisdictions.signs import reader_of, unkept, unknown_conduct
from portal.paths import JURISDICTIONS

LOCALES = ("en", "zh_Hans_CN")


@cache
def installed() -> dict[str, RulePack]:
    """Every rule pack shipped, by its id, in the order of the alphabet."""
    return {
        path.parent.name: load_pack(path.parent)
        for path in sorted(JURISDICTIONS.glob("*/pack.toml"))
    }


def load_pack(folder: Path) -> RulePack:
    """One pack; anything unknown or missing stops it."""
    head = read(folder, "pack.toml")
    calendars = calendars_from_mapping(read(folder, "holidays.toml"))
    conduct = read(folder, "conduct.toml")
    try:
        return RulePack(
            id=head["id"],
            version=head["version"],
            in_force_from=head["in_force_from"],
            verified_on=head["verified_on"],
            review_by=head["review_by"],
            currency=head["currency"],
            timezone=head["timezone"],
            parts=tuple(head["parts"]),
            calendar=calendars[head["calendar"]],
            conduct={one["code"]: a_conduct(one) for one in conduct["conduct"]},
            choices={one["word"]: a_choice(one) for one in conduct["choice"]},
            rules=rules_of(read(folder, "triage.toml")),
            clocks=tuple(a_clock(one) for one in read(folder, "clocks.toml")["clock"]),
            bodies=tuple(a_body(one) for one in read(folder, "bodies.toml")["body"]),
            contacts=read(folder, "contacts.toml"),
            words_by_locale={locale: words(folder, locale) for locale in LOCALES},
            cases=tuple(read(folder, "cases.toml")["case"]),
            reader=reader_of(folder),
        )
    except KeyError as missing:
        raise PackError(folder.name, "pack", f"{missing} is missing") from missing


def read(folder: Path, name: str) -> dict[str, Any]:
    """One TOML file of a pack."""
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise PackError(f"{folder.name}/{name}", "file", "is missing") from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PackError(f"{folder.name}/{name}", "file", str(problem)) from problem


def words(folder: Path, locale: str) -> dict[str, Any]:
    """The pack's words in one language, with those every pack shares."""
    common = tomllib.loads((JURISDICTIONS / f"words.{locale}.toml").read_text(encoding="utf-8"))
    own = read(folder, f"words.{locale}.toml")
    return {kind: {**common.get(kind, {}), **own.get(kind, {})} for kind in {*common, *own}}


def a_conduct(one: dict[str, Any]) -> Conduct:
    """A conduct code."""
    basis = tuple((cite, mark) for cite, mark in one.get("basis", []))
    cues = tuple(one.get("cues", []))
    return Conduct(
        code=one["code"],
        severity=Severity(one["severity"]),
        group=one["group"],
        basis=basis,
        cues=cues,
    )


def a_choice(one: dict[str, Any]) -> Choice:
    """One of the thirteen choices."""
    return Choice(word=one["word"], code=one["code"], severity=Severity(one["severity"]))


def rules_of(table: dict[str, Any]) -> tuple[Rule, ...]:
    """The routing rules in their order; two may not share a number."""
    rules = sorted((a_rule(one) for one in table["rule"]), key=lambda rule: rule.order)
    for before, after in pairwise(rules):
        if before.order == after.order:
            raise PackError(
                "triage.toml", after.id, f"shares the number {after.order} with {before.id}"
            )
    return tuple(rules)


def a_rule(one: dict[str, Any]) -> Rule:
    """A routing rule; an unknown fact, force or mark stops the pack."""
    known = set(Rule.__dataclass_fields__)
    for key in set(one) - known:
        raise PackError("triage.toml", one["id"], f"has an unknown key {key}")
    check_when("triage.toml", one["id"], one["when"])
    check_marks("triage.toml", one)
    given = dict(one)
    if "severity_at_least" in given:
        given["severity_at_least"] = Severity(given["severity_at_least"])
    if "hold" in given:
        given["hold"] = (given["hold"]["scope"], given["hold"]["until"])
    return Rule(**given)


def a_clock(one: dict[str, Any]) -> PackClock:
    """A promise."""
    check_marks("clocks.toml", one)
    severities = tuple(Severity(word) for word in one.get("severities", list(Severity)))
    rule = ClockRule(
        id=one["id"],
        starts=Start(one["starts"]),
        length=one["length"],
        unit=Unit(one["unit"]),
        source=one["source"],
        force=one["force"],
        mark=one["mark"],
        remind_at=tuple(one.get("remind_at", ())),
        pause=one.get("pause", False),
        extend=tuple(one.get("extend", ())),
        in_force_from=one.get("in_force_from"),
    )
    return PackClock(rule=rule, severities=severities)


def a_body(one: dict[str, Any]) -> Body:
    """An outside body."""
    check_when("bodies.toml", one["id"], one.get("when", {}))
    if one["kind"] not in KINDS:
        raise PackError("bodies.toml", one["id"], f"has an unknown kind {one['kind']}")
    if one["mark"] not in MARKS:
        raise PackError("bodies.toml", one["id"], f"has an unknown mark {one['mark']}")
    if one.get("url") and not one["url"].startswith("https://"):
        raise PackError("bodies.toml", one["id"], "its address must begin with https://")
    lists = {name: tuple(one.get(name, ())) for name in ("phones", "languages")}
    return Body(**{**one, **lists})


def check_when(file: str, entry: str, when: dict[str, Any]) -> None:
    """Refuse a condition on a fact nobody knows."""
    for name in when:
        if name not in FACTS:
            raise PackError(file, entry, f"asks for an unknown fact {name}")


def check_marks(file: str, one: dict[str, Any]) -> None:
    """Refuse a source without a known force and mark."""
    if one["force"] not in FORCES:
        raise PackError(file, one["id"], f"has an unknown force {one['force']}")
    if one["mark"] not in MARKS:
        raise PackError(file, one["id"], f"has an unknown mark {one['mark']}")


def check_pack(folder: Path) -> list[str]:
    """Everything wrong with a pack: its shape, its words, its cases, rules no case hits."""
    try:
        pack = load_pack(folder)
    except (PackError, ValueError) as problem:
        return [str(problem)]
    story = [*unknown_conduct(folder, pack.conduct), *unkept(folder)]
    return [*missing_words(pack), *story, *failures(pack), *unhit(pack)]


def missing_words(pack: RulePack) -> list[str]:
    """Ids without words in a language."""
    wanted = [("rule", rule.id, "why") for rule in pack.rules]
    wanted += [("clock", clock.rule.id, "name") for clock in pack.clocks]
    wanted += [("body", body.id, part) for body in pack.bodies for part in ("name", "what")]
    wanted += [("conduct", code, "name") for code in pack.conduct]
    missing = []
    for locale in LOCALES:
        for kind, name, part in wanted:
            if not pack.words_by_locale[locale].get(kind, {}).get(name, {}).get(part):
                missing.append(f"{pack.id}/words.{locale}.toml: {kind}.{name}: {part} is missing")
    return missing
