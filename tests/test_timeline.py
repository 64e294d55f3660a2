"""The history cannot be changed unseen, and a ticket moves only where the map has a road."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.domain.errors import NotAllowed
from portal.domain.ticket import State
from portal.models import Entry, EntryKind, Ticket, WriteLock, make_engine, writing
from portal.timeline import Event, histories, move, record, words_of
from portal.vault.box import box_for
from tests import factories
from tests.databases import without_guards


@pytest.fixture
def ticket(session, keyring, settings):
    factories.staff(session)
    return factories.ticket(session, keyring, settings)


@pytest.fixture
def unguarded(session, ticket):
    """Somebody owns the tables and means ill."""
    session.flush()
    without_guards(session.connection())
    return ticket


def broken(session, ticket):
    """What the audit says of this ticket: None, or the number of the first entry that is wrong."""
    session.expire_all()
    return dict(histories(session))[ticket.id]


def test_the_chain_of_a_filed_ticket_verifies(session, ticket):
    session.flush()
    assert broken(session, ticket) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", EntryKind.NOTE), ("facts", {"x": 1}), ("staff_id", 1), ("words", b"x")],
)
def test_any_changed_entry_is_found(session, unguarded, name, value):
    second = (Entry.ticket_id == unguarded.id, Entry.seq == 2)
    session.execute(update(Entry).where(*second).values({name: value}))
    assert broken(session, unguarded) == 2


@pytest.mark.parametrize("seq", [1, 2])
def test_a_missing_entry_is_found(session, unguarded, seq):
    session.execute(delete(Entry).where(Entry.ticket_id == unguarded.id, Entry.seq == seq))
    assert broken(session, unguarded) == seq


def test_a_cut_tail_is_found(session, unguarded):
    last = unguarded.timeline_length
    session.execute(delete(Entry).where(Entry.ticket_id == unguarded.id, Entry.seq == last))
    assert broken(session, unguarded) == last


def test_a_history_taken_away_altogether_is_found(session, unguarded):
    session.execute(delete(Entry).where(Entry.ticket_id == unguarded.id))
    assert broken(session, unguarded) == 1


def test_two_writers_of_one_history_never_both_win(settings, keyring):
    engine = make_engine(settings.database_url)
    with Session(engine) as made:
        factories.staff(made)
        number = factories.ticket(made, keyring, settings).id
        made.commit()
    read = writing.set(WriteLock.LATE)
    with Session(engine) as first, Session(engine) as second:
        for session in (first, second):
            ticket = session.get_one(Ticket, number)
            box = box_for(session, keyring, number)
            record(session, box, ticket, Event(kind=EntryKind.NOTE, at=factories.NOW))
        first.commit()
        with pytest.raises(StaleDataError):
            second.commit()
    writing.reset(read)
    engine.dispose()


def test_a_step_the_map_does_not_draw_is_refused(session, keyring, ticket):
    box = box_for(session, keyring, ticket.id)
    with pytest.raises(NotAllowed):
        move(session, box, ticket, State.RECEIVED, Event(kind=EntryKind.NOTE, at=factories.NOW))
    assert ticket.state is State.ASSIGNED


def test_a_state_changed_beside_the_door_is_refused(session, ticket):
    with pytest.raises(RuntimeError, match=r"timeline\.move"):
        ticket.state = State.CLOSED
    assert ticket.state is State.ASSIGNED


def test_words_are_sealed_in_the_row_and_open_with_the_key(session, keyring, ticket):
    box = box_for(session, keyring, ticket.id)
    event = Event(kind=EntryKind.CLOSED, at=factories.NOW, words="秘密的话")
    move(session, box, ticket, State.CLOSED, event)
    entry = session.scalars(select(Entry).where(Entry.kind == EntryKind.CLOSED)).one()
    assert "秘密".encode() not in entry.words
    assert words_of(box, entry) == "秘密的话"
