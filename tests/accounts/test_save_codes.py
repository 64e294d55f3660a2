"""A save code typed where the receipt code belongs leads to what was saved, or says what became of it."""

from datetime import timedelta

import pytest

from portal.intake import saving
from portal.intake.drafts import new_draft
from portal.web.db import db
from tests.factories import NOW


@pytest.fixture
def code(app, keyring):
    with app.app_context():
        draft = new_draft(db.session(), keyring, "report", "en", NOW)
        draft.answers = {"who": {"who": "self"}}
        saving.keep(db.session(), keyring, draft, NOW)
        db.session.commit()
        return saving.save_code(keyring, draft)


def track(client, code):
    """What a browser does: a 307 makes it send the very same form to the other page."""
    typed = {"code": code, "_end": "1"}
    answer = client.post("/track", data=typed)
    if answer.status_code == 307:
        answer = client.post(answer.location, data=typed)
    return client.get(answer.location) if answer.status_code == 303 else answer


def test_a_save_code_opens_what_was_saved(app, code):
    answer = track(app.test_client(), code)
    assert answer.request.path.startswith("/report/")
    assert answer.status_code == 200


def test_a_save_code_whose_time_is_over_is_said_to_be_so(app, code, clock):
    clock.moment = NOW + timedelta(days=31)
    answer = track(app.test_client(), code)
    assert answer.status_code == 422
    assert "That save code has ended" in answer.text


def test_a_code_nobody_has_stays_on_the_page_of_tickets(app, code):
    answer = track(app.test_client(), "0000 0000 0000 0000 0000")
    assert answer.request.path == "/track"
    assert "We cannot find that code" in answer.text
