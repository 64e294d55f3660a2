"""Opening a page of the catalogue, and bringing its error state about."""

from collections.abc import Mapping
from typing import Any

from tests.journeys.people import fill, go
from tests.journeys.reached import STRICT, Reached
from tests.journeys.shown import Shown
from tests.journeys.situations_staff import gives_the_password_again
from tests.journeys.steps import STEPS
from tests.journeys.telling import DRAWN_BY

#: What sends a form: its only button, that of the library, or the one that shows a letter first.
BUTTONS = (
    "button:not([aria-hidden]):not([name]), button[name=submit], button[name=do][value=preview]"
)
#: The form of a page that has several: not one that is a button and closes or takes something back.
OWN_FORM = "main form:has(.field, fieldset)"
EMPTY = """(form) => { for (const e of form.elements) {
  if (e.type === "hidden" || e.tagName === "BUTTON") continue;
  if (e.type === "checkbox" || e.type === "radio") e.checked = false;
  else if (e.tagName === "SELECT") e.selectedIndex = [...e.options].findIndex((o) => o.value === "");
  else e.value = ""; } }"""


def open_page(reached: Reached, shown: Shown) -> Any:
    """The page as this person sees it, in a browser of the language of the test."""
    state, address = reached.state(shown.who), reached.address(shown.address)
    page = reached.crowd.page(state)
    if shown.who in STRICT:
        address = reached.crowd.portal.strict() + address
    if shown.fresh:
        gives_the_password_again(page)
    last: list[Any] = []
    page.on("response", lambda answer: keep_page(answer, last))
    page.goto(address)
    where = page.url.split("?")[0]
    assert where.endswith(address.split("?")[0]), f"{address} leads {shown.who} to {where}"
    if shown.does:
        step, *words = shown.does
        STEPS[step](page, reached, *words)
    assert last[-1].status == shown.status, f"{last[-1].url}: {last[-1].status}"
    drawn_by = last[-1].headers.get(DRAWN_BY.lower())
    assert drawn_by == shown.drawn_by, f"{last[-1].url} was drawn by {drawn_by}"
    return page


def keep_page(answer: Any, last: list[Any]) -> None:
    """Keep the answers that are whole pages."""
    if answer.request.is_navigation_request():
        last.append(answer)


def empty_and_send(page: Any, action: str, wrong: Mapping[str, Any]) -> None:
    """Empty the form, give the wrong answers and press its button."""
    page.evaluate(
        "() => document.querySelectorAll('main details').forEach((e) => { e.open = true; })"
    )
    own = OWN_FORM if page.locator(OWN_FORM).count() else "main form"
    form = page.locator(f"main form[action='{action}']" if action else own).first
    form.evaluate(EMPTY)
    fill(page, wrong)
    go(page, form.locator(BUTTONS).last)
