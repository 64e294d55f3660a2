"""How grave something is: four words, the same in every page, letter and table."""

from collections.abc import Iterable
from enum import StrEnum


class Severity(StrEnum):
    """Safety is gravest: danger, crime or mass privacy harm. Service is a service matter."""

    SAFETY = "safety"
    SERIOUS = "serious"
    STANDARD = "standard"
    SERVICE = "service"

    @property
    def rank(self) -> int:
        """0 for safety to 3 for service."""
        return list(Severity).index(self)

    def raised(self) -> "Severity":
        """One step graver, at most safety. Nothing here ever makes a severity milder."""
        return list(Severity)[max(0, self.rank - 1)]


def worst(severities: Iterable[Severity]) -> Severity:
    """The gravest of them; a service matter where there is none."""
    return min(severities, key=lambda one: one.rank, default=Severity.SERVICE)
