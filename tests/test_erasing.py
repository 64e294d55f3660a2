"""An erased ticket: no word and no file of it is left, its numbers still count, its history still holds."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from portal import erasing
from portal.accounts import own_data
from portal.accounts.service import Person, find, withdraw, write
from portal.admin import data_requests as desk
from portal.commands.places import unopened
from portal.domain.evidence import FileState, Kind
from portal.domain.keeping import Why
from portal.domain.outcome import Cause, Result
from portal.domain.own_data import Asked, Ground, RequestState
from portal.evidence import service as evidence
from portal.evidence.store import Folder, make_folder, original, working_copy
from portal.intake import service as intake
from portal.jobs import sweeps
from portal.jobs.files import Room
from portal.jobs.pieces import SomeFailedError
from portal.models import (
    Allegation,
    DataRequest,
    Entry,
    EntryKind,
    EvidenceFile,
    Preservation,
    Role,
    Ticket,
    TicketKey,
    visible,
)
from portal.outcomes import service as outcomes
from portal.reviews import selecting
from portal.search import index
from portal.timeline import histories
from portal.vault.box import box_for
from portal.vault.errors import KeyDestroyedError
from portal.web.db import db
from tests import factories
from tests.accounts.conftest import MAIL
from tests.listening import counted

NOW = factories.NOW
CANARY = "quincunx marmalade"
FILE = "f" * 32


@pytest.fixture
def room(tmp_path):
    """A store of files with the list of what was erased beside it."""
    make_folder(tmp_path / "evidence")
    return Room(
        Folder(tmp_path / "evidence"), tmp_path / "evidence",
        erased=erasing.Ledger(tmp_path / "erased-tickets"),
    )  # fmt: skip


@pytest.fixture
def person(session, keyring, settings, room):
    """Somebody whose ticket was told, answered, searched and given a file; gives them."""
    factories.staff(session)
    filed = intake.file(
        factories.filing(session, keyring, settings),
        factories.draft(what={"what": ["often"], "words": f"He said {CANARY}."}, **MAIL),
    )
    ticket = session.get_one(Ticket, filed.ticket_id)
    at = Person(session, keyring, settings, NOW, ticket)
    write(at, f"Again: {CANARY}")
    said = {"name": f"{CANARY}.png", "about": CANARY, "sha256": "0" * 64, "key": "0" * 64}
    session.add(
        EvidenceFile(
            id=FILE, ticket_id=ticket.id, kind=Kind.PNG, size=1, state=FileState.READY,
            written_as="png", sealed=evidence.sealed(at.box(), FILE, said), mark=b"", added_at=NOW,
        )
    )  # fmt: skip
    for name in (original(FILE), working_copy(FILE)):
        part = room.folder / "part"
        part.write_bytes(b"sealed bytes")
        room.store.keep(part, name)
    index.follow(session, keyring, index.unread(session, NOW + timedelta(days=1)))
    withdraw(at, CANARY)
    session.commit()
    at.ticket.receipt = filed.code
    return at


@pytest.fixture
def granted(person, session, settings, keyring):
    """Its deletion was asked for, proposed and agreed."""
    row = own_data.ask(person, Asked.DELETE, f"Delete the {CANARY}")
    session.flush()
    one = desk.Waiting(row, person.ticket)
    for verb in (lambda at: desk.propose(at, one, "Nothing makes us keep it."),
                 lambda at: desk.agree(at, one)):  # fmt: skip
        staff = factories.staff(session, Role.ADMINISTRATOR)
        verb(desk.AdminDesk(session, keyring, settings, NOW, staff))
    session.commit()
    return row


@pytest.fixture
def worker(app, keyring, room):
    with app.app_context():
        yield sweeps.Worker(sessionmaker(db.engine), keyring, None, room)


def week(days=9):
    return NOW + timedelta(days=days)


@pytest.fixture
def round_of(worker, session):
    """A function that lets the worker go round on a day; nothing of the test stands in its way."""

    def go(at=None):
        session.rollback()
        done = sweeps.erase(worker, at or week())
        session.rollback()
        return done

    return go


def test_nothing_is_erased_before_the_last_day_is_over_everywhere(granted, round_of, session):
    last = datetime.combine(granted.erase_on, time(23, 59), UTC)
    assert round_of(last) == 0
    assert round_of(last + timedelta(hours=11)) == 0
    assert session.get(TicketKey, granted.ticket_id) is not None
    assert round_of() == 1
    assert round_of() == 0


def test_no_word_of_an_erased_ticket_is_left_anywhere(granted, round_of, session, keyring):
    ticket_id = granted.ticket_id
    round_of()
    with pytest.raises(KeyDestroyedError):
        box_for(session, keyring, ticket_id)
    left = {}
    for name in inspect(session.connection()).get_table_names():
        columns = [one["name"] for one in inspect(session.connection()).get_columns(name)]
        if "ticket_id" in columns:
            rows = text(f"SELECT count(*) FROM {name} WHERE ticket_id = :it")  # noqa: S608 - our own names
            left[name] = session.scalar(rows, {"it": ticket_id})
    kept = {name for name, count in left.items() if count}
    assert kept <= {
        "timeline", "reports", "allegations", "triage_decisions", "clocks", "holds",
        "contact_limits", "referrals", "outcomes", "findings", "data_requests", "declared_ties",
    }  # fmt: skip
    report = session.get(intake.Report, ticket_id)
    assert (report.answers, report.identity, report.digest) == (b"", b"", "")
    assert list(unopened(session, keyring)) == []


def test_the_files_are_gone_from_the_store(granted, round_of, room):
    assert len(list(room.store.names())) == 2
    round_of()
    assert list(room.store.names()) == []


def test_the_history_still_holds_and_its_last_line_says_what_happened(granted, round_of, session):
    before = session.get(Ticket, granted.ticket_id).timeline_length
    round_of()
    assert dict(histories(session))[granted.ticket_id] is None
    lines = session.scalars(
        select(Entry).where(Entry.ticket_id == granted.ticket_id).order_by(Entry.seq)
    ).all()
    assert len(lines) == before + 1
    assert lines[-1].kind is EntryKind.ERASED


def test_its_numbers_still_count(granted, round_of, session):
    round_of()
    ticket = session.get(Ticket, granted.ticket_id)
    assert ticket.erased_at == week()
    assert ticket.codes
    assert session.query(Allegation).filter_by(ticket_id=ticket.id).count()
    assert session.get(DataRequest, granted.id).state is RequestState.DONE


def test_nobody_finds_it_any_more(person, granted, round_of, session, keyring):
    code = person.ticket.receipt
    assert find(session, keyring, code) is not None
    round_of()
    assert find(session, keyring, code) is None
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR):
        assert session.scalars(visible(factories.staff(session, role))).all() == []


def test_words_that_were_not_read_yet_are_passed_over(granted, round_of, session, keyring):
    round_of()
    waiting = index.unread(session, week() + timedelta(days=1))
    assert index.follow(session, keyring, waiting)


def test_the_list_outside_names_nobody_and_brings_the_erasure_back(
    granted, round_of, room, session
):
    round_of()
    assert granted.ticket_id not in room.erased.path.read_text("ascii")
    assert oct(room.erased.path.stat().st_mode)[-3:] == "600"
    assert room.erased.prints() == {erasing.print_of(granted.ticket_id)}
    session.rollback()
    ticket = session.get(Ticket, granted.ticket_id)
    assert list(erasing.on_list(session, room.erased.prints())) == []
    ticket.erased_at = None
    session.flush()
    assert list(erasing.on_list(session, room.erased.prints())) == [ticket.id]


def test_however_many_are_due_they_are_asked_for_at_once_and_what_is_kept_is_not(
    person, granted, session, keyring, settings
):
    alone = counted(session, lambda: erasing.due(session, week()))
    agreed = {name: getattr(granted, name) for name in ("what", "state", "asked_at", "erase_on")}
    by = {"decided_by": granted.decided_by, "agreed_by": granted.agreed_by}
    others = [factories.ticket(session, keyring, settings) for _ in range(3)]
    for ticket in others:
        withdraw(Person(session, keyring, settings, NOW, ticket), "")
        session.add(DataRequest(ticket_id=ticket.id, **agreed, **by))
    order = {"ticket_id": others[1].id, "why": Why.COURT, "placed_by": granted.agreed_by}
    session.add(Preservation(placed_at=NOW, **order))
    found = counted(session, lambda: erasing.due(session, week()))
    assert found == ([person.ticket.id, others[0].id, others[2].id], alone[1])
    assert erasing.due(session, week(), [others[2].id, others[1].id]) == [others[2].id]


def test_whoever_keeps_the_ticket_within_the_week_keeps_it(person, granted, round_of, session):
    own_data.keep(person)
    session.commit()
    assert round_of() == 0
    assert session.get(TicketKey, granted.ticket_id) is not None


def test_an_answer_given_anew_can_be_read_for_a_week_as_well(person, granted, round_of, session):
    person.ticket.ended_at = week(6)
    session.commit()
    assert round_of() == 0
    assert round_of(week(13)) == 1


def test_what_somebody_else_changed_at_that_moment_is_not_on_the_list(
    granted, worker, room, session, monkeypatch
):
    """The list outlives the tables: a ticket that was kept after all must not stand on it."""
    session.rollback()

    def quicker(*_what):
        raise StaleDataError

    monkeypatch.setattr(erasing, "erase", quicker)
    with pytest.raises(SomeFailedError):
        sweeps.erase(worker, week())
    assert room.erased.prints() == frozenset()


def test_a_review_that_rests_on_it_stands_in_the_way(session, keyring, settings):
    """An upheld danger opens a review; until that is closed the finding must be readable."""
    factories.staff(session)
    about = factories.collector(session)
    ticket = factories.ticket(session, keyring, settings, choices=("threat",), about=about)
    owner = session.get_one(desk.Staff, ticket.owner_id)
    work = outcomes.Deciding(session, keyring, settings, NOW, owner)
    rows = outcomes.allegations_of(session, ticket)
    said = {
        row.id: outcomes.Proposed(Result.UPHELD, "So it was.", Cause.INDIVIDUAL) for row in rows
    }
    outcomes.propose(work, ticket, outcomes.Decision(said))
    second = factories.staff(session)
    outcomes.agree(outcomes.Deciding(session, keyring, settings, NOW, second), ticket)
    assert erasing.grounds(session, ticket) == ()
    assert selecting.select_for_review(session, keyring, NOW)
    session.flush()
    assert erasing.grounds(session, ticket) == (Ground.REVIEW,)
