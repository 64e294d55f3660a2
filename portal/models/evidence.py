"""Files of a report: what is known of each; the bytes lie sealed in the store."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.evidence import FileState, Kind, Reason, Scan
from portal.models.base import ID, Base, OfTicket, Sealed, UtcTime, Word, new_id


class EvidenceFile(OfTicket, Base):
    """One file. It belongs to a draft until the report is sent, and to the ticket afterwards."""

    __tablename__ = "evidence_files"
    __table_args__ = (
        CheckConstraint(
            "(ticket_id IS NULL) <> (draft_files_id IS NULL)", name="a_file_has_one_owner"
        ),
        CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name="refused_has_a_reason"),
        CheckConstraint("state <> 'ready' OR written_as <> ''", name="ready_has_a_copy"),
        Index("ix_evidence_files_due", "state", "leased_until"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    ticket_id: Mapped[str | None] = mapped_column(ID, ForeignKey("tickets.id"), index=True)
    #: The draft it was added to; a file whose draft is gone is destroyed by the next round.
    draft_files_id: Mapped[str | None] = mapped_column(ID, index=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    size: Mapped[int]
    state: Mapped[FileState] = mapped_column(Word(FileState), default=FileState.WAITING)
    reason: Mapped[Reason | None] = mapped_column(Word(Reason))
    scan: Mapped[Scan] = mapped_column(Word(Scan), default=Scan.NOT_SCANNED)
    #: What the working copy was written as, such as jpeg; empty while there is none.
    written_as: Mapped[str] = mapped_column(String(8), default="")
    copy_bytes: Mapped[int] = mapped_column(default=0)
    #: Name, description, SHA-256 of the original and the key of its bytes; sealed.
    sealed: Mapped[bytes] = mapped_column(Sealed)
    #: A keyed hash of the content: the same file twice is seen, and nothing else of it.
    mark: Mapped[bytes] = mapped_column(LargeBinary(32))
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
