"""What is done on an address before a page of the catalogue stands there: named in `Shown.does`."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.journeys.people import fill, go, tick
from tests.journeys.stories import report
from tests.journeys.swiftly import Courier

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.reached import Reached

BUTTON = "main form button.btn:not([name])"
#: Sends words to an address as a form of our own pages would.
SEND = """(to) => { const form = document.createElement("form"), words = document.createElement("textarea");
  form.method = "post"; form.action = to; words.name = "words"; words.value = "They rang my mother.\\nTwice.";
  const end = document.createElement("input"); end.type = "hidden"; end.name = "_end"; end.value = "1";
  form.append(words, end); document.querySelector("main").append(form); form.submit(); }"""


def presses(page: "Page", _reached: "Reached", *buttons: str) -> None:
    """Press one button after the other, each on the page that the one before brought."""
    for button in buttons:
        go(page, page.locator(button).last)


def sends_words_to(page: "Page", _reached: "Reached", to: str) -> None:
    """Send words to this address. The sum of a page that goes on by itself is kept from it."""
    page.route("**/static/proof.js", lambda asked: asked.abort())
    with page.expect_navigation():
        page.evaluate(SEND, to)


def asks_for_a_link(page: "Page", _reached: "Reached") -> None:
    """Ask for a way back to a ticket that is not there: the answer is the same."""
    fill(page, {"number": "GB-2026-000000", "name": "Wren Vale"})
    go(page, page.locator(BUTTON))


def gets_a_new_code(page: "Page", reached: "Reached") -> None:
    """Change the code, and remember the new one for whoever does it next."""
    fill(page, {"code": reached.places["changing_code"]})
    go(page, page.locator(BUTTON))
    shown = re.search(r"(?:\d{4}\s+){4}\d{4}", page.locator("main").inner_text())
    assert shown, page.locator("main").inner_text()
    reached.places["changing_code"] = " ".join(shown[0].split())


def adds_to_the_open_ticket(page: "Page", reached: "Reached") -> None:
    """Report once more and add it to the ticket that is open already."""
    reached.ticket("open")
    Courier(page, reached.crowd.language).reaches("report", report("en"), "check")
    page.goto("/again")
    fill(page, {"code": reached.places["open_code"]})
    go(page, page.locator(BUTTON))


def comes_back_with_the_code(page: "Page", reached: "Reached") -> None:
    """Write something when the visit is over, and enter the code once more."""
    fill(page, {"words": "It was on a Tuesday."})
    page.context.clear_cookies(name="ticket")
    go(page, page.locator(BUTTON))
    fill(page, {"code": reached.places["open_code"]})
    go(page, page.locator(BUTTON))


def decides_on_a_letter(page: "Page", _reached: "Reached", ok: str) -> None:
    """Answer for the first organisation that takes mail, or press the button without an answer."""
    page.evaluate(
        "() => document.querySelectorAll('main details').forEach((e) => { e.open = true; })"
    )
    form = page.locator("main form:has([name=ok][value=yes])").first
    for box in form.locator(f"[name=share], [name=ok][value='{ok}']").all() if ok else ():
        tick(page, box)
    go(page, form.locator("button.btn"))


def selects(page: "Page", _reached: "Reached", act: str, *buttons: str) -> None:
    """Tick the first two tickets of the queue and choose what to do with them."""
    for label in page.locator("#tickets .c-sel label").all()[:2]:
        label.click(force=True)
    go(page, page.locator(f"button[name=do][value={act}]"))
    presses(page, _reached, *buttons)


def reads_a_reply(page: "Page", _reached: "Reached") -> None:
    """Write a reply and look at it as it would leave."""
    fill(page, {"words": "Thank you for telling us. We are looking into it."})
    go(page, page.locator("main button[value=preview]"))


def asks_who_it_is(page: "Page", _reached: "Reached") -> None:
    """Look at who the person is, with a reason."""
    page.locator("#why-identity").fill("They asked to be called back.")
    go(page, page.locator("form[action$='/identity'] button"))


def tries_a_report(page: "Page", _reached: "Reached") -> None:
    """Decide a sample."""
    fill(page, {"story": "They said they would come to my flat.", "choices": ["threat"]})
    go(page, page.locator(BUTTON))


STEPS: dict[str, Callable[..., Any]] = {
    step.__name__: step
    for step in (
        presses, sends_words_to, asks_for_a_link, gets_a_new_code, adds_to_the_open_ticket,
        comes_back_with_the_code, decides_on_a_letter, selects, reads_a_reply, asks_who_it_is,
        tries_a_report,
    )
}  # fmt: skip
