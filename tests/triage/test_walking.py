"""From a ticket to the next of the same view, and how many reports about its collector came before."""

from datetime import date, timedelta

import pytest

from portal.models import Role
from portal.search.links import MOST_EARLIER, earlier_of
from portal.triage.service import Filters
from portal.triage.walking import standing
from portal.web.db import db
from tests import factories

NOW = factories.NOW


@pytest.fixture
def row(session, keyring, settings):
    """A supervisor and four tickets in the order of the queue; the third has no date."""
    boss = factories.staff(session)
    tickets = [factories.ticket(session, keyring, settings) for _ in range(4)]
    for place, ticket in enumerate(tickets):
        ticket.due_on = date(2026, 12, 1) + timedelta(days=place) if place < 3 else None
    session.flush()
    return boss, tickets


def at(session, boss, ticket, **asked):
    return standing(session, boss, Filters(view="all", today=NOW.date(), **asked), ticket)


def test_a_ticket_stands_between_its_neighbours(session, row):
    boss, tickets = row
    numbers = ["", *(one.number for one in tickets), ""]
    for place, ticket in enumerate(tickets, 1):
        found = at(session, boss, ticket)
        assert (found.before, found.after) == (numbers[place - 1], numbers[place + 1])
        assert (found.place, found.all) == (place, 4)


def test_a_hidden_ticket_is_neither_neighbour_nor_counted(session, row, keyring, settings):
    boss, tickets = row
    one = factories.collector(session)
    hidden = factories.ticket(session, keyring, settings, about=one)
    hidden.due_on = tickets[0].due_on + timedelta(hours=1)
    boss.team_id = one.team_id
    session.flush()
    found = at(session, boss, tickets[0])
    assert (found.after, found.all) == (tickets[1].number, 4)


def test_a_ticket_outside_the_view_has_no_place_in_it(session, row):
    boss, tickets = row
    assert at(session, boss, tickets[0], severity="safety") is None


@pytest.fixture
def client(staff_client, app, keyring, settings):
    """A supervisor in front of two tickets of the queue."""
    with app.app_context():
        first, second = (factories.ticket(db.session(), keyring, settings) for _ in range(2))
        second.due_on = first.due_on + timedelta(days=1)
        numbers = [first.number, second.number]
        db.session.commit()
    return staff_client(Role.SUPERVISOR), numbers


def test_from_the_queue_one_walks_on_without_going_back(client):
    reader, numbers = client
    queue = reader.get("/tickets?view=all&kind=conduct").text
    assert f'href="/tickets/{numbers[0]}?view=all&amp;kind=conduct"' in queue
    page = reader.get(f"/tickets/{numbers[0]}?view=all&kind=conduct").text
    assert f'rel="next" href="/tickets/{numbers[1]}?view=all&amp;kind=conduct"' in page
    assert "1 of 2" in page
    assert "第 1/2 件" in reader.get(f"/tickets/{numbers[0]}?view=all&lang=zh-CN").text


def test_an_old_address_that_says_number_leads_to_the_tickets_it_finds(client):
    reader, numbers = client
    found = numbers[0][:3]
    queue = reader.get(f"/tickets?view=all&number={found}").text
    assert f'href="/tickets/{numbers[0]}?view=all&amp;text={found}"' in queue
    page = reader.get(f"/tickets/{numbers[0]}?view=all&number={found}").text
    assert f'rel="next" href="/tickets/{numbers[1]}?view=all&amp;text={found}"' in page
    assert f'href="/tickets/{numbers[0]}/note?view=all&amp;text={found}"' in page


def test_what_is_done_to_a_ticket_leads_back_into_the_view(client):
    reader, numbers = client
    page = reader.get(f"/tickets/{numbers[0]}/note?view=all").text
    assert f'action="/tickets/{numbers[0]}/note?view=all"' in page
    done = reader.post(
        f"/tickets/{numbers[0]}/note?view=all", data={"words": "Rang back.", "_end": "1"}
    )
    assert done.location.endswith(f"/tickets/{numbers[0]}?view=all")


def test_a_ticket_that_was_not_opened_from_a_view_has_no_next(client):
    reader, numbers = client
    assert 'rel="next"' not in reader.get(f"/tickets/{numbers[0]}").text


def about(session, keyring, settings, one, days):
    return factories.ticket(session, keyring, settings, NOW - timedelta(days=days), about=one)


def test_reports_about_a_collector_are_counted_within_ninety_days(session, keyring, settings):
    boss, one = factories.staff(session), factories.collector(session)
    old, first, second = (about(session, keyring, settings, one, days) for days in (91, 60, 2))
    factories.ticket(session, keyring, settings)
    assert [earlier_of(session, boss, each, NOW) for each in (old, first, second)] == [0, 0, 1]


def test_many_reports_about_a_collector_are_counted_only_so_far(session, keyring, settings):
    boss, one = factories.staff(session), factories.collector(session)
    filed = [about(session, keyring, settings, one, 30 - day) for day in range(MOST_EARLIER + 3)]
    assert earlier_of(session, boss, filed[-1], NOW) == MOST_EARLIER


def test_a_report_nobody_may_know_of_is_not_counted(session, keyring, settings):
    boss, one = factories.staff(session, jurisdictions=["gb"]), factories.collector(session)
    hidden = about(session, keyring, settings, one, 9)
    hidden.jurisdiction = "cn"
    session.flush()
    assert earlier_of(session, boss, about(session, keyring, settings, one, 2), NOW) == 0


def test_the_queue_and_the_ticket_say_which_report_it_is(app, staff_client, keyring, settings):
    reader = staff_client(Role.SUPERVISOR)
    with app.app_context():
        one = factories.collector(db.session())
        for days in (9, 2):
            number = about(db.session(), keyring, settings, one, days).number
        db.session.commit()
    for address in ("/tickets?view=all", f"/tickets/{number}"):
        assert reader.get(address).text.count("2nd about 1188") == 1, address
    assert "1188 第 2 件" in reader.get("/tickets?view=all&lang=zh-CN").text
