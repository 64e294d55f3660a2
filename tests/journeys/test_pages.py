"""Every page and every error state: axe, reflow, text spacing, targets, focus, weight."""

import json
from pathlib import Path

import pytest

from portal.languages import LANGUAGES
from tests.journeys.catalogue import PAGES
from tests.journeys.eyes import faults_of, focus_faults, spaced, summary_faults
from tests.journeys.looking import empty_and_send, open_page
from tests.journeys.shown import Shown

#: The first view of an old phone on a slow line.
MOST_BYTES, MOST_REQUESTS, MOST_SCRIPT = 30_000, 4, 6_000
WIDTHS = (390, 1280)
#: Pages with an error state, or that are one.
WRONG = [
    one
    for one in PAGES
    if one.wrong is not None or (one.status == 422 and not one.template.startswith("errors/"))
]
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@EVERY_LANGUAGE
@pytest.mark.parametrize("shown", PAGES, ids=lambda one: one.name)
def test_a_page_can_be_used_by_everybody(reached, shown: Shown) -> None:
    page = open_page(reached, shown)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {one}" for one in faults_of(page)]
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320: {one}" for one in page.evaluate("() => [...eyes.wide(), ...eyes.small()]")]
    found += [f"320 spaced: {one}" for one in spaced(page)]
    assert not found, f"{page.url}\n" + "\n".join(found)


@pytest.mark.row("BI-90")
@EVERY_LANGUAGE
@pytest.mark.parametrize("shown", WRONG, ids=lambda one: one.name)
def test_an_error_can_be_understood_by_everybody(reached, shown: Shown) -> None:
    page = open_page(reached, shown)
    if shown.wrong is not None:
        empty_and_send(page, reached.address(shown.form), shown.wrong)
    found = summary_faults(page, shown)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {one}" for one in faults_of(page)]
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320: {one}" for one in page.evaluate("() => eyes.wide()")]
    assert not found, f"{page.url}\n" + "\n".join(found)


@pytest.mark.parametrize("language", ["en"])
@pytest.mark.parametrize("shown", PAGES, ids=lambda one: one.name)
def test_the_focus_goes_through_a_page_in_order_and_is_always_seen(reached, shown: Shown) -> None:
    page = open_page(reached, shown)
    assert not focus_faults(page)


@pytest.mark.parametrize("language", ["en"])
@pytest.mark.parametrize(
    "address", ["/", "/report/who", "/report/what", "/help/situation", "/track"]
)
def test_a_first_view_is_light(reached, address: str) -> None:
    door = "help" if address.startswith("/help") else "report"
    state = reached.state("reporter" if door == "report" else "asker")
    page = reached.crowd.page(None if address in ("/", "/track") else state)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    asked: list[str] = []
    sizes: list[float] = []
    network.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    asked = [one for one in asked if not one.startswith("data:")]
    assert len(asked) <= MOST_REQUESTS, asked
    assert all(one.startswith(reached.crowd.portal.url) for one in asked), asked
    assert sum(sizes) <= MOST_BYTES, json.dumps([asked, sizes])


def test_the_script_is_small() -> None:
    script = Path(__file__).resolve().parents[2] / "static" / "portal.js"
    assert len(script.read_bytes()) <= MOST_SCRIPT
