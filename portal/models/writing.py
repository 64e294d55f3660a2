"""What a transaction about to begin will do to the database."""

from contextvars import ContextVar
from enum import Enum


class WriteLock(Enum):
    """When a transaction takes the one write lock of SQLite; PostgreSQL only asks whether it ever writes."""

    #: Never: a page that only reads sees one state of the house and queues behind nobody.
    NEVER = "never"
    #: At its first change: a request reads and decides first, each look as fresh as on PostgreSQL,
    #: and holds the lock only while it writes. Versions and unique columns guard what it read.
    LATE = "late"
    #: At once: work that first reads which rows to take, such as a worker, with nobody in between.
    AT_ONCE = "at_once"


#: What the transaction about to begin will do. SQLite ignores the busy timeout when a transaction
#: that has read turns into one that writes, hence the lock is never asked for in the middle of one.
writing: ContextVar[WriteLock] = ContextVar("writing", default=WriteLock.AT_ONCE)
