"""What was kept long enough goes, piece by piece, when two have said so; what is still needed stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from portal import erasing, keeping
from portal.accounts.own_data import keeping_of
from portal.accounts.service import Person, withdraw
from portal.admin import retention as desk
from portal.admin.service import Office
from portal.commands import retention as listed
from portal.commands.retention import day_of
from portal.config import BadSetting
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.evidence import FileState, Kind
from portal.domain.keeping import Kept, Why, terms
from portal.domain.own_data import Ground
from portal.evidence import service as evidence
from portal.evidence.store import Folder, make_folder, original
from portal.jobs import sweeps
from portal.jobs.files import Room
from portal.models import (
    PUBLIC_KINDS,
    Entry,
    EntryKind,
    EvidenceFile,
    OutboxMail,
    Role,
    Ticket,
    TicketKey,
)
from portal.routing import contact_of
from portal.timeline import Event, histories, record, words_of
from portal.vault.box import box_for
from portal.web.db import db
from tests import factories
from tests.accounts.conftest import MAIL

NOW = factories.NOW
MONTHS = {"contact": 12, "files": 24, "ticket": 36}
FILE = "f" * 32
YEAR = timedelta(days=368)
REASON = "The county court has asked for it."


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


def due(session, day):
    return [one.term.what for one in keeping.plan(session, MONTHS, day.date())]


def kinds(session):
    return list(session.scalars(select(Entry.kind).order_by(Entry.seq)))


def test_contact_goes_first_then_files_and_at_last_the_ticket(person, session):
    # The law of this place may ask for three years: the files wait for the ticket, to be safe.
    assert due(session, NOW + timedelta(days=360)) == []
    assert due(session, NOW + YEAR) == [Kept.CONTACT]
    assert due(session, NOW + 2 * YEAR) == [Kept.CONTACT]
    assert due(session, NOW + 3 * YEAR) == [Kept.TICKET]


def test_what_is_worked_on_is_never_listed(session, keyring, settings):
    factories.staff(session)
    factories.ticket(session, keyring, settings)
    assert due(session, NOW + 20 * YEAR) == []


def test_a_new_word_begins_the_time_anew(person, session):
    later = NOW + timedelta(days=300)
    event = Event(kind=EntryKind.MESSAGE_OUT, at=later, words="One thing more")
    record(session, person.box(), person.ticket, event)
    session.flush()
    assert due(session, NOW + YEAR) == []
    assert due(session, later + YEAR) == [Kept.CONTACT]


def test_nothing_goes_until_two_administrators_have_said_so(person, session, office, round_of):
    then = NOW + 4 * YEAR
    first = office()
    assert round_of(then) == 0
    desk.begin(first)
    with pytest.raises(NotAllowed, match="second administrator"):
        desk.begin(first)
    assert round_of(then) == 0
    desk.begin(office(), agrees=True)
    assert round_of(then) == 1
    assert session.scalars(select(Ticket.erased_at)).one() == then


def test_one_alone_may_stop_it(person, session, office, round_of):
    begin(office)
    desk.stop(office())
    assert round_of(NOW + 4 * YEAR) == 0


def test_a_stop_is_heeded_at_the_next_ticket(person, session, office, round_of, monkeypatch):
    begin(office)
    desk.stop(office())
    monkeypatch.setattr(sweeps.keeping, "has_begun", seen_once(keeping.has_begun))
    assert round_of(NOW + 4 * YEAR) == 0
    assert session.scalars(select(Ticket.erased_at)).one() is None


def seen_once(really):
    """What the round saw before somebody said stop; from then on what is true."""
    looks = iter([True])
    return lambda session: next(looks, None) or really(session)


@pytest.mark.parametrize(
    ("most", "said"), [(1, "more than may go in a day"), (5, "does the worker run")]
)
def test_the_doctor_says_what_is_late_by_what_a_day_may_take(
    person, office, monkeypatch, most, said
):
    session, keyring, settings = person.session, person.keyring, person.settings
    monkeypatch.setattr(keeping, "most_a_day", lambda _kept: most)
    monkeypatch.setattr(listed, "PATIENCE", -5 * YEAR)
    other = factories.ticket(session, keyring, settings)
    withdraw(Person(session, keyring, settings, NOW, other), "")
    begin(office)
    (problem,) = listed.wrong_with_keeping(session, settings)
    assert said in problem


def test_after_a_year_nobody_can_be_reached_and_the_story_is_still_there(
    person, session, keyring, office, round_of
):
    begin(office)
    assert contact_of(session, person.box(), person.ticket).email
    assert round_of(NOW + YEAR) == 1
    assert round_of(NOW + YEAR) == 0
    ticket = session.get_one(Ticket, person.ticket.id)
    box = box_for(session, keyring, ticket.id)
    assert contact_of(session, box, ticket).reply_by == "site"
    assert session.query(OutboxMail).filter_by(state="sent").count() == 0
    assert session.get(EvidenceFile, FILE) is not None
    assert kinds(session)[-1] is EntryKind.CONTACT_DESTROYED
    assert dict(histories(session))[ticket.id] is None


def test_files_go_with_their_bytes_where_no_law_asks_for_more(
    person, session, office, round_of, monkeypatch
):
    monkeypatch.setattr(keeping, "terms_of", lambda _pack, months, _day: terms([], months))
    part = round_of.room.folder / "part"
    part.write_bytes(b"sealed bytes")
    round_of.room.store.keep(part, original(FILE))
    begin(office)
    assert round_of(NOW + 2 * YEAR) == 1
    assert session.get(EvidenceFile, FILE) is None
    assert list(round_of.room.store.names()) == []
    assert EntryKind.FILES_DESTROYED in kinds(session)
    assert session.get(TicketKey, person.ticket.id) is not None


def test_the_ticket_goes_by_its_key_is_on_the_list_outside_and_its_history_holds(
    person, session, office, round_of
):
    begin(office)
    round_of(NOW + 4 * YEAR)
    ticket_id = person.ticket.id
    assert session.get(TicketKey, ticket_id) is None
    assert erasing.print_of(ticket_id) in round_of.room.erased.prints()
    last = session.scalars(select(Entry).order_by(Entry.seq.desc())).first()
    assert (last.kind, last.facts["months"]) == (EntryKind.ERASED, 36)
    assert dict(histories(session))[ticket_id] is None
    assert session.get_one(Ticket, ticket_id).codes


def test_what_a_court_may_ask_for_stays_until_somebody_lifts_it(person, session, office, round_of):
    begin(office)
    desk.preserve(office(), person.ticket.number.lower(), Why.COURT, REASON)
    then = NOW + 4 * YEAR
    assert keeping.plan(session, MONTHS, then.date())[0].held == (Ground.CLAIM,)
    assert round_of(then) == 0
    ((order, _ticket),) = desk.orders(session, office().staff)
    desk.lift(office(), order.id)
    assert round_of(then) == 1


def test_an_order_needs_a_ticket_and_stands_once(person, office):
    number = person.ticket.number
    with pytest.raises(Incomplete):
        desk.preserve(office(), "RC-2026-000000", Why.COURT, REASON)
    desk.preserve(office(), number, Why.COURT, REASON)
    with pytest.raises(NotAllowed, match="kept already"):
        desk.preserve(office(), number, Why.OTHER, REASON)


def test_why_a_court_asks_is_read_by_staff_and_not_on_a_phone(person, session, office):
    desk.preserve(office(), person.ticket.number, Why.COURT, REASON)
    entry = session.scalars(select(Entry).order_by(Entry.seq.desc())).first()
    box = box_for(session, person.keyring, person.ticket.id)
    assert entry.kind is EntryKind.PRESERVED
    assert entry.kind not in PUBLIC_KINDS
    assert REASON in words_of(box, entry)


@pytest.mark.row("BI-87")
def test_a_clock_far_ahead_destroys_no_more_than_a_day_may(
    session, keyring, settings, office, round_of, monkeypatch
):
    monkeypatch.setattr(keeping, "most_a_day", lambda _kept: 2)
    factories.staff(session)
    for _ in range(3):
        one = factories.ticket(session, keyring, settings)
        withdraw(Person(session, keyring, settings, NOW, one), "")
    begin(office)
    then = NOW + 20 * YEAR
    assert round_of(then) == 2
    assert round_of(then) == 0
    assert round_of(then + timedelta(days=1)) == 1


def test_the_person_is_told_until_when_and_whether_somebody_keeps_it(person, session, office):
    said = keeping_of(person)
    assert (said.until.year, said.held) == (2029, False)
    desk.preserve(office(), person.ticket.number, Why.AUTHORITY, REASON)
    assert keeping_of(person).held


def test_the_dry_run_lists_each_with_its_day_and_touches_nothing(
    person, session, settings, capsys, monkeypatch
):
    session.commit()
    here = replace(settings, keep_ticket_months=36)
    assert listed.run(here, "2029-12-31") == 0
    said = capsys.readouterr().out
    assert f"2029-11-23  {person.ticket.number}  gb  ticket" in said
    assert "two administrators begin it" in said
    assert session.get(TicketKey, person.ticket.id) is not None


@pytest.mark.row("BI-86")
@pytest.mark.parametrize("typed", ["soon", "2027-02-30", "*", "2027-W01-1", "10000-01-01"])
def test_a_day_that_is_none_is_refused_in_one_line(settings, typed):
    with pytest.raises(BadSetting, match="must be a date like"):
        listed.run(settings, typed)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2026-02-30", "2026-W01-1"])
def test_a_day_the_months_cannot_be_counted_from_is_no_day(text):
    with pytest.raises(BadSetting, match="--until must be a date"):
        day_of(text)
