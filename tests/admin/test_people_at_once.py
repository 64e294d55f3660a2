"""Two administrators on one collector do not overwrite each other; what is kept by mistake can be taken away."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from portal.models import Agency, BookLine, Collector, CollectorAlias, Staff, Team
from portal.web.db import db
from tests import factories
from tests.admin.test_people import ask, house, row  # noqa: F401 - fixtures and a helper
from tests.admin.test_trial import administrator, signed_in  # noqa: F401 - a fixture and its helper


def seen_on(page):
    """The mark the page carries of what it shows."""
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def name_of(app):
    with app.app_context():
        return db.session.scalars(select(Collector.name)).one()


def test_a_stale_page_writes_over_nothing_and_keeps_what_was_typed(app, house, administrator):  # noqa: F811 - fixtures
    who = f"collectors/{row(app, Collector)}"
    mine = seen_on(administrator.get(f"/admin/{who}").text)
    assert house(who, name="Ann", team="North", seen=mine).status_code == 303
    answer = house(who, name="Bea", team="North", seen=mine)
    assert answer.status_code == 422
    assert "Somebody else changed this since" in answer.text
    assert 'value="Bea"' in answer.text
    assert re.search(r"Kept now: <bdi>Ann</bdi>", answer.text)
    assert name_of(app) == "Ann"
    assert house(who, name="Bea", team="North", seen=seen_on(answer.text)).status_code == 303
    assert name_of(app) == "Bea"


HERE = {"jurisdiction": "gb"}
PAGES = {
    "agency": (Agency, "agencies", {"kind": "outside", "firm_type": "agency", **HERE}),
    "team": (Team, "teams", HERE),
}


@pytest.mark.parametrize("name", PAGES)
def test_two_administrators_do_not_rename_over_each_other(app, ask, administrator, name):  # noqa: F811 - fixtures
    kind, path, same = PAGES[name]
    ask("agencies/add", agency="First", kind="outside", firm_type="agency", **HERE)
    if kind is Team:
        ask(f"agencies/{row(app, Agency)}/teams", team="First", **HERE)
    at = f"{path}/{row(app, kind)}"
    mine = seen_on(administrator.get(f"/admin/{at}").text)
    assert ask(at, **same, **{name: "Second"}, seen=mine).status_code == 303
    answer = ask(at, **same, **{name: "Third"}, seen=mine)
    assert answer.status_code == 422
    assert "Somebody else changed this since" in answer.text
    assert 'value="Third"' in answer.text
    assert "Kept now: <bdi>Second</bdi>; " in answer.text
    assert row(app, kind, name="Second")
    assert ask(at, **same, **{name: "Third"}, seen=seen_on(answer.text)).status_code == 303


@pytest.fixture
def supervisor(app):
    """Where the absence of a supervisor is kept, and what is kept of it."""
    with app.app_context():
        person = factories.staff(db.session())
        db.session.commit()
        who = person.id

    def first_day():
        with app.app_context():
            return db.session.scalars(select(Staff.absent_from).where(Staff.id == who)).one()

    return f"staff/{who}", first_day


def test_an_absence_is_not_written_over_and_its_page_goes_on_from_what_it_saved(
    ask,  # noqa: F811 - a fixture
    administrator,  # noqa: F811 - a fixture
    supervisor,
):
    at, first_day = supervisor
    mine = seen_on(administrator.get(f"/admin/{at}").text)
    saved = ask(at, absent_from="2026-12-01", languages="en", desks="conduct", seen=mine)
    answer = ask(at, languages="en", desks=["conduct", "fraud"], seen=mine, hand_over="y")
    assert (saved.status_code, answer.status_code) == (200, 422)
    assert "Somebody else changed this since" in answer.text
    assert "Kept now: Away from 1 Dec 2026; " in answer.text
    assert 'value="fraud" checked' in answer.text
    assert first_day() == date(2026, 12, 1)
    again = ask(at, absent_from="2026-12-02", languages="en", seen=seen_on(saved.text))
    assert (again.status_code, first_day()) == (200, date(2026, 12, 2))


def test_a_name_on_the_telephone_is_taken_away_once_and_the_book_says_so(app, house, administrator):  # noqa: F811 - fixtures
    who = f"collectors/{row(app, Collector)}"
    house(f"{who}/names", alias="Mr Wolf")
    assert "Mr Wolf" in administrator.get(f"/admin/{who}").text
    for _ in range(2):
        assert house(f"{who}/names/remove", alias="Mr Wolf").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(CollectorAlias)).all() == []
        kinds = [one.kind for one in db.session.scalars(select(BookLine))]
    assert kinds.count("alias_removed") == 1
    assert "Name on the telephone removed" in administrator.get("/admin/people/book").text
