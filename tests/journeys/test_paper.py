"""Pages on paper: what was told is there, what is only there to be pressed is not, and nothing is cut off."""

import re

import pytest

from portal.languages import LANGUAGES
from tests.journeys.catalogue import PAGES
from tests.journeys.looking import open_page

#: How many sheets of A4 each may need.
SHEETS = {"receipt": 3, "receipt-print": 2, "ticket": 4, "ticket-answered": 5, "case": 4}
#: What nobody can press on paper.
PRESSED = ".btn, .exitbar, .foot, .mainnav, .lang, .skip"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHEETS)
def test_a_page_can_be_printed(reached, name):
    page = open_page(reached, next(one for one in PAGES if one.name == name))
    page.set_viewport_size({"width": 690, "height": 980})
    page.emulate_media(media="print")
    shown = [one for one in page.locator(PRESSED).all() if one.is_visible()]
    assert not [one.evaluate("e => e.outerHTML.slice(0, 90)") for one in shown]
    assert page.evaluate("document.documentElement.scrollWidth") <= 690
    sheets = page.pdf(prefer_css_page_size=True, print_background=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) <= SHEETS[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_on_paper_bears_its_code_in_large_figures(reached, language):
    page = open_page(reached, next(one for one in PAGES if one.name == "receipt-print"))
    page.emulate_media(media="print")
    code = page.locator(".code").first
    assert re.search(r"(\d{4}\s*){5}", code.inner_text())
    assert float(code.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 30
    assert "/track" in page.locator("main").inner_text()
