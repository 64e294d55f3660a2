"""Sending twice, from elsewhere or with secrets in it: one report, one receipt, and no secret for the desk."""

import pytest

from portal.models import Role
from tests.catalogue.looks import shown
from tests.checked import without_tokens


@pytest.mark.row("BI-98")
@pytest.mark.parametrize("given", ["", "0" * 32, "x", "é" * 40, "a\0b"])
def test_a_strange_number_of_sending_shows_the_answers_again_and_sends_nothing(
    house, reader, given
):
    reader.has()
    before = house.kept()
    answer = reader.post("/submit", submission_id=given)
    assert answer.status_code == 422
    assert "They called again and again" in answer.text
    assert house.kept() == before


@pytest.mark.row("BI-98")
def test_a_number_of_sending_from_another_browser_opens_and_sends_nothing(house, reader):
    reader.has()
    theirs, stranger = reader.submission(), house.person(reader.lang)
    stranger.has(what={"what": ["often"], "words": "Somebody else’s story"})
    before = house.kept()
    answer = stranger.post("/submit", submission_id=theirs)
    assert answer.status_code == 422
    assert "Somebody else’s story" in shown(answer)
    assert house.kept() == before


@pytest.mark.row("BI-98")
def test_the_same_sent_again_is_the_same_receipt_and_a_changed_one_overwrites_nothing(
    house, reader
):
    reader.has()
    submission = reader.submission()
    assert reader.post("/submit", submission_id=submission).status_code == 303
    receipt, before = without_tokens(reader.get("/receipt").text), house.kept()
    assert reader.post("/submit", submission_id=submission).status_code == 303
    assert without_tokens(reader.get("/receipt").text) == receipt
    late = reader.send("what", {"what": "often", "words": "Another story altogether"})
    assert late.status_code == 409
    assert "Another story altogether" in late.text
    assert house.kept() == before


@pytest.mark.row("BI-72")
def test_numbers_that_open_something_are_hidden_where_they_were_told(house, reader):
    secrets = {
        "card 4111 1111 1111 1111": "4111 1111 1111 1111",
        "id 11010519491231002X": "11010519491231002X",
    }
    _number, code = house.filed()
    secrets["my code is " + code] = code
    for words, secret in secrets.items():
        reader.has(what={"what": ["often"], "words": words})
        assert secret not in reader.get("/report/check").text


@pytest.mark.row("BI-72")
def test_the_desk_never_reads_a_receipt_code_or_a_card_number(house):
    number, code = house.filed(
        what={"what": ["often"], "words": "card 4111-1111-1111-1111 and 6222021234567890128"}
    )
    mine, spaced = house.inside(code), " ".join(code[at : at + 4] for at in range(0, 20, 4))
    said = f"Code {code}, also {spaced}, card 4111 1111 1111 1111."
    for path, told in {
        "message": {"words": said},
        "again": {"words": said},
        "withdraw": {"reason": said, "sure": "yes"},
    }.items():
        assert mine.post(f"/ticket/{path}", data={**told, "_end": "1"}).status_code == 303
    page = house.signed_in(Role.SUPERVISOR).get(f"/tickets/{number}").text
    assert "1111" in page
    for secret in (code, spaced, "4111-1111-1111-1111", "4111 1111 1111 1111"):
        assert secret not in page
