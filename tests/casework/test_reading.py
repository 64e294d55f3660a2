"""What leaves is read first, as it would leave; changed after reading, it is read again."""

import re

import pytest
from sqlalchemy import func, select

from portal.models import Entry, Letter, Outcome
from portal.web.db import db
from tests.casework.test_views import number, outcome, signed_in  # noqa: F401 - a fixture and helpers

WORDS = "We asked for the recording."


def rows(app, table):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def mark_of(page):
    return re.search(r'name="read" value="([0-9a-f]{16})"', page)[1]


@pytest.mark.parametrize("send_as", ["message", "letter"])
def test_a_reply_is_shown_before_it_is_sent(app, number, send_as):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), rows(app, Entry)
    typed = {"words": WORDS, "send_as": send_as, "_end": "1"}
    page = mei.post(f"/tickets/{number}/reply", data={**typed, "do": "preview"})
    assert page.status_code == 200
    assert "This is what the customer will read" in page.text
    assert (f"Where we are with your report – {number}" in page.text) is (send_as == "letter")
    assert rows(app, Entry) == before
    typed |= {"do": "send", "read": mark_of(page.text)}
    assert mei.post(f"/tickets/{number}/reply", data=typed).status_code == 303
    assert rows(app, Entry) > before


def test_a_reply_changed_after_it_was_read_is_shown_again_and_not_sent(app, number):  # noqa: F811 - the fixture
    mei, before = signed_in(app, "mei"), rows(app, Entry)
    typed = {"words": WORDS, "send_as": "letter", "_end": "1"}
    read = mark_of(mei.post(f"/tickets/{number}/reply", data={**typed, "do": "preview"}).text)
    typed |= {"words": "Something else.", "do": "send", "read": read}
    page = mei.post(f"/tickets/{number}/reply", data=typed)
    assert page.status_code == 200
    assert "Something else." in page.text
    assert rows(app, Entry) == before


def test_an_empty_reply_is_not_shown_as_a_letter(app, number):  # noqa: F811 - the fixture
    typed = {"words": "", "send_as": "letter", "do": "preview", "_end": "1"}
    assert signed_in(app, "mei").post(f"/tickets/{number}/reply", data=typed).status_code == 422


def test_the_outcome_letter_is_shown_before_any_outcome_is_kept(app, number):  # noqa: F811 - the fixture
    mei, typed = signed_in(app, "mei"), outcome(app, number)
    page = mei.post(f"/tickets/{number}/outcome", data={**typed, "do": "preview"})
    assert page.status_code == 200
    for said in (f"Our answer – {number}", "The recording shows it.", "We apologise to you."):
        assert said in page.text
    assert (rows(app, Outcome), rows(app, Letter)) == (0, 1)
    typed |= {"do": "send", "read": mark_of(page.text)}
    assert mei.post(f"/tickets/{number}/outcome", data=typed).status_code == 303
    assert rows(app, Outcome) == 1


def test_the_second_supervisor_reads_the_very_letter(app, number):  # noqa: F811 - the fixture
    mei, sam = signed_in(app, "mei"), signed_in(app, "sam")
    typed = outcome(app, number)
    shown = mei.post(f"/tickets/{number}/outcome", data={**typed, "do": "preview"}).text
    mei.post(f"/tickets/{number}/outcome", data=typed)
    again = sam.get(f"/tickets/{number}/agreement").text
    sheet = re.compile(r'<div class="letter-sheet".*?</div>', re.DOTALL)
    assert sheet.search(shown)[0] == sheet.search(again)[0]


@pytest.mark.parametrize(
    ("who", "said", "unsaid"),
    [("mei", "take it back", "do not agree"), ("sam", "do not agree", "take it back")],
)
def test_a_proposed_outcome_goes_back_with_the_reason_that_is_asked_for(
    app,
    number,  # noqa: F811 - the fixture
    who,
    said,
    unsaid,
):
    signed_in(app, "mei").post(f"/tickets/{number}/outcome", data=outcome(app, number))
    typed = {"reason": "", "_end": "1"}
    page = signed_in(app, who).post(f"/tickets/{number}/send-back", data=typed)
    assert page.status_code == 422
    assert f"Say why you {said}" in page.text
    assert f"Say why you {unsaid}" not in page.text


def test_both_languages_have_the_words_of_reading(app, number):  # noqa: F811 - the fixture
    typed = {"words": WORDS, "send_as": "letter", "do": "preview", "_end": "1"}
    page = signed_in(app, "mei").post(f"/tickets/{number}/reply?lang=zh-CN", data=typed).text
    assert "客户将看到以下内容" in page
