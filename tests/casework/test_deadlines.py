"""Moving a promised date: only as far as the rule pack allows, and the person is told at once."""

from datetime import date

import pytest
from sqlalchemy import select

from portal import timeline
from portal.casework import deadlines, service
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.ticket import State
from portal.models import Clock, Entry, EntryKind, Letter, OutboxMail
from tests import factories

CHINA = {"jurisdiction": {"place": "cn", "region": "cn-sh", "lang": "en"}}


@pytest.fixture
def desk(session, keyring, settings):
    return service.Desk(session, keyring, settings, factories.NOW, factories.staff(session))


@pytest.fixture
def ticket(session, keyring, settings, desk):
    return factories.ticket(session, keyring, settings, **CHINA)


@pytest.fixture
def one(desk, ticket):
    return deadlines.movable(desk, ticket)[0]


def move(desk, ticket, one, to, words="We wait for the recording."):
    name = one.clock.rule_id
    return deadlines.extend(desk, ticket, name, to, reason="recording", words=words)


def test_the_last_allowed_day_is_taken(desk, ticket, one):
    assert move(desk, ticket, one, one.latest).due_on == one.latest


def test_a_day_behind_the_last_is_refused(desk, ticket, one):
    late = date.fromordinal(one.latest.toordinal() + 1)
    with pytest.raises(Incomplete):
        move(desk, ticket, one, late)


def test_the_same_day_is_no_extension(desk, ticket, one):
    with pytest.raises(Incomplete):
        move(desk, ticket, one, one.clock.due_on)


def test_the_person_must_be_told_why(desk, ticket, one):
    with pytest.raises(Incomplete):
        move(desk, ticket, one, one.latest, words=" ")


def test_what_administrators_owe_is_moved_by_no_supervisor_whatever_a_pack_allows(
    desk, ticket, one, monkeypatch
):
    monkeypatch.setattr(deadlines, "ACCESS", one.clock.rule_id)
    assert one.clock.id not in {each.clock.id for each in deadlines.movable(desk, ticket)}


def test_a_promise_the_pack_does_not_let_move_stays(desk, ticket):
    with pytest.raises(NotAllowed):
        deadlines.extend(
            desk, ticket, "acknowledge", date(2027, 1, 1), reason="complex", words="Later."
        )


def test_a_letter_and_an_entry_tell_the_new_day(session, desk, ticket, one):
    move(desk, ticket, one, one.latest)
    names = session.scalars(select(Letter.name).where(Letter.ticket_id == ticket.id)).all()
    entry = session.scalars(select(Entry).where(Entry.kind == EntryKind.DEADLINE_EXTENDED)).one()
    assert "update" in names
    assert entry.facts["after"] == one.latest.isoformat()


def test_each_extension_is_granted_once(session, desk, ticket, one):
    for _ in range(5):
        left = [each for each in deadlines.movable(desk, ticket) if each.clock is one.clock]
        if not left:
            break
        move(desk, ticket, left[0], left[0].latest)
    assert not [each for each in deadlines.movable(desk, ticket) if each.clock is one.clock]
    assert len(one.clock.granted) == len(set(one.clock.granted)) > 0


def test_a_promise_already_broken_is_not_mended(session, desk, ticket, one):
    one.clock.started_on = date(2025, 1, 1)
    one.clock.due_on = date(2025, 2, 1)
    assert one.clock not in [each.clock for each in deadlines.movable(desk, ticket)]


def test_a_progress_letter_keeps_the_promise_of_a_first_reply(session, desk, ticket):
    deadlines.progress(desk, ticket, "We have asked for the recording.")
    clock = session.scalars(select(Clock).where(Clock.rule_id.startswith("acknowledge"))).first()
    assert clock.state == "stopped"


def test_a_reply_sends_a_neutral_notice_where_mail_is_safe(session, keyring, settings, desk):
    mail = {"reply_by": "email", "email": "pat@example.org", "safe_days": "any"}
    ticket = factories.ticket(session, keyring, settings, contact=mail)
    before = len(session.scalars(select(OutboxMail)).all())
    service.reply(desk, ticket, "Hello.")
    assert len(session.scalars(select(OutboxMail)).all()) == before + 1


def test_an_ended_ticket_moves_no_date(desk, ticket, one):
    event = timeline.Event(kind=EntryKind.WITHDRAWN, at=desk.now)
    timeline.move(desk.session, desk.box(ticket), ticket, State.WITHDRAWN, event)
    with pytest.raises(NotAllowed):
        move(desk, ticket, one, one.latest)


def test_the_letter_that_is_read_first_is_the_letter_that_is_written(session, desk, ticket, one):
    said = deadlines.moved_words(
        ticket, one.clock.rule_id, one.latest, "We wait for the recording."
    )
    read = deadlines.progress_leaving(desk, ticket, said)
    move(desk, ticket, one, one.latest)
    session.flush()
    letter = session.scalars(select(Letter).where(Letter.name == "update")).one()
    words = desk.box(ticket).open("letters", "words", letter.id, letter.words)
    assert words == f"{read.subject}\n{read.body}"


def test_asking_whether_a_date_may_move_moves_nothing(session, desk, ticket, one):
    before = one.clock.due_on
    deadlines.allowed(desk, ticket, one.clock.rule_id, one.latest, "Later.")
    assert one.clock.due_on == before


@pytest.mark.parametrize(
    ("say", "kind"),
    [
        (service.reply, EntryKind.MESSAGE_OUT),
        (service.note, EntryKind.NOTE),
        (deadlines.progress, EntryKind.LETTER_POSTED),
    ],
)
def test_a_button_pressed_twice_says_it_once(session, desk, ticket, say, kind):
    def lines():
        query = select(Entry).where(Entry.ticket_id == ticket.id, Entry.kind == kind)
        return len(session.scalars(query).all())

    before = lines()
    say(desk, ticket, "We have asked for the recording.")
    say(desk, ticket, "We have asked for the recording.")
    assert lines() == before + 1
    say(desk, ticket, "The recording is here.")
    assert lines() == before + 2
