"""Findings per allegation, their causes and the remedies: what each outcome must carry."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as the rules see it."""

    severity: Severity
    result: Result


UPHELD = frozenset({Result.UPHELD, Result.PARTLY})


def needs_agreement(found: Iterable[Found], *, pack_asks: bool) -> bool:
    """Whether a second supervisor must agree before the ticket closes.

    Always for a safety allegation, for a serious one that is not upheld, and where the pack asks.
    """
    return pack_asks or any(
        one.severity is Severity.SAFETY
        or (one.severity is Severity.SERIOUS and one.result not in UPHELD)
        for one in found
    )
