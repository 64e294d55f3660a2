"""Putting the files of a rule pack together; what rests on a provision is read after the provisions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from portal.domain.calendars import Calendar, calendars_from_mapping
from portal.domain.keeping import Keep
from portal.domain.provisions import Entry, Guide, Help, HoldRule
from portal.domain.rulepack import Body, Choice, Conduct, PackError, Rule, RulePack
from portal.jurisdictions.cases import a_case
from portal.jurisdictions.entries import (
    Laws,
    Terms,
    a_choice,
    a_conduct,
    a_guide,
    a_help,
    a_law,
    a_rule,
)
from portal.jurisdictions.files import read_toml
from portal.jurisdictions.places import a_body, an_office, calendars_of, regions_of_pack, zones_of
from portal.jurisdictions.promises import a_clock, a_hold, a_keep, a_limit, an_escalation
from portal.jurisdictions.regions import region_named
from portal.jurisdictions.shape import Table
from portal.jurisdictions.signs import reader_of
from portal.languages import LANGUAGES
from portal.paths import JURISDICTIONS

LOCALES = tuple(LANGUAGES)
DATES = ("in_force_from", "verified_on", "review_by")
Coded = TypeVar("Coded", Conduct, Choice, Help, Body)


@dataclass(frozen=True, slots=True)
class Source:
    """The folder of a pack and its provisions: what every entry is read from and rests on."""

    folder: Path
    laws: Laws

    def lines(self, name: str, file: str) -> list[dict[str, Any]]:
        """The entries of one file, which holds nothing else."""
        return entries(read(self.folder, file), file, name)

    def resting(
        self, name: str, file: str, made: Callable[[Table, Laws], Entry]
    ) -> tuple[Entry, ...]:
        """The dated entries of a file that rest on provisions."""
        return distinct(file, [made(one, self.laws) for one in self.lines(name, file)])


def assembled(folder: Path, head: dict[str, Any]) -> RulePack:
    """The parts of a pack put together; what rests on a provision is read after the provisions."""
    laws = distinct(
        "laws.toml", [a_law(x) for x in entries(read(folder, "laws.toml"), "laws.toml", "law")]
    )
    source = Source(folder, Laws(laws))
    holds = source.resting("hold", "holds.toml", a_hold)
    codes, choices, helps = coded(folder, source.laws)
    terms = terms_of(head, codes, choices, helps)
    calendar, regional = calendars_of(head, days_off(folder))
    return RulePack(
        **{
            name: head[name]
            for name in ("id", "version", *DATES, "currency", "timezone", "language")
        },
        **outside(source, terms, head["timezone"]),
        parts=tuple(head["parts"]),
        relay=head.get("relay", ""),
        calendar=calendar,
        regional=regional,
        zones=zones_of(head),
        region_named=partial(region_named, head["id"]),
        conduct=codes,
        choices=choices,
        rules=rules_of(
            source.lines("rule", "triage.toml"), source.laws, {x.id: x for x in holds}, terms
        ),
        clocks=source.resting("clock", "clocks.toml", a_clock),
        **spoken(folder),
        worked=cache(lambda: tuple(a_case(one) for one in source.lines("case", "cases.toml"))),
        reader=reader_of(folder),
        laws=laws,
        limits=source.resting("limit", "contacts.toml", a_limit),
        holds=holds,
        escalations=source.resting("escalation", "escalation.toml", an_escalation),
        keeps=keeps_of(source),
        helps=helps,
        guides=guides(),
    )


def spoken(folder: Path) -> dict[str, Any]:
    """The words of a pack by language, and the languages it has none of its own in."""
    return {
        "words_by_locale": {locale: words(folder, locale) for locale in LOCALES},
        "untranslated": tuple(x for x in LOCALES if not (folder / f"words.{x}.toml").exists()),
    }


def keeps_of(source: Source) -> tuple[Keep, ...]:
    """How long things must be kept; where an older pack of the operator says nothing, the house's own months hold."""
    if not (source.folder / "retention.toml").exists():
        return ()
    return source.resting("keep", "retention.toml", a_keep)


def terms_of(
    head: Table, codes: Iterable[str], choices: Iterable[str], helps: Mapping[str, Help]
) -> Terms:
    """What the conditions of this pack may ask for."""
    return Terms(
        codes=tuple(codes),
        choices=tuple(choices),
        wants=[code for code, one in helps.items() if one.axis == "want"],
        becauses=[code for code, one in helps.items() if one.axis == "because"],
        regions=(*regions_of_pack(head["id"]), ""),
    )


def outside(source: Source, terms: Terms, timezone: str) -> dict[str, Any]:
    """The outside bodies of a pack and their offices."""
    bodies = once(
        "bodies.toml", [a_body(one, terms, timezone) for one in source.lines("body", "bodies.toml")]
    )
    known = {body.id for body in bodies}
    lines = source.lines("office", "offices.toml")
    return {
        "bodies": bodies,
        "offices": tuple(an_office(one, known, terms.regions) for one in lines),
    }


def days_off(folder: Path) -> dict[str, Calendar]:
    """The calendars of a pack, or what is wrong with them."""
    try:
        return calendars_from_mapping(read(folder, "holidays.toml"))
    except PackError:
        raise
    except ValueError as problem:
        raise PackError("holidays.toml", "calendar", str(problem)) from problem


def coded(
    folder: Path, laws: Laws
) -> tuple[dict[str, Conduct], dict[str, Choice], dict[str, Help]]:
    """The codes of conduct, the choices of the form that stand for them, and the codes of help."""
    table = read(folder, "conduct.toml")
    for name in table.keys() - {"conduct", "choice"}:
        raise PackError("conduct.toml", "file", f"has an unknown table {name}")
    conduct = listed(table, "conduct.toml", "conduct")
    codes = once("conduct.toml", [a_conduct(one, laws) for one in conduct])
    known = {one.code: one for one in codes}
    made = [a_choice(one, known) for one in listed(table, "conduct.toml", "choice")]
    choices = once("conduct.toml", made)
    helps = [a_help(x, laws) for x in entries(read(folder, "help.toml"), "help.toml", "help")]
    return (
        known,
        {one.word: one for one in choices},
        {one.code: one for one in once("help.toml", helps)},
    )


@cache
def guides() -> dict[str, Guide]:
    """Evidence that helps and questions to ask, by code: shared by every pack."""
    table = read_toml(JURISDICTIONS / "guides.toml", "guides.toml")
    return {one["code"]: a_guide(one) for one in entries(table, "guides.toml", "guide")}


def read(folder: Path, name: str) -> dict[str, Any]:
    """One TOML file of a pack."""
    return read_toml(folder / name, f"{folder.name}/{name}")


def words(folder: Path, locale: str) -> dict[str, Any]:
    """The pack's words in one language, with those every pack shares.

    A pack of the operator may be older than a language of the portal: it stays in force, and its own
    words are read in English there until somebody translates them.
    """
    common = shared_words(locale)
    name = f"words.{locale}.toml"
    own = read(folder, name if (folder / name).exists() else "words.en.toml")
    for kind, table in own.items():
        for entry, parts in table.items() if isinstance(table, dict) else [(kind, table)]:
            if not isinstance(parts, dict) or not all(isinstance(x, str) for x in parts.values()):
                raise PackError(f"{folder.name}/{name}", f"{kind}.{entry}", "must hold texts")
    return {kind: {**common.get(kind, {}), **own.get(kind, {})} for kind in {*common, *own}}


@cache
def shared_words(locale: str) -> dict[str, Any]:
    """The words every pack shares."""
    name = f"words.{locale}.toml"
    return read_toml(JURISDICTIONS / name, name)


def rules_of(
    found: list[dict[str, Any]], laws: Laws, holds: dict[str, HoldRule], terms: Terms
) -> tuple[Rule, ...]:
    """The routing rules in their order; two rules may not share a number."""
    rules = sorted(
        (a_rule(one, laws, holds, terms) for one in found),
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
    return listed(table, file, name)


def listed(table: dict[str, Any], file: str, name: str) -> list[dict[str, Any]]:
    """The entries under one heading of a file."""
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


def once(file: str, found: Sequence[Coded]) -> tuple[Coded, ...]:
    """Entries that have no dates: each name stands once."""
    names: set[str] = set()
    for one in found:
        name = str(getattr(one, "id", "") or getattr(one, "word", "") or getattr(one, "code", ""))
        if name in names:
            raise PackError(file, name, "is given twice")
        names.add(name)
    return tuple(found)
