"""Reports and decisions as plain values: what `portal triage` reads and writes, one line each.

The shapes are written down in docs/triage-io.md and in triage_io.schema.json beside this file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.domain.incidents import left_out, summed
from portal.domain.rulepack import RulePack
from portal.domain.triage import Decision, Facts
from portal.languages import LANGUAGES, TAGS, spoken

#: A story longer than this is refused: no person writes so much, and a reader could not answer it.
LONGEST_NARRATIVE = 50_000
LONGEST_WORD = 80
MOST_ITEMS = 100

WHO = ("self", "represent", "other")
FIRMS = (
    "bank", "consumer_finance", "small_loan", "agency", "debt_buyer", "creditor", "unknown",
)  # fmt: skip
IMPACTS = ("sleep", "phone", "work", "family", "health", "end_life", "none")

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
            raise BadReport("id is missing." if value is None else "id must be text or a number.")
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

    def received_on(self, pack: RulePack) -> date:
        """The day of receipt by the calendar of the place."""
        text = self.text("received_at", None)
        try:
            if len(text) == len("2026-11-23"):
                return date.fromisoformat(text)
            moment = datetime.fromisoformat(text)
        except ValueError as problem:
            raise BadReport(
                f"received_at is {shown(text)}, which is no date: {problem}."
            ) from problem
        # Without an offset it is the clock of the place itself.
        return moment.date() if moment.tzinfo is None else pack.local_date(moment)


def read(line: str, packs: Mapping[str, RulePack]) -> Sample:
    """The report in one line of JSON, or `BadReport` with what is wrong."""
    try:
        given = json.loads(line, object_pairs_hook=once, parse_constant=no_constant)
    except RecursionError as problem:
        raise BadReport("This line is nested too deeply.") from problem
    except json.JSONDecodeError as problem:
        raise BadReport(f"This line is no JSON: {problem.msg} at {problem.colno}.") from problem
    if not isinstance(given, dict):
        raise BadReport(f"This line must hold an object, not {kind_of(given)}.")
    return sample(given, packs)


def sample(given: Mapping[str, Any], packs: Mapping[str, RulePack]) -> Sample:
    """The report in a mapping of plain values."""
    reader = Reader(given, packs)
    name, pack, language = reader.id(), reader.pack(), reader.language()
    choices, codes = said(reader.words("allegations"), pack)
    received_on = reader.received_on(pack)
    facts = Facts(
        jurisdiction=pack.id,
        received_on=received_on,
        region=reader.text("region"),
        language=language,
        who=reader.one_of("who", WHO, "self"),
        firm=reader.one_of("firm_type", FIRMS, "unknown"),
        choices=choices,
        codes=codes,
        wants_help=reader.yes_or_no("wants_help", default=False),
        hardship=reader.words("hardship"),
        ask_for=reader.words("ask_for"),
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
    )


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


def answer(one: Sample, decision: Decision) -> dict[str, Any]:
    """The decision in exactly the shape of an answer line."""
    return {
        "id": one.id,
        "route": {
            "to": decision.to.value,
            "team": decision.desk,
            "bodies": [body.id for body in decision.bodies],
            "why": why(one, decision),
        },
        "severity": decision.severity.value,
        "allegations": [
            {
                "code": made.code,
                "origin": made.origin,
                "cues": [{"start": c.start, "end": c.end, "text": c.text} for c in made.cues],
            }
            for made in decision.allegations
        ],
        "needs": [one.code for one in decision.needs],
        "holds": [f"{hold.scope} until {hold.until}" for hold in decision.holds],
        "clocks": [
            {
                "name": clock.id,
                "due": clock.due.isoformat(),
                "rule": f"{clock.source} ({clock.mark})",
            }
            for clock in decision.clocks
        ],
        "pack": {"id": decision.pack_id, "version": decision.pack_version},
    }


def why(one: Sample, decision: Decision) -> list[str]:
    """The sentence of every rule that fired, in the language of the report, with the rule's name."""
    words = one.pack.words_by_locale[one.locale].get("rule", {})
    return [
        f"{words.get(rule.id, {}).get('why', rule.id)} [{rule.id}]"
        for rule in decision.rules
        if rule.fired
    ]


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
