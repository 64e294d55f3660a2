"""How staff get into each situation of the catalogue, and the places where they work."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from passlib.totp import TOTP

from tests.journeys.people import PASSWORD, SUPERVISORS, after_reading, fill, go
from tests.journeys.stories import by, report

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import Person
    from tests.journeys.reached import Reached

#: Whose second factor is set up; nobody else of the walks signs in with this name.
SECURED = "second-reviewer@demo.example"
#: Numbers of collectors of Harbour Card Services, and where their pages are.
HARBOUR = {"1100": 1, "1107": 2, "1198": 15, "1205": 16, "1296": 29, "1303": 30}
WORDS = "On the phone words were said that our rules forbid."


def working(reached: "Reached", name: str) -> Any:
    """Somebody of the staff."""
    reached.hands.staff(name)
    return reached.hands.portal.signed_in[name]


def decided(reached: "Reached", name: str) -> None:
    """File a ticket and decide it, up to the second agreement or past it."""
    finding = {"finding": "undetermined", "reason": "Nothing was recorded."}
    person = file_and_decide(reached, finding, is_agreed=name != "waiting")
    reached.places[name], reached.places[f"{name}_code"] = person.number, person.code


def file_and_decide(
    reached: "Reached", finding: dict[str, str], *, is_agreed: bool = True, **changed: Any
) -> "Person":
    """A report, decided by its owner with this finding throughout, and agreed to by a second one."""
    person = reached.hands.person().has_sent("report", report("en") | changed)
    first, page = reached.hands.owner_of(person.number)
    page.goto(f"/tickets/{person.number}/outcome")
    for one in page.locator("[name^=finding_]").all():
        row = one.get_attribute("name").removeprefix("finding_")
        fill(page, {f"{field}_{row}": value for field, value in finding.items()})
    fill(page, {"remedies": ["apology"]})
    go(page, page.locator(f"form[action='/tickets/{person.number}/outcome'] button"))
    after_reading(page)
    if is_agreed:
        other = reached.hands.staff(next(one for one in SUPERVISORS if one != first))
        other.goto(f"/tickets/{person.number}/agreement")
        go(other, other.locator("form[action$='/agree'] button"))
    return person


def find_letter(reached: "Reached") -> None:
    """The first letter of the open ticket, by the line of the history that tells of it."""
    page = reached.hands.staff("supervisor")
    page.goto(f"/tickets/{reached.ticket('open')}")
    reached.places["letter"] = page.locator(".tl a[href*='/letters/']").first.get_attribute("href")


def ask_for_notes(reached: "Reached") -> None:
    """A person asks for the notes of staff; an administrator finds it on the list."""
    reached.ticket("ended")
    person = reached.hands.person()
    person.code = reached.places["ended_code"]
    page = person.tracks().page
    page.goto("/ticket/my-data")
    fill(page, {"what": "notes", "code": person.code})
    go(page, page.locator("main form:has([name=what]) button"))
    page = reached.hands.staff("administrator")
    page.goto("/admin/data-requests")
    link = page.locator("main table a[href*='/admin/data-requests/']").first
    reached.places["asked"] = link.get_attribute("href").rsplit("/", 1)[-1]


def find_reviews(reached: "Reached") -> None:
    """A collector for each state of a review: selected, told, answered, and told what to do."""
    page = reached.hands.staff("reviewer")
    ways = {"selected": 0, "noticed": 1, "replied": 2, "running": 3}
    for address in waiting(reached, page):
        page.goto(address)
        if page.locator("form[action$='/notice']").count():
            state = next(iter(ways))
            follow(reached, page, state, ways.pop(state))
        if not ways:
            return
    raise AssertionError(f"no review for {list(ways)}")


def waiting(reached: "Reached", page: "Page") -> Iterator[str]:
    """The collectors whose review may wait for its notice: those there are, then others by a finding."""
    select(page)
    links = page.locator("main a[href*='/reviews/collectors/']").all()
    yield from dict.fromkeys(str(one.get_attribute("href")) for one in links)
    upheld = {"finding": "upheld", "cause": "individual", "reason": WORDS}
    for badge, number in HARBOUR.items():
        file_and_decide(reached, upheld, collector=by(badge, "Harbour Card Services"))
        select(page)
        yield f"/reviews/collectors/{number}"


def select(page: "Page") -> None:
    """Open the reviews that the rules ask for."""
    page.goto("/reviews")
    go(page, page.locator("form[action$='/select'] button"))


def follow(reached: "Reached", page: "Page", state: str, steps: int) -> None:
    """Bring the review on this page so many steps further, and remember it under this name."""
    form = page.locator("form[action$='/notice']").get_attribute("action")
    reached.places[state] = page.url.rsplit("/", 1)[-1]
    reached.places[f"{state}-review"] = form.split("/")[2]
    soon = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    answers: tuple[tuple[str, dict[str, Any]], ...] = (
        ("notice", {"words": WORDS}),
        ("reply", {"words": WORDS}),
        ("decide", {"action": "coaching", "reasons": WORDS, "due": soon}),
    )
    for verb, answer in answers[:steps]:
        form = page.locator(f"form[action$='/{verb}']")
        fill(page, answer)
        go(page, form.locator("button").last)


def strictly(reached: "Reached", email: str) -> "Page":
    """The page after the password, on a second server that asks for a second factor."""
    strict = reached.hands.portal.strict()
    page = replace(reached.hands, portal=replace(reached.hands.portal, url=strict)).page()
    page.goto("/staff/sign-in")
    fill(page, {"email": email, "password": PASSWORD})
    go(page, page.locator("main button[name=submit]"))
    return page


def movable(reached: "Reached") -> None:
    """A ticket whose pack lets a promised date be moved."""
    person = reached.hands.person().has_sent("report", report("zh_Hans_CN"))
    reached.places["movable"] = person.number


def gives_the_password_again(page: "Page") -> None:
    """Stand as somebody who has just signed in."""
    page.goto("/staff/verify")
    fill(page, {"password": PASSWORD})
    go(page, page.locator("main button[name=submit]"))


def enrolling(reached: "Reached") -> Any:
    """Somebody who must set up a second factor first."""
    return strictly(reached, "auditor@demo.example").context.storage_state()


def enrolled(reached: "Reached") -> Any:
    """Somebody who has just set it up."""
    page = strictly(reached, SECURED)
    if not page.url.endswith("/tf-setup"):
        page.goto("/staff/tf-setup")
    go(page, page.locator("main button[name=submit]"))
    key = page.locator("main code").inner_text()
    fill(page, {"code": TOTP(key=key.replace(" ", "").replace("-", "")).generate().token})
    go(page, page.locator("main button[name=submit]"))
    return page.context.storage_state()


def proving(reached: "Reached") -> Any:
    """Somebody who gave the password and is asked for the code of the app."""
    reached.state("enrolled")
    return strictly(reached, SECURED).context.storage_state()
