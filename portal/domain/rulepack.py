"""The shape of a rule pack: the law of one place as dated data, and what is wrong with a bad one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.domain.calendars import Calendar
from portal.domain.clocks import ClockRule
from portal.domain.severity import Severity
from portal.domain.story import Reader

#: Marks: V the text was read, 2 second hand, U unverified. Only V may be quoted to people as law.
MARKS = ("V", "2", "U")
FORCES = ("statute", "regulation", "rule", "standard", "guidance", "practice", "policy")
KINDS = (
    "emergency",
    "helpline",
    "debt_advice",
    "legal_aid",
    "consumer_association",
    "ombudsman",
    "regulator",
)
#: What a condition may ask; an unknown word stops the loading of the pack.
FACTS = (
    "choices_any", "codes_any", "final_letter_sent", "impact_any", "hardship_any", "ask_for_any", "who_any", "safe_now",
    "our_firm", "wants_help", "court_papers", "conduct", "danger_any", "severity_at_least", "firm_any",
)  # fmt: skip


class PackError(ValueError):
    """A pack that must not be used; the message names file, entry and reason."""

    def __init__(self, file: str, entry: str, reason: str) -> None:
        super().__init__(f"{file}: {entry}: {reason}")


def may_quote(mark: str) -> bool:
    """Whether a fact may be shown to a person as law: only if its text was read."""
    return mark == "V"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """One conduct code of the taxonomy in this place's law."""

    code: str
    severity: Severity
    group: str
    basis: tuple[tuple[str, str], ...] = ()
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the thirteen choices in the person's words, and the code it stands for here."""

    word: str
    code: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One routing rule: when it fires and what follows."""

    id: str
    order: int
    force: str
    mark: str
    source: str
    in_force_from: date
    when: Mapping[str, Any]
    to: str = ""
    desk: str = ""
    severity_at_least: Severity | None = None
    raise_severity: bool = False
    hold: tuple[str, str] | None = None
    contact_limit: str = ""
    danger: str = ""
    second_agreement: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An outside body a person may turn to."""

    id: str
    kind: str
    mark: str
    source: str
    verified_on: date
    stale_after_days: int = 180
    phones: tuple[str, ...] = ()
    url: str = ""
    email: str = ""
    languages: tuple[str, ...] = ()
    cost: str = "free"
    when: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50

    def is_fresh(self, today: date) -> bool:
        """Whether somebody checked the entry recently enough to suggest it."""
        return (today - self.verified_on).days <= self.stale_after_days


@dataclass(frozen=True, slots=True, kw_only=True)
class PackClock:
    """A promise of this place: its rule, and for which severities it is made."""

    rule: ClockRule
    severities: tuple[Severity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePack:
    """Everything the law of one place says to the portal."""

    id: str
    version: str
    in_force_from: date
    verified_on: date
    review_by: date
    currency: str
    timezone: str
    parts: tuple[str, ...]
    calendar: Calendar
    conduct: Mapping[str, Conduct]
    choices: Mapping[str, Choice]
    rules: tuple[Rule, ...]
    clocks: tuple[PackClock, ...]
    bodies: tuple[Body, ...]
    contacts: Mapping[str, Any]
    words_by_locale: Mapping[str, Mapping[str, Any]]
    cases: tuple[Mapping[str, Any], ...]
    #: How a story is read here: the signs every place shares and those of this one.
    reader: Reader

    def local_date(self, moment: datetime) -> date:
        """The date it is in this place."""
        return self.calendar.local_date(moment)

    def words(self, locale: str, kind: str, name: str, part: str = "name") -> str:
        """A text of the pack in this language; KeyError when the pack has none."""
        return str(self.words_by_locale[locale][kind][name][part])

    def body(self, body_id: str) -> Body | None:
        """The body of this id."""
        return next((one for one in self.bodies if one.id == body_id), None)
