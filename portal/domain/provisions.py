"""The entries of a rule pack beside its routing rules: provisions of law, contact limits, holds, help."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from portal.domain.severity import Severity

#: Marks: V the text was read, 2 second hand, U unverified. Only V may be quoted to people as law.
MARKS = ("V", "2", "U")
#: From the strongest to the weakest. The first three are law; the rest may guide, never be quoted as law.
FORCES = ("statute", "regulation", "rule", "standard", "guidance", "practice", "policy")
LAW = frozenset({"statute", "regulation", "rule"})
#: Who may be complained of. A law binds some of them only; "unknown" is nobody the law names.
FIRMS = (
    "bank", "consumer_finance", "small_loan", "agency", "debt_buyer", "creditor", "unknown",
)  # fmt: skip


def may_quote(mark: str, force: str = "statute") -> bool:
    """Whether a fact may be shown to a person as law: its text was read, and it is law at all."""
    return mark == "V" and force in LAW


class Dated(Protocol):
    """An entry that is in force from one day, and perhaps until another."""

    @property
    def id(self) -> str:
        """The name of the entry; a later entry of the same name takes its place."""

    @property
    def in_force_from(self) -> date:
        """The first day it counts."""

    @property
    def in_force_to(self) -> date | None:
        """The last day it counts; None while nobody knows an end."""


Entry = TypeVar("Entry", bound=Dated)


def on_day(entries: Iterable[Entry], day: date) -> tuple[Entry, ...]:
    """Of every name the entry that counted on this day; entries that were not yet or no longer law fall out."""
    kept: dict[str, Entry] = {}
    for one in entries:
        if one.in_force_from <= day and (one.in_force_to is None or day <= one.in_force_to):
            before = kept.get(one.id)
            if before is None or before.in_force_from < one.in_force_from:
                kept[one.id] = one
    return tuple(kept.values())


def key_of(one: Dated) -> tuple[str, date]:
    """What names an entry for good: its id and the day it came into force."""
    return one.id, one.in_force_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One provision: where it stands, how strong it is, how surely it was read, whom it binds."""

    id: str
    cite: str
    force: str
    mark: str
    in_force_from: date
    in_force_to: date | None = None
    #: Kinds of firm it binds; empty means every kind.
    binds: tuple[str, ...] = ()
    #: Conduct and help codes it speaks about.
    codes: tuple[str, ...] = ()
    url: str = ""
    read_on: date | None = None

    def may_quote(self) -> bool:
        """Whether a person may be told this as law."""
        return may_quote(self.mark, self.force)

    def binds_firm(self, firm: str) -> bool:
        """Whether it binds this kind of firm; of an unknown firm nobody can say so."""
        return not self.binds or firm in self.binds


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit on contact: what is counted or compared, and whom it binds."""

    id: str
    kind: str
    law: tuple[str, ...]
    force: str
    mark: str
    source: str
    in_force_from: date
    in_force_to: date | None = None
    binds: tuple[str, ...] = ()
    #: Ways of contact it speaks about; empty means every way.
    channels: tuple[str, ...] = ()
    #: States, provinces or nations whose law it is; empty means the whole place.
    covers: tuple[str, ...] = ()
    #: "breach" ends the question; "presumption" may be rebutted; "guide" is the house's own measure.
    weight: str = "breach"
    #: Hours, counts, windows and persons, as the kind needs them.
    what: dict[str, Any] = field(default_factory=dict)

    def binds_firm(self, firm: str) -> bool:
        """Whether it binds this kind of firm."""
        return not self.binds or firm in self.binds

    def is_law_in(self, region: str) -> bool | None:
        """Whether it is law where the person lives; nothing is known of a region nobody named."""
        if not self.covers:
            return True
        return region in self.covers if region else None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRule:
    """Collection stops: on what, until what happens, and which contact stays allowed."""

    id: str
    scope: str
    until: str
    law: tuple[str, ...]
    force: str
    mark: str
    source: str
    in_force_from: date
    in_force_to: date | None = None
    allowed_contact: tuple[str, ...] = ()
    #: A length in days where the law names one.
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """When a ticket goes up, to which tier, and who may not be that tier."""

    id: str
    when: str
    to: str
    law: tuple[str, ...]
    force: str
    mark: str
    source: str
    in_force_from: date
    in_force_to: date | None = None
    never_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What helps to find out about a code: evidence worth keeping, and questions to ask. Nothing is required."""

    code: str
    evidence: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A wish or a reason behind a request for help, and how soon it needs an answer."""

    code: str
    axis: str
    urgency: str
    severity: Severity
    basis: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The page or address of a body in one region; shown to people only once somebody checked it."""

    body: str
    region: str
    name: str = ""
    url: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    source: str = ""
    verified_on: date | None = None
