"""Somebody whose ticket ended, administrators, and the worker who goes round."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from portal import erasing
from portal.accounts.service import Person, withdraw
from portal.admin import retention as desk
from portal.admin.service import Office
from portal.domain.evidence import FileState, Kind
from portal.evidence import service as evidence
from portal.evidence.store import Folder, make_folder
from portal.jobs import sweeps
from portal.jobs.files import Room
from portal.models import (
    Entry,
    EvidenceFile,
    Role,
)
from portal.web.db import db
from tests import factories
from tests.accounts.conftest import MAIL

NOW = factories.NOW
MONTHS = {"contact": 12, "files": 24, "ticket": 36}
FILE = "f" * 32
YEAR = timedelta(days=368)


@pytest.fixture
def person(session, keyring, settings):
    """Somebody who withdrew a ticket with a mail address and a file."""
    factories.staff(session)
    ticket = factories.ticket(session, keyring, settings, **MAIL)
    at = Person(session, keyring, settings, NOW, ticket)
    said = {"name": "a.png", "about": "", "sha256": "0" * 64, "key": "0" * 64}
    session.add(
        EvidenceFile(
            id=FILE, ticket_id=ticket.id, kind=Kind.PNG, size=1, state=FileState.READY,
            written_as="png", sealed=evidence.sealed(at.box(), FILE, said), mark=b"", added_at=NOW,
        )
    )  # fmt: skip
    withdraw(at, "")
    session.flush()
    return at


@pytest.fixture
def office(session, keyring):
    """A function that gives the office of a fresh administrator."""
    return lambda: Office(session, keyring, NOW, factories.staff(session, Role.ADMINISTRATOR))


@pytest.fixture
def round_of(app, session, keyring, tmp_path):
    """A function that lets the worker go round at a moment; gives how many tickets lost something."""
    make_folder(tmp_path / "evidence")
    folder = tmp_path / "evidence"
    room = Room(Folder(folder), folder, erased=erasing.Ledger(tmp_path / "erased-tickets"))

    def go(at):
        session.commit()
        with app.app_context():
            worker = sweeps.Worker(sessionmaker(db.engine), keyring, None, room, MONTHS)
            done = sweeps.keep_no_longer(worker, at)
        session.rollback()
        return done

    go.room = room
    return go


def begin(office):
    desk.begin(office())
    desk.begin(office(), agrees=True)


def another(at, **typed):
    """The ticket of somebody else, withdrawn on the same day."""
    other = factories.ticket(at.session, at.keyring, at.settings, **typed)
    withdraw(Person(at.session, at.keyring, at.settings, NOW, other), "")
    return other


def kinds(session):
    """The lines of the histories, by their kinds."""
    return list(session.scalars(select(Entry.kind).order_by(Entry.seq)))
