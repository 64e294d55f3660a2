"""A contact that was taken from other people's pages says so wherever a person is shown it."""

import pytest

from portal.casework.referring import ways_to
from portal.jurisdictions.load import installed
from portal.letters.render import rendered

SAID = {
    "en": "We found this contact on other sites, not on theirs",
    "zh_Hans_CN": "此联系方式来自其他网站，并非其官网",
    "zh_Hant": "此聯絡方式來自其他網站，並非其官網",
}
LETTER = {"ticket_number": "RC-1", "organisation": "House", "running": "", "track_address": ""}


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize(("body", "said"), [("legal_aid_12348", True), ("crisis_12356", False)])
def test_the_letter_about_an_organisation_says_it(language, body, said):
    pack = installed()["cn"]
    values = LETTER | ways_to(pack, pack.body(body), language)
    assert (SAID[language] in rendered("referral_debtor", language, values)[1]) is said


@pytest.mark.parametrize("address", ["/", "/help-outside"])
def test_the_pages_of_help_outside_say_it(app, address):
    assert SAID["en"] in app.test_client().get(address).text
