"""The browser, and the portals that the journeys walk through: each is started once."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.journeys.installation import Installation
from tests.journeys.people import LANGUAGES, Crowd
from tests.journeys.reached import Reached

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything here needs Chromium; `PART=2/6` in the environment takes the second sixth of it."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.e2e)
    if "PART" in os.environ:
        taken = part_of(ours, os.environ["PART"])
        config.hook.pytest_deselected(items=[item for item in ours if item not in taken])
        items[:] = [item for item in items if item not in ours or item in taken]


def part_of(items: list[pytest.Item], part: str) -> list[pytest.Item]:
    """Such a part of these tests, in their order: the parts together are all of them, each once."""
    which, parts = (int(number) for number in part.split("/"))
    return items[len(items) * (which - 1) // parts : len(items) * which // parts]


def started() -> Iterator["Browser"]:
    """One browser while it is needed. Without Chromium this says so aloud, and fails in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "LOUD SKIP: Chromium is not installed, so no journey was walked"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    playwright = pytest.importorskip("playwright.sync_api", reason="LOUD SKIP: no playwright")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run."""
    yield from started()


def running(installation: Installation) -> Iterator[Installation]:
    """The portal while it is needed; afterwards its own account of what went wrong is read."""
    try:
        yield installation.open()
    finally:
        installation.close()
    assert not installation.faults(), installation.said()


@pytest.fixture(scope="session")
def portal_on_sqlite(tmp_path_factory):
    """A portal on SQLite with people and no tickets."""
    yield from running(Installation(tmp_path_factory.mktemp("sqlite")))


@pytest.fixture(scope="session")
def portal_on_postgresql(tmp_path_factory, postgresql_url):
    """A portal on PostgreSQL with people and no tickets, in a database of its own."""
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS journeys WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE journeys"))
    engine.dispose()
    url = make_url(postgresql_url).set(database="journeys").render_as_string(hide_password=False)
    yield from running(Installation(tmp_path_factory.mktemp("postgresql"), database_url=url))


@pytest.fixture(scope="session")
def full_portal(tmp_path_factory):
    """A portal with a year of invented tickets, for looking at every page."""
    yield from running(Installation(tmp_path_factory.mktemp("full"), tickets=40))


@pytest.fixture(params=LANGUAGES, ids=str)
def language(request) -> str:
    """Every journey is walked in every language."""
    return request.param


@pytest.fixture
def crowd(request, chromium, language) -> Iterator[Crowd]:
    """Everybody on this portal: English readers on SQLite, Chinese readers on PostgreSQL."""
    name = "portal_on_sqlite" if language == "en" else "portal_on_postgresql"
    everybody = Crowd(chromium, request.getfixturevalue(name), language)
    yield everybody
    everybody.go_home()


@pytest.fixture
def crowd_without_javascript(crowd) -> Iterator[Crowd]:
    """The same people with JavaScript switched off."""
    everybody = replace(crowd, javascript=False, contexts=[])
    yield everybody
    everybody.go_home()


@pytest.fixture(scope="session")
def places_reached(chromium, full_portal) -> Reached:
    """Every situation of the catalogue, each prepared when it is first asked for."""
    return Reached(Crowd(chromium, full_portal, "en"))


@pytest.fixture
def reached(places_reached, language) -> Iterator[Reached]:
    """Those situations, looked at in the language of the test."""
    crowd = replace(places_reached.crowd, language=language, contexts=[])
    yield places_reached.seen_by(crowd)
    crowd.go_home()
