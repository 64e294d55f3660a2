"""Findings per allegation, their causes and the remedies: what each outcome must carry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.domain.errors import Incomplete
from portal.domain.severity import Severity


class Result(StrEnum):
    """What was found about one allegation."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    UNDETERMINED = "undetermined"
    WITHDRAWN = "withdrawn"
    OUT_OF_SCOPE = "out_of_scope"


class Cause(StrEnum):
    """Why it happened. Only an individual cause ever reaches a person's review."""

    INDIVIDUAL = "individual"
    SCRIPT_OR_POLICY = "script_or_policy"
    SYSTEM = "system"
    AGENCY = "agency"
    MISUNDERSTANDING = "customer_misunderstanding"


class Remedy(StrEnum):
    """What we will do."""

    APOLOGY = "apology"
    CORRECT_AMOUNT = "correct_amount"
    REMOVE_CHARGES = "remove_charges"
    PAYMENT = "payment"
    CONTACT_LIMITS = "contact_limits"
    PLAN_AGREED = "plan_agreed"
    PAUSE_AGREED = "pause_agreed"
    NONE = "none"


class HelpDecision(StrEnum):
    """Our answer to a request for help with payments."""

    ACCEPT = "accept"
    COUNTER = "counter"
    PAUSE = "pause"
    DECLINE = "decline"


class Interval(StrEnum):
    """How often a payment of a plan falls due."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswer:
    """The answer to a request for help: what is decided, on which terms, and why."""

    decision: HelpDecision
    reason: str
    #: Of a counter-offer, in the currency of the place.
    amount: Decimal | None = None
    interval: Interval | None = None
    first_on: date | None = None
    #: Of a pause: the last day on which nothing is collected.
    until: date | None = None


def require_whole(answer: HelpAnswer, today: date) -> None:
    """Refuse an answer to a request for help that leaves its terms open.

    Raises Incomplete with the sentence the supervisor reads.
    """
    if not answer.reason.strip():
        raise Incomplete("Give a reason the customer will understand")
    if answer.decision is HelpDecision.COUNTER:
        if answer.amount is None or answer.amount <= 0:
            raise Incomplete("Enter the amount of your offer")
        if answer.interval is None:
            raise Incomplete("Select how often it is paid")
        if answer.first_on is None or answer.first_on <= today:
            raise Incomplete("The first payment must be after today")
    if answer.decision is HelpDecision.PAUSE and (answer.until is None or answer.until <= today):
        raise Incomplete("The pause must end after today")


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as the rules see it."""

    severity: Severity
    result: Result


UPHELD = frozenset({Result.UPHELD, Result.PARTLY})
#: What one supervisor may not promise alone.
NEEDS_TWO = frozenset({Remedy.PAYMENT})


def needs_agreement(
    found: Iterable[Found], remedies: Iterable[Remedy] = (), *, pack_asks: bool
) -> bool:
    """Whether a second supervisor must agree before the ticket closes.

    Always for a safety allegation, for a serious one that is not upheld, for a payment, and where the
    pack asks.
    """
    return (
        pack_asks
        or not NEEDS_TWO.isdisjoint(remedies)
        or any(
            one.severity is Severity.SAFETY
            or (one.severity is Severity.SERIOUS and one.result not in UPHELD)
            for one in found
        )
    )
