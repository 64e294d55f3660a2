"""A cell of an export is what it says, to a person and to a spreadsheet."""

import pytest

from portal.reviews.export import cell

FORMULAS = [
    '=HYPERLINK("http://x.example")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1",
    "＝1", "＋1", "－1", "＠x", "\0=1", "\u200b=1", "\ufeff=1", "=cmd|' /C calc'!A0", "\u202e=1",
]  # fmt: skip


@pytest.mark.row("BI-52")
@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_shown_instead(text):
    shown = cell(text)
    assert shown.startswith("'")
    assert "\0" not in shown


@pytest.mark.row("BI-52")
@pytest.mark.parametrize("text", ["1188", "Ms Lee", "通话过多", "a=b", "2026-11-23", ""])
def test_everything_else_stays_as_it_is(text):
    assert cell(text) == text
