"""Requests for help: no outcome without an answer, whole terms, and words the person understands."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.domain.errors import Incomplete
from portal.domain.outcome import HelpAnswer, HelpDecision, Interval
from portal.domain.ticket import State
from portal.models import Allegation, Letter, Outcome
from portal.outcomes import helping, service
from portal.outcomes.forms import outcome_form
from portal.vault.box import box_for
from tests import factories

HELP = {
    "what": {},
    "situation": {"hardship": ["job_loss"], "ask_for": ["repayment_plan"]},
    "offer": {"offer_kind": "amount", "offer_amount": "50", "offer_interval": "month"},
}
COUNTER = HelpAnswer(
    decision=HelpDecision.COUNTER,
    reason="This leaves you enough for rent.",
    amount=Decimal("1250.50"),
    interval=Interval.MONTH,
    first_on=date(2026, 12, 15),
)


@pytest.fixture
def work(session, keyring, settings):
    return service.Deciding(
        session, keyring, settings, factories.NOW, factories.staff(session, desks=["hardship"])
    )


@pytest.fixture
def ticket(session, keyring, settings, work):
    return factories.ticket(session, keyring, settings, door="help", **HELP)


def test_a_request_for_help_is_not_closed_without_an_answer(work, ticket):
    with pytest.raises(Incomplete):
        service.propose(work, ticket, service.Decision({}))


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "  "},
        {"amount": None},
        {"amount": Decimal(0)},
        {"interval": None},
        {"first_on": None},
        {"first_on": factories.NOW.date()},
        {"decision": HelpDecision.PAUSE, "until": None},
        {"decision": HelpDecision.PAUSE, "until": factories.NOW.date()},
    ],
)
def test_an_answer_with_open_terms_is_refused(work, ticket, change):
    with pytest.raises(Incomplete):
        service.propose(work, ticket, service.Decision({}, help=replace(COUNTER, **change)))


@pytest.mark.parametrize("decision", list(HelpDecision))
def test_every_answer_closes_the_ticket_and_is_told_in_the_letter(session, work, ticket, decision):
    answer = replace(COUNTER, decision=decision, until=date(2027, 1, 31))
    service.propose(work, ticket, service.Decision({}, help=answer))
    letter = session.scalars(select(Letter).where(Letter.name == "outcome")).one()
    text = box_for(session, work.keyring, ticket.id).open(
        "letters", "words", letter.id, letter.words
    )
    assert ticket.state is State.CLOSED
    assert helping.in_words(answer, "en", "GBP") in text
    assert "found" not in text


def test_terms_and_reason_are_sealed_and_open_again(session, work, ticket):
    service.propose(work, ticket, service.Decision({}, help=COUNTER))
    outcome = session.scalars(select(Outcome)).one()
    assert b"rent" not in outcome.help_terms
    assert helping.opened(work.box(ticket), outcome) == COUNTER


def test_a_counter_offer_names_amount_interval_and_first_day_in_both_languages():
    english = helping.in_words(COUNTER, "en", "GBP")
    chinese = helping.in_words(COUNTER, "zh_Hans_CN", "CNY")
    assert "£1,250.50 every month" in english
    assert "Tuesday 15 December 2026" in english
    assert "每月还款¥1,250.50" in chinese
    assert "2026年12月15日" in chinese


def test_the_page_shows_what_was_asked_and_keeps_what_was_typed(
    app, staff_client, keyring, settings
):
    from portal.models import Role, Ticket  # noqa: PLC0415 - close to its use
    from portal.web.db import db  # noqa: PLC0415 - only inside the application

    client = staff_client(Role.SUPERVISOR)
    with app.app_context():
        number = factories.ticket(db.session(), keyring, settings, door="help", **HELP).number
        db.session.commit()
    address = f"/tickets/{number}/outcome"
    assert "Smaller payments over a longer time" in client.get(address).text
    typed = {
        "help_decision": "counter", "help_amount": "12o", "help_first_on": "2026-13-01",
        "help_reason": "Because of the rent", "_end": "1",
    }  # fmt: skip
    answer = client.post(address, data=typed)
    assert answer.status_code == 422
    assert all(f'value="{typed[name]}"' in answer.text for name in ("help_amount", "help_first_on"))
    assert "Because of the rent" in answer.text
    typed |= {"help_amount": "120", "help_first_on": "2026-12-15", "help_interval": "month"}
    assert client.post(address, data=typed).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(Ticket.state).where(Ticket.number == number)) == "closed"


def test_no_remedy_is_not_taken_together_with_one(app):
    with app.test_request_context(
        method="POST", data={"remedies": ["none", "apology"], "_end": "1"}
    ):
        form = outcome_form([], "gb", asks_for_help=False)
        assert not form.validate()
        assert form.remedies.errors == ["Select the remedies, or that none is needed, not both"]


def test_a_finding_that_is_missing_is_asked_for_by_the_name_of_its_allegation(app):
    rows = [Allegation(id=1, code="violence_threat"), Allegation(id=2, code="excessive_contact")]
    with app.test_request_context(method="POST", data={"_end": "1"}):
        form = outcome_form(rows, "gb", asks_for_help=False)
        assert not form.validate()
        said = [form[f"finding_{one.id}"].errors[0] for one in rows]
    assert said == [
        "Choose a finding for “Violence or threat of harm”",
        "Choose a finding for “Excessive calls or messages”",
    ]
