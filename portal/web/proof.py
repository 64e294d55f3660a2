"""Slowing a flood without hurting anyone: a moment's wait, or a small sum the browser works out.

Whoever sends more than a few reports from one network in a minute is asked for one of two things:
with a script, a self-hosted proof of work in the form of ALTCHA; without one, a signed time that
must have passed. Nothing typed is lost meanwhile, nobody is locked out, no picture is puzzled over.
"""

import base64
import hashlib
import hmac
import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from altcha import create_challenge_v1, verify_solution_v1
from flask import current_app, request
from sqlalchemy.orm import Session

from portal.vault.keys import Keyring
from portal.web.limits import network, spend_day, spent, spent_day

#: How hard the sum is: about a second on an old phone.
HARDEST = 60_000
#: How long somebody without a script waits, and how long the page stays good.
WAIT = timedelta(seconds=60)
GOOD_FOR = timedelta(minutes=30)
#: So many times the budget of a minute, and reports are kept for a person to look at first.
SUSPICIOUS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What the slow page asks: the sum for a script, the signed time for everybody else."""

    algorithm: str
    challenge: str
    salt: str
    signature: str
    hardest: int
    since: str
    seconds: int


def budget() -> int:
    """How many reports one network may send in a minute before it is slowed."""
    return int(current_app.extensions["settings"].reports_a_minute)


def is_trusted() -> bool:
    """Whether the network is an office that was given leave: an advice centre, the house itself."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    given = current_app.extensions["settings"].trusted_networks.split(",")
    return any(address in ipaddress.ip_network(one.strip()) for one in given if one.strip())


def key() -> str:
    """The budget of this network for sending reports."""
    return f"report:{network()}"


def is_over(session: Session, now: datetime) -> bool:
    """Whether this network has sent more in this minute than people do."""
    return not is_trusted() and spent(session, key(), now) >= budget()


def is_flood(session: Session, now: datetime) -> bool:
    """Whether it sends so much that a person must look before supervisors are given the tickets."""
    return not is_trusted() and spent(session, key(), now) >= SUSPICIOUS * budget()


def ask(keyring: Keyring, now: datetime) -> Question:
    """A fresh question for this network."""
    secret = keyring.secret("proof")
    expires = now + GOOD_FOR
    sum_of = create_challenge_v1(
        max_number=HARDEST, hmac_key=secret, expires=expires, params={"from": _place()}
    )
    since = f"{int(now.timestamp())}.{_place()}"
    return Question(
        str(sum_of.algorithm), sum_of.challenge, sum_of.salt, sum_of.signature, HARDEST,
        f"{since}.{_sign(secret, since)}", int(WAIT.total_seconds()),
    )  # fmt: skip


def is_answered(session: Session, keyring: Keyring, now: datetime) -> bool:
    """Whether this form brings an answer: worked out or waited for, from here, and not spent yet."""
    secret = keyring.secret("proof")
    worked, waited = request.form.get("altcha", "")[:2000], request.form.get("since", "")[:200]
    if worked and _worked_out(worked, secret, now):
        return _first_time(session, worked, now)
    if waited and _waited(waited, secret, now):
        return _first_time(session, waited, now)
    return False


def _worked_out(payload: str, secret: str, now: datetime) -> bool:
    try:
        good, _why = verify_solution_v1(payload, secret, check_expires=False)
    except (ValueError, TypeError, KeyError, AttributeError, UnicodeError):
        return False
    if not good:
        return False
    salt = _salt_of(payload)
    return f"from={_place()}" in salt and _fresh(salt, now)


def _salt_of(payload: str) -> str:
    return str(json.loads(base64.b64decode(payload)).get("salt", ""))


def _fresh(salt: str, now: datetime) -> bool:
    expires = [part.removeprefix("expires=") for part in salt.replace("?", "&").split("&")
               if part.startswith("expires=")]  # fmt: skip
    return len(expires) == 1 and expires[0].isdecimal() and int(expires[0]) >= now.timestamp()


def _waited(token: str, secret: str, now: datetime) -> bool:
    at, place, signature = (*token.split("."), "", "", "")[:3]
    if not hmac.compare_digest(_sign(secret, f"{at}.{place}"), signature) or place != _place():
        return False
    age = now.timestamp() - int(at)
    return WAIT.total_seconds() <= age <= GOOD_FOR.total_seconds()


def _first_time(session: Session, token: str, now: datetime) -> bool:
    mark = "proof:" + hashlib.sha256(token.encode()).hexdigest()[:40]
    typed = request.form.get("code", "")
    same = f"{mark}:{hashlib.sha256(typed.encode()).hexdigest()[:20]}"
    if spend_day(session, mark, now) == 1:
        spend_day(session, same, now)
        return True
    # The same code once more tells nobody anything new: a save code typed where the receipt code
    # belongs is handed on to its own page with the very form that was answered.
    return bool(typed) and spent_day(session, same, now) > 0


def _place() -> str:
    return hashlib.sha256(network().encode()).hexdigest()[:16]


def _sign(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
