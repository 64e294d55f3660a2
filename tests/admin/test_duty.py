"""Absence and deputies: set on a page, obeyed at once, and open tickets handed to who is free."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.admin.service import Away, Duty, Office, begin_absence, hand_over, set_duty
from portal.domain.errors import Incomplete
from portal.models import Entry, EntryKind, Role, Staff, visible
from portal.models.ticket import Ticket
from portal.web.db import db
from tests import factories
from tests.admin.test_trial import administrator, signed_in  # noqa: F401 - a fixture and its helper

TODAY = factories.NOW.date()


@pytest.fixture
def office(session, keyring):
    return Office(session, keyring, factories.NOW, factories.staff(session, Role.ADMINISTRATOR))


def away(**given):
    return Duty(
        absent_from=TODAY, absent_until=TODAY + timedelta(days=7), desks=("conduct",), **given
    )


def test_open_tickets_go_to_the_deputy(session, keyring, settings, office):
    owner = factories.staff(session)
    tickets = [factories.ticket(session, keyring, settings) for _ in range(2)]
    deputy, other = factories.staff(session, desks=["fraud"]), factories.staff(session)
    set_duty(office, owner, away(deputy_id=deputy.id, languages=("en",)))
    assert hand_over(office, owner) == 2
    assert {one.owner_id for one in tickets} == {deputy.id}
    assert other.id not in {one.owner_id for one in tickets}
    last = session.scalars(
        select(Entry).where(Entry.ticket_id == tickets[0].id, Entry.kind == EntryKind.ASSIGNED)
    ).all()[-1]
    assert last.facts["stands_for"] == owner.id
    assert last.staff_id == office.staff.id


def test_a_deputy_in_conflict_is_passed_over_and_sees_nothing(session, keyring, settings, office):
    about, owner = factories.collector(session), factories.staff(session)
    ticket = factories.ticket(session, keyring, settings, about=about)
    deputy, other = factories.staff(session), factories.staff(session)
    factories.manages(session, deputy, about)
    set_duty(office, owner, away(deputy_id=deputy.id, languages=("en",)))
    hand_over(office, owner)
    assert ticket.owner_id == other.id
    assert session.scalar(visible(deputy).where(Ticket.id == ticket.id)) is None


def test_with_nobody_left_the_ticket_waits_and_the_person_is_told(
    session, keyring, settings, office
):
    owner = factories.staff(session)
    ticket = factories.ticket(session, keyring, settings)
    set_duty(office, owner, away())
    hand_over(office, owner)
    assert (ticket.owner_id, ticket.desk, ticket.state.value) == (None, "independent", "queued")
    kinds = session.scalars(select(Entry.kind).where(Entry.ticket_id == ticket.id)).all()
    assert EntryKind.OUTSIDE_WAY in kinds


def test_nobody_is_the_own_deputy_and_only_supervisors_are(session, office):
    person = factories.staff(session)
    for wrong in (person.id, office.staff.id, 999_999):
        with pytest.raises(Incomplete):
            set_duty(office, person, away(deputy_id=wrong))


def test_the_page_keeps_absence_deputy_languages_and_topics(app, administrator):  # noqa: F811 - the fixture
    mei = id_of(app, "mei")
    typed = {
        "absent_from": "2026-11-23", "absent_until": "2026-11-30", "deputy": "",
        "languages": ["en"], "desks": ["fraud"], "_end": "1",
    }  # fmt: skip
    assert administrator.post(f"/admin/staff/{mei}", data=typed).status_code == 200
    with app.app_context():
        kept = db.session.get_one(Staff, mei)
        assert (kept.absent_from, kept.desks) == (TODAY, ["fraud"])
    assert "2026-11-30" in administrator.get(f"/admin/staff/{mei}").text


def id_of(app, name):
    with app.app_context():
        return db.session.scalars(select(Staff.id).where(Staff.name == name.title())).one()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"absent_from": "tomorrow"}, "Enter a real date"),
        ({"absent_from": "2026-02-30"}, "Enter a real date"),
        ({"absent_until": "2026-11-01"}, "The last day must not be before the first"),
        ({"absent_from": "", "absent_until": "2026-11-01"}, "Enter the first day away"),
        ({"deputy": "999999"}, "errsum"),
        ({"desks": ["nonsense"]}, "errsum"),
    ],
)
def test_a_bad_absence_is_refused_and_keeps_what_was_typed(app, administrator, change, said):  # noqa: F811 - the fixture
    typed = {
        "absent_from": "2026-11-23", "absent_until": "2026-11-30", "deputy": "",
        "languages": ["en"], "desks": ["fraud"], "_end": "1", **change,
    }  # fmt: skip
    answer = administrator.post(f"/admin/staff/{id_of(app, 'mei')}", data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed["absent_until"] in answer.text


def test_only_an_administrator_opens_the_page_and_only_of_a_supervisor(app, administrator):  # noqa: F811 - the fixture
    mei, ada = id_of(app, "mei"), id_of(app, "ada")
    assert signed_in(app, "mei").get(f"/admin/staff/{mei}").status_code == 403
    assert administrator.get(f"/admin/staff/{ada}").status_code == 404
    for nobody in (999999, 2**31, 10**20):
        assert administrator.get(f"/admin/staff/{nobody}").status_code == 404


def test_an_absence_begins_with_the_day_of_the_place_of_each_ticket(session, keyring, settings):
    factories.staff(session, absent_from=TODAY + timedelta(days=1))
    there = {"place": "cn", "lang": "en"}
    tickets = [
        factories.ticket(session, keyring, settings, jurisdiction=there),
        factories.ticket(session, keyring, settings),
    ]
    # In China it is the next day by then, in Britain not yet.
    night = Away(session, keyring, factories.NOW.replace(hour=23, minute=30))
    assert [begin_absence(night, one.id) for one in tickets] == [True, False]
