"""The one hand that commits: everything a request changes becomes true at once, or nothing does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import Executable
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.models import Staff, WriteLock, writing
from portal.vault.keys import Keyring
from portal.web.db import db


@dataclass(frozen=True, slots=True)
class Work:
    """What a verb is handed: the session, the moment, the keys and the member of staff, if any."""

    session: Session
    now: datetime
    keyring: Keyring
    staff: Staff | None


def now() -> datetime:
    """The moment, by the clock of the application; tests set it."""
    clock = current_app.extensions.get("clock")
    return clock() if clock else datetime.now(UTC)


def keyring() -> Keyring:
    """The keys of this installation."""
    ring: Keyring = current_app.extensions["keyring"]
    return ring


def aside(statement: Executable) -> None:
    """One small change beside what the request does, true at once on a connection of its own.

    For marks nobody must lose anything over, such as "still here": when the database is busy or
    full, the page that was asked for still comes.
    """
    before = writing.set(WriteLock.LATE)
    try:
        with db.engine.begin() as connection:
            connection.execute(statement)
    except SQLAlchemyError:
        current_app.logger.warning("a mark could not be kept")
    finally:
        writing.reset(before)


@contextmanager
def work() -> Iterator[Work]:
    """Do everything inside, then commit once; an error on the way undoes it all."""
    from portal.web.permissions import current_staff  # noqa: PLC0415 - the two know each other

    try:
        yield Work(db.session(), now(), keyring(), current_staff())
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
