"""Bodies that open after our answer are offered with it, and the letter says until when."""

import re

import pytest
from sqlalchemy import select

from portal.casework.referring import running
from portal.domain.outcome import Result
from portal.models import Letter, Referral, ReferralState
from portal.outcomes import service
from portal.referrals import service as referrals
from portal.vault.box import box_for
from tests import factories


@pytest.fixture
def work(session, keyring, settings):
    return service.Deciding(session, keyring, settings, factories.NOW, factories.staff(session))


def closed(work, **given):
    ticket = factories.ticket(work.session, work.keyring, work.settings, **given)
    rows = service.allegations_of(work.session, ticket)
    found = {row.id: service.Proposed(Result.NOT_UPHELD, "We heard every call.") for row in rows}
    service.propose(work, ticket, service.Decision(found))
    return ticket


def offered(work, ticket):
    return set(
        work.session.scalars(select(Referral.body_id).where(Referral.ticket_id == ticket.id))
    )


def letter(work, ticket):
    row = work.session.scalars(select(Letter).where(Letter.name == "outcome")).one()
    return box_for(work.session, work.keyring, ticket.id).open(
        "letters", "words", row.id, row.words
    )


def test_the_ombudsman_is_not_offered_before_our_answer(work):
    ticket = factories.ticket(work.session, work.keyring, work.settings)
    assert "fos" not in offered(work, ticket)


def test_the_ombudsman_is_offered_with_our_answer_and_named_in_the_letter(work):
    ticket = closed(work)
    assert "fos" in offered(work, ticket)
    assert "within six months" in letter(work, ticket)
    assert "0800 023 4567" in letter(work, ticket)


def test_a_place_without_such_a_body_says_nothing_of_one(work):
    ticket = closed(work, jurisdiction={"place": "cn", "region": "cn-sh", "lang": "en"})
    assert "fos" not in offered(work, ticket)
    assert "ombudsman" not in letter(work, ticket).lower()


def test_a_body_without_mail_or_page_leaves_no_empty_place_in_the_letter(work):
    ticket = closed(work, jurisdiction={"place": "cn", "region": "cn-sh", "lang": "zh_Hans_CN"})
    said = letter(work, ticket)
    assert "12378\n" in said
    assert not re.search(r"[,，] *[,，\n]", said)


def test_an_offer_that_was_answered_is_not_made_again(work):
    ticket = closed(work)
    row = work.session.scalars(select(Referral).where(Referral.body_id == "fos")).one()
    row.state = ReferralState.REFUSED
    from portal.referrals.service import offer_after_answer  # noqa: PLC0415 - close to its use

    offer_after_answer(work.session, ticket, factories.NOW.date())
    work.session.flush()
    states = work.session.scalars(select(Referral.state).where(Referral.body_id == "fos")).all()
    assert states == [ReferralState.REFUSED]


def test_a_letter_to_a_body_says_that_our_answer_is_due_only_while_it_is(work):
    open_one = factories.ticket(work.session, work.keyring, work.settings)
    for ticket, due in ((open_one, True), (closed(work), False)):
        offer = work.session.scalars(
            select(Referral).where(Referral.ticket_id == ticket.id)
        ).first()
        _subject, text = referrals.letter_to(work, ticket, offer, [])
        assert ("our deadline keeps running" in text) is due
        assert running(ticket) == {"running": "yes" if due else ""}
