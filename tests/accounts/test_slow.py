"""Wrong codes are slowed by one page, wherever a code is asked for; it brings along everything typed."""

import html
import re
from datetime import timedelta

import pytest

from portal.intake import saving
from portal.intake.drafts import new_draft
from portal.models import Budget
from portal.web.db import db
from tests.factories import NOW
from tests.intake.conftest import Person

WRONG = "4072 9158 3360 2741 5862"
#: Every page that asks for a code: the address, and what is typed beside the code.
PAGES = (
    ("/track", {}),
    ("/resume", {}),
    ("/again", {}),
    ("/ticket/contact", {"reply_by": "post", "address": "1 Long Road\nTown", "safe_days": "any"}),
    ("/ticket/new-code", {"replacement": "0" * 32}),
    ("/ticket/my-data", {"what": "notes", "words": "in two\nlines"}),
    ("/ticket/my-data/copy", {}),
)


def fields(page):
    """The hidden fields of the form in the main part, as a browser would send them."""
    main = page[page.index("<main") :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {name: html.unescape(value) for name, value in found}


@pytest.fixture
def guessed(app, clock):
    """A function after which twenty wrong codes came from this network in this minute."""

    def guess():
        with app.app_context():
            window = clock.moment.replace(second=0, microsecond=0)
            db.session.add(Budget(key="code:127.0.0.0/24", window=window, count=20))
            db.session.commit()

    return guess


@pytest.fixture
def browser(app, owner, guessed):
    """A browser with a report being written and a ticket open, from whose network many codes were wrong."""
    person = Person(app)
    person.has()
    person.client.set_cookie(
        app.config["TICKET_COOKIE"], owner.client.get_cookie(app.config["TICKET_COOKIE"]).value
    )
    guessed()
    return person.client


@pytest.mark.parametrize(("path", "typed"), PAGES)
def test_every_page_is_slowed_by_the_same_page_and_nothing_typed_is_lost(
    browser, owner, clock, guessed, path, typed
):
    asked = {"code": owner.code, **typed}
    page = browser.post(path, data={**asked, "_end": "1"})
    assert page.status_code == 429
    assert "Your ticket is not locked" in page.text
    assert "proof.js" in page.text
    assert f'action="{path}"' in page.text
    carried = fields(page.text)
    assert asked.items() <= carried.items()
    early = browser.post(path, data=carried)
    assert "That was a little too early" in early.text
    clock.moment += timedelta(seconds=61)
    guessed()
    assert browser.post(path, data=carried).status_code in (200, 303), path


def test_an_answer_to_the_page_is_good_for_one_code_only(browser, owner, clock, guessed):
    carried = fields(browser.post("/track", data={"code": owner.code, "_end": "1"}).text)
    clock.moment += timedelta(seconds=61)
    guessed()
    assert browser.post("/track", data=carried).status_code == 303
    guess = {**carried, "code": WRONG}
    assert [browser.post("/track", data=guess).status_code for _ in range(3)] == [429] * 3


def test_a_save_code_in_the_place_of_a_receipt_code_waits_only_once(
    browser, app, keyring, clock, guessed
):
    with app.app_context():
        draft = new_draft(db.session(), keyring, "report", "en", NOW)
        draft.answers = {"who": {"who": "self"}}
        saving.keep(db.session(), keyring, draft, NOW)
        db.session.commit()
        code = saving.save_code(keyring, draft)
    carried = fields(browser.post("/track", data={"code": code, "_end": "1"}).text)
    clock.moment += timedelta(seconds=61)
    guessed()
    handed = browser.post("/track", data=carried)
    assert (handed.status_code, handed.location) == (307, "/resume")
    assert browser.post("/resume", data=carried).status_code == 303


def test_what_is_wrong_with_a_code_is_said_before_anything_is_slowed(browser):
    page = browser.post("/track", data={"code": "4072 9158 3360 2741 5863", "_end": "1"})
    assert (page.status_code, "mistyped" in page.text) == (422, True)
