"""One portal on each database for the whole catalogue: many inputs, one application.

Tests here share its tables, so they look at what changed, never at how much there is. Everybody
comes from a network of their own, so that nobody spends the budget of the next.
"""

import hashlib
import itertools
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask_security import hash_password
from sqlalchemy import select

from portal.app import create_app
from portal.config import Settings
from portal.models import Base, Role
from portal.search.index import follow, unread
from portal.web.db import db
from tests import factories
from tests.checked import CheckedClient
from tests.conftest import COMPILED, Clock
from tests.databases import database_beside, memory_folder
from tests.intake.conftest import Person

PASSWORD = "correct horse battery"
KEY = "a-key-of-the-branch"
#: Rows that come and go with looking and trying; everything else must not move.
FLEETING = frozenset({"budgets", "visits", "drafts", "ticket_viewers"})
NETWORKS = itertools.count(1)


def address():
    """An address in a network nobody used before."""
    number = next(NETWORKS)
    return f"10.{number // 250}.{number % 250}.7"


@dataclass
class House:
    """A portal with its staff, and what can be asked of it."""

    app: object
    settings: Settings
    keyring: object
    clock: Clock
    staff: dict = field(default_factory=dict)

    def ticket(self, **given):
        """A new ticket; gives its number."""
        with self.app.app_context():
            one = factories.ticket(db.session(), self.keyring, self.settings, **given)
            number, _ = one.number, db.session.commit()
        return number

    def filed(self, **given):
        """A new ticket; gives its number and its receipt code."""
        with self.app.app_context():
            work = factories.filing(db.session(), self.keyring, self.settings)
            done = factories.intake.file(work, factories.draft(**given))
            db.session.commit()
        return done.ticket_number, done.code

    def index(self):
        """Let the search know every word, as the worker does."""
        with self.app.app_context():
            later = factories.NOW + timedelta(minutes=5)
            while lines := unread(db.session(), later):
                follow(db.session(), self.keyring, lines)
                db.session.commit()

    def signed_in(self, role=Role.SUPERVISOR, lang="en", key=""):
        """A browser in which a member of staff of this role signed in; each key is a person."""
        client = self.client(lang)
        with self.app.app_context():
            who = self.staff.get((role, key))
            if who is None:
                one = factories.staff(
                    db.session(), role, name=f"{role.value.title()} {key}".strip(),
                    password=hash_password(PASSWORD), languages=["en"],
                )  # fmt: skip
                who = self.staff[role, key] = one.fs_uniquifier
                db.session.commit()
        with client.session_transaction() as session:
            factories.signed_in(session, who, self.clock.moment)
            session["identity_confirmed"] = True
        return client

    def client(self, lang="en"):
        """A browser that speaks a language, from a network of its own."""
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = lang
        client.environ_base["REMOTE_ADDR"] = address()
        return client

    def person(self, lang="en"):
        """Somebody at a browser who writes a report."""
        return Person(self.app, lang, address())

    def inside(self, code, lang="en"):
        """A browser in which a receipt code was entered."""
        client = self.client(lang)
        answer = client.post("/track", data={"code": code, "_end": "1"})
        assert answer.status_code == 303, answer.text
        return client

    def kept(self):
        """A print of every row that must not change in silence."""
        with self.app.app_context():
            tables = [one for one in Base.metadata.sorted_tables if one.name not in FLEETING]
            rows = [sorted(map(repr, db.session.execute(select(one)))) for one in tables]
        return hashlib.sha256(repr(rows).encode()).hexdigest()


def build(home, url, keyring):
    """The portal with empty tables of today's shape."""
    clock = Clock()
    settings = Settings(
        home=home,
        database_url=url,
        trusted_hosts="localhost,127.0.0.1",
        second_factor=False,
        api_keys="branch:" + hashlib.sha256(KEY.encode()).hexdigest(),
    )
    app = create_app(settings, keyring)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.extensions["clock"] = clock
    app.test_client_class = CheckedClient
    app.jinja_env.bytecode_cache = COMPILED
    with app.app_context():
        Base.metadata.create_all(db.engine)
    return House(app, settings, keyring, clock)


def close(house):
    """Give the connections back."""
    with house.app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def house_sqlite(tmp_path_factory, keyring):
    """The portal on SQLite."""
    with memory_folder() as folder:
        url = f"sqlite:///{folder / 'portal.sqlite3'}"
        house = build(tmp_path_factory.mktemp("catalogue"), url, keyring)
        yield house
        close(house)


@pytest.fixture(scope="session")
def house_postgresql(tmp_path_factory, keyring, postgresql_url):
    """The portal on PostgreSQL, in a database that no other test empties or copies."""
    with database_beside(postgresql_url) as url:
        house = build(tmp_path_factory.mktemp("catalogue"), url, keyring)
        yield house
        close(house)


#: Each input meets both databases and, where a page answers, English and simplified Chinese; that
#: every sentence exists in every language is for the tests of the house.
WAYS = list(itertools.product(("sqlite", "postgresql"), ("en", "zh-CN")))


def pytest_generate_tests(metafunc):
    """Send each input to both databases, and where a page answers in two languages."""
    if "way" in metafunc.fixturenames:
        ways = WAYS if "lang" in metafunc.fixturenames else [("sqlite", "en"), ("postgresql", "en")]
        metafunc.parametrize("way", ways, ids=["-".join(one) for one in ways])


@pytest.fixture
def house(request, way):
    """The portal on a database."""
    return request.getfixturevalue(f"house_{way[0]}")


@pytest.fixture
def lang(way):
    """A language of the pages."""
    return way[1]


@pytest.fixture
def reader(house, lang):
    """Somebody who writes a report in a language."""
    return house.person(lang)
