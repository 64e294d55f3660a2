"""In houses drawn by lot nobody in conflict ever gets, sees or hears of a ticket: query, choice and rule agree."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.casework import service as casework
from portal.domain.assignment import is_present
from portal.domain.conflict import Parties, Ties, conflicts
from portal.models import (
    AccountHandling,
    DeclaredTie,
    LineManager,
    Posting,
    TeamLead,
    TicketMark,
    free_supervisors,
    unconflicted,
)
from portal.search.links import linked
from tests import factories
from tests.domain.test_prints import STORY
from tests.models.test_visibility import handles, sees

TODAY = factories.NOW.date()


def meet(time, posting):
    return (posting.since is None or time.until is None or posting.since <= time.until) and (
        posting.until is None or posting.until >= time.since
    )


def ties_of(session, person):
    postings = session.scalars(select(Posting)).all()
    times = session.scalars(select(LineManager).where(LineManager.staff_id == person.id)).all()
    leads = session.scalars(select(TeamLead).where(TeamLead.staff_id == person.id)).all()
    managed = frozenset(time.collector_id for time in times) | {
        at.collector_id for lead in leads for at in postings
        if at.team_id == lead.team_id and meet(lead, at)
    }  # fmt: skip
    led = frozenset(lead.team_id for lead in leads) | {
        at.team_id for time in times for at in postings
        if at.collector_id == time.collector_id and meet(time, at)
    }  # fmt: skip
    declared = session.scalars(select(DeclaredTie).where(DeclaredTie.staff_id == person.id)).all()
    return Ties(
        person.team_id, person.agency_id, managed, led,
        frozenset(t.collector_id for t in declared if t.collector_id),
        frozenset(t.ticket_id for t in declared if t.ticket_id),
        frozenset(
            (row.account, row.handled_at.date())
            for row in session.scalars(
                select(AccountHandling).where(AccountHandling.staff_id == person.id)
            )
        ),
    )  # fmt: skip


def parties_of(session, ticket):
    marks = select(TicketMark.value).where(
        TicketMark.ticket_id == ticket.id, TicketMark.kind == "account"
    )
    return Parties(
        ticket.id, ticket.collector_id, ticket.team_id, ticket.agency_id,
        frozenset(session.scalars(marks)), ticket.received_at.date(),
    )  # fmt: skip


def leads_once(session, rng, person, teams):
    """Now and then somebody leads or led a team."""
    if rng.random() < 0.2:
        since = TODAY - timedelta(days=rng.choice((10, 400, 800)))
        until = rng.choice((None, TODAY - timedelta(days=5), since + timedelta(days=50)))
        factories.leads(session, person, rng.choice(teams), since, until)


def random_house(session, keyring, rng):
    """Collectors, and staff with every kind of tie, absence and deputy."""
    collectors = [factories.collector(session, number=str(n)) for n in range(4)]
    teams = [one.team_id for one in collectors]
    for one in rng.sample(collectors, 2):
        factories.moves(session, one, TODAY - timedelta(days=rng.choice((0, 300))))
    people = []
    for _ in range(25):
        one = rng.choice(collectors)
        given = rng.choice([{}, {"team_id": one.team_id}, {"agency_id": one.agency_id}])
        if rng.random() < 0.3:
            given = given | {"absent_from": TODAY, "absent_until": rng.choice([TODAY, None])}
        desks = rng.choice([["conduct"], ["fraud"], [], ["independent"], ["outside"]])
        person = factories.staff(session, desks=desks, **given)
        if rng.random() < 0.4:
            factories.manages(session, person, rng.choice(collectors))
        leads_once(session, rng, person, teams)
        if rng.random() < 0.3:
            days = rng.randint(-5, 360)
            tail = rng.choice(("1111", "2222"))
            handles(session, keyring, person, tail, factories.NOW - timedelta(days=days))
        if rng.random() < 0.2:
            tied = rng.choice(collectors).id
            session.add(
                DeclaredTie(staff_id=person.id, collector_id=tied, declared_at=factories.NOW)
            )
        people.append(person)
    for person in people:
        person.deputy_id = rng.choice(people).id if rng.random() < 0.6 else None
    session.flush()
    return collectors, people


def random_ticket(session, keyring, settings, rng, about):
    told = {"c_agency": about.agency.name, "c_badge": about.number} if about else {}
    told["account_tail"] = rng.choice(("", "1111", "2222", "3333"))
    when = {"timing": "once", "channel": ["phone"], "from_number": ["020 7946 0123"]}
    return factories.ticket(
        session, keyring, settings, about=about, collector=told, when={**when, "story": STORY}
    )


@pytest.mark.row("BI-75", "BI-76")
@pytest.mark.parametrize("seed", range(3))
def test_nobody_in_conflict_ever_gets_sees_or_hears_of_a_ticket(session, keyring, settings, seed):
    rng = random.Random(seed)
    collectors, people = random_house(session, keyring, rng)
    tickets = [
        random_ticket(session, keyring, settings, rng, one) for one in [*collectors, None, None]
    ]
    for ticket in tickets:
        about = parties_of(session, ticket)
        free = set(session.scalars(free_supervisors(ticket, TODAY)))
        whole = set(session.scalars(unconflicted(ticket)))
        for person in people:
            clear = not conflicts(ties_of(session, person), about)
            here = is_present(person.absent_from, person.absent_until, TODAY)
            assert sees(session, person, ticket) is clear
            assert (person in whole) is clear
            assert (person in free) is (clear and here)
            assert clear or ticket.owner_id != person.id
            linked_here = {
                one.id for link in linked(session, person, ticket) for one in link.tickets
            }
            seen = {one.id for one in tickets if sees(session, person, one)}
            assert linked_here <= seen
        if ticket.owner_id is not None:
            owner = next(one for one in people if one.id == ticket.owner_id)
            assert owner in free
        # The choice may leave a ticket at the independent desk only when really nobody is free.
        assert (ticket.owner_id is None) is (not free)


def test_a_tie_declared_later_moves_the_ticket_to_somebody_free(session, keyring, settings):
    rng = random.Random(3)
    _collectors, people = random_house(session, keyring, rng)
    ticket = random_ticket(session, keyring, settings, rng, None)
    asked = set()
    while ticket.owner_id is not None:
        owner = next(one for one in people if one.id == ticket.owner_id)
        assert owner.id not in asked
        asked.add(owner.id)
        casework.declare_tie(
            casework.Desk(session, keyring, settings, factories.NOW, owner),
            ticket,
            "We are cousins",
        )
        assert not sees(session, owner, ticket)
    assert ticket.desk == "independent"
    assert asked
