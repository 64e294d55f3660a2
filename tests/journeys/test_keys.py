"""The desk by keys: the queue moved through, a ticket answered and decided; and each key can be turned off."""

import pytest

from tests.journeys.people import Crowd
from tests.journeys.stories import report


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


def tab_to(page, selector):
    """Press Tab until this has the focus, as somebody without a mouse does."""
    for _ in range(200):
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never leads to {selector}")


def enters(page, selector):
    """Go to a button or a link and press it."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_ticket_is_answered_and_decided_by_keys_alone(chromium, full_portal):
    crowd = Crowd(chromium, full_portal, "en")
    number = crowd.person().has_sent("report", report("en")).number
    _name, page = crowd.owner_of(number)
    page.goto("/tickets?view=mine")
    while number not in (here(page) or ""):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{number}?**")
    page.keyboard.press("r")
    page.wait_for_url("**/reply**")
    tab_to(page, "main textarea")
    page.keyboard.type("We are looking into it.")
    enters(page, "button[value=preview]")
    enters(page, "button[value=send]")
    assert "We are looking into it." in page.locator(".tl").inner_text()
    enters(page, "main a[href*='/outcome']")
    for row in page.locator("main [name^=finding_]").all():
        tab_to(page, f"[name={row.get_attribute('name')}]")
        page.keyboard.type("Not e")
        tab_to(page, f"[name={row.get_attribute('name').replace('finding', 'reason')}]")
        page.keyboard.type("Nothing was recorded.")
    tab_to(page, "[name=remedies][value=apology]")
    page.keyboard.press("Space")
    enters(page, "button[value=preview]")
    enters(page, "button[value=send]")
    assert page.url.split("?")[0].endswith(f"/tickets/{number}")
    assert "second supervisor" in page.locator("main").inner_text()
    crowd.go_home()
