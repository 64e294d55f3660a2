"""Several tickets at once: what may be done is done, and what was refused is said."""

import pytest
from sqlalchemy import select

from portal import timeline
from portal.domain.ticket import State
from portal.models import Entry, EntryKind, Role, Ticket
from portal.triage.together import CHANGED, Together, assign_all, release_all, tickets
from portal.vault.box import box_for
from tests import factories


@pytest.fixture
def boss(session):
    return factories.staff(session, name="Mei")


@pytest.fixture
def work(session, keyring, boss):
    return Together(session, keyring, factories.NOW, boss)


def filed(session, keyring, settings, **given):
    ticket = factories.ticket(session, keyring, settings, **given)
    session.flush()
    return ticket


def looked(*found):
    return [(one.number, one.version) for one in found]


def why(result):
    return {number: str(problem) for number, problem in result.refused}


def test_two_tickets_go_to_one_colleague(session, keyring, settings, work):
    found = [filed(session, keyring, settings) for _ in range(2)]
    to = factories.staff(session)
    result = assign_all(work, looked(*found), to)
    assert sorted(result.changed) == sorted(one.number for one in found)
    assert {one.owner_id for one in found} == {to.id}
    assigned = select(Entry).where(Entry.kind == EntryKind.ASSIGNED).order_by(Entry.id)
    last = session.scalars(assigned).all()[-1]
    assert last.staff_id == work.staff.id


def test_a_colleague_in_conflict_gets_the_others_and_the_refusal_names_it(
    session, keyring, settings, work
):
    about = factories.collector(session)
    plain = filed(session, keyring, settings)
    hers = filed(session, keyring, settings, about=about)
    to = factories.staff(session, name="Sam")
    factories.manages(session, to, about)
    result = assign_all(work, looked(plain, hers), to)
    assert result.changed == [plain.number]
    assert "conflict of interest" in why(result)[hers.number]
    assert hers.owner_id != to.id


def test_who_does_not_work_for_the_place_is_not_given_the_ticket(session, keyring, settings, work):
    ticket = filed(session, keyring, settings)
    to = factories.staff(session, jurisdictions=["cn"])
    assert assign_all(work, looked(ticket), to).changed == []


def test_what_somebody_may_not_see_is_refused_like_what_does_not_exist(
    session, keyring, settings, work, boss
):
    about = factories.collector(session)
    hidden = filed(session, keyring, settings, about=about)
    factories.manages(session, boss, about)
    result = release_all(work, [*looked(hidden), ("NS-2026-999999", 1)])
    assert len(set(why(result).values())) == 1
    assert tickets(work, [hidden.number]) == []


def test_a_ticket_somebody_changed_meanwhile_is_left_alone(session, keyring, settings, work):
    ticket = filed(session, keyring, settings)
    result = release_all(work, [(ticket.number, ticket.version - 1)])
    assert why(result) == {ticket.number: CHANGED}
    assert ticket.state is State.ASSIGNED


def test_a_ticket_given_back_waits_without_an_owner_and_the_history_says_who_had_it(
    session, keyring, settings, work
):
    ticket = filed(session, keyring, settings)
    had = ticket.owner_id
    release_all(work, looked(ticket))
    session.flush()
    assert (ticket.state, ticket.owner_id) == (State.QUEUED, None)
    last = session.scalars(select(Entry).where(Entry.kind == EntryKind.RELEASED)).one()
    assert last.facts["owner"] == had
    assert last.staff_id == work.staff.id


def test_an_ended_ticket_is_refused(session, keyring, settings, work):
    ticket = filed(session, keyring, settings)
    event = timeline.Event(kind=EntryKind.WITHDRAWN, at=factories.NOW)
    timeline.move(session, box_for(session, keyring, ticket.id), ticket, State.WITHDRAWN, event)
    session.flush()
    assert "ended" in why(release_all(work, looked(ticket)))[ticket.number]


@pytest.fixture
def desk(app, staff_client, keyring, settings):
    """A browser of a supervisor, and two tickets."""
    from portal.web.db import db  # noqa: PLC0415 - only inside the application

    client = staff_client(Role.SUPERVISOR)
    with app.app_context():
        numbers = [factories.ticket(db.session(), keyring, settings).number for _ in range(2)]
        sam = factories.staff(db.session(), name="Sam").id
        db.session.commit()
    return client, numbers, sam


def test_nothing_ticked_shows_the_queue_again_with_what_is_missing(desk):
    client, _numbers, _sam = desk
    answer = client.post("/tickets/selected?view=all", data={"do": "assign", "_end": "1"})
    assert answer.status_code == 422
    assert "Select at least one ticket" in answer.text
    assert 'class="tid"' in answer.text


def test_the_page_before_says_what_happens_and_the_page_after_what_did(desk, app):
    client, numbers, sam = desk
    page = client.post(
        "/tickets/selected", data={"do": "assign", "ticket": numbers, "_end": "1"}
    ).text
    assert all(f"{number}:" in page for number in numbers)
    marks = [part.split('"')[0] for part in page.split('name="looked" value="')[1:]]
    typed = {"looked": [marks[0], "NS-2026-999999:1"], "owner": str(sam), "_end": "1"}
    page = client.post("/tickets/selected/assign", data=typed).text
    assert "1 changed, 1 not changed" in page
    assert "There is no such ticket." in page
    with app.app_context():
        from portal.web.db import db  # noqa: PLC0415 - only inside the application

        owners = dict(db.session.execute(select(Ticket.number, Ticket.owner_id)).all())
    assert owners[marks[0].split(":")[0]] == sam


@pytest.mark.parametrize("owner", ["", "0", "-1", "1e3", "１", "999999999", "1 OR 1=1"])
def test_nobody_chosen_keeps_the_tickets_and_says_so(desk, owner):
    client, numbers, _sam = desk
    typed = {"looked": [f"{one}:1" for one in numbers], "owner": owner, "_end": "1"}
    answer = client.post("/tickets/selected/assign", data=typed)
    assert answer.status_code == 422
    assert "Select who takes these tickets" in answer.text
    assert all(number in answer.text for number in numbers)
