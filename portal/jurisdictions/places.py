"""Reading what stands around the law of a pack: the pack itself, its calendars, outside bodies and their offices."""

import re
from collections.abc import Collection, Mapping
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.domain.calendars import Calendar
from portal.domain.opening import DAYS, WORKING, Hours, Span
from portal.domain.provisions import MARKS, Office
from portal.domain.rulepack import KINDS, Body, PackError
from portal.domain.vocabulary import TOPICS
from portal.jurisdictions.entries import Terms, check_when
from portal.jurisdictions.regions import COUNTRIES, REGIONS
from portal.jurisdictions.shape import (
    Table,
    checked,
    email,
    https,
    is_clock,
    languages,
    phones,
    word,
    words,
)
from portal.languages import LANGUAGES

#: Nothing is believed for longer than two years without a look.
LONGEST_FRESH = 730
_VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}")
_RELAY = re.compile(r"[0-9]{3,6}")
_CURRENCY = re.compile(r"[A-Z]{3}")


def a_head(head: Table) -> Table:
    """What a pack says of itself; its place must be a country, its parts regions of that country."""
    file = "pack.toml"
    checked(
        file,
        head,
        {
            "id": str, "name": str, "version": str, "in_force_from": date, "verified_on": date, "review_by": date,
            "currency": str, "timezone": str, "calendar": str, "parts": list,
        },
        {"calendars": dict, "timezones": dict, "language": str, "relay": str},
    )  # fmt: skip
    # The language that offices, bodies and creditors of the place read; English where none is said.
    head = {"language": "en", **head}
    if head["language"] not in LANGUAGES:
        raise PackError(file, head["id"], f"language is one of {', '.join(LANGUAGES)}")
    word(file, head, "id", COUNTRIES)
    for key, shape, like in (("version", _VERSION, "2026.11"), ("currency", _CURRENCY, "GBP")):
        if not shape.fullmatch(head[key]):
            raise PackError(file, head["id"], f"{key} must be like {like}")
    zone(file, head)
    if "relay" in head and not _RELAY.fullmatch(head["relay"]):
        raise PackError(file, head["id"], 'relay must be a short number like "711"')
    words(file, head, "parts", regions_of_pack(head["id"]))
    return head


def zone(file: str, one: Table) -> None:
    """Refuse a time zone that is nowhere."""
    try:
        ZoneInfo(one["timezone"])
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise PackError(file, one["id"], f"timezone: there is no {one['timezone']}") from problem


def zones_of(head: Table) -> dict[str, tuple[str, ...]]:
    """The time zones of regions that keep another than the place."""
    found = {}
    for region, zones in head.get("timezones", {}).items():
        if region not in regions_of_pack(head["id"]):
            raise PackError("pack.toml", head["id"], f"timezones: has an unknown region {region}")
        listed = zones if isinstance(zones, list) else [zones]
        if not listed or not all(isinstance(one, str) for one in listed):
            raise PackError("pack.toml", head["id"], f"timezones: {region} must name time zones")
        for one in listed:
            zone("pack.toml", {"id": head["id"], "timezone": one})
        found[region] = tuple(listed)
    return found


def regions_of_pack(place: str) -> tuple[str, ...]:
    """Where in a country somebody may live; of a country without a list, the country itself."""
    return (place, *(code for code in REGIONS if code.startswith(f"{place}-")))


def calendars_of(
    head: Table, known: Mapping[str, Calendar]
) -> tuple[Calendar, dict[str, Calendar]]:
    """The calendar of a pack, and those of its regions with days off of their own."""
    named = {"": head["calendar"], **head.get("calendars", {})}
    for region, name in named.items():
        if region and region not in regions_of_pack(head["id"]):
            raise PackError("pack.toml", head["id"], f"calendars: has an unknown region {region}")
        if name not in known:
            raise PackError(
                "pack.toml", head["id"], f"names a calendar {name} that holidays.toml does not hold"
            )
    return known[named.pop("")], {region: known[name] for region, name in named.items()}


def a_body(one: Table, terms: Terms, timezone: str = "UTC") -> Body:
    """An outside body; its hours are in the time of the pack where they name no other."""
    file = "bodies.toml"
    checked(
        file,
        one,
        {
            "id": str, "kind": str, "mark": str, "source": str, "verified_on": date, "languages": list,
            "topics": list,
        },
        {
            "stale_after_days": int, "phones": list, "url": str, "email": str, "post": str, "cost": str, "covers": list,
            "when": dict, "one_of": list, "not_when": dict, "order": int, "hours": dict,
        },
    )  # fmt: skip
    word(file, one, "kind", KINDS)
    word(file, one, "mark", MARKS)
    word(file, {"cost": "free", **one}, "cost", ("free", "paid"))
    https(file, one)
    email(file, one)
    if not 1 <= one.get("stale_after_days", 1) <= LONGEST_FRESH:
        raise PackError(file, one["id"], f"stale_after_days must be from 1 to {LONGEST_FRESH}")
    if not (one.get("phones") or one.get("url") or one.get("email")):
        raise PackError(file, one["id"], "cannot be reached: give a telephone, an address or an e-mail")  # fmt: skip
    for when in (one.get("when", {}), one.get("not_when", {}), *one.get("one_of", ())):
        check_when(file, one["id"], when, terms)
    covers = words(file, one, "covers", terms.regions)
    region = {"region_any": [*covers, ""]} if covers else {}
    lists = {
        "phones": phones(file, one), "languages": languages(file, one), "covers": covers,
        "one_of": tuple(one.get("one_of", ())), "topics": words(file, one, "topics", TOPICS),
    }  # fmt: skip
    hours = hours_of(file, one, timezone) if "hours" in one else None
    return Body(**{**one, **lists, "when": {**one.get("when", {}), **region}, "hours": hours})


def hours_of(file: str, body: Table, timezone: str) -> Hours:
    """When a body is open; it is its own time that is written, and the time of the pack where none is named."""
    one = {"id": body["id"], "timezone": timezone, "holidays": "unknown", **body["hours"]}
    needs = {"id": str, "mark": str, "source": str, "timezone": str, "holidays": str}
    checked(file, one, needs, {"always": bool, "week": list})
    word(file, one, "mark", MARKS)
    word(file, one, "holidays", ("closed", "open", "unknown"))
    zone(file, one)
    if one.get("always", False) == bool(one.get("week")):
        raise PackError(file, one["id"], "hours: say either always = true or a week")
    week = tuple(a_span(file, one["id"], each) for each in one.get("week", ()))
    if "holidays" in body["hours"] and any(WORKING in span.days for span in week):
        raise PackError(file, one["id"], "hours: working days are no holidays; leave holidays out")
    return Hours(
        mark=one["mark"],
        source=one["source"],
        timezone=one["timezone"],
        always=one.get("always", False),
        week=week,
        holidays=one["holidays"],
    )


def a_span(file: str, body: str, given: Any) -> Span:  # noqa: ANN401 - a value of a file
    """Some days of the week from one time to another on the same day."""
    if not isinstance(given, dict):
        raise PackError(file, body, "hours: each part of a week is a table")
    one = {"id": body, **given}
    checked(file, one, {"id": str, "days": list, "from": str, "to": str}, {})
    for key in ("from", "to"):
        if not is_clock(one[key]):
            raise PackError(file, body, f'hours: {key} must be a time like "08:00"')
    if one["from"] >= one["to"]:
        raise PackError(file, body, "hours: from must come before to")
    return Span(
        days=frozenset(words(file, one, "days", (*DAYS, WORKING))),
        opens=time.fromisoformat(one["from"]),
        closes=time.fromisoformat(one["to"]),
    )


def an_office(one: Table, bodies: Collection[str], regions: Collection[str]) -> Office:
    """A body's page or number in one region."""
    file = "offices.toml"
    checked(
        file,
        one,
        {"body": str, "region": str},
        {"name": str, "url": str, "phones": list, "email": str, "source": str, "verified_on": date},
    )
    entry = {"id": f"{one['body']} in {one['region']}", **one}
    word(file, entry, "body", bodies)
    word(file, entry, "region", regions)
    https(file, entry)
    email(file, entry)
    return Office(**{**one, "phones": phones(file, entry)})
