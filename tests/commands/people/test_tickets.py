"""Tickets follow a list of people: nobody near to a collector gets, keeps or sees a report about them."""

from argparse import Namespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import routing
from portal.commands import staff
from portal.models import Team, visible
from portal.models.ticket import Ticket
from portal.routing import may_be_given, parting, takers
from portal.vault.errors import SealError
from tests import factories
from tests.commands.people.conftest import TODAY, csv_of, line


def sees(session, person, ticket):
    return session.scalar(visible(person).where(Ticket.id == ticket.id)) is not None


def report(session, keyring, settings):
    page = {"c_agency": "Brightwater", "c_badge": "1188"}
    return factories.ticket(session, keyring, settings, collector=page)


def test_a_report_never_goes_to_the_manager_of_the_list_nor_to_staff_of_the_team(
    session, keyring, settings, bring, boss
):
    assert bring(csv_of(line(boss="BOSS@example.org", since="2025-01-01")))
    mate = factories.staff(session, team_id=session.scalars(select(Team.id)).one())
    free = factories.staff(session)
    ticket = report(session, keyring, settings)
    assert ticket.owner_id == free.id
    assert takers(session, ticket, TODAY) == [free]
    for near in (boss, mate):
        assert not sees(session, near, ticket)
        assert not may_be_given(session, ticket, near, TODAY)


def test_whoever_managed_then_and_whoever_manages_a_colleague_of_the_team_do_not_get_it_either(
    session, keyring, settings, bring, boss
):
    other = factories.staff(session, email="other@example.org")
    bring(
        csv_of(
            line(boss="boss@example.org", since="2020-01-01", until="2021-12-31"),
            line("1189", boss="other@example.org", since="2025-01-01"),
        )
    )
    free = factories.staff(session)
    ticket = report(session, keyring, settings)
    assert takers(session, ticket, TODAY) == [free]
    assert not sees(session, boss, ticket)
    assert not sees(session, other, ticket)


def test_what_a_manager_of_the_list_holds_already_goes_to_somebody_who_is_free(
    session, keyring, settings, bring, boss
):
    bring(csv_of(line()))
    ticket = report(session, keyring, settings)
    assert ticket.owner_id == boss.id
    free = factories.staff(session)
    told = bring(csv_of(line(boss="boss@example.org", since="2025-01-01")))
    assert ticket.owner_id == free.id
    assert "Tickets handed on: 1" in told[-1]


def test_a_ticket_that_cannot_be_opened_stays_and_holds_up_no_other(
    session, keyring, settings, bring, monkeypatch, caplog
):
    boss = factories.staff(session, email="boss@example.org")
    bring(csv_of(line()))
    broken, whole = (report(session, keyring, settings) for _ in range(2))
    free = factories.staff(session)

    def hand_on(work, ticket, **asked):
        routing.hand_on(work, ticket, **asked)
        if ticket is broken:
            raise SealError("no words of it")

    monkeypatch.setattr(parting, "hand_on", hand_on)
    told = bring(csv_of(line(boss="boss@example.org", since="2025-01-01")))
    assert "Tickets handed on: 1" in told[-1]
    assert (broken.owner_id, whole.owner_id) == (boss.id, free.id)
    assert broken.number in caplog.text
    assert "no words of it" not in caplog.text


def moved(session: Session, settings, person, **asked):
    words = {"email": person.email, "team": None, "agency": None, **asked}
    staff.move(session, settings, Namespace(**words))


def test_staff_who_move_to_a_team_lose_its_tickets(session, keyring, settings, bring, capsys):
    keyring.save(settings.keys_file)
    bring(csv_of(line()))
    mate, free = factories.staff(session), factories.staff(session)
    ticket = report(session, keyring, settings)
    ticket.owner_id = mate.id
    session.flush()
    moved(session, settings, mate, team="north")
    assert ticket.owner_id == free.id
    assert not sees(session, mate, ticket)
    assert "Tickets handed on: 1." in capsys.readouterr().out
    moved(session, settings, mate, team="", agency="Brightwater")
    assert mate.team is None
    assert not sees(session, mate, ticket)


@pytest.mark.row("BI-86")
def test_staff_move_only_to_what_there_is(session, settings, bring):
    bring(csv_of(line(agency="Own", kind="in_house", firm_type="bank")))
    person = factories.staff(session)
    for asked in ({}, {"team": "Nowhere"}, {"agency": "Nobody"}, {"agency": "Own"}):
        with pytest.raises(staff.Refused):
            moved(session, settings, person, **asked)
