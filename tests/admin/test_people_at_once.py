"""Two administrators on one collector do not overwrite each other; what is kept by mistake can be taken away."""

import re

from sqlalchemy import select

from portal.models import BookLine, Collector, CollectorAlias
from portal.web.db import db
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
    assert "Somebody else changed this collector" in answer.text
    assert 'value="Bea"' in answer.text
    assert re.search(r"Kept now: <bdi>Ann</bdi>", answer.text)
    assert name_of(app) == "Ann"
    assert house(who, name="Bea", team="North", seen=seen_on(answer.text)).status_code == 303
    assert name_of(app) == "Bea"


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
