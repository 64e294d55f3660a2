"""A supervisor offers an organisation on the ticket, in words the customer reads."""

import re

from tests.casework.test_views import number, signed_in  # noqa: F401 - a fixture and its helper


def test_an_offer_needs_an_organisation_and_words_and_stands_on_the_ticket(app, number):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    page = mei.get(f"/tickets/{number}/referral").text
    body, name = re.search(r'<option value="(\w+)">([^<]+)</option>', page).groups()
    typed = {"offered": body, "words": "", "_end": "1"}
    answer = mei.post(f"/tickets/{number}/offer", data=typed)
    assert answer.status_code == 422
    assert "Tell the customer why" in answer.text
    answer = mei.post(
        f"/tickets/{number}/offer", data={**typed, "offered": "", "words": "See them."}
    )
    assert answer.status_code == 422
    assert "Select an organisation" in answer.text
    assert "See them." in answer.text
    typed["words"] = "They can look at it from outside."
    assert mei.post(f"/tickets/{number}/offer", data=typed).status_code == 303
    page = mei.get(f"/tickets/{number}/referral").text
    assert f'<option value="{body}"' not in page
    assert name in page
    assert mei.get(f"/tickets/{number}/referral/{body}.pdf").status_code == 404
