"""When a collector's review opens, what counts in it, the right of reply, and who may decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.errors import Conflicted, Incomplete, NotAllowed
from portal.domain.outcome import UPHELD, Cause, Result
from portal.domain.rates import upper_limit
from portal.domain.severity import Severity

#: Working days a collector has to answer before anything is decided.
REPLY_DAYS = 10
SHORTEST_REASONS = 30
#: Rates of collectors with fewer contacts say nothing.
LEAST_CONTACTS = 200


class ReviewState(StrEnum):
    """Where a review is."""

    SELECTED = "selected"
    NOTICE_SENT = "notice_sent"
    REPLY_RECEIVED = "reply_received"
    DECIDED = "decided"
    ACTION_RUNNING = "action_running"
    CHECKED = "checked"
    CLOSED = "closed"


class Action(StrEnum):
    """What follows for the collector, or for the system that made them do it."""

    NO_ACTION = "no_action"
    COACHING = "coaching"
    MONITORING = "monitoring"
    RETRAIN = "retrain"
    REMOVE_FROM_PORTFOLIO = "remove_from_portfolio"
    PASS_TO_HR = "pass_to_hr"  # noqa: S105 - a remedy, not a password
    SYSTEM_FIX = "system_fix"


#: These need a second reviewer.
GRAVE = frozenset({Action.REMOVE_FROM_PORTFOLIO, Action.PASS_TO_HR, Action.SYSTEM_FIX})


@dataclass(frozen=True, slots=True)
class Count:
    """A final finding as the review sees it."""

    result: Result
    cause: Cause | None
    severity: Severity
    on: date


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


def opening(findings: Sequence[Count], contacts: int, pooled: float, today: date) -> str:
    """Why a review of this collector opens now; empty when it does not.

    A review starts a look; it decides nothing. The pooled rate is per contact.
    """
    counted = [one for one in findings if counts(one, today)]
    if any(one.severity is Severity.SAFETY for one in counted):
        return "safety_finding"
    recent = [one for one in counted if today - one.on <= timedelta(days=90)]
    if len(recent) >= 3:  # noqa: PLR2004 - three in ninety days is the rule
        return "three_in_ninety_days"
    if contacts >= LEAST_CONTACTS and len(counted) > upper_limit(pooled * contacts):
        return "above_limit"
    return ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A review about to be decided."""

    reply_due: date | None
    replied: bool
    finders: frozenset[int]


def require_decision(
    standing: Standing, action: Action, reasons: str, reviewer: int, today: date
) -> None:
    """Refuse a decision before the right of reply ended, without reasons, or by who made the findings."""
    if reviewer in standing.finders:
        raise Conflicted("You made one of these findings. Another reviewer must decide.")
    if standing.reply_due is None:
        raise NotAllowed("The collector has not been told yet. Send the notice first.")
    if not standing.replied and today <= standing.reply_due:
        raise NotAllowed(
            "You cannot close before the right of reply ends on {date}, unless the collector has replied.",
            date=standing.reply_due.isoformat(),
        )
    if len(reasons.strip()) < SHORTEST_REASONS:
        raise Incomplete("Give reasons for this decision")
    Action(action)


def needs_second(action: Action) -> bool:
    """Whether a second reviewer must agree."""
    return action in GRAVE
