"""The queue by single keys: moved, selected, opened, answered; and each key can be turned off."""

import pytest

from tests.journeys.people import Crowd


@pytest.fixture
def page(chromium, full_portal):
    crowd = Crowd(chromium, full_portal, "en")
    page = crowd.staff("supervisor")
    page.goto("/tickets?view=all")
    yield page
    crowd.go_home()


def here(page):
    """The ticket whose link has the focus."""
    return page.evaluate("document.activeElement.getAttribute('href')")


def test_a_supervisor_walks_the_queue_by_keys(page):
    lines = page.eval_on_selector_all(
        "#tickets .c-what a", "all => all.map(a => a.getAttribute('href'))"
    )
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert here(page) == lines[1]
    page.keyboard.press("k")
    assert here(page) == lines[0]
    page.keyboard.press("x")
    assert page.locator("#tickets input[type=checkbox]:checked").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{lines[0]}")
    ticket = lines[0].split("?")[0]
    page.keyboard.press("n")
    page.wait_for_url(f"**{ticket}/note?view=all")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/tickets")


def test_keys_are_letters_where_somebody_writes(page):
    page.keyboard.press("/")
    page.keyboard.type("jxk/")
    assert page.locator("#text").input_value() == "jxk/"
    assert page.locator("#tickets input[type=checkbox]:checked").count() == 0


def test_keys_that_were_turned_off_stay_off(page):
    page.keyboard.press("?")
    page.click("label[for=keys-off]")
    page.goto("/tickets?view=all")
    page.keyboard.press("j")
    assert here(page) is None
