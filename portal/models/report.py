"""What the person told us, sealed, and the allegations drawn from it."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.severity import Severity
from portal.models.base import ID, Base, OfTicket, Sealed, Word


class Report(OfTicket, Base):
    """The answers of the filing, sealed with the ticket's own key."""

    __tablename__ = "reports"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    #: Everything said, as JSON by page and field.
    answers: Mapped[bytes] = mapped_column(Sealed)
    #: Name and how to reach the person, as JSON; apart, since most who work the ticket need neither.
    identity: Mapped[bytes] = mapped_column(Sealed)
    #: SHA-256 of the answers as sent, printed on the acknowledgement.
    digest: Mapped[str] = mapped_column(String(64))


class Allegation(OfTicket, Base):
    """One thing said to have been done, with why triage matched it."""

    __tablename__ = "allegations"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    #: The conduct code of the taxonomy.
    code: Mapped[str] = mapped_column(String(40))
    #: The person's own choice of the thirteen, empty when triage suggested the code.
    choice: Mapped[str] = mapped_column(String(20), default="")
    origin: Mapped[str] = mapped_column(String(12))
    severity: Mapped[Severity] = mapped_column(Word(Severity))
    cues: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    rule_ids: Mapped[list[str]] = mapped_column(default=list)
    sources: Mapped[list[str]] = mapped_column(default=list)
