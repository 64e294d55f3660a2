"""The pieces of a sweep: each is done by itself, so that one broken ticket holds up nobody else."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from portal.models import Ticket, WriteLock, writing

log = logging.getLogger(__name__)


class SomeFailedError(Exception):
    """Some pieces could not be done; all the others were."""

    def __init__(self, done: int, failed: int) -> None:
        super().__init__(done, failed)
        self.done, self.failed = done, failed


@contextmanager
def looking(factory: sessionmaker[Session]) -> Iterator[Session]:
    """A session that only reads: a look that finds nothing takes no lock from those who file."""
    before = writing.set(WriteLock.NEVER)
    try:
        with factory() as session:
            yield session
    finally:
        writing.reset(before)


def each(
    factory: sessionmaker[Session], what: str, ticket_ids: Iterable[str], do: Callable[[str], int]
) -> int:
    """Do every ticket, each in a transaction that `do` opens; those that fail are told of at the end."""
    done = failed = 0
    for ticket_id in ticket_ids:
        try:
            done += do(ticket_id)
        except Exception as problem:  # noqa: BLE001 - whatever it is, the other tickets go on
            failed += 1
            with looking(factory) as session:
                number = session.scalar(select(Ticket.number).where(Ticket.id == ticket_id))
            # The message of an error may hold words of a row; its kind does not.
            log.error("%s failed for ticket %s: %s", what, number, type(problem).__name__)  # noqa: TRY400 - likewise
    if failed:
        raise SomeFailedError(done, failed)
    return done
