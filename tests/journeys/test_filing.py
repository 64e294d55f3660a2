"""Filing without JavaScript, by keys alone, and with everything that goes wrong in a browser."""

import re

import pytest

from portal.languages import LANGUAGES
from tests.journeys.people import Person, fill, go
from tests.journeys.stories import CALM, THREAT, report, request

#: How far somebody tabs before giving up on a page.
FAR = 90


@pytest.mark.row("BI-89")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_filed_with_javascript_switched_off(crowd_without_javascript):
    told = report(crowd_without_javascript.language)
    person = crowd_without_javascript.person().begins("report").answers(told).sends()
    assert person.tracks().number in person.text()


def test_a_request_for_help_is_filed_with_javascript_switched_off(crowd_without_javascript):
    told = request(crowd_without_javascript.language)
    person = crowd_without_javascript.person().begins("help").answers(told).sends()
    assert person.tracks().number in person.text()


def focused(page):
    """Name, value and kind of what has the focus."""
    return page.evaluate(
        "() => { const e = document.activeElement; return [e.name || '', e.value || '',"
        " e.type || e.tagName.toLowerCase(), e.closest('main') !== null] }"
    )


def by_keys(page, values):
    """Answer a page with Tab, Space, arrows and letters, and press Enter on its button."""
    wanted = {
        (name, str(one))
        for name, value in values.items()
        for one in (value if isinstance(value, list) else [value])
    }
    for _ in range(FAR):
        page.keyboard.press("Tab")
        name, value, kind, inside = focused(page)
        if not inside:
            continue
        if kind == "checkbox" and (name, value) in wanted:
            page.keyboard.press("Space")
        elif kind == "radio":
            choose_by_arrows(page, name, wanted)
        elif kind in ("text", "email", "tel", "textarea"):
            page.keyboard.type(next((text for field, text in wanted if field == name), ""))
        elif kind == "submit" and not name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"the button of {page.url} cannot be reached with Tab")


def fits(page):
    """Whether nothing of the page lies beside the screen."""
    return page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def choose_by_arrows(page, name, wanted):
    """Tab stops once at a group of radios; Space takes the first, the arrow keys the others."""
    targets = [value for field, value in wanted if field == name]
    if not targets:
        return
    page.keyboard.press("Space")
    for _ in range(FAR):
        if focused(page)[1] == targets[0]:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} has no {targets[0]}")


@pytest.mark.row("BI-90")
def test_a_report_is_filed_with_the_keyboard_alone_on_a_narrow_screen_without_javascript(
    crowd_without_javascript,
):
    crowd = crowd_without_javascript
    calm = {"what": ["threat"], "words": CALM[crowd.language]}
    told = report(crowd.language, what=calm) | {"contact": {"reply_by": "site"}}
    person = crowd.person()
    page = person.page
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/report/who")
    while (name := person.here()) != "check":
        assert person.seen.count(name) < 2, f"no way past {name} by keys: {person.text()}"
        person.seen.append(name)
        assert fits(page), name
        by_keys(page, told.get(name, {}))
    assert fits(page)
    by_keys(page, {})
    assert fits(page)
    assert person.here() == "receipt"


def test_back_and_refresh_lose_nothing(crowd):
    calm = {"what": ["threat"], "words": CALM[crowd.language]}
    told = report(crowd.language, what=calm)
    person = crowd.person().begins("report").answers(told, until="when")
    person.page.go_back()
    person.page.go_back()
    assert person.here() == "what"
    assert person.page.locator("[name=words]").input_value() == CALM[crowd.language]
    person.page.reload()
    assert person.page.locator("[name=what][value=threat]").is_checked()
    person.has_answered("report", report(crowd.language)).page.reload()
    assert THREAT[crowd.language] in person.text()


@pytest.mark.row("BI-98")
def test_a_double_click_makes_one_ticket(crowd):
    person = crowd.person().has_answered("report", report(crowd.language))
    with person.page.expect_navigation():
        person.send_button().dblclick()
    assert person.here() == "receipt"
    first = person.reads_receipt().code
    person.page.goto("/receipt")
    assert person.reads_receipt().code == first


def test_sending_in_two_tabs_makes_one_ticket(crowd):
    person = crowd.person().has_answered("report", report(crowd.language))
    other = Person(person.page.context.new_page(), crowd.language)
    other.page.goto("/report/check")
    person.sends()
    other.sends()
    assert (other.code, other.number) == (person.code, person.number)


def test_a_page_changed_in_another_tab_is_not_overwritten_unseen(crowd):
    person = crowd.person().has_answered("report", report(crowd.language))
    other = Person(person.page.context.new_page(), crowd.language)
    other.page.goto("/report/what?from=check")
    changed = THREAT[crowd.language] * 2
    fill(other.page, {"words": changed})
    other.go_on()
    person.page.goto("/report/check")
    assert changed in person.text()


def test_changing_an_answer_leads_back_to_the_check_page(crowd):
    person = crowd.person().has_answered("report", report(crowd.language))
    go(person.page, person.page.locator("a[href*='/report/when?from=check']").first)
    fill(person.page, {"count_week": "40"})
    person.go_on()
    assert person.here() == "check"
    assert re.search(r"\b40\b", person.text())
