"""Requests about own data: listed with their dates, decided by one, agreed by another, told to the person."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask_security import hash_password
from sqlalchemy.exc import IntegrityError

from portal.accounts import own_data, service
from portal.accounts.service import Person, withdraw
from portal.admin import data_requests as desk
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.own_data import ACCESS, Asked, Ground, RequestState
from portal.models import Clock, DataRequest, EntryKind, OutboxMail, Role
from portal.timeline import words_of
from portal.vault.box import box_for
from portal.web.db import db
from tests import factories
from tests.accounts.conftest import MAIL

NOW = factories.NOW
REASON = "The law of this place makes us keep it until May."
PASSWORD = "correct horse battery"


@pytest.fixture
def ticket(session, keyring, settings):
    """A ticket that was withdrawn, so that nothing stands in the way."""
    factories.staff(session)
    made = factories.ticket(session, keyring, settings, **MAIL)
    withdraw(Person(session, keyring, settings, NOW, made), "")
    return made


@pytest.fixture
def person(session, keyring, settings, ticket):
    return Person(session, keyring, settings, NOW, ticket)


@pytest.fixture
def at(session, keyring, settings):
    """A function that gives the desk of a fresh administrator."""

    def make(now=NOW):
        staff = factories.staff(session, Role.ADMINISTRATOR)
        return desk.AdminDesk(session, keyring, settings, now, staff)

    return make


def asked(person, what=Asked.DELETE, words="Please"):
    row = own_data.ask(person, what, words)
    person.session.flush()
    return desk.Waiting(row, person.ticket)


def last(person):
    """The newest line of the history with its words."""
    entry = person.session.scalars(
        desk.select(desk.Entry)
        .where(desk.Entry.ticket_id == person.ticket.id)
        .order_by(desk.Entry.seq.desc())
    ).first()
    box = box_for(person.session, person.keyring, person.ticket.id)
    return entry, words_of(box, entry)


def test_one_administrator_proposes_and_another_agrees(person, at):
    one = asked(person)
    first = at()
    desk.propose(first, one, "You asked for it, and nothing makes us keep it.")
    assert one.request.state is RequestState.PROPOSED
    with pytest.raises(NotAllowed, match="second administrator"):
        desk.agree(first, one)
    desk.agree(at(), one)
    assert one.request.state is RequestState.GRANTED
    assert one.request.erase_on == NOW.date() + timedelta(days=7)
    entry, words = last(person)
    assert entry.facts["erase_on"] == one.request.erase_on.isoformat()
    assert words == "You asked for it, and nothing makes us keep it."


def test_the_table_itself_refuses_an_agreement_by_one_person_alone(person, at, session):
    one = asked(person)
    first = at()
    desk.propose(first, one, REASON)
    one.request.agreed_by = first.staff.id
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_refusal_says_why_keeps_the_promise_and_tells_the_person(person, at, session):
    one = asked(person)
    mails = session.query(OutboxMail).count()
    desk.refuse(at(), one, Ground.LAW, REASON)
    assert (one.request.state, one.request.ground) == (RequestState.REFUSED, Ground.LAW)
    entry, words = last(person)
    assert (entry.kind, words) == (EntryKind.DATA_DECIDED, REASON)
    clock = session.query(Clock).filter_by(rule_id="data_access").one()
    assert clock.state == "stopped"
    assert session.query(OutboxMail).count() == mails + 1


def test_who_proposed_a_deletion_does_not_refuse_it_alone(person, at):
    one, first = asked(person), at()
    desk.propose(first, one, REASON)
    with pytest.raises(NotAllowed, match="second administrator"):
        desk.refuse(first, one, Ground.LAW, REASON)
    desk.refuse(at(), one, Ground.LAW, REASON)
    assert one.request.state is RequestState.REFUSED


def test_an_answer_without_words_is_refused(person, at):
    one = asked(person)
    for verb in (
        lambda: desk.refuse(at(), one, Ground.OTHER, "no"),
        lambda: desk.propose(at(), one, " "),
    ):
        with pytest.raises(Incomplete):
            verb()


def test_what_was_decided_is_not_decided_again(person, at):
    one = asked(person)
    desk.refuse(at(), one, Ground.LAW, REASON)
    with pytest.raises(NotAllowed, match="already"):
        desk.propose(at(), one, REASON)


def test_notes_are_given_in_words_a_person_chose(person, at):
    one = asked(person, Asked.NOTES)
    desk.give_notes(at(), one, "The supervisor noted that you called on Monday.")
    assert one.request.state is RequestState.DONE
    assert last(person)[1] == "The supervisor noted that you called on Monday."


def test_what_was_answered_or_taken_back_has_no_date_in_the_queue_any_more(
    session, keyring, settings, at
):
    factories.staff(session)
    ticket = factories.ticket(session, keyring, settings)
    before, person = ticket.due_on, Person(session, keyring, settings, NOW, ticket)
    one, other = asked(person, Asked.NOTES), asked(person)
    promised = session.query(Clock).filter_by(rule_id="data_access").all()
    for clock in promised:
        clock.due_on = ticket.due_on = NOW.date()
    other.request.due_on = one.request.due_on = NOW.date()
    own_data.keep(person)
    assert other.request.state is RequestState.TAKEN_BACK
    assert sorted(clock.state for clock in promised) == ["ended", "running"]
    assert ticket.due_on == NOW.date()
    desk.give_notes(at(), one, "On 3 May we asked for the recording.")
    assert sorted(clock.state for clock in promised) == ["ended", "stopped"]
    assert ticket.due_on == before


def test_a_ticket_still_worked_on_is_not_deleted(session, keyring, settings, at):
    factories.staff(session)
    made = factories.ticket(session, keyring, settings)
    one = asked(Person(session, keyring, settings, NOW, made))
    with pytest.raises(NotAllowed, match="still worked on"):
        desk.propose(at(), one, REASON)


def test_the_list_has_the_nearest_date_first_and_forgets_what_is_over(person, at, session):
    first = asked(person)
    asked(person, Asked.NOTES)
    assert [one.request.what for one in desk.waiting(session, at().staff)] == ["delete", "notes"]
    first.request.due_on += timedelta(days=1)
    session.flush()
    assert [one.request.what for one in desk.waiting(session, at().staff)] == ["notes", "delete"]
    own_data.keep(person)
    session.flush()
    assert [one.request.what for one in desk.waiting(session, at().staff)] == ["notes"]


def test_who_is_too_near_to_the_ticket_knows_of_no_request(session, keyring, settings, at):
    about = factories.collector(session)
    factories.staff(session)
    made = factories.ticket(session, keyring, settings, about=about)
    one = asked(Person(session, keyring, settings, NOW, made))
    near = at().staff
    factories.manages(session, near, about)
    assert desk.waiting(session, near) == []
    assert desk.find(session, near, one.request.id) is None


@pytest.mark.parametrize("days", [0, 18])
@pytest.mark.parametrize("state", ["ended", "stopped"])
def test_what_is_taken_back_or_answered_ends_its_own_promise_and_no_other(person, at, days, state):
    """Deletion is asked for before the notes, or after them."""
    notes = asked(replace(person, now=NOW + timedelta(days=9)), Asked.NOTES).request
    asking = replace(person, now=NOW + timedelta(days=days))
    deletion = asked(asking)
    assert deletion.request.due_on != notes.due_on
    if state == "ended":
        assert own_data.keep(asking)
    else:
        desk.refuse(at(), deletion, Ground.LAW, REASON)
    found = person.session.execute(
        desk.select(Clock.due_on, Clock.state).where(
            Clock.ticket_id == person.ticket.id, Clock.rule_id == ACCESS
        )
    )
    assert dict(map(tuple, found)) == {notes.due_on: "running", deletion.request.due_on: state}


def test_a_copy_keeps_the_promise_of_a_copy_and_no_request_is_answered_by_it(person):
    notes = asked(person, Asked.NOTES).request
    later = replace(person, now=NOW + timedelta(days=9))
    copy = service.promise(later, ACCESS)
    own_data.copied(later)
    found = desk.select(Clock.due_on, Clock.state).where(Clock.rule_id == ACCESS)
    states = dict(map(tuple, person.session.execute(found)))
    assert states == {notes.due_on: "running", copy.due_on: "stopped"}


# The pages.


@pytest.fixture
def waiting_id(app, keyring, settings):
    """A request in the tables; gives its id."""
    with app.app_context():
        factories.staff(db.session())
        made = factories.ticket(db.session(), keyring, settings)
        at = Person(db.session(), keyring, settings, NOW, made)
        withdraw(at, "")
        row = own_data.ask(at, Asked.DELETE, "Everything, please")
        db.session.commit()
        return row.id


@pytest.fixture
def administrator(app):
    def sign_in():
        with app.app_context():
            one = factories.staff(
                db.session(), Role.ADMINISTRATOR, password=hash_password(PASSWORD)
            )
            db.session.commit()
            email = one.email
        client = app.test_client()
        client.post("/staff/sign-in", data={"email": email, "password": PASSWORD})
        return client

    return sign_in


@pytest.mark.parametrize(("lang", "said"), [("en", "Select why not"), ("zh", "请选择不同意的原因")])
def test_what_is_wrong_is_said_and_everything_typed_is_kept(administrator, waiting_id, lang, said):
    path = f"/admin/data-requests/{waiting_id}"
    typed = {"answer": "refuse", "words": "some words", "_end": "1"}
    page = administrator().post(f"{path}?lang={lang}", data=typed)
    assert page.status_code == 422
    assert said in page.text
    assert "some words" in page.text
    assert re.search(r'value="refuse" checked', page.text)


def test_from_the_list_to_the_agreement_of_the_second(administrator, waiting_id, app):
    first, second = administrator(), administrator()
    assert f"/admin/data-requests/{waiting_id}" in first.get("/admin/data-requests").text
    path = f"/admin/data-requests/{waiting_id}"
    assert "Everything, please" in first.get(path).text
    typed = {"answer": "grant", "words": REASON, "_end": "1"}
    assert first.post(path, data=typed).status_code == 303
    own = first.get(path).text
    assert "A second administrator agrees to it or refuses it" in own
    assert "Refuse" not in own
    assert first.post(f"{path}/agree", data={"_end": "1"}).status_code == 422
    assert second.post(f"{path}/agree", data={"_end": "1"}).status_code == 303
    with app.app_context():
        assert db.session.get(DataRequest, waiting_id).state is RequestState.GRANTED


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999"])
def test_a_request_that_is_not_there_is_not_found(administrator, number):
    assert administrator().get(f"/admin/data-requests/{number}").status_code == 404
