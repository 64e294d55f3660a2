"""Words that come after the end: a list of their own until somebody has read them, and no ticket opens by itself."""

from datetime import timedelta

import pytest

from portal.accounts.service import Person, correct, happened_again, judge, withdraw, write
from portal.casework import service as casework
from portal.domain.errors import NotAllowed
from portal.domain.ticket import State
from portal.models import EntryKind, Role
from portal.timeline import Event, move
from portal.triage import service
from portal.triage.service import Filters, counts, queue
from portal.triage.walking import standing
from portal.web.db import db
from tests import factories

LATER = factories.NOW + timedelta(days=20)


@pytest.fixture
def boss(session):
    """The supervisor who answers."""
    return factories.staff(session)


@pytest.fixture
def person(session, keyring, settings, boss):
    """Somebody whose report about a collector was answered."""
    about = factories.collector(session)
    ticket = factories.ticket(session, keyring, settings, about=about)
    at = Person(session, keyring, settings, LATER, ticket)
    event = Event(kind=EntryKind.CLOSED, at=factories.NOW, staff_id=boss.id)
    move(session, at.box(), ticket, State.CLOSED, event)
    return at


@pytest.fixture
def desk(person, boss):
    """The desk of that supervisor."""
    return casework.Desk(person.session, person.keyring, person.settings, LATER, boss)


def waiting(session, staff):
    """The numbers on the list of words after the end, and the count beside its name."""
    session.flush()
    lines = queue(session, staff, Filters(view="unanswered")).tickets
    assert len(lines) == counts(session, staff, LATER.date())["unanswered"]
    return [line.number for line in lines]


SAYS = {
    "message": lambda at: write(at, "One thing more"),
    "again": lambda at: happened_again(at, ["", "", ""], "They rang again"),
    "correction": lambda at: correct(at, "what", "It was Tuesday"),
    "verdict": lambda at: judge(at, "badly", "Nobody listened to the call"),
}


@pytest.mark.parametrize("how", SAYS)
def test_what_is_added_after_the_end_reaches_supervisors_and_opens_nothing(
    session, person, boss, how
):
    assert waiting(session, boss) == []
    SAYS[how](person)
    assert waiting(session, boss) == [person.ticket.number]
    assert person.ticket.state is State.CLOSED


def test_a_verdict_without_words_is_nothing_to_read(session, person, boss):
    judge(person, "badly", "  ")
    assert waiting(session, boss) == []


def test_it_reaches_nobody_who_may_not_know_of_the_ticket(session, person):
    write(person, "One thing more")
    near = factories.staff(session, team_id=person.ticket.team_id)
    assert waiting(session, near) == []
    assert waiting(session, factories.staff(session, Role.REVIEWER)) == []


@pytest.mark.parametrize("does", [casework.reply, casework.note])
def test_an_answer_or_a_note_takes_it_off_the_list(session, person, desk, does):
    write(person, "One thing more")
    does(desk, person.ticket, "We have read this.")
    assert waiting(session, desk.staff) == []
    assert person.ticket.state is State.CLOSED
    write(person, "And another")
    assert waiting(session, desk.staff) == [person.ticket.number]


def test_nobody_is_written_to_after_the_end_who_did_not_write(person, desk):
    with pytest.raises(NotAllowed, match="ended"):
        casework.reply(desk, person.ticket, "One thing more")


def test_what_is_looked_at_again_is_on_the_queue_and_not_on_this_list(session, person, boss):
    write(person, "I want to end my life")
    assert person.ticket.state is not State.CLOSED
    assert waiting(session, boss) == []


def test_what_is_written_while_we_look_waits_on_no_list(session, keyring, settings, boss):
    ticket = factories.ticket(session, keyring, settings)
    write(Person(session, keyring, settings, LATER, ticket), "One thing more")
    assert ticket.unanswered_since is None
    assert waiting(session, boss) == []


def test_the_supervisor_reads_it_on_the_list_and_on_the_ticket(
    app, staff_client, keyring, settings
):
    client = staff_client(Role.SUPERVISOR)
    with app.app_context():
        session = db.session()
        ticket = factories.ticket(session, keyring, settings)
        at = Person(session, keyring, settings, LATER, ticket)
        withdrawn = factories.ticket(session, keyring, settings)
        withdraw(Person(session, keyring, settings, LATER, withdrawn), "")
        move(
            session, at.box(), ticket, State.CLOSED, Event(kind=EntryKind.CLOSED, at=factories.NOW)
        )
        write(at, "One thing more")
        numbers = ticket.number, withdrawn.number
        session.commit()
    page = client.get("/tickets?view=unanswered").text
    assert numbers[0] in page
    assert "new message" in page
    assert "after this ticket had ended" in client.get(f"/tickets/{numbers[0]}").text
    assert f'/tickets/{numbers[0]}/reply"' in client.get(f"/tickets/{numbers[0]}/reply").text
    page = client.get(f"/tickets/{numbers[1]}").text
    assert "after this ticket had ended" not in page
    # What was promised to whoever withdrew was not kept, and is not called so.
    assert "Kept" not in page.split("Deadlines")[1].split("</section>")[0]


def test_who_wrote_first_is_read_first_however_grave_the_others(
    session, keyring, settings, boss, person, monkeypatch
):
    monkeypatch.setattr(service, "PAGE", 1)
    service.page_question.cache_clear()
    write(person, "One thing more")
    graver = factories.ticket(session, keyring, settings)
    at = Person(session, keyring, settings, LATER + timedelta(days=1), graver)
    move(session, at.box(), graver, State.CLOSED, Event(kind=EntryKind.CLOSED, at=factories.NOW))
    graver.severity_rank, graver.due_on = 0, factories.NOW.date()
    write(at, "And we")
    session.flush()
    first = queue(session, boss, Filters(view="unanswered"))
    second = queue(session, boss, Filters(view="unanswered", after=first.next_key))
    service.page_question.cache_clear()
    assert [line.number for line in first.tickets] == [person.ticket.number]
    assert [line.number for line in second.tickets] == [graver.number]
    place = standing(session, boss, Filters(view="unanswered"), graver)
    assert (place.before, place.place) == (person.ticket.number, 2)
