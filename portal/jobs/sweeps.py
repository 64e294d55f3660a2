"""The sweeps: due rows are found, done and marked. Each may run twice; it must not matter."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session, sessionmaker

from portal.letters.outbox import deliver_due
from portal.letters.send import Sender
from portal.models import Budget, Draft, Visit
from portal.vault.keys import Keyring

#: Visits live two hours and budgets count minutes; a day is longer than either needs.
KEPT = timedelta(days=1)


def sweep(factory: sessionmaker[Session], keyring: Keyring, sender: Sender, now: datetime) -> int:
    """One round of everything that is due; returns how many pieces were done."""
    return deliver_due(factory, keyring, sender, now) + tidy(factory, now)


def tidy(factory: sessionmaker[Session], now: datetime) -> int:
    """Destroy drafts and visits whose time is over."""
    with factory() as session:
        gone = 0
        for query in (
            delete(Draft).where(Draft.expires_at <= now),
            delete(Budget).where(Budget.window < now - KEPT),
            delete(Visit).where(Visit.started_at < now - KEPT),
        ):
            gone += getattr(session.execute(query), "rowcount", 0)
        session.commit()
        return gone
