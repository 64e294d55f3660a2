"""Reports as plain values: what `portal triage` reads, one line each.

The shapes are written down in docs/triage-io.md and in triage_io.schema.json beside this file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.domain.incidents import left_out, summed
from portal.domain.provisions import FIRMS
from portal.domain.rulepack import RulePack
from portal.domain.triage import Facts
from portal.domain.vocabulary import IMPACTS, WHO
from portal.languages import LANGUAGES, TAGS, spoken

__all__ = ["FIRMS", "IMPACTS", "LONGEST_NARRATIVE", "WHO", "BadReport", "Sample", "read"]

#: A story longer than this is refused: no person writes so much, and a reader could not answer it.
LONGEST_NARRATIVE = 50_000
LONGEST_WORD = 80
MOST_ITEMS = 100

#: What the form calls by another name, or leaves open.
FORM_HARDSHIP = {"business": "job_loss", "other": "", "private": ""}
#: Days a report may have come on; nobody's clock is right before or after.
FIRST_YEAR, LAST_YEAR = 2000, 2100

#: Every name a report may hold; anything else is left out with a warning.
NAMES = frozenset({
    "id", "jurisdiction", "language", "firm_type", "who", "region", "allegations", "narrative",
    "incidents", "received_at", "wants_help", "hardship", "ask_for", "impact", "safe_now",
    "our_firm", "court_papers", "final_letter_sent",
})  # fmt: skip


class BadReport(ValueError):  # noqa: N818 - it is a report that is bad, and its sender reads it
    """A report that cannot be decided; the message is one clear sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A report as it was read: the facts to decide, under which pack, and what was left out."""

    id: str | int
    facts: Facts
    pack: RulePack
    locale: str
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Reader:
    """The values of one report, each asked for by its name and kind."""

    given: Mapping[str, Any]
    packs: Mapping[str, RulePack]
    asked: set[str] = field(default_factory=set)

    def text(self, name: str, default: str | None = "", longest: int = LONGEST_WORD) -> str:
        """A text; half characters and NUL are refused, because no page or database can hold them."""
        value = self.given.get(name, default)
        if value is None:
            raise BadReport(
                f"{name} is missing." if name not in self.given else f"{name} is empty."
            )
        if not isinstance(value, str):
            raise BadReport(f"{name} must be text, not {kind_of(value)}.")
        if len(value) > longest:
            raise BadReport(f"{name} must be {longest} characters or fewer; it has {len(value)}.")
        return sound(value, name)

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """One word of a list."""
        value = self.text(name, default)
        if value not in allowed:
            raise BadReport(f"{name} is {shown(value)}; it must be one of {', '.join(allowed)}.")
        return value

    def yes_or_no(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self.given.get(name, default)
        if not isinstance(value, bool):
            raise BadReport(f"{name} must be true or false, not {kind_of(value)}.")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """A list of short words, each once."""
        value = self.given.get(name, [])
        if not isinstance(value, list):
            raise BadReport(f"{name} must be a list, not {kind_of(value)}.")
        if len(value) > MOST_ITEMS:
            raise BadReport(f"{name} may hold {MOST_ITEMS} items; it holds {len(value)}.")
        for one in value:
            if not isinstance(one, str):
                raise BadReport(f"{name} must hold texts, not {kind_of(one)}.")
            if len(one) > LONGEST_WORD:
                raise BadReport(f"{name} holds a word of more than {LONGEST_WORD} characters.")
        return tuple(dict.fromkeys(sound(one, name) for one in value))

    def pack(self) -> RulePack:
        """The rule pack of the place."""
        name = self.text("jurisdiction", None)
        if name not in self.packs:
            known = ", ".join(sorted(self.packs))
            raise BadReport(f"jurisdiction is {shown(name)}; it must be one of {known}.")
        return self.packs[name]

    def id(self) -> str | int:
        """What the sender calls this report; it is given back as it came."""
        value = self.given.get("id")
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise BadReport(
                "id is missing." if value is None else "id must be text or a whole number."
            )
        return sound(value[:LONGEST_WORD], "id") if isinstance(value, str) else value

    def language(self) -> str:
        """The language to answer in; one we do not speak is answered in English."""
        value = self.text("language", "en")
        language = "other" if value.casefold() == "other" else spoken(value)
        if not language:
            raise BadReport(
                f"language is {shown(value)}; it must be {', '.join(TAGS.values())}, another form of"
                " these, or other."
            )
        return language

    def helps(self, name: str, axis: str, pack: RulePack) -> tuple[str, ...]:
        """Codes of help of one kind, as the form or the pack calls them; an unknown one is refused."""
        made = []
        for given in self.words(name):
            code = FORM_HARDSHIP.get(given, given)
            if code and (code not in pack.helps or pack.helps[code].axis != axis):
                raise BadReport(f"{name} holds {shown(given)}, which is no help code of {pack.id}.")
            made.append(code)
        return tuple(dict.fromkeys(code for code in made if code))

    def region(self, pack: RulePack) -> str | None:
        """The code of a state, province or nation given by code or name; None for one nobody knows."""
        given = self.text("region").strip()
        return pack.region_named(given) if given else ""

    def received_on(self, pack: RulePack, region: str) -> date:
        """The day of receipt where the person lives."""
        text = self.text("received_at", None)
        if text[:4].isdecimal() and not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
            raise BadReport(
                f"received_at is {shown(text)}; it must lie from {FIRST_YEAR} to {LAST_YEAR}."
            )
        try:
            if len(text) == len("2026-11-23"):
                return date.fromisoformat(text)
            moment = datetime.fromisoformat(text)
        except ValueError as problem:
            wrong = "an offset is less than 24 hours" if "offset" in str(problem) else problem
            raise BadReport(
                f"received_at is {shown(text)}, which is no date: {wrong}."
            ) from problem
        # Without an offset it is the clock of the place itself.
        return moment.date() if moment.tzinfo is None else pack.local_date(moment, region)


def read(line: str, packs: Mapping[str, RulePack]) -> Sample:
    """The report in one line of JSON, or `BadReport` with what is wrong."""
    try:
        given = json.loads(line, object_pairs_hook=once, parse_constant=no_constant)
    except RecursionError as problem:
        raise BadReport("This line is nested too deeply.") from problem
    except json.JSONDecodeError as problem:
        raise BadReport(f"This line is no JSON: {problem.msg} at {problem.pos + 1}.") from problem
    except BadReport:
        raise
    except ValueError as problem:
        raise BadReport("This line holds a number of too many digits.") from problem
    if not isinstance(given, dict):
        raise BadReport(f"This line must hold an object, not {kind_of(given)}.")
    return sample(given, packs)


def sample(given: Mapping[str, Any], packs: Mapping[str, RulePack]) -> Sample:
    """The report in a mapping of plain values."""
    reader = Reader(given, packs)
    name, pack, language = reader.id(), reader.pack(), reader.language()
    choices, codes = said(reader.words("allegations"), pack)
    region = reader.region(pack)
    received_on = reader.received_on(pack, region or "")
    facts = Facts(
        jurisdiction=pack.id,
        received_on=received_on,
        region=region or "",
        language=language,
        who=reader.one_of("who", WHO, "self"),
        firm=reader.one_of("firm_type", FIRMS, "unknown"),
        choices=choices,
        codes=codes,
        wants_help=reader.yes_or_no("wants_help", default=False),
        hardship=reader.helps("hardship", "because", pack),
        ask_for=reader.helps("ask_for", "want", pack),
        impact=tuple(one for one in reader.words("impact") if known_impact(one) != "none"),
        safe_now=reader.one_of("safe_now", ("", "yes", "no", "private"), ""),
        text=reader.text("narrative", longest=LONGEST_NARRATIVE),
        final_letter_sent=reader.yes_or_no("final_letter_sent", default=False),
        court_papers=reader.yes_or_no("court_papers", default=False),
        our_firm=reader.yes_or_no("our_firm", default=True),
        **summed(given.get("incidents", []), received_on),
    )
    return Sample(
        id=name,
        facts=facts,
        pack=pack,
        locale=language if language in LANGUAGES else "en",
        left_out=tuple(sorted({*unread(given), *left_out(given.get("incidents", []))})),
        notes=notes(given, region, received_on, pack),
    )


def notes(
    given: Mapping[str, Any], region: str | None, received_on: date, pack: RulePack
) -> tuple[str, ...]:
    """What the sender should know of a report that is answered all the same."""
    said = []
    if region is None:
        said.append(
            f"region {shown(given['region'])} is not known in {pack.id}, so none was taken."
        )
    if received_on < pack.in_force_from:
        said.append(f"The rule pack of {pack.id} begins on {pack.in_force_from}: its first rules decided.")  # fmt: skip
    return tuple(said)


def unread(given: Mapping[str, Any]) -> set[str]:
    """The names in a report that nothing reads: most likely mistyped."""
    return {name[:LONGEST_WORD] for name in given.keys() - NAMES}


def said(words: tuple[str, ...], pack: RulePack) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The allegations as choices of the form and as conduct codes; an unknown one is refused."""
    for one in words:
        if one not in pack.choices and one not in pack.conduct:
            raise BadReport(
                f"allegations holds {shown(one)}, which is no conduct code of {pack.id}."
            )
    choices = tuple(one for one in words if one in pack.choices)
    return choices, tuple(one for one in words if one not in pack.choices)


def known_impact(word: str) -> str:
    """An effect of the form, or `BadReport`."""
    if word not in IMPACTS:
        raise BadReport(f"impact holds {shown(word)}; it must be one of {', '.join(IMPACTS)}.")
    return word


def sound(text: str, name: str) -> str:
    """A text that can be written down again; NUL and half characters are refused."""
    if "\0" in text:
        raise BadReport(f"{name} holds the character NUL at {text.index(chr(0))}.")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as problem:
            raise BadReport(
                f"{name} holds half a character (a lone surrogate) at {problem.start}."
            ) from problem
    return text


def shown(text: str) -> str:
    """A wrong word as it may stand in an error: short, quoted, and always printable."""
    return json.dumps(text[:LONGEST_WORD])


def kind_of(value: Any) -> str:  # noqa: ANN401 - anything JSON can hold
    """What JSON calls a value."""
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return "null" if value is None else kinds.get(type(value), "a number")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are said once; a second value would silently win."""
    made = dict(pairs)
    if len(made) != len(pairs):
        twice = sorted({name for name, _value in pairs if [n for n, _v in pairs].count(name) > 1})
        raise BadReport(f"{shown(twice[0])} is given twice.")
    return made


def no_constant(word: str) -> None:
    """NaN and infinity are no JSON."""
    raise BadReport(f"This line is no JSON: {word} is not a number.")
