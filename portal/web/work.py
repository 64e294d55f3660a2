"""The one hand that commits: everything a request changes becomes true at once, or nothing does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from sqlalchemy.orm import Session

from portal.models import Staff
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
