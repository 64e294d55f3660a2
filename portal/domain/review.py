"""When a collector's review opens, what counts in it, the right of reply, and who may decide."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.errors import Conflicted, Incomplete, NotAllowed
from portal.domain.outcome import UPHELD, Cause, Result
from portal.domain.rates import beyond
from portal.domain.severity import Severity

#: Working days a collector has to answer before anything is decided.
REPLY_DAYS = 10
SHORTEST_REASONS = 30
#: Rates of collectors with fewer contacts say nothing.
LEAST_CONTACTS = 200
#: So many days after an action was done, the collector's figures are looked at again.
FOLLOW_UP_DAYS = 60
#: The share of collectors drawn each quarter whatever anybody said of them.
SAMPLE = 0.02
PATTERN_DAYS, PATTERN = 90, 3
LONGEST_ACTION = 366


class ReviewState(StrEnum):
    """Where a review is."""

    SELECTED = "selected"
    NOTICE_SENT = "notice_sent"
    REPLY_RECEIVED = "reply_received"
    REPLY_EXPIRED = "reply_expired"
    DECIDED = "decided"
    ACTION_RUNNING = "action_running"
    CLOSED = "closed"


_ANSWERED = frozenset({ReviewState.REPLY_RECEIVED, ReviewState.REPLY_EXPIRED})
#: The map of a review; whatever is not drawn here does not happen.
MOVES: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.SELECTED: frozenset({ReviewState.NOTICE_SENT, ReviewState.CLOSED}),
    ReviewState.NOTICE_SENT: frozenset(
        {*_ANSWERED, ReviewState.NOTICE_SENT, ReviewState.DECIDED, ReviewState.CLOSED}
    ),
    ReviewState.REPLY_RECEIVED: frozenset(
        {ReviewState.NOTICE_SENT, ReviewState.DECIDED, ReviewState.CLOSED}
    ),
    ReviewState.REPLY_EXPIRED: frozenset(
        {ReviewState.REPLY_RECEIVED, ReviewState.DECIDED, ReviewState.CLOSED}
    ),
    ReviewState.DECIDED: frozenset({*_ANSWERED, ReviewState.ACTION_RUNNING, ReviewState.CLOSED}),
    ReviewState.ACTION_RUNNING: frozenset({ReviewState.CLOSED}),
    ReviewState.CLOSED: frozenset(),
}


class Because(StrEnum):
    """Which rule opened a review; a person never opens one."""

    SAFETY_FINDING = "safety_finding"
    SERIOUS_FINDING = "serious_finding"
    REPEAT_AFTER_COACHING = "repeat_after_coaching"
    PATTERN = "three_in_ninety_days"
    ABOVE_LIMIT = "above_limit"
    RANDOM = "random_sample"


class Action(StrEnum):
    """What follows for the collector, or for the system that made them do it."""

    CLEARED = "cleared"
    NO_ACTION = "no_action"
    COACHING = "coaching"
    MONITORING = "monitoring"
    RETRAIN = "retrain"
    REMOVE_FROM_PORTFOLIO = "remove_from_portfolio"
    PASS_TO_HR = "pass_to_hr"  # noqa: S105 - a remedy, not a password
    SYSTEM_FIX = "system_fix"


#: These need a second reviewer: the grave ones, and clearing, which takes findings off a record.
NEEDS_SECOND = frozenset(
    {Action.REMOVE_FROM_PORTFOLIO, Action.PASS_TO_HR, Action.SYSTEM_FIX, Action.CLEARED}
)
#: Nothing runs after these.
ENDS_AT_ONCE = frozenset({Action.CLEARED, Action.NO_ACTION})
#: A finding about something reported after one of these was done is a repeat.
TEACHES = frozenset({Action.COACHING, Action.MONITORING, Action.RETRAIN})


@dataclass(frozen=True, slots=True)
class Count:
    """A final finding as the review sees it."""

    result: Result
    cause: Cause | None
    severity: Severity
    on: date
    #: When the person reported it; what was reported before coaching is no repeat after it.
    reported_on: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one collector when the rules are asked whether a review opens."""

    #: Findings no review has looked at yet.
    fresh: Sequence[Count]
    contacts: int
    #: Counted findings of the months those contacts were made in.
    counted: int
    #: Counted findings per contact of everybody who does similar work.
    pooled: float
    #: When the last coaching, monitoring or retraining was done.
    taught_on: date | None = None


def counts(one: Count, today: date) -> bool:
    """Whether a finding counts against a person: upheld, by that person's own doing, and not expired.

    Service and standard findings expire after 12 months, serious and safety ones after 24.
    """
    if one.result not in UPHELD or one.cause is not Cause.INDIVIDUAL:
        return False
    years = 2 if one.severity in (Severity.SAFETY, Severity.SERIOUS) else 1
    return today <= expiry(one.on, years)


def expiry(on: date, years: int) -> date:
    """The last day on which a finding of this day still counts."""
    leap_day = on.month == 2 and on.day == 29  # noqa: PLR2004 - 29 February
    return on.replace(year=on.year + years, day=28 if leap_day else on.day)


def opening(record: Record, today: date) -> Because | None:
    """Why a review of this collector opens now, the gravest reason first; nothing when it does not.

    A review starts a look; it decides nothing.
    """
    counted = [one for one in record.fresh if counts(one, today)]
    if not counted:
        return None
    grave = gravest(counted)
    if grave is not None:
        return grave
    if record.taught_on and any((one.reported_on or one.on) > record.taught_on for one in counted):
        return Because.REPEAT_AFTER_COACHING
    recent = [one for one in counted if today - one.on <= timedelta(days=PATTERN_DAYS)]
    if len(recent) >= PATTERN:
        return Because.PATTERN
    return Because.ABOVE_LIMIT if is_signal(record) else None


def gravest(counted: Iterable[Count]) -> Because | None:
    """Whether one finding alone is grave enough: any about safety, a serious one wholly upheld."""
    found = list(counted)
    if any(one.severity is Severity.SAFETY for one in found):
        return Because.SAFETY_FINDING
    if any(one.severity is Severity.SERIOUS and one.result is Result.UPHELD for one in found):
        return Because.SERIOUS_FINDING
    return None


def is_signal(record: Record) -> bool:
    """Whether the rate lies beyond the 99.8 % limit, on contacts enough to say anything."""
    if too_little(record.contacts):
        return False
    return beyond(record.counted, record.pooled * record.contacts)


def too_little(contacts: int) -> bool:
    """Whether a rate on so few contacts says nothing."""
    return contacts < LEAST_CONTACTS


def sample(seed: str, population: Iterable[int]) -> list[int]:
    """The collectors drawn at random: anybody with the seed draws the same ones again.

    Only the seed and the list of those at work go in, so that no complaint can tip the draw.
    """
    ids = sorted(set(population))
    size = math.ceil(len(ids) * SAMPLE)
    drawn = sorted(ids, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
    return sorted(drawn[:size])


def quarter(today: date) -> tuple[str, date, date]:
    """The review cycle a day belongs to: its name, first and last day."""
    number = (today.month - 1) // 3
    first = date(today.year, 3 * number + 1, 1)
    after = date(today.year + number // 3, (3 * number + 3) % 12 + 1, 1)
    return f"{today.year}-Q{number + 1}", first, after - timedelta(days=1)


def months(today: date, number: int = 12) -> list[date]:
    """The first days of the last so many months, this one included, the oldest first."""
    place = today.year * 12 + today.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(place - number + 1, place + 1)]


def median(values: Sequence[int]) -> int:
    """The middle value; of two middle ones the lower."""
    return sorted(values)[(len(values) - 1) // 2] if values else 0


def most_common(codes: Iterable[str]) -> tuple[str, int]:
    """The code found most often and how often; among equals the first by name."""
    counter = Counter(codes)
    return min(counter.items(), key=lambda one: (-one[1], one[0])) if counter else ("", 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """A review about to be decided."""

    state: ReviewState
    reply_due: date | None
    #: Who made or agreed to one of the findings.
    finders: frozenset[int]


def require_step(before: ReviewState, after: ReviewState) -> None:
    """Refuse a step the map of a review does not draw."""
    if after not in MOVES[before]:
        raise NotAllowed("This step is not open to the review now.")


def require_decision(standing: Standing, reasons: str, reviewer: int, today: date) -> None:
    """Refuse a decision before the right of reply ended, without reasons, or by who made the findings."""
    if reviewer in standing.finders:
        raise Conflicted("You made one of these findings. Another reviewer must decide.")
    if standing.reply_due is None:
        raise NotAllowed("The collector has not been told yet. Send the notice first.")
    waiting = standing.state is ReviewState.NOTICE_SENT
    if waiting and today <= standing.reply_due:
        raise NotAllowed(
            "You cannot close before the right of reply ends on {date}, unless the collector has replied.",
            date=standing.reply_due.isoformat(),
        )
    if len(reasons.strip()) < SHORTEST_REASONS:
        raise Incomplete("Give reasons for this decision")


def require_dates(action: Action, due: date | None, today: date) -> None:
    """Refuse an action without a day by which it is done, or with one in the past."""
    if action in ENDS_AT_ONCE:
        return
    if due is None:
        raise Incomplete("Enter the day by which the action is done")
    if not today <= due <= today + timedelta(days=LONGEST_ACTION):
        raise Incomplete("The day by which the action is done must be within a year from today")


def needs_second(action: Action) -> bool:
    """Whether a second reviewer must agree."""
    return action in NEEDS_SECOND
