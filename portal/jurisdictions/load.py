"""Loading rule packs: TOML in, a checked pack out, or an error that names file, entry and reason."""

import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from portal.domain.calendars import calendars_from_mapping
from portal.domain.contacts import WORKINGS
from portal.domain.provisions import Entry, HoldRule
from portal.domain.rulepack import PackError, Rule, RulePack
from portal.jurisdictions.cases import failures, unhit
from portal.jurisdictions.entries import (
    Laws,
    a_body,
    a_choice,
    a_clock,
    a_conduct,
    a_guide,
    a_help,
    a_hold,
    a_law,
    a_limit,
    a_rule,
    an_escalation,
    an_office,
    calendar_of,
)
from portal.jurisdictions.signs import reader_of, unkept, unknown_conduct
from portal.languages import LANGUAGES
from portal.paths import JURISDICTIONS

LOCALES = tuple(LANGUAGES)


class _Operator:
    """Where the operator's own packs lie; None while there are none."""

    folder: Path | None = None


def use_folder(folder: Path | None) -> None:
    """Look for the operator's packs here from now on, one folder for each pack."""
    folder = folder if folder and folder.is_dir() else None
    if folder != _Operator.folder:
        _Operator.folder = folder
        _shelf.cache_clear()


def installed() -> dict[str, RulePack]:
    """Every rule pack in force, by its id, in the order of the alphabet."""
    return _shelf()[0]


def refused() -> tuple[str, ...]:
    """One line for every pack of the operator that must not be used, and why."""
    return _shelf()[1]


@cache
def _shelf() -> tuple[dict[str, RulePack], tuple[str, ...]]:
    shipped = sorted(JURISDICTIONS.glob("*/pack.toml"))
    packs = {path.parent.name: load_pack(path.parent) for path in shipped}
    lines = []
    for path in sorted(_Operator.folder.rglob("pack.toml")) if _Operator.folder else ():
        problems = check_pack(path.parent)
        if problems:
            lines.append(
                f"rule pack {path.parent} is refused, the one before it stays in force: {problems[0]}"
                + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else "")
            )
            continue
        pack = load_pack(path.parent)
        before = packs.get(pack.id)
        if before is None or rank(before) < rank(pack):
            packs[pack.id] = pack
    return dict(sorted(packs.items())), tuple(lines)


def rank(pack: RulePack) -> tuple[int, ...]:
    """The version as numbers: 2026.11 comes after 2026.9."""
    return tuple(int(part) for part in pack.version.split(".") if part.isdigit())


def load_pack(folder: Path) -> RulePack:
    """One pack; anything unknown or missing stops it."""
    head = read(folder, "pack.toml")
    try:
        return assembled(folder, head)
    except KeyError as missing:
        raise PackError(f"{folder.name}/pack.toml", "pack", f"{missing} is missing") from missing
    except PackError:
        raise
    except (TypeError, ValueError, AttributeError) as problem:
        raise PackError(folder.name, "pack", str(problem)) from problem


def assembled(folder: Path, head: dict[str, Any]) -> RulePack:
    """The parts of a pack put together; what rests on a provision is read after the provisions."""

    def lines(file: str, name: str) -> list[dict[str, Any]]:
        return entries(read(folder, file), file, name)

    laws = Laws(distinct("laws.toml", [a_law(one) for one in lines("laws.toml", "law")]))
    holds = distinct("holds.toml", [a_hold(one, laws) for one in lines("holds.toml", "hold")])
    bodies = tuple(a_body(one) for one in lines("bodies.toml", "body"))
    conduct = read(folder, "conduct.toml")
    codes = {one["code"]: a_conduct(one, laws) for one in conduct["conduct"]}
    guides = entries(shared("guides.toml"), "guides.toml", "guide")
    return RulePack(
        id=head["id"],
        version=head["version"],
        in_force_from=head["in_force_from"],
        verified_on=head["verified_on"],
        review_by=head["review_by"],
        currency=head["currency"],
        language=language_of(head),
        timezone=head["timezone"],
        parts=tuple(head["parts"]),
        calendar=calendar_of(
            head["id"], calendars_from_mapping(read(folder, "holidays.toml")), head["calendar"]
        ),
        conduct=codes,
        choices={one["word"]: a_choice(one, codes) for one in conduct["choice"]},
        rules=rules_of(read(folder, "triage.toml"), laws, {one.id: one for one in holds}),
        clocks=distinct("clocks.toml", [a_clock(x, laws) for x in lines("clocks.toml", "clock")]),
        bodies=bodies,
        words_by_locale={locale: words(folder, locale) for locale in LOCALES},
        cases=tuple(lines("cases.toml", "case")),
        reader=reader_of(folder),
        laws=laws.laws,
        limits=distinct(
            "contacts.toml", [a_limit(x, laws) for x in lines("contacts.toml", "limit")]
        ),
        holds=holds,
        escalations=distinct(
            "escalation.toml",
            [an_escalation(x, laws) for x in lines("escalation.toml", "escalation")],
        ),
        helps={one["code"]: a_help(one, laws) for one in lines("help.toml", "help")},
        guides={one["code"]: a_guide(one) for one in guides},
        offices=tuple(
            an_office(one, {body.id for body in bodies}) for one in lines("offices.toml", "office")
        ),
    )


def language_of(head: dict[str, Any]) -> str:
    """The language that offices, bodies and creditors of the place read; English where none is said."""
    language = str(head.get("language", "en"))
    if language not in LANGUAGES:
        raise PackError("pack.toml", "pack", f"language is one of {', '.join(LANGUAGES)}")
    return language


def shared(name: str) -> dict[str, Any]:
    """A file that every pack shares."""
    return tomllib.loads((JURISDICTIONS / name).read_text(encoding="utf-8"))


def read(folder: Path, name: str) -> dict[str, Any]:
    """One TOML file of a pack."""
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise PackError(f"{folder.name}/{name}", "file", "is missing") from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PackError(f"{folder.name}/{name}", "file", str(problem)) from problem


def words(folder: Path, locale: str) -> dict[str, Any]:
    """The pack's words in one language, with those every pack shares.

    A pack of the operator may be older than a language of the portal: it stays in force, and its own
    words are read in English there until somebody translates them.
    """
    common = read(JURISDICTIONS, f"words.{locale}.toml")
    name = f"words.{locale}.toml"
    own = read(folder, name if (folder / name).exists() else "words.en.toml")
    return {kind: {**common.get(kind, {}), **own.get(kind, {})} for kind in {*common, *own}}


def rules_of(table: dict[str, Any], laws: Laws, holds: dict[str, HoldRule]) -> tuple[Rule, ...]:
    """The routing rules in their order; two rules may not share a number."""
    rules = sorted(
        (a_rule(one, laws, holds) for one in entries(table, "triage.toml", "rule")),
        key=lambda rule: (rule.order, rule.in_force_from),
    )
    for before, after in pairwise(rules):
        if before.order == after.order and before.id != after.id:
            raise PackError(
                "triage.toml", after.id, f"shares the number {after.order} with {before.id}"
            )
    return distinct("triage.toml", rules)


def entries(table: dict[str, Any], file: str, name: str) -> list[dict[str, Any]]:
    """The entries of a file, which holds nothing else."""
    for key in table:
        if key != name:
            raise PackError(file, "file", f"has an unknown table {key}")
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise PackError(file, "file", f"[[{name}]] must be a list of tables")
    return found


def distinct(file: str, found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries of one name follow each other in time: each day has one of them, no two begin together."""
    by_name: dict[str, list[Entry]] = {}
    for one in found:
        by_name.setdefault(one.id, []).append(one)
    for name, same in by_name.items():
        for before, after in pairwise(sorted(same, key=lambda one: one.in_force_from)):
            if before.in_force_from == after.in_force_from:
                raise PackError(file, name, f"is given twice from {after.in_force_from}")
    return tuple(found)


def check_pack(folder: Path) -> list[str]:
    """Everything wrong with a pack: its shape, its words, its cases, rules no case hits."""
    try:
        pack = load_pack(folder)
    except (PackError, ValueError) as problem:
        return [str(problem)]
    story = [*unknown_conduct(folder, pack.conduct), *unkept(folder)]
    return [*missing_words(pack), *loose_ends(pack), *story, *failures(pack), *unhit(pack)]


def wanted_words(pack: RulePack) -> list[tuple[str, str, str]]:
    """Every text the pages, letters and the decision record ask this pack for."""
    wanted = [("rule", rule.id, "why") for rule in pack.rules]
    wanted += [("clock", clock.id, "name") for clock in pack.clocks]
    wanted += [("body", body.id, part) for body in pack.bodies for part in ("name", "what")]
    wanted += [("conduct", code, "name") for code in pack.conduct]
    wanted += [("help", code, "name") for code in pack.helps]
    wanted += [("hold", hold.id, "name") for hold in pack.holds]
    wanted += [("limit", limit.id, "name") for limit in pack.limits]
    wanted += [("escalation", one.id, "name") for one in pack.escalations]
    wanted += [("law", law.id, "says") for law in pack.laws if law.may_quote()]
    wanted += [("working", name, "text") for name in WORKINGS]
    guides = pack.guides.values()
    wanted += [("evidence", name, "name") for guide in guides for name in guide.evidence]
    wanted += [("question", name, "name") for guide in guides for name in guide.ask]
    return list(dict.fromkeys(wanted))


def missing_words(pack: RulePack) -> list[str]:
    """Ids without words in a language."""
    return [
        f"{pack.id}/words.{locale}.toml: {kind}.{name}: {part} is missing"
        for locale in LOCALES
        for kind, name, part in wanted_words(pack)
        if not pack.words_by_locale[locale].get(kind, {}).get(name, {}).get(part)
    ]


def loose_ends(pack: RulePack) -> list[str]:
    """References to nothing: codes without a guide, provisions about unknown codes, breaches to no body."""
    codes = {*pack.conduct, *pack.helps}
    found = [
        f"{pack.id}/laws.toml: {law.id}: speaks about an unknown code {code}"
        for law in pack.laws
        for code in law.codes
        if code not in codes
    ]
    found += [
        f"{pack.id}/clocks.toml: {clock.id}: leads to an unknown body {name}"
        for clock in pack.clocks
        if (name := (clock.rule.on_breach or {}).get("body")) and not pack.body(name)
    ]
    found += [f"guides.toml: {code}: is missing" for code in codes if code not in pack.guides]
    return found
