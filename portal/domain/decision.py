"""What triage is told and what it says: the facts of a report, and the decision with its working."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from portal.domain.escalating import StepUp
from portal.domain.plain import as_plain, names_of
from portal.domain.severity import Severity
from portal.domain.story import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What triage looks at, and nothing that says who the person is."""

    jurisdiction: str
    received_on: date
    region: str = ""
    language: str = "en"
    who: str = "self"
    firm: str = "unknown"
    choices: tuple[str, ...] = ()
    #: Conduct codes said outright, where the report does not come from the form.
    codes: tuple[str, ...] = ()
    wants_help: bool = False
    hardship: tuple[str, ...] = ()
    ask_for: tuple[str, ...] = ()
    impact: tuple[str, ...] = ()
    safe_now: str = ""
    text: str = ""
    channels: tuple[str, ...] = ()
    to_whom: tuple[str, ...] = ()
    time_of_day: str = ""
    count_week: int | None = None
    count_day: int | None = None
    timing: str = ""
    final_letter_sent: bool = False
    court_papers: bool = False
    our_firm: bool = True
    #: How long the report has waited by now; 0 when it has just come.
    days_open: int = 0
    #: Whether a child was contacted, told or threatened, where somebody said so outright.
    children: bool = False
    #: Whether the person complained of is a supervisor or leads a team.
    names_lead: bool = False
    #: Whether all who would look at it here work for the agency complained of.
    agency_handles: bool = False
    #: What would put it right, as ticked.
    put_right: tuple[str, ...] = ()


class Destination(StrEnum):
    """Where a ticket goes."""

    SUPERVISOR = "supervisor"
    OTHER_DEPARTMENT = "other_department"
    REFERRAL = "referral"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegation:
    """One thing said to have been done: ticked by the person or suggested by the words."""

    code: str
    choice: str
    origin: str
    severity: Severity
    cues: tuple[Cue, ...] = ()
    rule_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    #: Law whose text was read, that binds this kind of firm and speaks about this: what it may be against.
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A situation or wish that the story speaks of, with the words that say so."""

    code: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """A rule that was asked, and why it fired or did not."""

    id: str
    fired: bool
    reason: str
    source: str
    force: str
    mark: str
    #: The first condition that was not met, and what it asked for; empty when the rule fired.
    unmet: str = ""
    wanted: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Told apart by what tells lines of one pack apart: every decision looks up thirty of them."""
        return hash((self.id, self.unmet))


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOrder:
    """Collection stops: on what, until what happens."""

    scope: str
    until: str
    rule_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOrder:
    """A promise with its date."""

    id: str
    due: date
    started: date
    official: bool
    source: str = ""
    force: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyOffer:
    """An outside body that may help, the kind of help it gives, and the facts that make it fit."""

    id: str
    why: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The whole decision with its working: what was decided, by which rules of which pack."""

    to: Destination
    desk: str
    severity: Severity
    allegations: tuple[Allegation, ...]
    rules: tuple[RuleResult, ...]
    holds: tuple[HoldOrder, ...]
    contact_limits: tuple[str, ...]
    clocks: tuple[ClockOrder, ...]
    bodies: tuple[BodyOffer, ...]
    second_agreement: bool
    #: Why it goes up at once, and to which tier; the highest first.
    goes_up: tuple[StepUp, ...]
    #: Who takes it when the person does not agree with our answer.
    disagreement: tuple[StepUp, ...]
    danger: tuple[str, ...]
    #: Situations and wishes read from the story, such as hardship or court papers.
    needs: tuple[Need, ...]
    pack_id: str
    pack_version: str

    def to_dict(self) -> dict[str, Any]:
        """The record as plain values."""
        plain: dict[str, Any] = as_plain(self)
        return plain

    def as_kept(self) -> str:
        """The record as the JSON text that is stored: of its cues the places, never the words."""
        plain = {
            name: as_plain(getattr(self, name))
            for name in names_of(Decision)
            if name not in SAID_ALIKE
        }
        for one in (*plain["allegations"], *plain["needs"]):
            for cue in one["cues"]:
                del cue["text"]
        alike = (
            f'"{name}": [{", ".join(map(line_of, getattr(self, name)))}]' for name in SAID_ALIKE
        )
        return f"{json.dumps(plain)[:-1]}, {', '.join(alike)}}}"


#: What many decisions say alike, such as rules that did not fire; each line of it is written out once.
SAID_ALIKE = ("rules", "holds", "clocks", "bodies", "goes_up", "disagreement")


@lru_cache(maxsize=4096)
def line_of(record: Any) -> str:  # noqa: ANN401 - any record of these
    """The line of a rule, a promise or an offer in the stored record."""
    return json.dumps(as_plain(record))
