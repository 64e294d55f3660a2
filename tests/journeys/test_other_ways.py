"""Help that is accepted, danger, another company's customer, referral, withdrawal, disagreement."""

import pytest

from tests.journeys.installation import text_of
from tests.journeys.people import SUPERVISORS, after_reading, fill, go
from tests.journeys.stories import PLACES, mail_to, report, request
from tests.journeys.swiftly import Courier

REPLY = {
    "en": "We can lower your payments to 850 a month for twelve months. Does that suit you?",
    "zh_Hans_CN": "我们可以把还款降到每月 850 元，为期十二个月。您看可以吗？",
}
YES = {"en": "Yes, I accept this plan.", "zh_Hans_CN": "可以，我接受这个方案。"}
WHY = {
    "en": "Nobody listened to the recording.",
    "zh_Hans_CN": "没有人听过通话录音，请重新调查。",
}


def sent(crowd, told, door="report"):
    return crowd.person().has_sent(door, told)


def nothing_is_mailed_about(crowd, number):
    """By the time a later mail has arrived, an earlier one would have, too."""
    address = f"later-than-{number.lower()}@example.org"
    sent(crowd, report(crowd.language, **mail_to(address)))
    crowd.portal.mailbox.wait_for(address, 1)
    assert all(number not in one.as_string() for one in crowd.portal.mailbox.mails)


def submit(page, ending, values):
    """Fill in and send the form whose address ends so."""
    fill(page, values)
    go(page, page.locator(f"form[action$='{ending}'] button").last)
    after_reading(page)


def decides(page, number, language):
    """The owner decides against every allegation; true when a second agreement is needed."""
    page.goto(f"/tickets/{number}/outcome")
    for one in page.locator("[name^=finding_]").all():
        row = one.get_attribute("name").removeprefix("finding_")
        fill(page, {f"finding_{row}": "undetermined", f"reason_{row}": WHY[language]})
    submit(page, f"/tickets/{number}/outcome", {"remedies": ["apology"]})
    page.goto(f"/tickets/{number}/agreement")
    return page.locator("form[action$='/send-back']").count() == 1


def closed(crowd, told):
    """A ticket that was decided; the person and who decided it."""
    person = sent(crowd, told)
    first, page = crowd.owner_of(person.number)
    if decides(page, person.number, crowd.language):
        second = next(name for name in SUPERVISORS if name != first)
        other = crowd.staff(second)
        other.goto(f"/tickets/{person.number}/agreement")
        submit(other, "/agree", {})
    return person, first


def test_help_that_was_asked_for_is_offered_and_accepted(crowd):
    address = f"help-{crowd.language.lower()}@example.org"
    told = request(crowd.language, **mail_to(address))
    person = sent(crowd, told, "help")
    _name, page = crowd.owner_of(person.number)
    page.goto(f"/tickets/{person.number}/reply")
    submit(page, "/reply", {"words": REPLY[crowd.language]})
    mails = crowd.portal.mailbox.wait_for(address, 2)
    assert all(REPLY[crowd.language] not in text_of(mail) for mail in mails)
    person.tracks()
    assert REPLY[crowd.language] in person.text()
    person.page.goto("/ticket")
    submit(person.page, "/ticket/message", {"words": YES[crowd.language]})
    page.goto(f"/tickets/{person.number}")
    assert YES[crowd.language] in page.locator("main").inner_text()


def test_somebody_in_danger_sees_the_numbers_to_call_before_anything_else(crowd):
    told = report(crowd.language, impact={"safe_now": "no"})
    person = crowd.person()
    Courier(person.page, crowd.language).reaches("report", told, "danger")
    person.page.goto("/danger")
    assert person.page.locator("a[href^='tel:']").count() > 0
    person = sent(crowd, told)
    _name, page = crowd.owner_of(person.number)
    assert page.locator(".tag-bad").count() > 0


def test_a_stop_of_mails_is_obeyed_when_only_the_site_may_be_used(crowd):
    person = sent(crowd, report(crowd.language, contact={"reply_by": "site"}))
    _name, page = crowd.owner_of(person.number)
    page.goto(f"/tickets/{person.number}/reply")
    submit(page, "/reply", {"words": REPLY[crowd.language]})
    nothing_is_mailed_about(crowd, person.number)
    person.tracks()
    assert REPLY[crowd.language] in person.text()


def test_a_phone_number_alone_never_leads_to_a_mail(crowd):
    way = {"contact": {"reply_by": "phone"}, "reach": {"phone": "020 7946 0123", "say_who": "no"}}
    told = report(crowd.language, **way)
    person = sent(crowd, told)
    nothing_is_mailed_about(crowd, person.number)


def test_a_report_can_be_withdrawn(crowd):
    person = sent(crowd, report(crowd.language)).tracks()
    person.page.goto("/ticket/withdraw")
    fill(person.page, {"sure": ["yes"], "reason": WHY[crowd.language]})
    go(person.page, person.page.locator("main form button.btn").last)
    assert person.here() == "ticket"
    person.page.goto("/ticket")
    assert person.page.locator("a[href='/ticket/withdraw']").count() == 0


def test_who_disagrees_gets_a_different_supervisor(crowd):
    person, first = closed(crowd, report(crowd.language))
    person.tracks()
    person.page.goto("/ticket/disagree")
    fill(person.page, {"about": ["else"], "why": WHY[crowd.language]})
    go(person.page, person.page.locator("main form button.btn").last)
    again, page = crowd.owner_of(person.number)
    assert again != first
    assert WHY[crowd.language] in page.locator("main").inner_text()


def test_the_wrong_code_opens_nothing_and_the_page_says_so(crowd):
    person = crowd.person()
    person.page.goto("/track")
    fill(person.page, {"code": "4072 9158 3360 2741 5862"})
    person.go_on()
    assert person.here() == "track"
    assert person.page.locator(".errsum a").first.get_attribute("href") == "#code"


def test_a_referral_goes_out_with_exactly_what_was_agreed_to(crowd):
    told = report(crowd.language, what={"what": ["data", "third"]}, impact={"impact": ["sleep"]})
    person = sent(crowd, told).tracks()
    person.page.goto("/ticket/referral")
    offers = person.page.locator("form[action^='/ticket/referral/']")
    if not offers.count():
        pytest.skip(f"the {PLACES[crowd.language]} pack offers no organisation for this yet")
    offer = offers.first
    body = offer.get_attribute("action").rsplit("/", 1)[-1]
    person.page.locator("main details > summary").first.click()
    offer.locator("label[for^=share]").first.click()
    if not offer.locator("input[name=ok][value=yes]").count():
        offer.locator("input[name=ok][value=no] + label").click()
        go(person.page, offer.locator("button.btn"))
        return
    offer.locator("input[name=ok][value=yes] + label").click()
    go(person.page, offer.locator("button.btn"))
    _name, page = crowd.owner_of(person.number)
    page.goto(f"/tickets/{person.number}/referral")
    assert "Wren Vale" in page.locator("main").inner_text()
    button = page.locator(f"form:has(input[value='{body}']) button")
    if button.count():
        go(page, button)
        page.goto(f"/tickets/{person.number}/referral")
        assert page.locator(f"form:has(input[value='{body}'])").count() == 0
