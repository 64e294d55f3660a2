"""A threatened person reports, and the finding reaches the collector's review."""

import re
from datetime import UTC, datetime, timedelta

from tests.journeys.installation import text_of
from tests.journeys.people import after_reading, fill, go
from tests.journeys.stories import THREAT, by, mail_to, report

#: A collector of whom nobody complained yet: number, company, and the address of the review.
COLLECTORS = {
    "en": ("1100", "Harbour Card Services", "/reviews/collectors/1"),
    "zh_Hans_CN": ("1114", "海湾卡中心", "/reviews/collectors/3"),
}
REASON = {"en": "The recording holds these words.", "zh_Hans_CN": "通话录音中确实有这些威胁的话。"}
TOLD = {
    "en": "On 1 November words were said on the phone that our rules forbid.",
    "zh_Hans_CN": "十一月一日的通话中出现了规定禁止的言语。",
}
SAID = {"en": "I was under pressure that week.", "zh_Hans_CN": "那一周我压力很大。"}


def given_a_report_of_a_threat(crowd, address):
    number, company, _review = COLLECTORS[crowd.language]
    told = report(crowd.language, collector=by(number, company), **mail_to(address))
    return crowd.person().begins("report").answers(told).sends()


def when_a_supervisor_upholds_everything(crowd, number):
    """Decide as the owner; returns who it was."""
    name, page = crowd.owner_of(number)
    assert THREAT[crowd.language] in page.locator("main").inner_text()
    page.goto(f"/tickets/{number}/outcome")
    for one in page.locator("[name^=finding_]").all():
        row = one.get_attribute("name").removeprefix("finding_")
        answers = {"finding": "upheld", "cause": "individual", "reason": REASON[crowd.language]}
        fill(page, {f"{field}_{row}": value for field, value in answers.items()})
    fill(page, {"remedies": ["apology"]})
    go(page, page.locator(f"form[action='/tickets/{number}/outcome'] button"))
    after_reading(page)
    assert page.url.endswith(f"/tickets/{number}"), page.locator("main").inner_text()
    return name


def and_another_one_agrees(crowd, number, first):
    """The second agreement that every safety finding needs."""
    for name in ("supervisor", "second-supervisor", "third-supervisor"):
        page = crowd.staff(name)
        page.goto(f"/tickets/{number}/agreement")
        button = page.locator(f"form[action='/tickets/{number}/agree'] button")
        assert (button.count() == 1) == (name != first), f"{name} after {first}"
        if button.count():
            go(page, button)
            return
    raise AssertionError("nobody could agree")


def press(page, ending, values=()):
    """Fill in and send the form whose address ends so."""
    form = page.locator(f"form[action$='/{ending}']")
    fill(page, dict(values))
    go(page, form.locator("button").last)
    after_reading(page)


def then_the_review_is_decided_after_the_right_of_reply(crowd):
    _number, _company, address = COLLECTORS[crowd.language]
    page = crowd.staff("reviewer")
    page.goto("/reviews")
    press(page, "select")
    page.goto(address)
    press(page, "notice", {"words": TOLD[crowd.language]})
    assert page.locator("form[action$='/notice']").count() == 0
    press(page, "reply", {"words": SAID[crowd.language]})
    assert SAID[crowd.language] in page.locator("main").inner_text()
    soon = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    reasons = REASON[crowd.language] * 3
    press(page, "decide", {"action": "coaching", "reasons": reasons, "due": soon})
    assert page.locator("form[action$='/decide']").count() == 0, page.locator("main").inner_text()
    assert reasons in page.locator("main").inner_text()


def test_a_threat_is_upheld_and_reaches_the_review_of_the_collector(crowd):
    address = f"wren-{crowd.language.lower()}@example.org"
    person = given_a_report_of_a_threat(crowd, address)
    (acknowledgement,) = crowd.portal.mailbox.wait_for(address, 1)

    first = when_a_supervisor_upholds_everything(crowd, person.number)
    and_another_one_agrees(crowd, person.number, first)

    mails = crowd.portal.mailbox.wait_for(address, 2)
    for mail in mails:
        assert person.code not in mail.as_string()
        assert THREAT[crowd.language] not in text_of(mail)
        assert not re.search(r"debt|collect|threat|欠款|催收|威胁", mail["Subject"]), mail[
            "Subject"
        ]
    assert acknowledgement["Message-ID"] != mails[-1]["Message-ID"]

    person.tracks()
    assert REASON[crowd.language] in person.text()
    then_the_review_is_decided_after_the_right_of_reply(crowd)
