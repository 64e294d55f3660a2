"""How a person gets into each situation of the catalogue; every one returns the cookies of a browser."""

import re
import threading
from typing import TYPE_CHECKING, Any

from tests.evidence import samples
from tests.journeys.installation import text_of
from tests.journeys.people import Person, fill, go
from tests.journeys.situations_staff import decided
from tests.journeys.steps import BUTTON, decides_on_a_letter
from tests.journeys.stories import mail_to, report, request
from tests.journeys.swiftly import Courier

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.reached import Reached

LONG_NAME = "Nobody and Somebody Receivables Management International Holdings Collections Limited 没有此机构"
#: Two files that pass and one that is refused, with a long name and a short one.
FILES = (
    ("a very long name that says at length what can be seen on this picture 截图截图截图.jpg", samples.jpeg_with_place),
    ("call.wav", samples.wav),
    ("locked.pdf", samples.locked_pdf),
)  # fmt: skip


def sent(reached: "Reached", **changed: Any) -> Person:
    """Somebody who has just sent a report."""
    return reached.hands.person().has_sent("report", report("en") | changed)


def writing(reached: "Reached", door: str) -> Any:
    """Somebody who has answered everything and not sent it."""
    told = report("en") if door == "report" else request("en")
    return reached.hands.person().has_answered(door, told).page.context.storage_state()


def doubting(reached: "Reached") -> Any:
    """Somebody who named a company that does not collect for this organisation, at great length."""
    told = report("en", collector={"c_agency": LONG_NAME, "told_them": "no"})
    return reached.hands.person().has_answered("report", told).page.context.storage_state()


def helping(reached: "Reached") -> Any:
    """Somebody who helps somebody else, at the page that asks for the name."""
    told = report("en", who={"who": "represent"})
    person = reached.hands.person().begins("report").answers(told, until="helper")
    return person.page.context.storage_state()


def sending(reached: "Reached") -> Any:
    """Somebody who looks at the receipt; the ticket is the open one of the catalogue."""
    person = sent(reached)
    reached.places["open"], reached.places["open_code"] = person.number, person.code
    return person.page.context.storage_state()


def tracking(reached: "Reached", name: str) -> Any:
    """Somebody who came back with the code of this ticket."""
    reached.ticket(name)
    person = reached.hands.person()
    person.code = reached.places[f"{name}_code"]
    return person.tracks().page.context.storage_state()


def saving(reached: "Reached") -> Any:
    """Somebody who saved what was answered, for later."""
    page = reached.hands.person().has_answered("report", report("en")).page
    go(page, page.locator("main button[name=save]").first)
    return page.context.storage_state()


def locked_out(reached: "Reached") -> Any:
    """Somebody who lost the code and was sent a link."""
    address = "locked-out@example.org"
    person = sent(reached, **mail_to(address))
    person.page.goto("/lost-code")
    fill(person.page, {"number": person.number, "name": "Wren Vale"})
    go(person.page, person.page.locator(BUTTON))
    mails = [text_of(one) for one in reached.crowd.portal.mailbox.wait_for(address, 2)]
    found = next(one for text in mails if (one := re.search(r"/new-code/\S+", text)))
    reached.places["link"] = found[0]
    return person.page.context.storage_state()


def withdrawn(reached: "Reached") -> Any:
    """Somebody who took a report back."""
    page = sent(reached).tracks().page
    page.goto("/ticket/withdraw")
    fill(page, {"sure": "yes"})
    go(page, page.locator(BUTTON))
    return page.context.storage_state()


def changing(reached: "Reached") -> Any:
    """Somebody who is about to change the code."""
    person = sent(reached).tracks()
    reached.places["changing_code"] = person.code
    return person.page.context.storage_state()


def curious(reached: "Reached") -> Any:
    """Somebody who asked for the notes and for deletion, and waits."""
    person = sent(reached).tracks()
    for what in ("notes", "delete"):
        person.page.goto("/ticket/my-data")
        fill(person.page, {"what": what, "code": person.code})
        go(person.page, person.page.locator("main form:has([name=what]) button"))
    return person.page.context.storage_state()


def agreeing(reached: "Reached") -> Any:
    """Somebody with an answer, and with a letter to the ombudsman to decide about."""
    decided(reached, "agreed")
    person = reached.hands.person()
    person.code = reached.places["agreed_code"]
    return person.tracks().page.context.storage_state()


def agreed(reached: "Reached") -> None:
    """The ticket of whoever agreed that the letter is sent."""
    page = reached.hands.page(reached.state("agreeing"))
    page.goto("/ticket/referral")
    decides_on_a_letter(page, reached, "yes")


def writer(reached: "Reached") -> Any:
    """Somebody who wrote a message."""
    page = sent(reached).tracks().page
    fill(page, {"words": "They rang again today."})
    go(page, page.locator("form[action='/ticket/message'] button.btn"))
    reached.places["hide"] = page.locator("a[href^='/ticket/hide/']").last.get_attribute("href")
    return page.context.storage_state()


def with_files(reached: "Reached") -> Any:
    """Somebody who added files to a report and has not sent it."""
    person = reached.hands.person()
    Courier(person.page, "en").reaches("report", report("en"), "evidence")
    person.page.goto("/report/evidence")
    adds_files(person.page, "button[name=upload]")
    return person.page.context.storage_state()


def evidencing(reached: "Reached") -> Any:
    """Somebody who added files to a ticket, and whose supervisor can open them."""
    person = sent(reached).tracks()
    person.page.goto("/ticket/evidence")
    adds_files(person.page, BUTTON)
    _name, page = reached.hands.owner_of(person.number)
    page.goto(f"/tickets/{person.number}")
    reached.places["file"] = page.locator(".ev a").first.get_attribute("href")
    return person.page.context.storage_state()


def adds_files(page: "Page", button: str) -> None:
    """Add the files and wait until each was looked at."""
    where = page.url
    chosen = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": content()}
        for name, content in FILES
    ]
    page.set_input_files("#files", chosen)
    go(page, page.locator(button).last)
    pause = threading.Event()
    for _ in range(60):
        page.goto(where)
        if page.locator(".filelist li").count() == len(FILES):
            words = page.locator(".filelist").inner_text()
            if "password" in words and words.count("Checked") == len(FILES) - 1:
                return
        pause.wait(0.5)
    raise AssertionError(f"the files were never looked at: {page.locator('main').inner_text()}")
