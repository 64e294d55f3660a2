"""The book of who collects, in which team, under whom: what was changed there, when and by whom."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, UtcTime, Word

#: The one book there is so far.
BOOK = "people"
#: The setting that holds how long the book is and the print of its last line.
BOOK_HEAD = "people.book"


class BookKind(StrEnum):
    """What was changed."""

    AGENCY_ADDED = "agency_added"
    AGENCY_CHANGED = "agency_changed"
    TEAM_ADDED = "team_added"
    TEAM_CHANGED = "team_changed"
    LEADER = "leader"
    COLLECTOR_ADDED = "collector_added"
    COLLECTOR_CHANGED = "collector_changed"
    MOVED = "moved"
    MANAGER = "manager"
    ALIAS_ADDED = "alias_added"
    ALIAS_REMOVED = "alias_removed"
    LIST_READ = "list_read"
    LIST_TAKEN = "list_taken"
    #: Who proposed to destroy by age, agreed to it or stopped it stands here, too: nowhere else can be proved.
    DESTROYING_PROPOSED = "destroying_proposed"
    DESTROYING_AGREED = "destroying_agreed"
    DESTROYING_STOPPED = "destroying_stopped"


class BookLine(Base):
    """One line of the book. Never changed, never deleted."""

    __tablename__ = "people_book"
    __table_args__ = (UniqueConstraint("book", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    book: Mapped[str] = mapped_column(String(12), default=BOOK)
    seq: Mapped[int]
    kind: Mapped[BookKind] = mapped_column(Word(BookKind))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: None when it came by the command line.
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    #: Which rows, and what of them, before and after; never the name of a person.
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
