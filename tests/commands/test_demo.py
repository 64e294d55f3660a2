"""The demonstration looks like a year of life, says on every page what it is, and never meets real people."""

import random
import re

import pytest
from sqlalchemy import func, select, text

from portal.app import create_app
from portal.commands import demo, demo_people
from portal.commands.demo_twins import lived, multiply
from portal.commands.places import PLACES, unopened
from portal.commands.schema import opened
from portal.config import BadSetting, Settings
from portal.languages import LANGUAGES
from portal.models import (
    Agency,
    AgencyKind,
    Collector,
    ContactCount,
    Finding,
    LineManager,
    OutboxMail,
    Staff,
    Ticket,
)
from portal.paths import JURISDICTIONS
from portal.timeline import histories
from portal.vault.keys import Keyring
from portal.web.db import db
from tests import factories

pytestmark = pytest.mark.filterwarnings(
    "ignore:Passing SelectField choices as tuples:DeprecationWarning"
)


#: Words that end by themselves within days; nobody needs to open them all.
PASSING = {("drafts", "sealed"), ("recoveries", "sealed")}


@pytest.fixture
def house(tmp_path, furnished_url):
    """Settings of a house with keys and empty tables, told nothing of demonstrations."""
    settings = Settings(home=tmp_path, database_url=furnished_url, second_factor=False)
    Keyring.create(settings.keys_file)
    return settings


@pytest.fixture
def filled(house, monkeypatch, capsys):
    monkeypatch.setattr(demo, "MOST_LIVED", 60)
    assert demo.fill(house, 90, 7) == 0
    return house


def count(session, *what):
    return session.scalar(select(func.count()).select_from(what[0]).where(*what[1:]))


def test_a_year_of_life_with_histories_that_are_whole_and_words_that_open(filled, capsys):
    with opened(filled) as session:
        assert count(session, Ticket, Ticket.is_demo) == 90
        assert set(session.scalars(select(Ticket.jurisdiction))) == {"cn", "gb", "us"}
        assert set(session.scalars(select(Ticket.language))) == set(LANGUAGES)
        assert len(set(session.scalars(select(Ticket.state)))) >= 3
        assert {None} == {broken for _ticket, broken in histories(session)}
        assert list(unopened(session, Keyring.load(filled.keys_file))) == []
        assert count(session, Collector) == count(session, LineManager) == 40
        assert count(session, ContactCount) == 480
        assert set(session.scalars(select(Agency.kind))) == set(AgencyKind)


def test_the_first_pages_after_it_are_planned_with_figures(filled):
    with opened(filled) as session:
        counted = "SELECT reltuples FROM pg_class WHERE relname = 'tickets'"
        if session.get_bind().dialect.name == "sqlite":
            counted = "SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_tickets_open'"
        assert str(session.scalar(text(counted))).split()[0].removesuffix(".0") == "90"


def test_a_twin_feeds_no_review_and_no_letter_of_its_leaves(filled):
    with opened(filled) as session:
        before = count(session, OutboxMail), count(session, Finding, Finding.collector_id != None)  # noqa: E711 - SQL
        keyring = Keyring.load(filled.keys_file)
        ids = list(session.scalars(select(Ticket.id)))
        multiply(session, keyring, lived(session, keyring, ids), 50, random.Random(1))
        assert count(session, Ticket) == 140
        after = count(session, OutboxMail), count(session, Finding, Finding.collector_id != None)  # noqa: E711 - SQL
        assert before == after
        assert list(unopened(session, keyring)) == []
        assert {None} == {broken for _ticket, broken in histories(session)}


@pytest.mark.parametrize("real", ["ticket", "person"])
def test_sign_ins_everybody_knows_are_never_laid_beside_real_people(house, keyring, real):
    with opened(house) as session:
        factories.staff(session)
        if real == "ticket":
            factories.ticket(session, keyring, house)
        session.commit()
    with pytest.raises(BadSetting, match="real people"):
        demo.fill(house, 1, 1)
    with opened(house) as session:
        assert count(session, Staff, Staff.email.like(f"%{demo_people.DOMAIN}")) == 0


def test_a_demonstration_without_tickets_lists_no_receipt_codes(capsys):
    demo.tell([])
    said = capsys.readouterr().out
    assert "no receipt codes" in said
    assert "/track" not in said


@pytest.fixture
def visitor():
    """A browser of a house, made by its settings; every connection is closed behind it."""
    apps = []

    def open_house(settings):
        apps.append(create_app(settings, Keyring.load(settings.keys_file)))
        apps[-1].config.update(WTF_CSRF_ENABLED=False)
        return apps[-1].test_client()

    yield open_house
    for app in apps:
        with app.app_context():
            db.engine.dispose()


def test_every_page_says_that_it_is_a_demonstration_though_no_setting_says_so(filled, visitor):
    client = visitor(filled)
    said = "Demonstration: the people and tickets here are invented."
    client.post(
        "/staff/sign-in",
        data={"email": "supervisor@demo.example", "password": demo_people.PASSWORD_SHOWN},
    )
    for path in ("/", "/track", "/nowhere", "/tickets", "/tickets/RC-0", "/easy-read"):
        assert said in client.get(path).text, path


def test_a_house_without_the_mark_says_nothing_of_demonstrations(house, visitor):
    assert "Demonstration" not in visitor(house).get("/").text


def test_every_sealed_column_is_known_to_the_doctor():
    written = "".join(
        path.read_text("utf-8") for path in (JURISDICTIONS.parent / "models").glob("*.py")
    )
    pattern = r'__tablename__ = "(\w+)"|^    (\w+): .* = mapped_column\(Sealed\)'
    table, sealed = "", set()
    for found in re.finditer(pattern, written, re.MULTILINE):
        table = found[1] or table
        if found[2]:
            sealed.add((table, found[2]))
    known = {(place.table, place.column) for place in PLACES} | PASSING
    assert sealed == known, "add the new sealed column to portal/commands/places.py"
