"""What happened, one contact or visit after the other, summed up to the facts triage looks at."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

MOST_INCIDENTS = 1000
MOST_TIMES = 999
LONGEST_WORD = 80
#: The answers of the form's page about when and how.
CHANNELS = ("phone", "text", "app", "email", "letter", "home", "work", "others", "social")
#: What senders call the same channels.
ALSO = {"call": "phone", "sms": "text", "wechat": "app", "whatsapp": "app", "visit": "home"}
TO_WHOM = ("me", "family", "friend", "neighbour", "work", "other")
TIMES_OF_DAY = ("before_8", "8_18", "18_21", "21_22", "after_22", "unsure")
TIMINGS = ("once", "several", "ongoing", "unsure")
WORDS = {"channel": (*CHANNELS, *ALSO), "time_of_day": TIMES_OF_DAY, "timing": TIMINGS}
NUMBERS = ("count", "count_day", "count_week")
NAMES = frozenset({"when", "to_whom", "number", *WORDS, *NUMBERS})

_ROUGH = re.compile(r"(\d{4})(?:-(\d{2}))?")


class BadIncident(ValueError):  # noqa: N818 - it is an incident that is bad, and its sender reads it
    """An incident that cannot be understood; the message is one clear sentence."""


def summed(incidents: Any, received_on: date) -> dict[str, Any]:  # noqa: ANN401 - whatever was sent
    """The facts all incidents give together: channels, who was reached, how often, at what hour."""
    if not isinstance(incidents, list):
        raise BadIncident("incidents must be a list of objects.")
    if len(incidents) > MOST_INCIDENTS:
        raise BadIncident(f"incidents may hold {MOST_INCIDENTS}; it holds {len(incidents)}.")
    for place, one in enumerate(incidents, start=1):
        check(one, f"incidents[{place}]", received_on)
    given = {name: [one[name] for one in incidents if name in one] for name in NAMES}
    times = given["count"]
    return {
        "channels": tuple(dict.fromkeys(ALSO.get(one, one) for one in given["channel"])),
        "to_whom": tuple(dict.fromkeys(who for many in given["to_whom"] for who in many)),
        "time_of_day": next(iter(given["time_of_day"]), ""),
        "count_day": max(given["count_day"], default=None),
        "count_week": max(given["count_week"] + times, default=None),
        "timing": timing(given["timing"], len(incidents), max(times, default=0)),
    }


def left_out(incidents: list[Mapping[str, Any]]) -> set[str]:
    """The names in the incidents that nothing reads."""
    return {f"incidents.{name}"[:LONGEST_WORD] for one in incidents for name in one.keys() - NAMES}


def check(one: Any, at: str, received_on: date) -> None:  # noqa: ANN401 - whatever was sent
    """Refuse an incident with an unknown word, number or day."""
    if not isinstance(one, Mapping):
        raise BadIncident(f"{at} must be an object.")
    check_words(one, at)
    if not is_list_of(one.get("to_whom", []), TO_WHOM):
        raise BadIncident(f"{at}.to_whom must be a list of {', '.join(TO_WHOM)}.")
    if not is_short(one.get("number", "")):
        raise BadIncident(f"{at}.number must be a phone number as text.")
    if "when" in one:
        check_when(one["when"], at, received_on)


def check_words(one: Mapping[str, Any], at: str) -> None:
    """Refuse a word that is no answer of the form, and a number that counts nothing."""
    for name, allowed in WORDS.items():
        if name in one and one[name] not in allowed:
            raise BadIncident(f"{at}.{name} must be one of {', '.join(allowed)}.")
    for name in NUMBERS:
        if name in one and not is_count(one[name]):
            raise BadIncident(f"{at}.{name} must be a whole number from 0 to {MOST_TIMES}.")


def check_when(when: Any, at: str, received_on: date) -> None:  # noqa: ANN401 - whatever was sent
    """A year, a month, a day or a moment that exists and is not after the day of receipt."""
    if not isinstance(when, str):
        raise BadIncident(f"{at}.when must be text, like 2026-03 or 2026-03-27T21:40:00+08:00.")
    try:
        day = day_of(when)
    except ValueError as problem:
        raise BadIncident(f"{at}.when is no date: {str(problem)[:LONGEST_WORD]!a}") from problem
    # A moment just after midnight elsewhere may still be today at the place of receipt.
    if (day - received_on).days > 1:
        raise BadIncident(f"{at}.when is after the report was received.")


def day_of(when: str) -> date:
    """The day an incident happened; the first of the month or year where only that is known."""
    rough = _ROUGH.fullmatch(when)
    if rough is None:
        return datetime.fromisoformat(when).date()
    return date(int(rough[1]), int(rough[2] or 1), 1)


def is_count(value: Any) -> bool:  # noqa: ANN401 - whatever was sent
    """Whether this is a number of times; true and false are not."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_TIMES


def is_list_of(value: Any, allowed: tuple[str, ...]) -> bool:  # noqa: ANN401 - whatever was sent
    """Whether this is a list of nothing but these words."""
    return isinstance(value, list) and all(one in allowed for one in value)


def is_short(value: Any) -> bool:  # noqa: ANN401 - whatever was sent
    """Whether this is a text of bearable length."""
    return isinstance(value, str) and len(value) <= LONGEST_WORD


def timing(said: list[str], incidents: int, times: int) -> str:
    """Once, several times or still going on: what was said, else what the list shows."""
    if said:
        return "ongoing" if "ongoing" in said else said[0]
    if incidents == 0:
        return ""
    return "several" if incidents > 1 or times > 1 else "once"
