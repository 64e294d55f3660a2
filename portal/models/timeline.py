"""The history of a ticket: one hash-chained entry for everything that happened to it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import ID, Base, OfTicket, Sealed, UtcTime, Word


class EntryKind(StrEnum):
    """What happened."""

    FILED = "filed"
    TRIAGED = "triaged"
    ASSIGNED = "assigned"
    #: A supervisor gave the ticket back, to wait for another.
    RELEASED = "released"
    #: Nobody here is free of the ticket: the person was told who else can help.
    OUTSIDE_WAY = "outside_way"
    TRIAGE_CHANGED = "triage_changed"
    MESSAGE_IN = "message_in"
    MESSAGE_OUT = "message_out"
    NOTE = "note"
    LETTER_POSTED = "letter_posted"
    #: A supervisor offered an organisation that no rule had suggested.
    REFERRAL_OFFERED = "referral_offered"
    REFERRAL_CONSENT = "referral_consent"
    REFERRAL_SENT = "referral_sent"
    OUTCOME_PROPOSED = "outcome_proposed"
    OUTCOME_AGREED = "outcome_agreed"
    OUTCOME_RETURNED = "outcome_returned"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    DISAGREED = "disagreed"
    HOLD_PLACED = "hold_placed"
    HOLD_LIFTED = "hold_lifted"
    IDENTITY_SHOWN = "identity_shown"
    TIE_DECLARED = "tie_declared"
    #: Whom the report is about was found here, or another one was, or the team of that day.
    COLLECTOR_NAMED = "collector_named"
    DEADLINE_EXTENDED = "deadline_extended"
    EVIDENCE_ADDED = "evidence_added"
    #: The person told of one more time.
    HAPPENED_AGAIN = "happened_again"
    #: The person put something right that was told wrongly.
    CORRECTED = "corrected"
    #: The person took a message out of the own view; nothing is lost here.
    VIEW_CLEARED = "view_cleared"
    CONTACT_CHANGED = "contact_changed"
    #: The old receipt code ended, a new one opens the ticket.
    CODE_REPLACED = "code_replaced"
    #: How well we dealt with it, in the person's own judgement.
    JUDGED = "judged"
    #: The person asked for the notes of staff, or for the destruction of the own data.
    DATA_ASKED = "data_asked"
    #: The person took a copy of the own data.
    DATA_COPIED = "data_copied"
    #: One administrator would delete what was asked; a second one must agree.
    DATA_PROPOSED = "data_proposed"
    #: What was asked of the own data was granted or refused, and why.
    DATA_DECIDED = "data_decided"
    #: The person wants to keep the ticket after all.
    DATA_KEPT = "data_kept"
    #: The key of the ticket was destroyed. The last line of a history, read by nobody but the audit.
    ERASED = "erased"
    #: Name and addresses were kept long enough and are gone.
    CONTACT_DESTROYED = "contact_destroyed"
    #: Files were kept long enough and are gone.
    FILES_DESTROYED = "files_destroyed"
    #: An administrator keeps the ticket from being destroyed.
    PRESERVED = "preserved"
    #: Nothing keeps the ticket from being destroyed any more.
    PRESERVATION_LIFTED = "preservation_lifted"
    #: A member of staff opened a file.
    EVIDENCE_OPENED = "evidence_opened"


#: What the person who reported may read of the history.
PUBLIC_KINDS = frozenset(EntryKind) - {
    EntryKind.NOTE,
    EntryKind.RELEASED,
    EntryKind.TRIAGE_CHANGED,
    EntryKind.OUTCOME_PROPOSED,
    EntryKind.OUTCOME_RETURNED,
    EntryKind.OUTCOME_AGREED,
    EntryKind.IDENTITY_SHOWN,
    EntryKind.TIE_DECLARED,
    EntryKind.COLLECTOR_NAMED,
    EntryKind.EVIDENCE_OPENED,
    EntryKind.VIEW_CLEARED,
    EntryKind.DATA_PROPOSED,
    EntryKind.ERASED,
    # Why a court may ask for it is no news to be read on somebody's phone.
    EntryKind.PRESERVED,
    EntryKind.PRESERVATION_LIFTED,
}


class Entry(OfTicket, Base):
    """One line of the history. Never changed, never deleted."""

    __tablename__ = "timeline"
    __table_args__ = (UniqueConstraint("ticket_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ID, ForeignKey("tickets.id"))
    seq: Mapped[int]
    kind: Mapped[EntryKind] = mapped_column(Word(EntryKind))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: None when the portal or the person acted.
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    #: Facts that are no secret: states before and after, codes, dates.
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Words, sealed with the ticket's key.
    words: Mapped[bytes | None] = mapped_column(Sealed)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
