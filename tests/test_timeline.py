"""The history cannot be changed unseen, and a ticket moves only where the map has a road."""

import pytest
from sqlalchemy import select

from portal.commands.checks import first_broken
from portal.domain.errors import NotAllowed
from portal.domain.ticket import State
from portal.models import Entry, EntryKind
from portal.timeline import Event, move, words_of
from portal.vault.box import box_for
from tests import factories


@pytest.fixture
def ticket(session, keyring, settings):
    factories.staff(session)
    return factories.ticket(session, keyring, settings)


def entries(session, ticket):
    return list(
        session.scalars(select(Entry).where(Entry.ticket_id == ticket.id).order_by(Entry.seq))
    )


def test_the_chain_of_a_filed_ticket_verifies(session, ticket):
    assert first_broken(entries(session, ticket)) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", EntryKind.NOTE), ("facts", {"x": 1}), ("staff_id", 1), ("words", b"x")],
)
def test_any_changed_entry_is_found(session, ticket, name, value):
    changed = entries(session, ticket)
    setattr(changed[1], name, value)
    with session.no_autoflush:
        assert first_broken(changed) == 2


def test_a_missing_entry_is_found(session, ticket):
    rows = entries(session, ticket)
    assert first_broken(rows[:1] + rows[2:]) == 2


def test_a_step_the_map_does_not_draw_is_refused(session, keyring, ticket):
    box = box_for(session, keyring, ticket.id)
    with pytest.raises(NotAllowed):
        move(session, box, ticket, State.RECEIVED, Event(kind=EntryKind.NOTE, at=factories.NOW))
    assert ticket.state is State.ASSIGNED


def test_words_are_sealed_in_the_row_and_open_with_the_key(session, keyring, ticket):
    box = box_for(session, keyring, ticket.id)
    event = Event(kind=EntryKind.CLOSED, at=factories.NOW, words="秘密的话")
    entry = move(session, box, ticket, State.CLOSED, event)
    assert "秘密".encode() not in entry.words
    assert words_of(box, entry) == "秘密的话"
