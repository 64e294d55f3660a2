"""Fixtures everybody needs: an application on each database, a clock, people and a ticket."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

import portal.web.db
from portal.app import create_app
from portal.config import Settings
from portal.models import Role, WriteLock, writing
from portal.vault.keys import Keyring
from portal.web.db import db
from tests import factories
from tests.checked import CheckedClient
from tests.compiled import CompiledOnce, RuleCompiledOnce
from tests.databases import OneFile, Rooms, kept_engine, memory_folder, postgresql, stamped

# A busy machine is no fault of a rule: no test is judged by the clock on the wall.
hypothesis_settings.register_profile("calm", deadline=None)
hypothesis_settings.load_profile("calm")

COMPILED = CompiledOnce()
Flask.url_rule_class = RuleCompiledOnce
portal.web.db.make_engine = kept_engine
#: Passwords are hashed to be slow. Nobody guesses those of the tests.
QUICK_HASHES = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Name a test by the rows of the catalogue of bad input it stands for: `-k BI-15` finds it."""
    rows = [row for mark in metafunc.definition.iter_markers("row") for row in mark.args]
    if rows:
        metafunc.fixturenames.append("row")
        metafunc.parametrize("row", ["+".join(rows)])


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Replace pytest-flask's own: an open context would hide a forgotten commit."""


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A real PostgreSQL, started once."""
    # Its server runs as a user of its own, who must be able to walk to its folder; another run of
    # tests beside this one would shut the folders of pytest for everybody else.
    with TemporaryDirectory(prefix="recourse-pg-") as folder, postgresql(Path(folder)) as url:
        yield url


@pytest.fixture(scope="session")
def rooms(postgresql_url: str) -> Rooms:
    """The PostgreSQL database of the tests, bare or furnished."""
    return Rooms(postgresql_url)


@pytest.fixture(scope="session")
def one_file() -> Iterator[OneFile]:
    """The SQLite file of the tests."""
    with memory_folder() as folder:
        yield OneFile(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Every test that touches the database runs on both kinds."""
    named: str = request.param
    return named


@pytest.fixture
def database_url(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> str:
    """A database without any table, for tests of migrations and commands."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    bare: str = request.getfixturevalue("rooms").bare()
    return bare


@pytest.fixture
def furnished_url(request: pytest.FixtureRequest, kind: str) -> str:
    """A database with every table of the portal and no row in any."""
    place = request.getfixturevalue("one_file" if kind == "sqlite" else "rooms")
    furnished: str = place.furnished()
    return furnished


@pytest.fixture
def migrated_url(furnished_url: str) -> Iterator[str]:
    """A database as `portal migrate` leaves it; that the migrations lead there is tested by itself."""
    with stamped(furnished_url):
        yield furnished_url


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
def settings(tmp_path: Path, furnished_url: str) -> Settings:
    """Settings of a fresh installation."""
    return Settings(
        home=tmp_path,
        database_url=furnished_url,
        trusted_hosts="localhost,127.0.0.1",
        second_factor=False,
    )


@pytest.fixture
def app(settings: Settings, keyring: Keyring, clock: Clock) -> Iterator[Flask]:
    """The application on a database with every table and no row."""
    application = create_app(settings, keyring)
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    application.extensions["clock"] = clock
    application.test_client_class = CheckedClient
    application.jinja_env.bytecode_cache = COMPILED
    application.extensions["security"].pwd_context.update(**QUICK_HASHES)
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of its own on the application's database, for tests of the verbs."""
    # Like a request it takes the lock of SQLite only to write, and a look of the test stops nobody.
    before = writing.set(WriteLock.LATE)
    with app.app_context(), Session(db.engine) as opened:
        yield opened
    writing.reset(before)


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
