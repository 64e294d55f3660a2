"""The visit of a person to the own ticket: begun by a receipt code, ended by time or by leaving."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.models import Draft, Ticket, Visit
from portal.web.work import aside, now

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=2)
#: How often a visit notes that somebody is still here.
NOTED_EVERY = timedelta(minutes=1)


def token_hash(token: str) -> bytes:
    """What the table keeps of a token: enough to find it, useless to a thief of the table."""
    return hashlib.sha256(token.encode()).digest()


def begin_visit(session: Session, ticket: Ticket, moment: datetime) -> str:
    """Begin a visit and give the token for the cookie."""
    token = secrets.token_urlsafe(32)
    session.add(
        Visit(token_hash=token_hash(token), ticket_id=ticket.id, started_at=moment, seen_at=moment)
    )
    return token


def remember_visit(answer: Any, token: str) -> None:  # noqa: ANN401 - any response
    """Give the browser the key of its visit; it forgets it when it is closed."""
    config = current_app.config
    answer.set_cookie(
        config["TICKET_COOKIE"],
        token,
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def end_visit(session: Session, token: str | None) -> None:
    """End a visit: the row is gone and the cookie opens nothing."""
    if token:
        session.execute(delete(Visit).where(Visit.token_hash == token_hash(token)))


def forget(ticket_token: str | None, draft_token: str | None) -> None:
    """Leave at once: the visit ends, and a report nobody saved for later is destroyed."""
    if ticket_token:
        aside(delete(Visit).where(Visit.token_hash == token_hash(ticket_token)))
    if draft_token:
        mine = Draft.token_hash == token_hash(draft_token)
        aside(delete(Draft).where(mine, Draft.save_hash.is_(None)))


def end_other_visits(session: Session, ticket: Ticket, token: str | None) -> None:
    """End every visit to a ticket but this one: a code that was replaced opens nothing any more."""
    kept = token_hash(token) if token else b""
    session.execute(delete(Visit).where(Visit.ticket_id == ticket.id, Visit.token_hash != kept))


def ticket_of_visit(session: Session, token: str | None) -> Ticket | None:
    """The ticket of a living visit. Idle for fifteen minutes or two hours old means ended."""
    if not token or len(token) > 100:  # noqa: PLR2004 - our tokens have 43 characters
        return None
    visit = session.get(Visit, token_hash(token))
    moment = now()
    if visit is None or moment - visit.seen_at > IDLE or moment - visit.started_at > LONGEST:
        return None
    return session.get(Ticket, visit.ticket_id)


def keep_alive(session: Session, token: str | None) -> None:
    """Reading is being here, too: remember it, at most once a minute, so that pages stay quick."""
    visit = session.get(Visit, token_hash(token)) if token else None
    moment = now()
    if visit is None or moment - visit.seen_at < NOTED_EVERY:
        return
    mark = update(Visit).where(
        Visit.token_hash == visit.token_hash, Visit.seen_at <= moment - NOTED_EVERY
    )
    aside(mark.values(seen_at=moment))
