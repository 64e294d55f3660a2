"""The outbox: a letter is a row written in the same commit as what it tells, and sent after it."""

import base64
import smtplib
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, sessionmaker

from portal.letters.compose import Mail
from portal.letters.send import Sender
from portal.models import MailState, OutboxMail, new_id
from portal.vault.box import Box
from portal.vault.keys import Keyring

TABLE = "outbox"
LEASE = timedelta(minutes=5)
#: After so many tries a person must look; the state says so on the ticket.
MOST_ATTEMPTS = 8
#: Few at a time, so that a slow server cannot outlast the lease.
BATCH = 5
LONGEST_DELAY_SAME_DAY = timedelta(minutes=16)


def post(  # noqa: PLR0913 - a row of the outbox needs them all
    session: Session, keyring: Keyring, mail: Mail, *, ticket_id: str | None, letter: str,
    language: str, recipient_kind: str, not_before: datetime, now: datetime,
) -> OutboxMail:  # fmt: skip
    """Put a frozen mail into the outbox."""
    box, row_id = keyring.box(TABLE), new_id()
    row = OutboxMail(
        id=row_id,
        ticket_id=ticket_id,
        letter=letter,
        language=language,
        recipient_kind=recipient_kind,
        sealed_to=box.seal(TABLE, "sealed_to", row_id, mail.to),
        sealed_message=box.seal(
            TABLE, "sealed_message", row_id, base64.b64encode(mail.content).decode()
        ),
        message_id=mail.message_id,
        not_before=not_before,
        created_at=now,
    )
    session.add(row)
    return row


def opened(box: Box, row: OutboxMail) -> tuple[str, bytes]:
    """To whom, and the very bytes that were frozen."""
    to = box.open(TABLE, "sealed_to", row.id, row.sealed_to)
    return to, base64.b64decode(box.open(TABLE, "sealed_message", row.id, row.sealed_message))


def claim(session: Session, now: datetime, limit: int = BATCH) -> list[str]:
    """Take due letters by lease; a worker that dies gives them back when the lease ends."""
    due = or_(
        OutboxMail.state.in_([MailState.WAITING, MailState.FAILED]),
        (OutboxMail.state == MailState.SENDING) & (OutboxMail.leased_until < now),
    )
    query = (
        select(OutboxMail).where(due, OutboxMail.not_before <= now).order_by(OutboxMail.not_before)
    )
    rows = list(session.scalars(query.limit(limit).with_for_update(skip_locked=True)))
    for row in rows:
        row.state, row.leased_until = MailState.SENDING, now + LEASE
        row.attempts += 1
    return [row.id for row in rows]


def deliver_due(
    factory: sessionmaker[Session], keyring: Keyring, sender: Sender, now: datetime
) -> int:
    """Send what is due, each letter outside any transaction; returns how many left."""
    with factory() as session:
        ids = claim(session, now)
        session.commit()
    return sum(deliver_one(factory, keyring, sender, one, now) for one in ids)


def deliver_one(
    factory: sessionmaker[Session], keyring: Keyring, sender: Sender, row_id: str, now: datetime
) -> int:  # fmt: skip
    """Send one claimed letter and mark how it went; a retry sends identical bytes."""
    with factory() as session:
        to, content = opened(keyring.box(TABLE), session.get_one(OutboxMail, row_id))
    error = ""
    try:
        sender.send(to, content)
    except (OSError, ValueError, smtplib.SMTPException) as problem:
        # A bad address (ValueError) must not keep the letters behind it waiting.
        error = type(problem).__name__
    with factory() as session:
        mark(session.get_one(OutboxMail, row_id), error, now)
        session.commit()
    return 0 if error else 1


def mark(row: OutboxMail, error: str, now: datetime) -> None:
    """Sent, or tried again later with a growing delay, or given up for a person to see."""
    row.leased_until = None
    if not error:
        row.state, row.sent_at, row.last_error = MailState.SENT, now, ""
        return
    row.last_error = error
    if row.attempts >= MOST_ATTEMPTS:
        row.state = MailState.GIVEN_UP
    else:
        row.state = MailState.FAILED
        row.not_before = again(row, now)


def again(row: OutboxMail, now: datetime) -> datetime:
    """When to try again: after a growing delay, and never much later in the day than first allowed.

    The person's safe times are not in the row; the hour at which the letter was first allowed to
    leave is the one known to be safe, so a long delay goes on to the same hour of the next day.
    """
    delay = timedelta(minutes=2**row.attempts)
    if delay <= LONGEST_DELAY_SAME_DAY:
        return now + delay
    days = (now - row.not_before).days + 1
    return row.not_before + timedelta(days=days)
