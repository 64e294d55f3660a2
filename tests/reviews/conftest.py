"""A collector, final findings about that collector, and reviewers."""

from datetime import timedelta

import pytest

from portal.accounts import service as accounts
from portal.domain.outcome import Cause, Result
from portal.domain.review import Action
from portal.models import Role, Staff
from portal.outcomes import service as outcomes
from portal.reviews import selecting, service
from tests import factories

REASONS = "The recording shows it was the collector's own choice of words."


@pytest.fixture
def about(session):
    return factories.collector(session)


@pytest.fixture
def finder(session):
    return factories.staff(session)


@pytest.fixture
def decide(session, keyring, settings):
    """A function that decides a ticket, with the second agreement where one is asked."""

    def make(ticket, by, result, cause, now=factories.NOW, *, agreed=True):
        work = outcomes.Deciding(session, keyring, settings, now, by)
        rows = outcomes.allegations_of(session, ticket)
        given = {row.id: outcomes.Proposed(result, "Because.", cause) for row in rows}
        outcome = outcomes.propose(work, ticket, outcomes.Decision(given))
        if agreed and outcome.needs_agreement:
            other = factories.staff(session)
            outcomes.agree(outcomes.Deciding(session, keyring, settings, now, other), ticket)

    return make


@pytest.fixture
def found(session, keyring, settings, about, finder, decide):
    """A function that files and decides a ticket about the collector."""

    def make(
        choice="threat", result=Result.UPHELD, cause=Cause.INDIVIDUAL, *, agreed=True, now=None,
    ):  # fmt: skip
        now = now or factories.NOW
        ticket = factories.ticket(
            session, keyring, settings, now=now, choices=(choice,), about=about
        )
        decide(ticket, finder, result, cause, now, agreed=agreed)
        return ticket

    return make


@pytest.fixture
def disagree(session, keyring, settings):
    """A function by which the person asks another supervisor to look again; gives that one."""

    def make(ticket, now=factories.NOW):
        factories.staff(session)
        person = accounts.Person(session, keyring, settings, now, ticket)
        accounts.disagree(person, ["else"], "It was not so.")
        return session.get_one(Staff, ticket.owner_id)

    return make


@pytest.fixture
def select(session, keyring):
    """A function that opens what the rules ask for."""
    return lambda now=factories.NOW: selecting.select_for_review(session, keyring, now)


@pytest.fixture
def review(found, select):
    found()
    (one,) = select()
    return one


@pytest.fixture
def reviewer(session):
    return factories.staff(session, Role.REVIEWER)


@pytest.fixture
def at(session, keyring, reviewer):
    """A function that gives a reviewer at a moment."""
    return lambda days=0, staff=None: service.Reviewing(
        session, keyring, factories.NOW + timedelta(days=days), staff or reviewer
    )


@pytest.fixture
def told(review, at):
    service.give_notice(at(), review, "A call of May is in question.", "Dana Wells")
    return review


@pytest.fixture
def answered(told, at):
    service.record_reply(at(1), told, service.Reply("I was told to say that."))
    return told


@pytest.fixture
def choice():
    """A function that gives a decision with reasons and a day."""

    def make(action=Action.COACHING, reasons=REASONS):
        due = (factories.NOW + timedelta(days=14)).date()
        return service.Choice(action, reasons, due)

    return make
