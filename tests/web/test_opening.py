"""Open or closed, in the page's language and by the clock of the body."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from portal.jurisdictions.load import installed
from portal.web import opening


@pytest.mark.parametrize(
    ("tag", "hour", "said"),
    [
        ("en", 9, "Open now, until 17:00 in London."),
        ("en", 7, "Closed now. Opens today at 08:00 in London."),
        ("zh-CN", 9, "现在开放，至伦敦时间 17:00。"),
        ("zh-Hant", 18, "現在不開放，2026年11月30日 星期一 倫敦時間 08:00 開放。"),
    ],
)
def test_a_page_says_whether_a_body_is_open(app, monkeypatch, tag, hour, said):
    moment = datetime(2026, 11, 27, hour, 30, tzinfo=ZoneInfo("Europe/London"))
    monkeypatch.setattr(opening, "now", lambda: moment)
    with app.test_request_context(f"/?lang={tag}"):
        assert opening.open_now("gb", installed()["gb"].body("fos")) == said


def test_of_a_body_whose_hours_nobody_found_out_nothing_is_said(app):
    with app.test_request_context("/"):
        assert opening.open_now("gb", installed()["gb"].body("stepchange")) == ""
