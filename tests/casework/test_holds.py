"""Stopping collection from the desk and letting it go on; the person reads why."""

import pytest
from sqlalchemy import select, update

from portal.domain.ticket import State
from portal.models import Hold, Ticket
from portal.web.db import db
from tests import factories
from tests.casework.test_views import number, signed_in  # noqa: F401 - a fixture and its helper

WHY = "We look into the amount first."


def holds(app):
    with app.app_context():
        rows = db.session.scalars(select(Hold).order_by(Hold.id)).all()
        return [(one.id, one.scope, one.lifted_at is None) for one in rows]


def free_scope(app):
    """What no rule has stopped at filing."""
    there = {scope for _id, scope, runs in holds(app) if runs}
    return next(one for one in ("contact", "account") if one not in there)


def stop(browser, number, scope, words=WHY):  # noqa: F811 - not the fixture
    typed = {"scope": scope, "words": words, "_end": "1"}
    return browser.post(f"/tickets/{number}/holds", data=typed)


def test_collection_stops_at_once_and_the_history_says_why(app, number):  # noqa: F811 - the fixture
    mei, scope = signed_in(app, "mei"), free_scope(app)
    assert stop(mei, number, scope).status_code == 303
    assert (scope, True) in {(one[1], one[2]) for one in holds(app)}
    assert WHY in mei.get(f"/tickets/{number}").text


def test_what_is_stopped_is_not_stopped_twice(app, number):  # noqa: F811 - the fixture
    mei, scope = signed_in(app, "mei"), free_scope(app)
    stop(mei, number, scope)
    before = holds(app)
    answer = stop(mei, number, scope)
    assert answer.status_code == 422
    assert "This is stopped already." in answer.text
    assert WHY in answer.text
    assert holds(app) == before


def test_a_stop_ends_with_words_and_only_once(app, number):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    stop(mei, number, free_scope(app))
    last = holds(app)[-1][0]
    address = f"/tickets/{number}/holds/{last}/lift"
    assert mei.post(address, data={"words": " ", "_end": "1"}).status_code == 422
    assert mei.post(address, data={"words": "It is settled.", "_end": "1"}).status_code == 303
    assert holds(app)[-1][2] is False
    assert mei.post(address, data={"words": "Again.", "_end": "1"}).status_code == 404


def test_a_stop_that_outlasts_our_answer_is_ended_on_the_ticket_that_has_ended(app, number):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    stop(mei, number, free_scope(app))
    with app.app_context():
        db.session.execute(update(Ticket).values(state=State.CLOSED, ended_at=factories.NOW))
        db.session.commit()
    link = f'href="/tickets/{number}/holds"'
    page = mei.get(f"/tickets/{number}").text
    assert f"{link}>Stops</a>" in page
    assert f"{link}>End a stop…</a>" in page
    page = mei.get(f"/tickets/{number}/holds").text
    assert 'name="scope"' not in page
    for one, _scope, runs in holds(app):
        address = f"/tickets/{number}/holds/{one}/lift"
        assert (f'action="{address}"' in page) is runs
        assert mei.post(address, data={"words": "It is over.", "_end": "1"}).status_code == 303
    assert not any(runs for _id, _scope, runs in holds(app))
    assert link not in mei.get(f"/tickets/{number}").text


@pytest.mark.parametrize("scope", ["", "everything", "ACCOUNT"])
def test_only_what_can_be_stopped_is_stopped(app, number, scope):  # noqa: F811 - the fixture
    before = holds(app)
    assert stop(signed_in(app, "mei"), number, scope).status_code == 422
    assert holds(app) == before


def test_the_tab_speaks_chinese(app, number):  # noqa: F811 - the fixture
    page = signed_in(app, "mei").get(f"/tickets/{number}/holds?lang=zh-CN").text
    assert "立即暂停催收" in page
