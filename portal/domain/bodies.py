"""Outside bodies: who they are, how they are reached, and how long their entry may be believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.domain.opening import Hours

KINDS = (
    "emergency",
    "helpline",
    "debt_advice",
    "legal_aid",
    "local_help",
    "consumer_association",
    "mediation",
    "ombudsman",
    "regulator",
    "authority",
)


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
    post: str = ""
    #: What it deals with, in the words of `vocabulary.TOPICS`.
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cost: str = "free"
    #: Regions it serves; empty means the whole place. Kept in `when` too, as region_any.
    covers: tuple[str, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict)
    #: Conditions of which one is enough (a final letter, or so many days); empty means none.
    one_of: tuple[Mapping[str, Any], ...] = ()
    #: Any one of these and the body is not offered.
    not_when: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
    #: When it is open, where somebody found out.
    hours: Hours | None = None

    def is_fresh(self, today: date) -> bool:
        """Whether somebody checked the entry recently enough to suggest it."""
        return (today - self.verified_on).days <= self.stale_after_days

    def may_show(self) -> bool:
        """Whether people see it: checked contacts, and emergency numbers, which nobody may be without."""
        return self.mark == "V" or self.kind == "emergency" or self.second_hand()

    def second_hand(self) -> bool:
        """Whether its contact was taken from other people's pages; shown with a word of warning."""
        return self.mark == "2"
