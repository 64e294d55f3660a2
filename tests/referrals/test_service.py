"""Nothing leaves for an outside body without consent, and only what was agreed to."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.casework.referring import letter_as_pdf, offer, refer
from portal.casework.service import Desk
from portal.domain.errors import Incomplete, NotAllowed
from portal.jurisdictions.load import installed
from portal.models import Entry, EntryKind, Letter, OutboxMail, ReferralState
from portal.referrals import service
from tests import factories

STORY = "They rang on Tuesday about the loan."


@pytest.fixture
def desk(session, keyring, settings):
    return Desk(session, keyring, settings, factories.NOW, factories.staff(session))


@pytest.fixture
def ticket(session, keyring, settings, desk):
    return factories.ticket(session, keyring, settings)


def agree(desk, ticket, scope):
    offer = service.of(desk.session, ticket)[0]
    service.consent(desk, ticket, offer, agreed=True, scope=scope, language="en", now=desk.now)
    return offer


def test_without_consent_no_letter_leaves(session, desk, ticket):
    offer = service.of(session, ticket)[0]
    with pytest.raises(NotAllowed):
        service.send(desk, ticket, offer.body_id)
    assert session.scalars(select(OutboxMail)).all() == []


def test_the_letter_holds_only_what_was_agreed_to(desk, ticket):
    bare = service.letter_to(desk, ticket, agree(desk, ticket, []))[1]
    assert "Pat Example" not in bare
    assert STORY not in bare
    full = service.letter_to(desk, ticket, agree(desk, ticket, ["name", "story"]))[1]
    assert "Pat Example" in full
    assert STORY in full


def test_a_body_without_email_is_said_so(desk, ticket):
    offer = agree(desk, ticket, ["name"])
    with pytest.raises(NotAllowed, match="They do not take email"):
        service.send(desk, ticket, offer.body_id)


def test_with_consent_the_letter_is_posted_once(session, desk, ticket, monkeypatch):
    offer = agree(desk, ticket, ["name"])
    pack = installed()["gb"]
    bodies = tuple(replace(one, email="intake@example.org") for one in pack.bodies)
    monkeypatch.setattr(service, "installed", lambda: {"gb": replace(pack, bodies=bodies)})
    service.send(desk, ticket, offer.body_id)
    session.flush()
    assert offer.state is ReferralState.SENT
    assert len(session.scalars(select(OutboxMail)).all()) == 1
    with pytest.raises(NotAllowed):
        service.send(desk, ticket, offer.body_id)


def test_a_refusal_takes_the_scope_back(desk, ticket):
    offer = agree(desk, ticket, ["name", "story"])
    service.consent(desk, ticket, offer, agreed=False, scope=["name"], language="en", now=desk.now)
    assert (offer.state, offer.scope) == (ReferralState.REFUSED, [])


def mailed(monkeypatch):
    """Let the bodies of the United Kingdom take letters by mail."""
    pack = installed()["gb"]
    bodies = tuple(replace(one, email="intake@example.org") for one in pack.bodies)
    monkeypatch.setattr(service, "installed", lambda: {"gb": replace(pack, bodies=bodies)})


def test_a_letter_may_be_changed_before_it_leaves(desk, ticket, monkeypatch):
    offer = agree(desk, ticket, ["name"])
    mailed(monkeypatch)
    letter = service.leaving_for(desk, ticket, offer.body_id, "Pat Example asks for your help.")
    assert letter.body == "Pat Example asks for your help.\n"
    unchanged = service.letter_to(desk, ticket, offer)
    again = service.leaving_for(desk, ticket, offer.body_id, unchanged[1])
    assert (again.subject, again.body) == unchanged


@pytest.mark.parametrize("slip", ["pat  EXAMPLE told us", STORY])
def test_what_was_not_agreed_to_cannot_be_written_into_it(session, desk, ticket, monkeypatch, slip):
    offer = agree(desk, ticket, [])
    mailed(monkeypatch)
    with pytest.raises(Incomplete, match="did not agree"):
        service.send(desk, ticket, offer.body_id, f"Dear all, {slip}")
    assert session.scalars(select(OutboxMail)).all() == []


def test_the_person_gets_a_letter_about_the_referral_too(session, desk, ticket, monkeypatch):
    offer = agree(desk, ticket, ["name"])
    mailed(monkeypatch)
    refer(desk, ticket, offer.body_id)
    session.flush()
    names = {one.name for one in session.scalars(select(Letter))}
    assert "referral_debtor" in names


def test_the_letter_is_written_in_the_language_of_the_body_from_head_to_foot(desk, ticket):
    ticket.language = "zh_Hans_CN"
    text = service.letter_to(desk, ticket, agree(desk, ticket, []))[1]
    assert "23 November 2026" in text
    assert not re.search("[\u4e00-\u9fff]", text)


def test_a_supervisor_offers_what_no_rule_suggested_and_nothing_leaves_until_it_is_agreed_to(
    session, desk, ticket
):
    body = service.offerable(session, ticket, factories.NOW.date())[0]
    offer(desk, ticket, body.id, "They know about loans like yours.")
    session.flush()
    found = next(one for one in service.of(session, ticket) if one.body_id == body.id)
    assert found.state is ReferralState.OFFERED
    kinds = select(Entry.kind).where(Entry.ticket_id == ticket.id)
    assert {EntryKind.REFERRAL_OFFERED, EntryKind.MESSAGE_OUT} <= set(session.scalars(kinds))
    with pytest.raises(NotAllowed):
        service.send(desk, ticket, body.id)
    assert letter_as_pdf(desk, ticket, body.id) is None
    with pytest.raises(Incomplete):
        offer(desk, ticket, body.id, "Once more.")


def test_a_letter_that_is_agreed_to_can_be_printed(desk, ticket):
    found = agree(desk, ticket, ["name"])
    assert letter_as_pdf(desk, ticket, found.body_id).startswith(b"%PDF")


def test_numbers_to_call_at_once_are_offered_by_nobody(session, ticket):
    kinds = {one.kind for one in service.offerable(session, ticket, factories.NOW.date())}
    assert not kinds & {"emergency", "helpline"}
