"""What a person typed before sending: sealed at every step, found by a token only the browser holds."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal import models
from portal.vault.keys import Keyring

#: A draft that nobody goes on with is destroyed after this long.
KEPT = timedelta(days=30)
#: For this long after sending, the same browser may see its receipt again.
RECEIPT_SHOWN = timedelta(hours=24)

Answers = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Draft:
    """A report being written: which door, which language, what was answered so far."""

    token: str
    door: str
    language: str
    submission_id: str
    started_at: datetime
    answers: Answers = field(default_factory=dict)
    ticket_id: str | None = None
    sent_at: datetime | None = None
    #: The row it was read from; without it the session would forget the row and read it again.
    row: models.Draft | None = field(default=None, repr=False, compare=False)
    #: The member of staff who writes down what a caller says; nobody when the person writes.
    staff_id: int | None = None
    #: Until when the draft is kept for whoever has its save code; None when none was asked for.
    saved_until: datetime | None = None


def new_draft(
    session: Session,
    keyring: Keyring,
    door: str,
    language: str,
    now: datetime,
    staff_id: int | None = None,
) -> Draft:
    """Begin a report; the token goes into a cookie and is kept nowhere."""
    token, submission = secrets.token_urlsafe(32), secrets.token_hex(16)
    draft = Draft(token, door, language, submission, now, staff_id=staff_id)
    session.add(
        models.Draft(
            token_hash=hashed(draft.token),
            door=door,
            language=language,
            sealed=sealed(keyring, draft),
            created_at=now,
            saved_at=now,
            expires_at=now + KEPT,
        )
    )
    return draft


def load_draft(
    session: Session, keyring: Keyring, token: str | None, now: datetime
) -> Draft | None:
    """The draft of this browser, unless there is none or its time is over."""
    row = row_of(session, token)
    if row is None or row.expires_at <= now:
        return None
    return opened(keyring, row, str(token))


def opened(keyring: Keyring, row: models.Draft, token: str) -> Draft:
    """The draft of a row, to be known by this token from now on."""
    box = keyring.box("drafts")
    kept = json.loads(box.open("drafts", "sealed", row.token_hash.hex(), row.sealed))
    return Draft(
        token,
        row.door,
        row.language,
        kept["submission_id"],
        row.created_at,
        kept["answers"],
        row.ticket_id,
        sent_at=row.saved_at if row.ticket_id else None,
        row=row,
        staff_id=kept.get("staff_id"),
        saved_until=row.expires_at if row.save_hash else None,
    )


def save_page(
    session: Session, keyring: Keyring, draft: Draft, page: str, values: dict[str, Any], now: datetime
) -> None:  # fmt: skip
    """Keep the answers of one page. A sent report is never changed by its draft."""
    row = row_of(session, draft.token)
    if row is None or row.ticket_id is not None:
        return
    draft.answers[page] = values
    row.sealed = sealed(keyring, draft)
    row.saved_at = now
    row.expires_at = now + KEPT


def mark_sent(session: Session, draft: Draft, ticket_id: str, now: datetime) -> None:
    """The report was sent; the draft only serves to show its receipt for a day."""
    draft.ticket_id, draft.sent_at = ticket_id, now
    row = draft.row or row_of(session, draft.token)
    if row is not None:
        row.ticket_id = ticket_id
        row.saved_at = now
        row.expires_at = now + RECEIPT_SHOWN


def row_of(session: Session, token: str | None) -> models.Draft | None:
    """The row behind a token."""
    if not token or len(token) > 100:  # noqa: PLR2004 - our tokens have 43 characters
        return None
    return session.get(models.Draft, hashed(token))


def hashed(token: str) -> bytes:
    """What the table keeps of the token."""
    return hashlib.sha256(token.encode()).digest()


def sealed(keyring: Keyring, draft: Draft) -> bytes:
    """Answers and submission id, sealed for the row of this token."""
    text = json.dumps(
        {
            "submission_id": draft.submission_id,
            "answers": draft.answers,
            "staff_id": draft.staff_id,
        }
    )
    return keyring.box("drafts").seal("drafts", "sealed", hashed(draft.token).hex(), text)


def destroy(session: Session, draft: Draft) -> None:
    """Destroy a draft that is done with."""
    row = row_of(session, draft.token)
    if row is not None and row.ticket_id is None:
        session.delete(row)
