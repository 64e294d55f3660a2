"""Budgets against guessing, kept in the database and shared by all processes. They delay, never lock."""

import hashlib
import ipaddress
from datetime import datetime

from flask import Flask, request
from flask import session as browser_session
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from portal.models import Budget, Question
from portal.web.work import work

#: Failed look-ups of a receipt code in one minute from one network, and from everywhere together.
FROM_ONE_NETWORK = 20
FROM_EVERYWHERE = 300
#: Tries to sign in as staff from one network in one minute.
SIGN_INS = 30
#: Codes of the second step one account may try in a quarter of an hour, from anywhere.
SECOND_STEPS = 10
QUARTER = 15
SECOND_STEP_PAGES = frozenset({"security.two_factor_token_validation", "security.mf_recovery"})


#: How many tries there were in one window of time.
SPENT = Question(
    select(Budget.count).where(
        Budget.key == bindparam("key", type_=Budget.key.type),
        Budget.window == bindparam("window", type_=Budget.window.type),
    )
)


def network() -> str:
    """The network somebody asks from: /24 of an old address, /56 of a new one; never a person."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    bits = 24 if address.version == 4 else 56  # noqa: PLR2004 - the version of the protocol
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))


def init_app(app: Flask) -> None:
    """Slow down guessing at the staff sign-in; the answer tells how long, and no account is locked."""

    @app.before_request
    def _guard_sign_in() -> None:
        if request.method != "POST" or not (request.endpoint or "").startswith("security."):
            return
        with work() as at:
            tries = spend(at.session, f"sign-in:{network()}", at.now)
            second = spend_second_step(at.session, at.now)
        if second > SECOND_STEPS:
            raise TooManyRequests(retry_after=60 * (QUARTER - at.now.minute % QUARTER))
        if tries > SIGN_INS:
            raise TooManyRequests(retry_after=60)


def spend_second_step(session: Session, now: datetime) -> int:
    """Count a code tried after the right password; a stranger without it spends nothing of it."""
    who = browser_session.get("tf_user_id")
    if request.endpoint not in SECOND_STEP_PAGES or not who:
        return 0
    quarter = now.replace(minute=now.minute // QUARTER * QUARTER, second=0, microsecond=0)
    return _count(session, f"second-step:{who}", quarter)


def spend(session: Session, key: str, now: datetime) -> int:
    """Count one more try in this minute and say how many there are."""
    return _count(session, key, now.replace(second=0, microsecond=0))


def _count(session: Session, key: str, window: datetime) -> int:
    insert = insert_sqlite if session.get_bind().dialect.name == "sqlite" else insert_postgresql
    row = insert(Budget).values(key=key, window=window, count=1)
    raised = row.on_conflict_do_update(
        index_elements=["key", "window"], set_={"count": Budget.count + 1}
    )
    return session.scalar(raised.returning(Budget.count)) or 1


def spent(session: Session, key: str, now: datetime) -> int:
    """How many tries there were in this minute."""
    window = now.replace(second=0, microsecond=0)
    found = SPENT.ask(session, key=key, window=window)
    return found[0].count if found else 0


def seconds_to_wait(session: Session, now: datetime) -> int:
    """How long this network must wait before it may look up a code again; 0 means not at all."""
    here = spent(session, f"code:{network()}", now)
    everywhere = spent(session, "code:everywhere", now)
    if here < FROM_ONE_NETWORK and everywhere < FROM_EVERYWHERE:
        return 0
    return 60 - now.second


def count_failure(session: Session, now: datetime) -> None:
    """A well-formed code that opens nothing was tried."""
    spend(session, f"code:{network()}", now)
    spend(session, "code:everywhere", now)


def spend_day(session: Session, key: str, now: datetime) -> int:
    """Count one more in this day and say how many there are."""
    return _count(session, key, now.replace(hour=0, minute=0, second=0, microsecond=0))


def spent_day(session: Session, key: str, now: datetime) -> int:
    """How many there were in this day."""
    window = now.replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(Budget.count).where(Budget.key == key, Budget.window == window)
    return session.scalar(query) or 0


def mailbox(address: str) -> str:
    """The key of a mail address: only equality shows in it, never the address."""
    return "mail:" + hashlib.sha256(address.casefold().encode()).hexdigest()[:32]
