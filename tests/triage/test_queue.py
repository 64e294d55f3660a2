"""The queue: due first, page by page, from few queries however many tickets wait."""

from datetime import UTC, date, datetime, timedelta

import pytest
from markupsafe import escape
from sqlalchemy import update

from portal.domain.severity import Severity
from portal.jurisdictions.days import Later, day_at, days, latest_day
from portal.models import NEVER, Clock, Role
from portal.triage.service import PAGE, VIEWS, Filters, counts, queue
from portal.triage.views import tags_of
from tests import factories
from tests.listening import heard

#: More than this and a busy supervisor waits.
MOST_QUERIES = 6


@pytest.fixture
def many(session, keyring, settings):
    """Sixty tickets, some of them with no date at all, and a supervisor who may see them."""
    boss = factories.staff(session)
    tickets = [factories.ticket(session, keyring, settings) for _ in range(60)]
    for place, ticket in enumerate(tickets):
        ticket.due_on = None if place % 10 == 0 else date(2026, 12, 1) + timedelta(days=place % 7)
        ticket.severity_rank = place % 4
    session.flush()
    return boss, tickets


def walk(session, boss, view="all"):
    """Every line of a view, page after page."""
    lines, key = [], ""
    while True:
        page = queue(session, boss, Filters(view=view, after=key))
        lines.extend(page.tickets)
        key = page.next_key
        if not key:
            return lines


def test_page_after_page_shows_each_ticket_once_in_order(session, many):
    boss, tickets = many
    lines = walk(session, boss)
    shown = [(line.due_on or NEVER, line.severity_rank, line.id) for line in lines]
    assert sorted(line.id for line in lines) == sorted(ticket.id for ticket in tickets)
    assert shown == sorted(shown)


def test_tickets_without_a_date_stand_last(session, many):
    boss, _ = many
    assert [line.due_on for line in walk(session, boss)][-6:] == [None] * 6


def test_a_ticket_of_the_own_team_is_on_no_page(session, many, keyring, settings):
    boss, _tickets = many
    one = factories.collector(session)
    hidden = factories.ticket(session, keyring, settings, about=one)
    boss.team_id = one.team_id
    session.flush()
    assert hidden.id not in {line.id for line in walk(session, boss)}


def test_nonsense_for_a_key_is_the_first_page(session, many):
    boss, _ = many
    first = queue(session, boss, Filters(view="all"))
    again = queue(session, boss, Filters(view="all", after="9999_x"))
    assert [line.id for line in again.tickets] == [line.id for line in first.tickets]
    assert len(first.tickets) == PAGE


def test_the_page_asks_the_database_few_questions(app, staff_client, keyring, settings):
    client = staff_client(Role.SUPERVISOR)
    with app.app_context():
        from portal.web.db import db  # noqa: PLC0415 - only inside the application

        for _ in range(30):
            factories.ticket(db.session(), keyring, settings)
        db.session.commit()
    with heard() as asked:
        answer = client.get("/tickets?view=all")
        first = len(asked)
        client.get("/tickets?view=all")
    questions = [one for one in asked[first:] if one.startswith(("SELECT", "WITH"))]
    assert answer.text.count('class="tid"') == PAGE
    asked_first = [one for one in asked[:first] if one not in ("BEGIN", "COMMIT")]
    assert len(asked_first) <= MOST_QUERIES, "\n\n".join(asked_first)
    # Who asks, the lines, and what stands beside them; the rest was asked within the minute.
    assert len(questions) == 3, "\n\n".join(questions)


def test_a_line_that_changed_is_shown_as_it_is_now(app, staff_client, keyring, settings):
    client = staff_client(Role.SUPERVISOR)
    with app.app_context():
        from portal.web.db import db  # noqa: PLC0415 - only inside the application

        ticket = factories.ticket(db.session(), keyring, settings)
        number = ticket.number
        db.session.commit()
        assert "Serious" not in line_of(client, number)
        ticket.severity, ticket.severity_rank = Severity.SERIOUS, 1
        db.session.commit()
    assert "Serious" in line_of(client, number)
    assert "严重" in line_of(client, number, "&lang=zh-CN")


def line_of(client, number, more=""):
    """The text of one line of the queue."""
    page = client.get(f"/tickets?view=all{more}").text
    return next(one for one in page.split("<tr") if f'<span class="tid">{number}' in one)


def test_the_numbers_beside_the_views_are_the_lengths_of_their_lists(session, many):
    boss, _ = many
    today = date(2026, 12, 3)
    counted = counts(session, boss, today)
    for view in VIEWS:
        page = queue(session, boss, Filters(view=view, today=today))
        lines = list(page.tickets)
        while page.next_key:
            page = queue(session, boss, Filters(view=view, after=page.next_key, today=today))
            lines += page.tickets
        assert counted[view] == len(lines), view
    assert counted["overdue"] > 0
    assert counted["due_soon"] > counted["overdue"]


def test_a_number_never_counts_a_hidden_ticket(session, many, keyring, settings):
    boss, _ = many
    before = counts(session, boss, date(2026, 12, 3))
    one = factories.collector(session)
    boss.team_id = one.team_id
    factories.ticket(session, keyring, settings, about=one)
    session.flush()
    assert counts(session, boss, date(2026, 12, 3)) == before


def test_a_receipt_code_typed_into_the_search_leaves_the_address_at_once(staff_client):
    client, code = staff_client(Role.SUPERVISOR), "2630 3495 1482 4394 3702"
    answer = client.get("/tickets", query_string={"view": "all", "text": code})
    assert answer.status_code == 303
    assert "2630" not in answer.location
    page = client.get(answer.location).text
    assert "This looks like a receipt code" in page
    assert "2630" not in page


#: In China the 29th has begun; in Britain and America it is still the 28th.
NIGHT = datetime(2026, 11, 28, 18, 39, tzinfo=UTC)


def in_china(session, keyring, settings, **given):
    return factories.ticket(
        session, keyring, settings, jurisdiction={"place": "cn", "lang": "zh_Hans_CN"}, **given
    )


def test_a_ticket_is_over_when_its_day_is_over_where_it_belongs(
    app, staff_client, keyring, settings, clock
):
    clock.moment = NIGHT
    client = staff_client(Role.SUPERVISOR)
    with app.app_context():
        from portal.web.db import db  # noqa: PLC0415 - only inside the application

        here = factories.ticket(db.session(), keyring, settings)
        there = in_china(db.session(), keyring, settings)
        here.due_on = there.due_on = date(2026, 11, 28)
        db.session.execute(update(Clock).values(due_on=there.due_on))
        db.session.commit()
        numbers = here.number, there.number
    assert "Due today" in line_of(client, numbers[0])
    assert "1 day over" in line_of(client, numbers[1])
    pages = [client.get(f"/tickets/{number}").text for number in numbers]
    assert ["1 day over" in page for page in pages] == [False, True]


def test_a_view_counts_by_the_day_at_the_place_of_each_ticket(session, keyring, settings):
    boss = factories.staff(session)
    here = factories.ticket(session, keyring, settings)
    there = in_china(session, keyring, settings)
    here.due_on = there.due_on = date(2026, 11, 28)
    session.flush()
    today, ahead = days(NIGHT)
    assert (today, ahead) == (date(2026, 11, 28), (Later("cn", date(2026, 11, 29)),))
    page = queue(session, boss, Filters(view="overdue", today=today, ahead=ahead))
    assert [line.id for line in page.tickets] == [there.id]
    assert counts(session, boss, today, ahead)["overdue"] == 1


#: Half past midnight on Sunday in New York, still Saturday in Chicago and Honolulu.
SUNDAY = datetime(2026, 11, 29, 5, 30, tzinfo=UTC)


def test_a_promise_is_over_when_its_day_is_over_in_the_state_the_person_lives_in(
    session, keyring, settings
):
    boss = factories.staff(session)
    lives = [{"place": "us", "lang": "en", "region": one} for one in ("us-hi", "us-ny", "")]
    tickets = [factories.ticket(session, keyring, settings, jurisdiction=one) for one in lives]
    for ticket in tickets:
        ticket.due_on = date(2026, 11, 28)
    session.flush()
    today, ahead = days(SUNDAY)
    page = queue(session, boss, Filters(view="overdue", today=today, ahead=ahead))
    assert {line.id for line in page.tickets} == {one.id for one in tickets[1:]}
    over = [day_at("us", SUNDAY, one.region) > one.due_on for one in tickets]
    assert over == [False, True, True]
    assert latest_day(SUNDAY) == date(2026, 11, 29)


def test_what_came_in_after_midnight_came_in_on_the_day_of_its_place(session, keyring, settings):
    boss = factories.staff(session)
    here = factories.ticket(session, keyring, settings, now=NIGHT)
    there = in_china(session, keyring, settings, now=NIGHT)
    session.flush()
    for day, found in ((date(2026, 11, 28), here), (date(2026, 11, 29), there)):
        page = queue(session, boss, Filters(view="all", received_from=day, received_to=day))
        assert [line.id for line in page.tickets] == [found.id], day


def test_a_report_came_in_on_the_day_of_the_state_the_person_lives_in(session, keyring, settings):
    boss = factories.staff(session)
    lives = {
        name: factories.ticket(
            session, keyring, settings, now=SUNDAY, jurisdiction={"place": "us", "lang": "en", "region": name}
        ).id
        for name in ("us-hi", "us-ny", "")
    }  # fmt: skip
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)
    for first, last, found in (
        (None, saturday, {"us-hi"}),
        (saturday, saturday, {"us-hi"}),
        (sunday, None, {"us-ny", ""}),
        (saturday, sunday, set(lives)),
    ):
        page = queue(session, boss, Filters(view="all", received_from=first, received_to=last))
        assert {line.id for line in page.tickets} == {lives[one] for one in found}, (first, last)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("received_from", "2026-13-99", "Enter a real date"),
        ("received_to", "yesterday", "Enter a real date"),
        ("severity", "dire", "Choose from the list “Severity”"),
        ("state", "<b>", "Choose from the list “Status”"),
    ],
)
def test_a_filter_nobody_can_read_is_said_and_what_was_typed_stays(staff_client, name, typed, said):
    client = staff_client(Role.SUPERVISOR)
    answer = client.get("/tickets", query_string={"view": "all", name: typed})
    assert answer.status_code == 422
    assert f'<a href="#{name}">{said}' in answer.text
    field = answer.text.split(f' id="{name}"')[1].split("</div>")[0]
    assert f'value="{escape(typed)}"' in field
    assert "errsum" not in client.get(f"/tickets?view=all&{name}=").text


def test_court_papers_and_who_acts_for_somebody_are_tags_to_filter_by(session, keyring, settings):
    boss = factories.staff(session)
    words = {"what": ["often"], "words": "I got a county court claim form in the post today."}
    court = factories.ticket(session, keyring, settings, what=words)
    helped = factories.ticket(session, keyring, settings, who={"who": "represent"})
    factories.ticket(session, keyring, settings)

    def found(tag):
        page = queue(session, boss, Filters(view="all", tag=tag))
        return [line.id for line in page.tickets]

    assert found("court") == [court.id]
    assert found("representative") == [helped.id]
    assert found("duplicate") == []
    lines = {line.id: line for line in queue(session, boss, Filters(view="all")).tickets}
    assert tags_of(lines[court.id], ()) == ("court",)
    assert tags_of(lines[helped.id], {helped.id}) == ("representative", "duplicate")
