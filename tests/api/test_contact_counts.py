"""Contact counts come in whole or not at all."""

import pytest
from sqlalchemy import select

from portal.models import ContactCount
from portal.web.db import db
from tests import factories
from tests.api.test_reports import send, settings

__all__ = ["send", "settings"]


@pytest.fixture
def row(app):
    """A row about a collector that exists."""
    with app.app_context():
        one = factories.collector(db.session, number="77")
        name = one.agency.name
        db.session.commit()
    return {"agency": name, "collector": "77", "month": "2026-09", "contacts": 12}


def kept(app):
    with app.app_context():
        query = select(ContactCount.month, ContactCount.contacts).order_by(ContactCount.month)
        return {str(month): number for month, number in db.session.execute(query)}


def test_rows_are_kept_and_newer_numbers_replace_older_ones(app, send, row):
    rows = [row, {**row, "month": "2026-10", "contacts": 7}]
    answer = send(rows, "/api/contact-counts")
    assert (answer.status_code, answer.json) == (200, {"kept": 2})
    assert kept(app) == {"2026-09-01": 12, "2026-10-01": 7}


@pytest.mark.parametrize(
    "change",
    [
        {"month": "2026-13"},
        {"month": "2026-9"},
        {"month": "２０２６-09"},
        {"month": 202609},
        {"contacts": -1},
        {"contacts": True},
        {"contacts": "12"},
        {"contacts": 2**62 % 10**18},
        {"collector": "nobody"},
        {"agency": ""},
        {"extra": 1},
    ],
)
def test_one_bad_row_keeps_the_others_out_and_is_named(app, send, row, change):
    answer = send([row, {**row, **change}], "/api/contact-counts")
    assert answer.status_code == 422
    assert [one["row"] for one in answer.json["errors"]] == [2]
    assert kept(app) == {"2026-10-01": 1000}


def test_the_same_month_twice_is_refused(app, send, row):
    assert send([row, row], "/api/contact-counts").status_code == 422


@pytest.mark.parametrize("body", [[], {}, '"x"', 1])
def test_something_else_than_rows_is_refused(send, body):
    assert send(body, "/api/contact-counts").status_code == 422


def test_the_key_is_needed(send, row):
    assert send([row], "/api/contact-counts", Authorization=None).status_code == 401


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/api/health"])
def test_health_needs_no_key_and_knows_a_dead_database(app, path):
    with app.app_context():
        db.session.execute(db.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        db.session.commit()
    assert app.test_client().get(path).json == {"status": "ok"}
    with app.app_context():
        db.session.execute(db.text("DROP TABLE alembic_version"))
        db.session.commit()
    assert app.test_client().get(path).status_code == (200 if "live" in path else 503)
