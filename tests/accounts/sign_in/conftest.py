"""Somebody of staff with a password, and the steps of signing in."""

import base64
import hmac
import re
import struct
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask_security import hash_password

from portal.models import Role
from portal.web.db import db
from tests import factories

PASSWORD = "a long enough phrase"
#: The parts of the library that are switched on.
PARTS = ("LOGIN_USER", "VERIFY", "TWO_FACTOR", "MULTI_FACTOR")
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-CN"])


@pytest.fixture
def settings(settings):
    return replace(settings, second_factor=True)


@pytest.fixture
def email(app):
    """Somebody who has a password and no second step yet."""
    with app.test_request_context():
        one = factories.staff(db.session, Role.SUPERVISOR, password=hash_password(PASSWORD))
        one.confirmed_at = factories.NOW
        db.session.commit()
        return one.email


@pytest.fixture
def desk(app, email):
    return app.test_client()


def code_of(key, at=None):
    """The six digits an authenticator app shows for this key now (RFC 6238)."""
    step = int((at or datetime.now(UTC)).timestamp()) // 30
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    digest = hmac.new(secret, struct.pack(">Q", step), "sha1").digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def password(desk, email, words=PASSWORD):
    return desk.post("/staff/sign-in", data={"email": email, "password": words})


def enrol(desk, email):
    """The first sign-in: the password, the key, the first code; gives the key."""
    assert password(desk, email).headers["Location"].startswith("/staff/tf-setup")
    page = desk.post("/staff/tf-setup", data={"setup": "authenticator"}).text
    key = re.search(r"<code>([A-Z2-7 -]+)</code>", page)[1].replace("-", "").replace(" ", "")
    answer = desk.post("/staff/tf-validate", data={"code": code_of(key)})
    assert answer.status_code == 302, answer.text
    return key


def inside(desk):
    return desk.get("/tickets").status_code == 200


def recovery_codes(desk):
    page = desk.post("/staff/mf-recovery-codes", data={"generate_new_codes": "1"}).text
    return re.findall(r"<li><code>([^<]+)</code></li>", page)
