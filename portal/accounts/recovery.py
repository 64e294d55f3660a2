"""A way back for whoever lost the receipt code.

A lost code is asked for by ticket number and name. The page answers the same, and as quickly, whether
they fit or not, because it only writes the question down; whether it fits is found out afterwards by
the worker, which mails a link to the address on file. The link works once, and only in the browser
that asked: neither the mailbox alone nor number and name alone open anything.
"""

import hashlib
import json
import secrets
import unicodedata
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.letters import hours_of, next_safe
from portal.letters.compose import compose
from portal.letters.outbox import post
from portal.letters.render import rendered
from portal.models import Recovery, Report, Ticket
from portal.routing import contact_of
from portal.vault.box import Box, box_for
from portal.vault.errors import KeyDestroyedError
from portal.vault.keys import Keyring

TABLE = "recoveries"
#: A mail may take its time; the link is bound to a browser, so an hour costs no safety.
LINK_WORKS = timedelta(hours=1)
#: What was asked is forgotten after this long.
KEPT = timedelta(days=2)
#: One ticket is mailed so many links in a day, however often somebody asks.
LINKS_A_DAY = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed who lost a code, and what the mail would say."""

    number: str
    name: str
    language: str
    sender: str
    organisation: str
    link: str


def hashed(token: str) -> bytes:
    """What the table keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def ask(session: Session, keyring: Keyring, asked: Asked, token: str, now: datetime) -> str:
    """Write the question down, whatever it is; gives the token the asking browser keeps."""
    browser = secrets.token_urlsafe(32)
    row_id = hashed(token)
    text = json.dumps(astuple(asked))
    session.add(
        Recovery(
            token_hash=row_id,
            browser_hash=hashed(browser),
            sealed=keyring.box(TABLE).seal(TABLE, "sealed", row_id.hex(), text),
            asked_at=now,
        )
    )
    return browser


def waiting(session: Session) -> bool:
    """Whether somebody asked and was not looked at yet."""
    query = select(Recovery.token_hash).where(Recovery.sealed.is_not(None)).limit(1)
    return session.scalar(query) is not None


def answer_all(session: Session, keyring: Keyring, now: datetime) -> int:
    """Look at every question: where number and name fit a ticket with an address, a link is mailed."""
    rows = list(session.scalars(select(Recovery).where(Recovery.sealed.is_not(None)).limit(20)))
    for row in rows:
        text = keyring.box(TABLE).open(TABLE, "sealed", row.token_hash.hex(), row.sealed or b"")
        row.sealed = None
        answer(session, keyring, row, Asked(*json.loads(text)), now)
    return len(rows)


def answer(session: Session, keyring: Keyring, row: Recovery, asked: Asked, now: datetime) -> None:
    """Mail the link if the question fits; else nothing happens, and nobody learns of it."""
    ticket = session.scalar(select(Ticket).where(Ticket.number == asked.number))
    if ticket is None or sent_today(session, ticket, now) >= LINKS_A_DAY:
        return
    try:
        box = box_for(session, keyring, ticket.id)
    except KeyDestroyedError:
        return
    contact = contact_of(session, box, ticket)
    identity = identity_in(session, box, ticket)
    if contact is None or not contact.email or not is_named(identity, asked.name):
        return
    leaves = next_safe(contact, now)
    if contact.changed_at and leaves < contact.changed_at + timedelta(hours=24):
        return
    subject, body = rendered(
        "new_code",
        asked.language,
        {"organisation": asked.organisation, "link_address": asked.link},
    )
    mail = compose(sender=asked.sender, to=contact.email, subject=subject, body=body, now=now)
    post(
        session, keyring, mail, ticket_id=ticket.id, letter="new_code", language=asked.language,
        recipient_kind="person", not_before=leaves, now=now, hours=hours_of(contact),
    )  # fmt: skip
    row.ticket_id, row.expires_at = ticket.id, leaves + LINK_WORKS


def identity_in(session: Session, box: Box, ticket: Ticket) -> dict[str, dict[str, str]]:
    """Who the person of a ticket is; nothing where nothing was said."""
    report = session.get(Report, ticket.id)
    if report is None:
        return {}
    opened = json.loads(box.open("reports", "identity", ticket.id, report.identity))
    return {name: values for name, values in opened.items() if isinstance(values, dict)}


def sent_today(session: Session, ticket: Ticket, now: datetime) -> int:
    """How many links this ticket was mailed in the last day."""
    query = select(func.count()).select_from(Recovery)
    fresh = Recovery.asked_at > now - timedelta(days=1)
    return session.scalar(query.where(Recovery.ticket_id == ticket.id, fresh)) or 0


def is_named(identity: dict[str, dict[str, str]], typed: str) -> bool:
    """Whether this is the name that was given, however it is spaced and written."""
    given = identity.get("about-you", {}).get("name"), identity.get("who", {}).get("rep_name")
    return bool(plain(typed)) and plain(typed) in {plain(one) for one in given if one}


def plain(name: str) -> str:
    """A name without what people write one way today and another tomorrow."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def opened_by(
    session: Session, token: str, browser: str | None, now: datetime
) -> Ticket | None:  # fmt: skip
    """The ticket a link leads to, in the browser that asked for it and while it works."""
    row = session.get(Recovery, hashed(token))
    if row is None or not browser or row.browser_hash != hashed(browser):
        return None
    if row.ticket_id is None or row.expires_at is None or row.expires_at <= now:
        return None
    return session.get(Ticket, row.ticket_id)
