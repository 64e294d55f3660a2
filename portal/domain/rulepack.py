"""The shape of a rule pack: the law of one place as dated data, and what is wrong with a bad one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain.bodies import KINDS, Body
from portal.domain.calendars import Calendar
from portal.domain.clocks import ClockRule, Start
from portal.domain.keeping import Keep
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
    may_quote,
    on_day,
)
from portal.domain.severity import Severity
from portal.domain.story import Reader

__all__ = ["FIRMS", "FORCES", "KINDS", "MARKS", "Body", "may_quote"]

#: What a condition may ask; an unknown word stops the loading of the pack.
FACTS = (
    "choices_any", "codes_any", "final_letter_sent", "impact_any", "hardship_any", "ask_for_any", "who_any", "safe_now",
    "our_firm", "wants_help", "court_papers", "conduct", "danger_any", "severity_at_least", "firm_any", "region_any",
    "timing_any", "to_whom_any", "channels_any", "time_of_day_any", "days_open_at_least", "children",
)  # fmt: skip


class PackError(ValueError):
    """A pack that must not be used; the message names file, entry and reason."""

    def __init__(self, file: str, entry: str, reason: str) -> None:
        super().__init__(f"{file}: {entry}: {reason}")
        self.file, self.entry, self.reason = file, entry, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """One conduct code of the taxonomy in this place's law."""

    code: str
    severity: Severity
    group: str
    basis: tuple[tuple[str, str], ...] = ()
    cues: tuple[str, ...] = ()
    #: Provisions that matter to it and forbid nothing: staff read them, nobody is told it may be against them.
    background: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the thirteen choices in the person's words, and the code it stands for here."""

    word: str
    code: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One routing rule: when it fires and what follows."""

    id: str
    order: int
    force: str
    mark: str
    source: str
    in_force_from: date
    when: Mapping[str, Any]
    in_force_to: date | None = None
    law: tuple[str, ...] = ()
    #: Kinds of firm the rule is for; empty means every kind. Kept in `when` too, as firm_any.
    applies_to: tuple[str, ...] = ()
    to: str = ""
    desk: str = ""
    severity_at_least: Severity | None = None
    raise_severity: bool = False
    #: The id of the hold it places, and what that hold stops until when.
    hold_id: str = ""
    hold: tuple[str, str] | None = None
    contact_limit: str = ""
    danger: str = ""
    second_agreement: bool = False
    #: What was already written of this rule, by the condition it failed on: most reports say the same.
    lines: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def may_quote(self) -> bool:
        """Whether a person may be told this rule as law."""
        return may_quote(self.mark, self.force)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackClock:
    """A time limit of this place: its rule, who must keep it, and for which severities it runs."""

    rule: ClockRule
    severities: tuple[Severity, ...]
    #: ours: we must act. body: an outside body. person: the person's own time to act.
    whose: str = "ours"
    law: tuple[str, ...] = ()
    in_force_to: date | None = None
    extend_by: str = ""
    must_tell: bool = False

    @property
    def id(self) -> str:
        """The name of the clock."""
        return self.rule.id

    @property
    def in_force_from(self) -> date:
        """The first day it counts."""
        return self.rule.in_force_from or date.min

    @property
    def promised(self) -> bool:
        """Whether it is our own promise that begins with the report itself."""
        return self.whose == "ours" and self.rule.starts is Start.RECEIPT


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePack:
    """Everything the law of one place says to the portal."""

    id: str
    version: str
    in_force_from: date
    verified_on: date
    review_by: date
    currency: str
    #: What offices, bodies and creditors of the place read.
    language: str
    timezone: str
    parts: tuple[str, ...]
    calendar: Calendar
    conduct: Mapping[str, Conduct]
    choices: Mapping[str, Choice]
    rules: tuple[Rule, ...]
    clocks: tuple[PackClock, ...]
    bodies: tuple[Body, ...]
    words_by_locale: Mapping[str, Mapping[str, Any]]
    #: Reads the worked cases; they are many, and only a check or a page asks for them.
    worked: Callable[[], tuple[Mapping[str, Any], ...]]
    #: How a story is read here: the signs every place shares and those of this one.
    reader: Reader
    #: What is dialled before or instead of a number by who cannot hear or speak, where it was verified.
    relay: str = ""
    #: Languages of the portal that this pack has no words in; it is read in English there.
    untranslated: tuple[str, ...] = ()
    laws: tuple[Law, ...] = ()
    limits: tuple[Limit, ...] = ()
    holds: tuple[HoldRule, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    #: How long the law makes us keep what a person told us.
    keeps: tuple[Keep, ...] = ()
    helps: Mapping[str, Help] = field(default_factory=dict)
    guides: Mapping[str, Guide] = field(default_factory=dict)
    offices: tuple[Office, ...] = ()
    #: The code of a region by any of its names; None for one nobody knows.
    region_named: Callable[[str], str | None] = str
    #: Days off of regions that have their own; elsewhere the calendar of the place counts.
    regional: Mapping[str, Calendar] = field(default_factory=dict)
    #: Time zones of regions that keep another than the place; where one has several, most people's first.
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def cases(self) -> tuple[Mapping[str, Any], ...]:
        """The worked cases: small stories with what a lawyer expects of each."""
        return self.worked()

    @property
    def not_held(self) -> tuple[str, ...]:
        """What a lawyer would look for in the pack and not find; the words say why."""
        return tuple(self.words_by_locale["en"].get("missing", {}))

    def calendar_of(self, region: str) -> Calendar:
        """The working days where the person lives."""
        return self.regional.get(region, self.calendar)

    def local_date(self, moment: datetime, region: str = "") -> date:
        """The date it is in this place, or where in it somebody lives."""
        if moment.tzinfo is None or region not in self.zones:
            return self.calendar.local_date(moment)
        return moment.astimezone(ZoneInfo(self.zone_of(region))).date()

    def zone_of(self, region: str) -> str:
        """The time zone where somebody lives, as far as the region tells; that of the place otherwise."""
        return self.zones_of(region)[0]

    def zones_of(self, region: str) -> tuple[str, ...]:
        """Every time zone somebody there may live in; all of the place for a person of whom no region is known."""
        if region:
            return self.zones.get(region, (self.timezone,))
        found = (zone for zones in self.zones.values() for zone in zones)
        return tuple(dict.fromkeys((self.timezone, *found)))

    def words(self, locale: str, kind: str, name: str, part: str = "name") -> str:
        """A text of the pack in this language; KeyError when the pack has none."""
        return str(self.words_by_locale[locale][kind][name][part])

    def body(self, body_id: str) -> Body | None:
        """The body of this id."""
        return next((one for one in self.bodies if one.id == body_id), None)

    def office(self, body_id: str, region: str) -> Office | None:
        """The checked office of a body in a region; an unchecked one is nobody's business yet."""
        found = (one for one in self.offices if (one.body, one.region) == (body_id, region))
        return next((one for one in found if one.verified_on), None)

    def laws_of(self, code: str, day: date) -> tuple[Law, ...]:
        """The provisions that speak about a code on a day, the surest and strongest first."""
        return _laws_of(PackKey(self), code, day)

    def is_late(self, today: date) -> bool:
        """Whether somebody should have read the law again by now."""
        return today > self.review_by

    def hours(self) -> tuple[str, str] | None:
        """From when until when contact is usual here, as HH:MM; None where nothing is said."""
        hours = next((x for x in self.limits if x.kind == "hours" and not x.covers), None)
        return (hours.what["from"], hours.what["to"]) if hours else None

    def court_days(self) -> int | None:
        """How long a person has to answer a court; None unless the rule was read and may be told as law."""
        known = (one.rule for one in self.clocks if one.rule.starts is Start.COURT_SERVICE)
        return next((one.length for one in known if may_quote(one.mark, one.force)), None)

    def on(self, day: date) -> "RulePack":
        """The pack as it was law on a day: of every name the entry in force then."""
        return _on(PackKey(self), day)


class PackKey:
    """A pack as a key: the very object, since its tables cannot be hashed."""

    __slots__ = ("pack",)

    def __init__(self, pack: RulePack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return id(self.pack)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PackKey) and self.pack is other.pack


@lru_cache(maxsize=1024)
def _laws_of(key: PackKey, code: str, day: date) -> tuple[Law, ...]:
    found = [one for one in on_day(key.pack.laws, day) if code in one.codes]
    return tuple(sorted(found, key=lambda one: (MARKS.index(one.mark), FORCES.index(one.force))))


@lru_cache(maxsize=256)
def _on(key: PackKey, day: date) -> RulePack:
    pack = key.pack
    # Rules still to come stay in the list: the record says of them that they were not yet law.
    now = {one.id for one in on_day(pack.rules, day)}
    coming = [one for one in pack.rules if one.in_force_from > day and one.id not in now]
    return replace(
        pack,
        rules=tuple(sorted((*on_day(pack.rules, day), *coming), key=lambda one: one.order)),
        clocks=on_day(pack.clocks, day),
        laws=on_day(pack.laws, day),
        limits=on_day(pack.limits, day),
        holds=on_day(pack.holds, day),
        escalations=on_day(pack.escalations, day),
        keeps=on_day(pack.keeps, day),
    )
