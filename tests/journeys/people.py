"""The people of the journeys: a person who reports, and staff. Each has a browser of the own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from portal.languages import TAGS
from tests.journeys.installation import Installation
from tests.journeys.swiftly import Courier

if TYPE_CHECKING:  # Playwright is an extra; without it the journeys are skipped, not broken.
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

#: The languages of the long walks; every page is looked at in all of those the portal has.
LANGUAGES = ("en", "zh_Hans_CN")
#: What the buttons say that every page of questions has.
CONTINUE = {"en": "Continue", "zh_Hans_CN": "继续", "zh_Hant": "繼續"}
PASSWORD = "demo-demo-demo"
SUPERVISORS = ("supervisor", "second-supervisor", "third-supervisor")

Answers = Mapping[str, Mapping[str, Any]]


@dataclass
class Crowd:
    """Everybody who uses one portal in one language."""

    browser: "Browser"
    portal: Installation
    language: str
    javascript: bool = True
    contexts: list["BrowserContext"] = field(default_factory=list)

    def page(self, state: Any = None, **more: Any) -> "Page":
        """A page in a browser of somebody's own."""
        context = self.browser.new_context(
            base_url=self.portal.url,
            locale=TAGS[self.language],
            viewport={"width": 390, "height": 844},
            java_script_enabled=self.javascript,
            storage_state=state,
            **more,
        )
        context.set_default_timeout(30_000)
        self.contexts.append(context)
        return context.new_page()

    def person(self) -> "Person":
        """Somebody with a browser that knows nothing yet."""
        return Person(self.page(), self.language)

    def staff(self, name: str) -> "Page":
        """A page of somebody of the staff, who signs in once for the whole run."""
        if name not in self.portal.signed_in:
            page = self.page()
            page.goto("/staff/sign-in")
            page.fill("[name=email]", f"{name}@demo.example")
            page.fill("[name=password]", PASSWORD)
            go(page, page.locator("main button[name=submit]"))
            assert page.locator("form[action='/staff/sign-out']").count() == 1, page.content()
            self.portal.signed_in[name] = page.context.storage_state()
        page = self.page(self.portal.signed_in[name])
        page.set_viewport_size({"width": 1280, "height": 900})
        return page

    def owner_of(self, number: str) -> tuple[str, "Page"]:
        """The supervisor in whose own queue the ticket stands, with the ticket open."""
        for name in SUPERVISORS:
            page = self.staff(name)
            page.goto(f"/tickets?view=mine&number={number}")
            link = page.locator(f"main a[href^='/tickets/{number}?']")
            if link.count():
                go(page, link.first)
                return name, page
            page.close()
        raise AssertionError(f"{number} is in no supervisor's own queue")

    def go_home(self) -> None:
        """Close every browser window."""
        for context in self.contexts:
            context.close()


@dataclass
class Person:
    """Somebody who reports or asks for help, page by page."""

    page: "Page"
    language: str
    #: The names of the pages that were shown, in their order.
    seen: list[str] = field(default_factory=list)
    code: str = ""
    number: str = ""

    def begins(self, door: str) -> "Person":
        """Open the start page and take one of the two doors."""
        self.page.goto("/")
        assert self.page.locator("html").get_attribute("lang") == TAGS[self.language]
        go(self.page, self.page.locator(f"main a[href*='/begin/{door}']").first)
        return self

    def answers(self, answers: Answers, until: str = "check") -> "Person":
        """Answer page after page until this one is reached."""
        while (name := self.here()) != until:
            assert self.seen.count(name) < 3, f"no way past {name}: {self.page.content()}"
            self.seen.append(name)
            if self.page.locator("main form").count() == 0:
                go(self.page, self.page.locator("main .acts a.btn").first)
                continue
            fill(self.page, answers.get(name, {}))
            self.go_on()
        return self

    def has_answered(self, door: str, answers: Answers) -> "Person":
        """Stand at the check page with everything answered, without having looked at a page."""
        Courier(self.page, self.language).reaches(door, answers, "check")
        self.page.goto(f"/{door}/check")
        return self

    def has_sent(self, door: str, answers: Answers) -> "Person":
        """Hold the receipt of a report or request, without having looked at a page."""
        courier = Courier(self.page, self.language)
        return self.keeps(courier.sends(courier.reaches(door, answers, "check")))

    def here(self) -> str:
        """The name of the page that is open."""
        return self.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]

    def go_on(self) -> None:
        """Press Continue."""
        go(self.page, self.page.get_by_role("button", name=CONTINUE[self.language], exact=True))

    def sends(self) -> "Person":
        """Send what was answered, and keep code and number from the receipt."""
        go(self.page, self.send_button())
        assert self.here() == "receipt", self.page.content()
        return self.reads_receipt()

    def send_button(self) -> "Locator":
        """The button at the end."""
        return self.page.locator("form[action='/submit'] button.btn:not([name])")

    def reads_receipt(self) -> "Person":
        """Copy the code and the number."""
        return self.keeps(self.page.locator("main").inner_text())

    def keeps(self, shown: str) -> "Person":
        """Copy the code and the number out of these words."""
        found = re.search(r"(?:\d{4}\s+){4}\d{4}", shown)
        named = re.search(r"[A-Z]{2,3}-\d{4}-\d{6,}", shown)
        assert found, shown
        assert named, shown
        self.code, self.number = " ".join(found[0].split()), named[0]
        return self

    def tracks(self) -> "Person":
        """Come back with the code."""
        self.page.goto("/track")
        self.page.fill("[name=code]", self.code)
        self.go_on()
        assert self.here() == "ticket", self.page.content()
        return self

    def text(self) -> str:
        """The words of the page."""
        return self.page.locator("main").inner_text()


def go(page: "Page", target: "Locator") -> None:
    """Press something that leads to another page, and wait for that page."""
    with page.expect_navigation():
        target.click()


def after_reading(page: "Page") -> None:
    """A letter is shown before it leaves: having read it, send it."""
    sending = page.locator("main button[name=do][value=send]")
    if sending.count():
        go(page, sending.first)


def fill(page: "Page", values: Mapping[str, Any]) -> None:
    """Give these answers on the page that is open, by the names of its fields."""
    for name, value in values.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            put(page, name, str(one))


def put(page: "Page", name: str, value: str) -> None:
    """Give one answer: tick it, pick it or type it."""
    field = page.locator(f"main [name='{name}']:not([type=hidden])")
    kind = field.first.evaluate("e => e.type")
    if kind in ("radio", "checkbox"):
        tick(page, page.locator(f"main [name='{name}'][value='{value}']"))
    elif kind.startswith("select"):
        field.first.select_option(value)
    else:
        field.first.fill(value)


def tick(page: "Page", box: "Locator") -> None:
    """Press the label of a box that is not ticked yet, as people do."""
    if not box.is_checked():
        page.locator(f"label[for='{box.get_attribute('id')}']").click()
