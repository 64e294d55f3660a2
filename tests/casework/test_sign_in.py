"""After signing in everybody stands where the own work is."""

import pytest

from portal.models import Role
from portal.web.db import db
from tests import factories


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.REVIEWER, "/reviews"), (Role.SUPERVISOR, "/tickets"), (Role.AUDITOR, "/tickets")],
)
def test_the_day_begins_at_the_own_desk(app, role, place):
    with app.app_context():
        key = factories.staff(db.session, role).fs_uniquifier
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        factories.signed_in(session, key)
    answer = client.get("/staff")
    assert answer.headers["Location"] == place
    assert client.get(place).status_code == 200


def test_the_desk_is_closed_to_strangers(client):
    assert client.get("/staff").headers["Location"] == "/staff/sign-in"
