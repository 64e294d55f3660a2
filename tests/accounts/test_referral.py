"""The letter to an organisation outside: read first, agreed to item by item, taken back at any time."""

import pytest

from portal.letters.outbox import opened
from portal.models import EntryKind, OutboxMail, Referral, ReferralState
from portal.referrals import service
from portal.web.db import db
from tests import factories
from tests.accounts.conftest import MAIL


@pytest.fixture
def offered(owner_of, answer):
    """An answered ticket to which the ombudsman, who takes mail, is offered."""

    def make(lang="en"):
        owner = owner_of(lang, **MAIL)
        answer()
        return owner

    return make


def state(owner, body="fos"):
    return owner.kept(Referral, Referral.body_id == body)[0].state


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_decision_without_an_answer_is_asked_for_and_ticks_are_kept(offered, lang):
    owner = offered(lang)
    page = owner.post("/ticket/referral/fos", share="name")
    said = {"en": "Select if you agree that we email this letter", "zh": "请选择是否同意发送转介函"}
    assert page.status_code == 422
    assert page.text.count(said[lang]) == 2
    assert 'id="share-fos-name" checked' in page.text
    assert state(owner) is ReferralState.OFFERED


def test_nothing_is_ticked_beforehand(offered):
    assert " checked>" not in offered().get("/ticket/referral").text


def test_what_was_agreed_to_is_written_down_with_its_scope(offered):
    owner = offered()
    assert owner.post("/ticket/referral/fos", share="name", ok="yes").status_code == 303
    assert state(owner) is ReferralState.AGREED
    facts = owner.entry(EntryKind.REFERRAL_CONSENT).facts
    assert (facts["body"], facts["agreed"], facts["scope"]) == ("fos", True, ["name"])
    assert "Pat Example" in owner.get("/ticket/referral").text


def test_without_items_the_letter_names_nobody(offered):
    owner = offered()
    owner.post("/ticket/referral/fos", ok="yes")
    assert "Pat Example" not in owner.get("/ticket/referral").text


def test_a_letter_only_for_the_person_is_a_file_and_sends_nothing(offered):
    owner = offered()
    answer = owner.post("/ticket/referral/fos", share="story", ok="me")
    assert answer.headers["Location"] == "/ticket/referral/fos.pdf?share=story"
    assert owner.client.get(answer.headers["Location"]).data.startswith(b"%PDF")
    assert state(owner) is ReferralState.REFUSED


def test_an_organisation_without_mail_cannot_be_agreed_to_by_mail(owner_of):
    owner = owner_of(
        door="report", choices=("nohelp",), outcome={"wants": ["stop"], "want_help": "now"}
    )
    bodies = [one.body_id for one in owner.kept(Referral)]
    without = next(one for one in bodies if one != "fos")
    assert owner.post(f"/ticket/referral/{without}", ok="yes").status_code == 422
    assert state(owner, without) is ReferralState.OFFERED
    page = owner.get("/ticket/referral").text
    assert "They do not take email" in page
    assert "Do you want this letter?" in page
    assert "Select if you want this letter" in owner.post(f"/ticket/referral/{without}").text


def test_whoever_carries_the_letter_there_is_not_told_of_a_refusal(offered):
    owner = offered()
    owner.post("/ticket/referral/fos", ok="me")
    page = owner.get("/ticket/referral").text
    assert "You can save the letter and pass it on yourself." in page
    assert "did not agree" not in page


def test_an_organisation_that_was_never_offered_is_no_page(offered):
    assert offered().post("/ticket/referral/nobody", ok="yes").status_code == 404


def test_an_agreement_can_be_taken_back_after_the_letter_was_sent(offered, app, keyring, settings):
    owner = offered()
    owner.post("/ticket/referral/fos", share="name", ok="yes")
    sends(app, keyring, settings)
    assert "Take my agreement back" in owner.get("/ticket/referral").text
    assert owner.post("/ticket/referral/fos/recall").status_code == 303
    assert state(owner) is ReferralState.RECALLED
    (mail,) = owner.kept(OutboxMail, OutboxMail.letter == "referral_recall")
    to, content = opened(keyring.box("outbox"), mail)
    assert to == "complaint.info@financial-ombudsman.org.uk"
    assert b"Pat Example" not in content
    assert "You took your agreement back" in owner.get("/ticket/referral").text
    assert owner.post("/ticket/referral/fos", ok="yes").status_code == 422


def test_a_letter_that_was_not_sent_cannot_be_recalled(offered, owner_of):
    owner = offered()
    assert owner.post("/ticket/referral/fos/recall").status_code == 422
    assert state(owner) is ReferralState.OFFERED


def test_three_at_most_and_emergency_numbers_are_not_among_them(owner_of):
    owner = owner_of(
        choices=("threat", "amount", "nohelp"),
        what={
            "what": ["threat"],
            "words": "A court claim form came by post, I must answer the court.",
        },
        impact={"safe_now": "no"},
        outcome={"wants": ["stop"], "want_help": "now"},
    )
    page = owner.get("/ticket/referral").text
    assert 1 <= page.count('class="org"') <= 3
    assert "emergency_999" not in page
    assert page.count("Start here") == 1


def test_court_papers_bring_the_date_first(owner_of):
    words = "I got a claim form from the county court and must answer it."
    owner = owner_of(what={"what": ["amount"], "words": words})
    page = owner.get("/ticket/referral").text
    assert page.index("You have a deadline") < page.index('class="org"')


def sends(app, keyring, settings):
    """A supervisor sends the letter that was agreed to."""
    from portal.casework.service import Desk  # noqa: PLC0415 - close to its use

    with app.app_context():
        ticket = db.session.query(factories.Ticket).one()
        desk = Desk(db.session, keyring, settings, factories.NOW, factories.staff(db.session))
        service.send(desk, ticket, "fos")
        db.session.commit()
