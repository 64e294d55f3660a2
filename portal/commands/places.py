"""Where words lie sealed in the rows of a ticket, for commands that open all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.erasing import is_erased
from portal.models import (
    Entry,
    EvidenceFile,
    Finding,
    Letter,
    OutboxMail,
    Outcome,
    Report,
    ReviewEntry,
    StoredDecision,
)
from portal.vault.box import Box, box_for
from portal.vault.errors import VaultError
from portal.vault.keys import Keyring


@dataclass(frozen=True, slots=True)
class Place:
    """One sealed column: its table, its name, and by what a row is known there."""

    model: Any
    column: str
    row: Callable[[Any], str]
    #: The box of the keyring it is sealed with; empty where the ticket's own key seals it.
    box: str = ""

    @property
    def table(self) -> str:
        """The table as the seal knows it."""
        return str(self.model.__tablename__)


#: Every sealed column but those of drafts and recoveries, which end by themselves. A test finds a new one.
PLACES = (
    Place(Report, "answers", lambda row: str(row.ticket_id)),
    Place(Report, "identity", lambda row: str(row.ticket_id)),
    Place(Entry, "words", lambda row: f"{row.ticket_id}:{row.seq}"),
    Place(Letter, "words", lambda row: str(row.id)),
    Place(StoredDecision, "working", lambda row: str(row.ticket_id)),
    Place(Outcome, "words", lambda row: str(row.id)),
    Place(Outcome, "help_terms", lambda row: str(row.id)),
    Place(Finding, "reason", lambda row: f"{row.outcome_id}:{row.allegation_id}"),
    Place(EvidenceFile, "sealed", lambda row: str(row.id)),
    Place(OutboxMail, "sealed_to", lambda row: str(row.id), box="outbox"),
    Place(OutboxMail, "sealed_message", lambda row: str(row.id), box="outbox"),
    Place(ReviewEntry, "words", lambda row: f"{row.review_id}:{row.seq}", box="review_timeline"),
)


def unopened(session: Session, keyring: Keyring) -> Iterator[str]:
    """Every sealed column that does not open, by table, column and row."""
    for place in PLACES:
        for row in session.scalars(select(place.model).execution_options(yield_per=500)):
            sealed = getattr(row, place.column)
            if not sealed or is_lost_on_purpose(session, row):
                continue
            try:
                box_of(session, keyring, place, row).open(
                    place.table, place.column, place.row(row), sealed
                )
            except VaultError as problem:
                yield f"{place.table}.{place.column} of {place.row(row)}: {problem}"


def is_lost_on_purpose(session: Session, row: Any) -> bool:  # noqa: ANN401 - a row of any table
    """Whether these words belong to a ticket that was erased: a line of its history, closed for good."""
    return isinstance(row, Entry) and is_erased(session, row.ticket_id)


def box_of(session: Session, keyring: Keyring, place: Place, row: Any) -> Box:  # noqa: ANN401 - a row of any table
    """The box these words are sealed with."""
    if place.box:
        return keyring.box(place.box)
    if row.ticket_id is None:
        return keyring.box("drafts")
    return box_for(session, keyring, row.ticket_id)
