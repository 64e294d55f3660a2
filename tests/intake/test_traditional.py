"""A report filed in traditional Chinese, from the first page to the letter that answers it."""

import re

import pytest
from sqlalchemy import select

from portal.letters.write import in_words
from portal.models import Letter, Ticket
from portal.vault.box import box_for
from portal.web.db import db
from tests.intake.conftest import REPORT, Person
from tests.scripts import of_the_other_script

ANSWERS = {
    "jurisdiction": {"place": "gb", "region": "gb-sct", "lang": "zh_Hant"},
    "what": {"what": ["often"], "words": "他們一天打了十幾通電話，晚上也打。"},
    "contact": {"reply_by": "email"},
    "reach": {"email": "wing@example.org"},
}
PAGES = [(page, ANSWERS.get(page, typed)) for page, typed in REPORT]
PAGES.insert([page for page, _ in PAGES].index("contact") + 1, ("reach", ANSWERS["reach"]))


def unmarked(page):
    """A page without the parts that say they are in another language, and the names of languages."""
    page = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
    return page.replace("简体中文", "")


def is_traditional(page):
    return re.search("[一-鿿]", unmarked(page)) and not of_the_other_script(
        unmarked(page), "zh_Hant"
    )


@pytest.fixture
def wing(app):
    return Person(app, "zh-HK")


def test_every_page_to_the_receipt_is_traditional(wing):
    assert is_traditional(wing.get("/").text)
    for page, typed in PAGES:
        shown = wing.get(f"/report/{page}").text
        assert '<html lang="zh-Hant"' in shown
        assert is_traditional(shown), page
        assert wing.send(page, typed).status_code == 303, page
    assert is_traditional(wing.get("/report/check").text)
    wing.submit()
    assert is_traditional(wing.get("/receipt").text)


@pytest.mark.parametrize("page", ["who", "jurisdiction", "what", "when", "outcome", "reach"])
def test_a_refusal_is_traditional(wing, page):
    wing.walk(upto=page, pages=PAGES)
    refused = wing.send(page, {"count_week": "many", "place": "?"})
    assert refused.status_code == 422
    assert is_traditional(refused.text)


def test_the_person_is_answered_in_the_language_chosen(app, wing):
    wing.walk(pages=PAGES)
    wing.submit()
    with app.app_context():
        ticket = db.session.scalars(select(Ticket)).one()
        letter = db.session.scalars(select(Letter)).one()
        box = box_for(db.session, app.extensions["keyring"], ticket.id)
        words = box.open("letters", "words", letter.id, letter.words)
        due = in_words(ticket.due_on, "zh_Hant")
    assert (ticket.language, letter.language) == ("zh_Hant", "zh_Hant")
    assert words.startswith(f"我們已收到您的投訴 – {ticket.number}")
    assert due in words
    assert not of_the_other_script(words, "zh_Hant")


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-Hant-MO", "zh-Hant"),
        ("zh", "zh-CN"), ("zh-CN,en", "zh-CN"), ("zh-Hans-HK", "zh-CN"), ("zh-SG", "zh-CN"),
        ("fr,zh-TW", "zh-Hant"), ("en-AU", "en"), ("fr", "en"),
    ],
)  # fmt: skip
def test_a_browser_gets_the_script_it_asks_for(app, header, tag):
    assert f'<html lang="{tag}"' in Person(app, header).get("/").text
