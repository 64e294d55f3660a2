"""A collector named later makes the kind of firm known: the rules are asked anew, and nothing is taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.domain.severity import Severity
from portal.models import Allegation, Clock, Entry, EntryKind, Hold, Referral, StoredDecision
from portal.routing import Naming, name_collector, open_working
from portal.vault.box import box_for
from tests import factories

HERE = {"place": "us", "region": "us-ny", "lang": "en"}
REASON = "The number is this collector's."


@pytest.fixture
def named(session, keyring, settings):
    """A function that files a report about a firm nobody knows, and lets its collector be named."""
    boss = factories.staff(session)
    ticket = factories.ticket(session, keyring, settings, choices=("force",), jurisdiction=HERE)

    def name(before=lambda _ticket: None, firm="agency", days=0):
        before(ticket)
        one = factories.collector(session)
        one.agency.firm = firm
        session.flush()
        at = Naming(session, keyring, factories.NOW + timedelta(days=days), boss)
        name_collector(at, ticket, one, REASON)
        session.flush()
        return ticket

    return name


def decisions(session):
    return list(session.scalars(select(StoredDecision).order_by(StoredDecision.id)))


def fired(decision):
    return {one["id"] for one in decision.decision["rules"] if one["fired"]}


def test_the_rules_of_that_kind_of_firm_are_asked(session, keyring, named):
    ticket = named()
    first, last = decisions(session)
    assert "violence_or_threat_own_name" in fired(first)
    assert "violence_or_threat" in fired(last)
    working = open_working(box_for(session, keyring, ticket.id), [first, last])
    assert working["facts"]["firm"] == "agency"
    line = session.scalars(select(Entry).where(Entry.kind == EntryKind.TRIAGE_CHANGED)).one()
    assert line.facts["firm"] == "agency"


def test_nothing_becomes_milder_and_nothing_that_was_told_is_lost(session, named):
    kinds = (Hold, Clock, Referral)
    before = {}

    def raise_it(ticket):
        ticket.severity, ticket.severity_rank, ticket.desk = Severity.SAFETY, 0, "fraud"
        session.add(Referral(ticket_id=ticket.id, body_id="somebody_else"))
        session.flush()
        before.update({kind: {one.id for one in session.scalars(select(kind))} for kind in kinds})

    ticket = named(raise_it)
    assert (ticket.severity, ticket.severity_rank, ticket.desk) == (Severity.SAFETY, 0, "fraud")
    kept = decisions(session)[-1].decision
    assert (kept["severity"], kept["desk"]) == ("safety", "fraud")
    for kind, ids in before.items():
        assert ids <= {one.id for one in session.scalars(select(kind))}
    assert decisions(session)[0].decision["holds"][0] in kept["holds"]


def test_a_stop_that_stands_already_or_was_lifted_is_not_placed_twice(session, named):
    def lift(_ticket):
        for one in session.scalars(select(Hold)):
            one.lifted_at = factories.NOW

    named(lift)
    holds = session.scalars(select(Hold)).all()
    assert holds
    assert len({(one.scope, one.until) for one in holds}) == len(holds)


def test_a_firm_that_was_known_is_not_decided_twice(session, named):
    named(firm="unknown")
    assert len(decisions(session)) == 1


def test_what_a_supervisor_lowered_or_took_away_is_not_raised_by_the_same_rules(session, named):
    def lower(ticket):
        first = decisions(session)[0]
        allegation = session.scalars(select(Allegation)).first()
        allegation.severity = Severity.SERVICE
        ticket.severity, ticket.severity_rank = Severity.SERVICE, Severity.SERVICE.rank
        said = {**first.decision, "severity": "service", "allegations": []}
        session.add(
            StoredDecision(
                ticket_id=ticket.id, made_at=factories.NOW, pack_id=first.pack_id,
                pack_version=first.pack_version, decision=said, reason="It was a joke.",
            )
        )  # fmt: skip
        session.flush()

    ticket = named(lower)
    first, _lowered, last = decisions(session)
    assert first.decision["severity"] != "service"
    assert ticket.severity is Severity.SERVICE
    assert session.scalars(select(Allegation)).first().severity is Severity.SERVICE
    assert (last.decision["severity"], last.decision["allegations"]) == ("service", [])


def test_the_record_names_no_promise_that_was_over_before_it_could_be_made(session, named):
    def forget(_ticket):
        first = decisions(session)[0]
        first.decision = {**first.decision, "clocks": []}
        for one in session.scalars(select(Clock)):
            session.delete(one)
        session.flush()

    named(forget, days=400)
    assert session.scalars(select(Clock)).all() == []
    assert decisions(session)[-1].decision["clocks"] == []
