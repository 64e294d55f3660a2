"""What a person does after sending, in Chromium: a lost code, a changed address, an old phone on a slow line."""

import re

import pytest

from tests.journeys.installation import text_of
from tests.journeys.people import fill, go
from tests.journeys.stories import CALM, mail_to, report

#: An old phone on the edge of a network: bytes a second each way, milliseconds of waiting.
SLOW = {"offline": False, "latency": 800, "downloadThroughput": 35_000, "uploadThroughput": 12_000}
#: What one page of the walk may weigh on the line; pages that show a code are never made smaller.
MOST_BYTES = 15_000


def calm(crowd):
    """A report of which no page with numbers to call comes in between."""
    what = {"what": ["often"], "words": CALM[crowd.language]}
    return report(crowd.language, what=what, impact={"impact": ["sleep"]})


def sent(crowd, address, **changed):
    told = calm(crowd)
    return crowd.person().has_sent("report", told | mail_to(address) | changed)


def new_code(page):
    return " ".join(
        re.search(r"(?:\d{4}\s+){4}\d{4}", page.locator("main").inner_text())[0].split()
    )


def link_in(crowd, address):
    """The link that was mailed to this address."""
    mails = [text_of(one) for one in crowd.portal.mailbox.wait_for(address, 2)]
    return next(
        found[0] for text in mails if (found := re.search(r"https?://\S+/new-code/\S+", text))
    )


def asks(person):
    person.page.goto("/lost-code")
    fill(person.page, {"number": person.number, "name": "Wren Vale"})
    go(person.page, person.page.locator("main form button.btn"))
    return person


def test_a_lost_code_comes_back_by_a_link_that_works_in_this_browser_only(
    crowd_without_javascript,
):
    crowd = crowd_without_javascript
    address = f"lost-{crowd.language.lower()}@example.org"
    person = asks(sent(crowd, address))
    link = link_in(crowd, address)
    stranger = crowd.person()
    assert stranger.page.goto(link).status == 404
    person.page.goto(link)
    go(person.page, person.page.locator("main form button.btn"))
    old, person.code = person.code, new_code(person.page)
    assert old != person.code
    assert person.code.replace(" ", "") not in person.page.url
    person.tracks()
    person.page.goto("/track")
    person.page.fill("[name=code]", old)
    person.go_on()
    assert person.here() == "track"


def test_times_and_limits_are_changed_with_the_code_once_more(crowd):
    person = sent(crowd, f"times-{crowd.language.lower()}@example.org").tracks()
    go(person.page, person.page.locator("a[href='/ticket/contact']"))
    chosen = {"safe_days": "only", "safe_from": "18:00", "safe_to": "20:00", "dont": ["no_work"]}
    fill(person.page, chosen)
    button = person.page.locator("main form button.btn").last
    go(person.page, button)
    assert person.page.locator(".errsum a").first.get_attribute("href") == "#code"
    assert person.page.locator("[name=dont][value=no_work]").is_checked()
    fill(person.page, {"code": person.code})
    go(person.page, button)
    assert person.here() == "ticket"
    person.page.goto("/ticket/contact")
    assert person.page.locator("[name=safe_from]").input_value() == "18:00"


def test_a_message_is_taken_out_of_the_own_view(crowd_without_javascript):
    crowd = crowd_without_javascript
    person = sent(crowd, f"view-{crowd.language.lower()}@example.org").tracks()
    fill(person.page, {"words": CALM[crowd.language] * 2})
    go(person.page, person.page.locator("form[action='/ticket/message'] button.btn"))
    assert CALM[crowd.language] * 2 in person.text()
    go(person.page, person.page.locator("a[href^='/ticket/hide/']").last)
    go(person.page, person.page.locator("main form button.btn"))
    assert CALM[crowd.language] * 2 not in person.text()


def test_words_written_after_the_visit_ended_are_sent_once_the_code_was_entered(crowd):
    person = sent(crowd, f"late-{crowd.language.lower()}@example.org").tracks()
    fill(person.page, {"words": CALM[crowd.language] * 2})
    person.page.context.clear_cookies(name="ticket")
    go(person.page, person.page.locator("form[action='/ticket/message'] button.btn"))
    fill(person.page, {"code": person.code})
    person.go_on()
    go(person.page, person.page.locator("main form button.btn"))
    assert person.here() == "ticket"
    assert CALM[crowd.language] * 2 in person.text()


@pytest.mark.parametrize("language", ["zh_Hans_CN"])
def test_a_report_is_filed_over_a_slow_line_and_no_page_weighs_much(crowd):
    person = crowd.person()
    person.page.context.set_default_timeout(60_000)
    line = person.page.context.new_cdp_session(person.page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    weights, asked = [], []
    line.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    line.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    told = calm(crowd)
    person.page.goto("/")
    weights.clear()
    person.begins("report").answers(told | {"contact": {"reply_by": "site"}}).sends()
    assert max(weights) <= MOST_BYTES, weights
    assert all(one.startswith((crowd.portal.url, "data:")) for one in asked)
    assert person.tracks().number in person.text()
