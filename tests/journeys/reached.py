"""Browsers in every situation the catalogue names, each prepared once and kept as cookies."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.journeys.people import SUPERVISORS, Crowd, after_reading, fill, go
from tests.journeys.stories import report, request


@dataclass
class Reached:
    """Who has got where: cookies by situation, and the tickets the addresses speak of."""

    #: Whose windows a test opens.
    crowd: Crowd
    #: Who prepared the situations.
    makers: Crowd | None = None
    states: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def seen_by(self, crowd: Crowd) -> "Reached":
        """The same situations for another reader."""
        return replace(self, crowd=crowd, makers=self.crowd)

    @property
    def hands(self) -> Crowd:
        """Who prepares what is not there yet."""
        return self.makers or self.crowd

    def state(self, who: str) -> Any:
        """The cookies of this situation, without a language: each browser brings its own."""
        if who not in self.states:
            ways: dict[str, Callable[[], Any]] = {
                "anyone": lambda: None,
                "reporter": lambda: self.writing("report", report("en")),
                "asker": lambda: self.writing("help", request("en")),
                "helper": self.helping,
                "sender": self.sending,
                "person": lambda: self.tracking("open"),
                "answered": lambda: self.tracking("ended"),
                "enrolling": self.enrolling,
            }
            self.states[who] = ways.get(who, lambda: self.working(who))()
        return self.states[who]

    def address(self, pattern: str) -> str:
        """An address with the tickets it speaks of."""
        for name in ("open", "waiting", "ended"):
            if f"{{{name}}}" in pattern:
                self.ticket(name)
        if pattern == "{letter}" and "letter" not in self.places:
            self.find_letter()
        if "{asked}" in pattern and "asked" not in self.places:
            self.ask_for_notes()
        if "{collector}" in pattern and "collector" not in self.places:
            self.find_review()
        return pattern.format(**self.places)

    def writing(self, door: str, answers: Any) -> Any:
        """Somebody who has answered everything and not sent it."""
        return self.hands.person().has_answered(door, answers).page.context.storage_state()

    def helping(self) -> Any:
        """Somebody who helps somebody else, at the page that asks for the name."""
        told = report("en", who={"who": "represent"})
        person = self.hands.person().begins("report").answers(told, until="helper")
        return person.page.context.storage_state()

    def sending(self) -> Any:
        """Somebody who has just sent a report."""
        person = self.hands.person().has_sent("report", report("en"))
        self.places["open"], self.places["open_code"] = person.number, person.code
        return person.page.context.storage_state()

    def ticket(self, name: str) -> str:
        """The number of an open ticket, one that waits for agreement, or one that is decided."""
        if name not in self.places:
            if name == "open":
                self.state("sender")
            else:
                self.decided(name)
        return self.places[name]

    def decided(self, name: str) -> None:
        """File a ticket and decide it, up to the second agreement or past it."""
        person = self.hands.person().has_sent("report", report("en"))
        first, page = self.hands.owner_of(person.number)
        page.goto(f"/tickets/{person.number}/outcome")
        for one in page.locator("[name^=finding_]").all():
            row = one.get_attribute("name").removeprefix("finding_")
            fill(page, {f"finding_{row}": "undetermined", f"reason_{row}": "Nothing was recorded."})
        fill(page, {"remedies": ["apology"]})
        go(page, page.locator(f"form[action='/tickets/{person.number}/outcome'] button"))
        after_reading(page)
        if name == "ended":
            other = self.hands.staff(next(one for one in SUPERVISORS if one != first))
            other.goto(f"/tickets/{person.number}/agreement")
            go(other, other.locator("form[action$='/agree'] button"))
        self.places[name], self.places[f"{name}_code"] = person.number, person.code

    def tracking(self, name: str) -> Any:
        """Somebody who came back with the code of this ticket."""
        self.ticket(name)
        person = self.hands.person()
        person.code = self.places[f"{name}_code"]
        return person.tracks().page.context.storage_state()

    def working(self, name: str) -> Any:
        """Somebody of the staff."""
        self.hands.staff(name)
        return self.hands.portal.signed_in[name]

    def find_letter(self) -> None:
        """The first letter of the open ticket, by the line of the history that tells of it."""
        page = self.hands.staff("supervisor")
        page.goto(f"/tickets/{self.ticket('open')}")
        self.places["letter"] = page.locator(".tl a[href*='/letters/']").first.get_attribute("href")

    def find_review(self) -> None:
        """A collector with a review that waits for the notice, else any collector."""
        page = self.hands.staff("reviewer")
        page.goto("/reviews")
        chosen = page.locator("form[action$='/select'] button")
        if chosen.count():
            go(page, chosen)
        links = page.locator("a[href*='/reviews/collectors/']")
        self.places["collector"] = links.first.get_attribute("href").rsplit("/", 1)[-1]

    def ask_for_notes(self) -> None:
        """A person asks for the notes of staff; an administrator finds it on the list."""
        self.ticket("ended")
        person = self.hands.person()
        person.code = self.places["ended_code"]
        page = person.tracks().page
        page.goto("/ticket/my-data")
        fill(page, {"what": "notes", "code": person.code})
        go(page, page.locator("main form:has([name=what]) button"))
        page = self.hands.staff("administrator")
        page.goto("/admin/data-requests")
        link = page.locator("main table a[href*='/admin/data-requests/']").first
        self.places["asked"] = link.get_attribute("href").rsplit("/", 1)[-1]

    def enrolling(self) -> Any:
        """Somebody of the staff who must set up a second factor first: a second server asks for it."""
        strict = self.hands.portal.strict()
        crowd = replace(self.hands, portal=replace(self.hands.portal, url=strict), contexts=[])
        page = crowd.page()
        page.goto("/staff/sign-in")
        fill(page, {"email": "auditor@demo.example", "password": "demo-demo-demo"})
        go(page, page.locator("main button[name=submit]"))
        state = page.context.storage_state()
        crowd.go_home()
        return state
