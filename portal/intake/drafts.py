"""What a person typed before sending: sealed at every step, found by a token only the browser holds."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from portal import models
from portal.intake.pages import unfinished
from portal.models import Question
from portal.vault.keys import Keyring

#: A draft that nobody goes on with is destroyed after this long.
KEPT = timedelta(days=30)
#: For this long after sending, the same browser may see its receipt again.
RECEIPT_SHOWN = timedelta(hours=24)

LONGEST_TOKEN = 100

#: What is kept of a draft, asked with every page.
KEPT_BY_TOKEN = Question(
    select(*models.Draft.__table__.c).where(
        models.Draft.token_hash == bindparam("token_hash", type_=models.Draft.token_hash.type)
    )
)
#: A draft that was sent shows its receipt and nothing else.
SENT = Question(
    update(models.Draft)
    .where(models.Draft.token_hash == bindparam("token", type_=models.Draft.token_hash.type))
    .values(
        ticket_id=bindparam("ticket_id", type_=models.Draft.ticket_id.type),
        saved_at=bindparam("saved_at", type_=models.Draft.saved_at.type),
        expires_at=bindparam("expires_at", type_=models.Draft.expires_at.type),
    )
)

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
    #: What its files go by; None until the first one.
    files_id: str | None = None
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
    found = KEPT_BY_TOKEN.ask(session, token_hash=hashed(token)) if may_be_token(token) else []
    if not found or found[0].expires_at <= now:
        return None
    return opened(keyring, found[0], str(token))


def opened(keyring: Keyring, row: Any, token: str) -> Draft:  # noqa: ANN401 - a row of the library or of a question
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
        files_id=row.files_id,
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
    draft.answers.pop(unfinished(page), None)
    draft.answers[page] = values
    row.sealed = sealed(keyring, draft)
    row.saved_at = now
    row.expires_at = now + KEPT


def mark_sent(session: Session, draft: Draft, ticket_id: str, now: datetime) -> None:
    """The report was sent; the draft only serves to show its receipt for a day."""
    draft.ticket_id, draft.sent_at = ticket_id, now
    if may_be_token(draft.token):
        at = {"saved_at": now, "expires_at": now + RECEIPT_SHOWN}
        SENT.do(session, token=hashed(draft.token), ticket_id=ticket_id, **at)


def row_of(session: Session, token: str | None) -> models.Draft | None:
    """The row behind a token."""
    return session.get(models.Draft, hashed(token)) if may_be_token(token) else None


def may_be_token(token: str | None) -> TypeGuard[str]:
    """Whether this could be a token of ours at all; ours have 43 characters."""
    return bool(token) and len(str(token)) <= LONGEST_TOKEN


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
