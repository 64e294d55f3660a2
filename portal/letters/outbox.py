"""The outbox: a letter is a row written in the same commit as what it tells, and sent after it."""

import base64
import smtplib
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, sessionmaker

from portal.domain.letters import next_within
from portal.letters.compose import Mail
from portal.letters.send import Refused, Sender, Uncertain
from portal.models import MailState, OutboxMail, new_id
from portal.vault.box import Box
from portal.vault.keys import Keyring

TABLE = "outbox"
#: The notice that a way of reaching somebody, a code or a request changed.
CHANGE = "notice"
LEASE = timedelta(minutes=5)
#: A mail nobody took for so long is given up, and a person must look; its ticket says so.
TRIED_FOR = timedelta(days=4)
#: Tries follow each other at growing distances, and never further apart than this.
LONGEST_DELAY = timedelta(minutes=30)
#: One at a time, so that a slow server can never outlast the lease of the next; then what else is due.
BATCH = 1
MOST_AT_ONCE = 20


def post(  # noqa: PLR0913 - a row of the outbox needs them all
    session: Session, keyring: Keyring, mail: Mail, *, ticket_id: str | None, letter: str,
    language: str, recipient_kind: str, not_before: datetime, now: datetime, hours: str = "",
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
        hours=hours,
        created_at=now,
    )
    session.add(row)
    return row


def take_back(session: Session, ticket_id: str) -> str:
    """Stop what waits for a person: it would leave for an address, or at an hour, that has ended.

    Gives the newest letter a notice of which was stopped; nothing as a rule. The notice of a change
    stays: whoever had the old address must hear of it.
    """
    waits = MailState.WAITING, MailState.FAILED, MailState.GIVEN_UP
    query = select(OutboxMail).where(
        OutboxMail.ticket_id == ticket_id, OutboxMail.recipient_kind == "person",
        OutboxMail.state.in_(waits), OutboxMail.letter != CHANGE,
    )  # fmt: skip
    rows = list(session.scalars(query.order_by(OutboxMail.created_at)))
    for row in rows:
        row.state = MailState.CANCELLED
    return rows[-1].letter if rows else ""


def opened(box: Box, row: OutboxMail) -> tuple[str, bytes]:
    """To whom, and the very bytes that were frozen."""
    to = box.open(TABLE, "sealed_to", row.id, row.sealed_to)
    return to, base64.b64decode(box.open(TABLE, "sealed_message", row.id, row.sealed_message))


def due(now: datetime) -> Select[OutboxMail]:
    """The letters that may leave now, those that wait longest first."""
    free = or_(
        OutboxMail.state.in_([MailState.WAITING, MailState.FAILED]),
        (OutboxMail.state == MailState.SENDING) & (OutboxMail.leased_until < now),
    )
    query = select(OutboxMail).where(free, OutboxMail.not_before <= now)
    return query.order_by(OutboxMail.not_before, OutboxMail.id)


def claim(session: Session, now: datetime, limit: int = BATCH) -> list[str]:
    """Take due letters by lease; a worker that dies gives them back when the lease ends."""
    rows = list(session.scalars(due(now).limit(limit).with_for_update(skip_locked=True)))
    taken = []
    for row in rows:
        # The safe times may have ended while it waited; then it waits for the next ones.
        row.not_before = next_within(row.hours, now)
        if row.not_before > now:
            continue
        row.state, row.leased_until = MailState.SENDING, now + LEASE
        row.attempts += 1
        taken.append(row.id)
    return taken


def deliver_due(
    factory: sessionmaker[Session], keyring: Keyring, sender: Sender, now: datetime
) -> int:
    """Send what is due, each letter outside any transaction; returns how many left."""
    sent, begun = 0, monotonic()
    for _ in range(MOST_AT_ONCE):
        at = now + timedelta(seconds=monotonic() - begun)
        with factory() as session:
            waits = session.scalar(due(at).with_only_columns(OutboxMail.id).limit(1))
            ids = claim(session, at)
            session.commit()
        if waits is None:
            break
        sent += sum(deliver_one(factory, keyring, sender, one, at) for one in ids)
    return sent


def deliver_one(
    factory: sessionmaker[Session], keyring: Keyring, sender: Sender, row_id: str, now: datetime
) -> int:  # fmt: skip
    """Send one claimed letter and mark how it went; a retry sends identical bytes."""
    with factory() as session:
        to, content = opened(keyring.box(TABLE), session.get_one(OutboxMail, row_id))
    problem: Exception | None = None
    try:
        sender.send(to, content)
    except (OSError, ValueError, smtplib.SMTPException, Refused) as found:
        # A bad address (ValueError) must not keep the letters behind it waiting.
        problem = found
    with factory() as session:
        mark(session.get_one(OutboxMail, row_id), problem, now)
        session.commit()
    return 0 if problem else 1


def mark(row: OutboxMail, problem: Exception | None, now: datetime) -> None:
    """Sent, or tried again later with a growing delay, or given up for a person to see."""
    row.leased_until = None
    if problem is None:
        row.state, row.sent_at, row.last_error = MailState.SENT, now, ""
        return
    row.last_error = str(problem.code) if isinstance(problem, Refused) else type(problem).__name__
    if is_final(row, problem, now):
        row.state = MailState.GIVEN_UP
    else:
        row.state, row.not_before = MailState.FAILED, again(row, now)
    row.uncertain = row.uncertain or isinstance(problem, Uncertain)


def is_final(row: OutboxMail, problem: Exception, now: datetime) -> bool:
    """Whether trying again helps nobody: refused for good, too old, or perhaps there twice already."""
    twice = row.uncertain and isinstance(problem, Uncertain)
    return isinstance(problem, Refused | ValueError) or twice or now >= row.created_at + TRIED_FOR


def again(row: OutboxMail, now: datetime) -> datetime:
    """When to try again: after a growing delay, and never outside the person's safe times."""
    delay = min(timedelta(minutes=2 ** min(row.attempts, 10)), LONGEST_DELAY)
    return next_within(row.hours, now + delay)


def try_anew(row: OutboxMail, now: datetime) -> None:
    """A person looked and wants a mail that was given up to be tried once more."""
    row.state, row.not_before = MailState.FAILED, next_within(row.hours, now)
    row.created_at, row.attempts, row.uncertain = now, 0, False
