"""Opening a page of the catalogue, and bringing its error state about."""

from collections.abc import Mapping
from typing import Any

from tests.journeys.catalogue import Shown
from tests.journeys.people import fill, go
from tests.journeys.reached import Reached

#: What sends a form: its only button, that of the library, or the one that shows a letter first.
BUTTONS = (
    "button:not([aria-hidden]):not([name]), button[name=submit], button[name=do][value=preview]"
)
EMPTY = """(form) => { for (const e of form.elements) {
  if (e.type === "hidden" || e.tagName === "BUTTON") continue;
  if (e.type === "checkbox" || e.type === "radio") e.checked = false;
  else if (e.tagName === "SELECT") e.selectedIndex = [...e.options].findIndex((o) => o.value === "");
  else e.value = ""; } }"""


def open_page(reached: Reached, shown: Shown) -> Any:
    """The page as this person sees it, in a browser of the language of the test."""
    state, address = reached.state(shown.who), reached.address(shown.address)
    page = reached.crowd.page(state)
    if shown.who == "enrolling":
        address = reached.crowd.portal.strict() + address
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == shown.status, f"{address}: {answer.status}"
    where = page.url.split("?")[0]
    assert where.endswith(address.split("?")[0]), f"{address} leads {shown.who} to {where}"
    return page


def empty_and_send(page: Any, action: str, wrong: Mapping[str, Any]) -> None:
    """Empty the form, give the wrong answers and press its button."""
    form = page.locator(f"main form[action='{action}']" if action else "main form").first
    form.evaluate(EMPTY)
    fill(page, wrong)
    go(page, form.locator(BUTTONS).last)
