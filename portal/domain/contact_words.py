"""The words of limits on contact: kinds of limit, what going over means, a contact and what was known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """What a limit is about."""

    HOURS = "hours"
    COUNT = "count"
    AFTER_TALK = "after_talk"
    VISITS = "visits"
    PERSONS = "persons"
    WORKPLACE = "workplace"
    STOP = "stop"
    REPRESENTED = "represented"
    CHANNEL = "channel"
    NOTICE = "notice"

    @property
    def needs(self) -> Mapping[str, type]:
        """The keys an entry of this kind must have."""
        return _NEEDS[self]

    @property
    def may(self) -> Mapping[str, type]:
        """The keys an entry of this kind may have."""
        return _MAY.get(self, {})


_NEEDS: dict[Kind, dict[str, type]] = {
    Kind.HOURS: {"from": str, "to": str},
    Kind.COUNT: {"count": int, "window_days": int, "counts": str, "per": str},
    Kind.AFTER_TALK: {"days": int, "per": str},
    Kind.VISITS: {"count": int},
    Kind.PERSONS: {"may_reach": list},
    Kind.WORKPLACE: {},
    Kind.STOP: {"who": str},
    Kind.REPRESENTED: {},
    Kind.CHANNEL: {"barred": list},
    Kind.NOTICE: {},
}
_MAY: dict[Kind, dict[str, type]] = {
    Kind.VISITS: {"staff": int, "notice": bool},
    Kind.PERSONS: {"others_only_if": list},
    Kind.STOP: {"in_writing": bool},
}


class Weight(StrEnum):
    """What going over a limit means."""

    BREACH = "breach"
    PRESUMPTION = "presumption"
    GUIDE = "guide"


class Answer(StrEnum):
    """What can be said of one contact under one limit."""

    ALLOWED = "allowed"
    BREACH = "breach"
    PRESUMED = "presumed"
    OVER_GUIDE = "over_guide"
    NOT_BOUND = "not_bound"
    UNKNOWN = "unknown"


OVER = {
    Weight.BREACH: Answer.BREACH, Weight.PRESUMPTION: Answer.PRESUMED, Weight.GUIDE: Answer.OVER_GUIDE,
}  # fmt: skip
CALLS = frozenset({"phone", "voicemail"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One attempt to reach somebody about a debt. None means the record does not say."""

    at: datetime
    channel: str
    #: The log tells the clock where the person is; otherwise a moment, which is another time in each zone.
    on_wall: bool = False
    #: Whether somebody answered and spoke.
    connected: bool | None = None
    #: debtor, representative, or who else was reached: family, friend, work, neighbour, other.
    reached: str | None = "debtor"
    debt: str = ""
    #: "work" when the contact went to the place of work.
    place: str = ""
    staff: int | None = None
    #: Whether a visit was announced, with what it is for.
    announced: bool | None = None
    #: The person agreed to this very contact.
    agreed: bool = False

    def local(self, zone: str) -> datetime:
        """The moment as the clock on the person's wall showed it."""
        if self.at.tzinfo is None:
            raise ValueError("a contact must name its time zone")
        return self.at.astimezone(ZoneInfo(zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What was known when the contact was made: who calls, whom, and what the person had asked for."""

    firm: str
    timezone: str
    #: Every time zone the person may live in, where it is not known which; empty for the one above alone.
    zones: tuple[str, ...] = ()
    #: The state, province or nation where the person lives; empty when nobody said.
    region: str = ""
    #: Other hours the person agreed to, as HH:MM.
    agreed_hours: tuple[str, str] | None = None
    stop_asked: datetime | None = None
    stop_in_writing: bool | None = None
    #: Whether it was somebody else than the debtor who asked to be left alone.
    stop_by_other: bool = False
    represented_since: datetime | None = None
    work_barred_since: datetime | None = None
    #: Why others may be asked at all: unreachable, dead, incapacitated.
    others_because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one limit says of one contact, and the numbers it rests on."""

    limit: str
    answer: Answer
    #: The sentence that shows the working: a key of the pack's words, and its values.
    because: str
    values: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    force: str = ""
    mark: str = ""
