"""Who has a ticket open is told to colleagues on the ticket and in the queue, and forgotten soon."""

from datetime import timedelta

from markupsafe import Markup
from sqlalchemy import func, select

from portal.models import TicketViewer
from portal.web.db import db
from tests.casework.test_views import number, signed_in  # noqa: F401 - a fixture and its helper


def read(browser, path):
    """The words of a page, in which names and quotations may be marked."""
    return Markup(browser.get(path).text).striptags()  # noqa: S704 - nothing is shown to anybody


def test_a_colleague_who_has_the_ticket_open_is_named(app, number):  # noqa: F811 - the fixture
    mei, sam = signed_in(app, "mei"), signed_in(app, "sam")
    assert "has this ticket open" not in read(mei, f"/tickets/{number}")
    page = read(sam, f"/tickets/{number}")
    assert "Mei has this ticket open" in page
    assert "Sam has" not in page
    assert "Mei has this ticket open" in read(sam, "/tickets?view=all")


def test_who_is_writing_is_said_to_be_writing(app, number):  # noqa: F811 - the fixture
    signed_in(app, "mei").get(f"/tickets/{number}/reply")
    sam = signed_in(app, "sam")
    assert "Mei is writing in this ticket" in read(sam, f"/tickets/{number}")
    assert "Mei 正在填写这张工单" in read(sam, "/tickets?view=all&lang=zh-CN")


def test_after_a_while_nobody_is_said_to_have_it_open(app, number, clock):  # noqa: F811 - the fixture
    signed_in(app, "mei").get(f"/tickets/{number}")
    clock.moment += timedelta(minutes=6)
    assert "has this ticket open" not in read(signed_in(app, "sam"), f"/tickets/{number}")


def test_looking_again_and_again_leaves_one_row(app, number, clock):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    for _ in range(3):
        mei.get(f"/tickets/{number}")
        clock.moment += timedelta(minutes=2)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(TicketViewer)) == 1
