"""Reading a log of calls and visits line by line, and judging each contact by the limits of its place.

A log is read once, in the order of time for each person. Of each person only the contacts are kept that
a limit still counts, so that the work grows with the log and the memory with the number of people.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.domain.contacts import Answer, Contact, Situation, Verdict, judge
from portal.domain.provisions import may_quote
from portal.domain.rulepack import RulePack
from portal.domain.triage_io import FIRMS, shown, sound

CHANNELS = (
    "phone", "voicemail", "sms", "app", "email", "work_email", "letter", "visit", "public_post", "other",
)  # fmt: skip
REACHED = (
    "debtor", "spouse", "representative", "guarantor", "creditor", "family", "friend", "neighbour", "work",
    "other",
)  # fmt: skip
NAMES = (
    "person", "jurisdiction", "region", "firm_type", "timezone", "at", "channel", "connected", "reached", "debt",
    "place", "staff", "announced", "agreed", "stop_asked", "stop_in_writing", "stop_by_other", "represented_since",
    "work_barred_since", "others_because", "agreed_from", "agreed_to",
)  # fmt: skip
NEEDED = ("person", "at", "channel")
LONGEST = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100
#: No limit counts further back than this, nor needs more contacts than this to be passed.
WINDOW = timedelta(days=8)
MOST_KEPT = 100
_TRUTH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": None}
#: What is worth a line of the report; a limit that was kept, or binds nobody here, is not.
TOLD = (Answer.BREACH, Answer.PRESUMED, Answer.OVER_GUIDE, Answer.UNKNOWN)


class BadContact(ValueError):  # noqa: N818 - it is a line that is bad, and its sender reads it
    """A line that cannot be judged; the message is one clear sentence."""


@dataclass(slots=True)
class _Person:
    situation: Situation
    before: list[Contact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a log as given; an empty value says nothing."""

    given: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A short text."""
        value = self.given.get(name)
        if value is None:
            return ""
        if isinstance(value, bool | int):
            value = str(value).lower()
        if not isinstance(value, str):
            raise BadContact(f"{name} must be text.")
        if len(value) > LONGEST:
            raise BadContact(f"{name} must be {LONGEST} characters or fewer.")
        return sound(value.strip(), name)

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """A known word, or nothing."""
        value = self.text(name)
        if value and value not in allowed:
            raise BadContact(f"{name} is {shown(value)}; it must be one of {', '.join(allowed)}.")
        return value

    def region(self, pack: RulePack) -> str:
        """The code of a state, province or nation given by code or name, or nothing."""
        value = self.text("region")
        code = pack.region_named(value) if value else ""
        if code is None:
            raise BadContact(f"region is {shown(value)}, which is no region of {pack.id}.")
        return code

    def truth(self, name: str) -> bool | None:
        """Yes, no, or not said."""
        value = self.text(name).lower()
        if value not in _TRUTH:
            raise BadContact(f"{name} is {shown(value)}; it must be yes, no or empty.")
        return _TRUTH[value]

    def number(self, name: str) -> int | None:
        """A small whole number, or nothing."""
        value = self.text(name)
        if value and not (value.isascii() and value.isdigit() and len(value) < 4):  # noqa: PLR2004 - up to 999
            raise BadContact(f"{name} is {shown(value)}; it must be a whole number up to 999.")
        return int(value) if value else None

    def moment(self, name: str, zone: str) -> datetime | None:
        """A moment; without an offset it is the clock on the person's wall."""
        value = self.text(name)
        if not value:
            return None
        try:
            made = datetime.fromisoformat(value)
        except ValueError as problem:
            raise BadContact(
                f"{name} is {shown(value)}, which is no moment like 2026-11-23T09:30."
            ) from problem
        if not FIRST_YEAR <= made.year <= LAST_YEAR:
            raise BadContact(f"{name} must be in the years {FIRST_YEAR} to {LAST_YEAR}.")
        if made.tzinfo is not None:
            return made
        local = made.replace(tzinfo=ZoneInfo(zone))
        if local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != made:
            raise BadContact(f"{name} is {value}, an hour that the clocks of {zone} left out.")
        return local

    def clock(self, name: str) -> str:
        """A time of day as HH:MM, or nothing."""
        value = self.text(name)
        try:
            return time.fromisoformat(value).strftime("%H:%M") if value else ""
        except ValueError as problem:
            raise BadContact(
                f"{name} is {shown(value)}; it must be a time like 08:30."
            ) from problem

    def reasons(self, name: str) -> tuple[str, ...]:
        """Several words: a list, or with semicolons between them."""
        value = self.given.get(name)
        words = value if isinstance(value, list) else self.text(name).split(";")
        return tuple(sound(str(one).strip(), name) for one in words if str(one).strip())


@dataclass(slots=True)
class Log:
    """A log that is being read: what is known of each person so far."""

    packs: Mapping[str, RulePack]
    place: str = ""
    people: dict[tuple[str, str], _Person] = field(default_factory=dict)

    def judged(self, given: Mapping[str, Any]) -> tuple[RulePack, tuple[Verdict, ...]]:
        """What the limits say of one line that is worth telling."""
        unknown = sorted(str(name) for name in given if name not in NAMES)
        if unknown:
            raise BadContact(f"{shown(unknown[0])} is no column; known are {', '.join(NAMES)}.")
        row = Row(given)
        for name in NEEDED:
            if not row.text(name):
                raise BadContact(f"{name} is missing.")
        pack = self.packs.get(row.text("jurisdiction") or self.place)
        if pack is None:
            raise BadContact(f"jurisdiction must be one of {', '.join(self.packs)}.")
        key = (pack.id, row.text("person"))
        known = self.people.get(key)
        situation = situation_of(row, known.situation if known else None, pack)
        contact = contact_of(row, situation)
        before = known.before if known else []
        if before and contact.at < before[-1].at:
            raise BadContact(
                "this is earlier than the line before of the same person; sort the log by time."
            )
        verdicts = judge(contact, before, situation, pack.limits)
        self.people[key] = _Person(situation, kept([*before, contact]))
        return pack, tuple(one for one in verdicts if one.answer in TOLD)


def kept(before: list[Contact]) -> list[Contact]:
    """The contacts that still count; of a flood the talks stay, and the newest of the rest."""
    near = [one for one in before if before[-1].at - one.at <= WINDOW]
    if len(near) <= MOST_KEPT:
        return near
    spare = next((n for n, one in enumerate(near) if one.connected is False), 0)
    return near[:spare] + near[spare + 1 :]


def situation_of(row: Row, known: Situation | None, pack: RulePack) -> Situation:
    """What is known of a person by this line; what a line does not say stays as it was."""
    now = known or Situation(firm="unknown", timezone=pack.timezone, zones=pack.zones_of(""))
    region = row.region(pack) or now.region
    zone, zones = zones_of(row.text("timezone"), region, now, pack)
    hours = (row.clock("agreed_from"), row.clock("agreed_to"))
    if bool(hours[0]) != bool(hours[1]):
        raise BadContact("agreed_from and agreed_to go together.")
    written, other = row.truth("stop_in_writing"), row.truth("stop_by_other")
    return replace(
        now,
        firm=row.one_of("firm_type", FIRMS) or now.firm,
        timezone=zone,
        zones=zones,
        region=region,
        agreed_hours=hours if hours[0] else now.agreed_hours,
        stop_asked=row.moment("stop_asked", zone) or now.stop_asked,
        stop_in_writing=now.stop_in_writing if written is None else written,
        stop_by_other=now.stop_by_other if other is None else other,
        represented_since=row.moment("represented_since", zone) or now.represented_since,
        work_barred_since=row.moment("work_barred_since", zone) or now.work_barred_since,
        others_because=row.reasons("others_because") or now.others_because,
    )


def zones_of(said: str, region: str, now: Situation, pack: RulePack) -> tuple[str, tuple[str, ...]]:
    """The time zone to count by, and every one the person may live in, by what the log says of them."""
    if said:
        try:
            ZoneInfo(said)
        except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
            raise BadContact(f"timezone is {shown(said)}, which is no time zone.") from problem
        return said, (said,)
    if region and region != now.region:
        return pack.zone_of(region), pack.zones_of(region)
    return now.timezone, now.zones


def contact_of(row: Row, situation: Situation) -> Contact:
    """The contact of one line."""
    at = row.moment("at", situation.timezone)
    assert at is not None  # noqa: S101 - asked for before
    return Contact(
        at=at,
        # Without an offset it is the clock where the person is, wherever that may be.
        on_wall=datetime.fromisoformat(row.text("at")).tzinfo is None,
        channel=row.one_of("channel", CHANNELS),
        connected=row.truth("connected"),
        reached=row.one_of("reached", REACHED) or None,
        debt=row.text("debt"),
        place=row.text("place"),
        staff=row.number("staff"),
        announced=row.truth("announced"),
        agreed=bool(row.truth("agreed")),
    )


def told(
    line: int, given: Mapping[str, Any], pack: RulePack, one: Verdict, locale: str
) -> dict[str, Any]:
    """One finding as a line of the report, with the sentence that shows its arithmetic."""
    sentence = pack.words(locale, "working", one.because, "text")
    return {
        "line": line,
        "person": str(given["person"]).strip(),
        "at": str(given["at"]).strip(),
        "jurisdiction": pack.id,
        "limit": one.limit,
        "answer": one.answer.value,
        "because": sentence.format(**one.values),
        "values": json.loads(json.dumps(dict(one.values), default=str)),
        "source": one.source,
        "mark": one.mark,
        "may_be_quoted_as_law": may_quote(one.mark, one.force),
    }
