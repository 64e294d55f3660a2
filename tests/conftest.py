"""Fixtures everybody needs: an application on each database, a clock, people and a ticket."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.config import Settings
from portal.models import Base, Role
from portal.vault.keys import Keyring
from portal.web.db import db
from tests import factories
from tests.checked import CheckedClient

# A busy machine is no fault of a rule: no test is judged by the clock on the wall.
hypothesis_settings.register_profile("calm", deadline=None)
hypothesis_settings.load_profile("calm")

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Replace pytest-flask's own: an open context would hide a forgotten commit."""


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL: the one that was named, else one of our own for this run."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    pgserver = pytest.importorskip("pgserver", reason="LOUD SKIP: no PostgreSQL for the tests")
    server = pgserver.get_server(str(tmp_path_factory.mktemp("pg")))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Every test that touches the database runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    url: str = request.getfixturevalue("postgresql_url")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """Keys for the whole run."""
    return Keyring.new()


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    """The clock of the application."""
    return Clock()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a fresh installation."""
    return Settings(
        home=tmp_path,
        database_url=database_url,
        trusted_hosts="localhost,127.0.0.1",
        second_factor=False,
    )


@pytest.fixture
def app(settings: Settings, keyring: Keyring, clock: Clock) -> Iterator[Flask]:
    """The application with an empty database of today's shape."""
    application = create_app(settings, keyring)
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    application.extensions["clock"] = clock
    application.test_client_class = CheckedClient
    with application.app_context():
        Base.metadata.create_all(db.engine)
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of its own on the application's database, for tests of the verbs."""
    with app.app_context(), Session(db.engine) as opened:
        yield opened


@pytest.fixture
def staff_client(app: Flask) -> Callable[[Role], FlaskClient]:
    """A browser in which a member of staff of this role signed in through the page."""

    def sign_in(role: Role) -> FlaskClient:
        password = "correct horse battery"
        with app.app_context():
            one = factories.staff(db.session(), role, password=hash_password(password))
            email = one.email
            db.session.commit()
        client = app.test_client()
        client.post("/staff/sign-in", data={"email": email, "password": password})
        return client

    return sign_in
