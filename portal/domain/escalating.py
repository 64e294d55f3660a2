"""When does a ticket go up, to whom, and to whom never? The entries of the pack, and what makes each one come true.

What a report says itself is known when it is filed; what happens to its ticket is asked when it is read.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from portal.domain.provisions import Escalation, on_day
from portal.domain.rulepack import RulePack
from portal.domain.severity import Severity

#: From the nearest to the furthest: another supervisor, the complaints manager, compliance, outside.
TIERS = ("independent_supervisor", "complaints_manager", "compliance", "outside_body")
#: The one entry that says who takes it when the person does not agree.
DISAGREEMENT = "review_asked"
#: The one entry that says who takes it when the handler turns out to be too near to it.
CONFLICT = "conflict_declared"
#: Conduct that would be a crime if it was so; whether it was, nobody says here.
CRIMES = frozenset({
    "violence_threat", "detain_trespass_stalk", "property_damage_seizure", "sexual_or_discriminatory",
    "impersonate_authority", "forged_legal_document", "private_payment", "identity_theft", "unauthorised_debit",
})  # fmt: skip
BREACHES = frozenset({"data_leak_misuse", "contact_list_blast", "public_shaming"})
DANGERS = frozenset({"immediate_danger", "violence", "self_harm"})
#: What a supervisor may not promise alone: paying for what it cost needs the complaints manager.
ABOVE_HANDLER = frozenset({"money"})
#: What takes a report past the supervisors at once: those at whose level the complaint is aimed may not judge it.
PAST_SUPERVISORS = ("supervisor_named", "agency_handles_itself")
#: So much of the time is over before a ticket goes up by itself.
NEAR = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUp:
    """One reason to go up: which tier takes it, who may not be that tier, and what it rests on."""

    id: str
    to: str
    never_to: tuple[str, ...]
    source: str = ""
    force: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a ticket stands today, as far as it may have to go up."""

    is_open: bool
    received_on: date
    #: Each running promise as its first and its last day.
    running: tuple[tuple[date, date], ...] = ()
    disagreed: bool = False
    #: Another ticket about the same collector was filed before this one.
    earlier: bool = False
    waits_outside: bool = False
    vulnerable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What of a report may move it up; codes are those the person ticked, never suggestions."""

    codes: Collection[str]
    danger: Collection[str]
    severity: Severity
    #: Whether a minor is touched, or somebody complains who does not owe.
    other_person: bool = False
    names_lead: bool = False
    agency_handles: bool = False
    put_right: Collection[str] = ()


def said_by_report(report: Said) -> tuple[str, ...]:
    """What in a report itself moves it up."""
    codes, danger = set(report.codes), set(report.danger)
    true = {
        "severity_safety": report.severity is Severity.SAFETY,
        "danger_now": bool(DANGERS & danger),
        "crime_alleged": bool(CRIMES & codes),
        "data_breach": bool(BREACHES & codes),
        "other_person_complains": report.other_person,
        "supervisor_named": report.names_lead,
        "agency_handles_itself": report.agency_handles,
        "outside_interest": "court_papers" in danger,
        "remedy_above": bool(ABOVE_HANDLER & set(report.put_right)),
    }
    return tuple(name for name, holds in true.items() if holds)


def said_by_standing(ticket: Standing, today: date) -> tuple[str, ...]:
    """What has happened to a ticket since that moves it up."""
    over = any(today > due for _start, due in ticket.running)
    near = any(is_near(start, due, today) for start, due in ticket.running)
    true = {
        "second_complaint": ticket.earlier,
        "deadline_over": ticket.is_open and over,
        "deadline_near": ticket.is_open and near and not over,
        "vulnerable_unresolved": ticket.is_open and ticket.vulnerable and (near or over),
        "review_asked": ticket.is_open and ticket.disagreed,
        "nobody_free": ticket.waits_outside,
    }
    return tuple(name for name, holds in true.items() if holds)


def is_near(start: date, due: date, today: date) -> bool:
    """Whether seven tenths of a promise are over. Its first day is the day before it is counted."""
    return (today - start).days >= NEAR * (due - start).days > 0


def steps(pack: RulePack, day: date, occasions: Iterable[str]) -> tuple[StepUp, ...]:
    """The entries of the pack for these occasions, the highest tier first."""
    wanted = set(occasions)
    found = [step(one) for one in on_day(pack.escalations, day) if one.when in wanted]
    return tuple(sorted(found, key=lambda one: -TIERS.index(one.to)))


def looked_at_anew(pack: RulePack, day: date) -> StepUp | None:
    """Who takes a ticket whose person does not agree with our answer; None where the pack does not say."""
    return next(iter(steps(pack, day, (DISAGREEMENT,))), None)


def past_supervisors(goes_up: Iterable[StepUp]) -> StepUp | None:
    """The step that takes a report past the supervisors at once, if one does."""
    return next((one for one in goes_up if one.id in PAST_SUPERVISORS), None)


def step(one: Escalation) -> StepUp:
    """An entry as it stands in a record."""
    return StepUp(
        id=one.id,
        to=one.to,
        never_to=one.never_to,
        source=one.source,
        force=one.force,
        mark=one.mark,
    )
