"""The line of the history that tells of a letter leads to the letter, for staff and for the person."""

import re

import pytest
from sqlalchemy import select

from portal.domain.letters import LETTERS
from portal.models import DeclaredTie, Staff, Ticket
from portal.web.db import db
from portal.web.words import WORDS
from tests import factories
from tests.casework.test_views import number, signed_in  # noqa: F401 - a fixture and a helper


def link_in(page):
    return re.search(r'href="(/tickets/[^"]+/letters/[0-9a-f]+)"', page)[1]


def test_a_line_about_a_letter_leads_to_that_letter(app, number):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    page = mei.get(link_in(mei.get(f"/tickets/{number}").text)).text
    assert "Acknowledgement" in page
    assert f"We have your report – {number}" in page


@pytest.mark.parametrize("other", ["nothing", "0" * 32])
def test_a_letter_that_is_not_there_is_not_found(app, number, other):  # noqa: F811 - the fixture
    assert signed_in(app, "mei").get(f"/tickets/{number}/letters/{other}").status_code == 404


def test_a_letter_of_another_ticket_is_not_found(app, number, keyring, settings):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    letter = link_in(mei.get(f"/tickets/{number}").text).rsplit("/", 1)[-1]
    with app.app_context():
        other = factories.ticket(db.session(), keyring, settings).number
        db.session.commit()
    assert mei.get(f"/tickets/{other}/letters/{letter}").status_code == 404


def test_who_may_not_know_of_the_ticket_reads_no_letter_of_it(app, number):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    link = link_in(mei.get(f"/tickets/{number}").text)
    with app.app_context():
        ticket = db.session.scalars(select(Ticket).where(Ticket.number == number)).one()
        owner = db.session.scalars(select(Staff).where(Staff.name == "Mei")).one()
        db.session.add(
            DeclaredTie(staff_id=owner.id, ticket_id=ticket.id, declared_at=ticket.received_at)
        )
        db.session.commit()
    assert mei.get(link).status_code == 404


def test_every_mail_of_a_ticket_has_a_name_in_words():
    # The mail of a save code belongs to no ticket.
    assert set(LETTERS) - {"saved"} <= set(WORDS["mail_letter"])


def test_a_rule_that_did_not_fire_says_why_in_the_language_of_the_reader(app, number):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    assert "Not met: Danger" in mei.get(f"/tickets/{number}").text
    page = mei.get(f"/tickets/{number}?lang=zh-CN").text
    assert "未满足" in page
    assert "is not met" not in page
