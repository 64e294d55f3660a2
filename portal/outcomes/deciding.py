"""What deciding is handed, and an outcome as a supervisor typed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.letters import ContactChoice
from portal.domain.outcome import Cause, HelpAnswer, Remedy, Result
from portal.models import Staff, Ticket
from portal.vault.box import Box, box_for
from portal.vault.keys import Keyring


@dataclass(frozen=True, slots=True)
class Deciding:
    """What the verbs of this stage are handed."""

    session: Session
    keyring: Keyring
    settings: Settings
    now: datetime
    staff: Staff

    def box(self, ticket: Ticket) -> Box:
        """The box of the ticket's own key."""
        return box_for(self.session, self.keyring, ticket.id)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A finding as the supervisor typed it: result, cause and the reason the person will read."""

    result: Result
    reason: str
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole outcome as typed: findings by allegation id, remedies, words to the person."""

    findings: Mapping[int, Proposed]
    remedies: tuple[Remedy, ...] = ()
    words: str = ""
    contact: ContactChoice | None = field(default=None)
    #: The answer to the request for help, where the person made one.
    help: HelpAnswer | None = None
