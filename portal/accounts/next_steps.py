"""What a person may do next with the own ticket, worked out from it as it stands."""

from datetime import date

from portal.accounts.service import Person, clocks, outcomes
from portal.domain.next_step import NextStep, Promise, Standing, next_step
from portal.domain.ticket import OPEN
from portal.jurisdictions.load import installed
from portal.routing import waits_outside


def answered_before(person: Person) -> date | None:
    """When a ticket we look at again was answered last; None as a rule."""
    final = [one.final_at for one in outcomes(person) if one.final_at]
    if person.ticket.state not in OPEN or not final:
        return None
    pack = installed()[person.ticket.pack_id]
    return pack.local_date(max(final), person.ticket.region)


def step_open_to(person: Person) -> NextStep:
    """What the person may do next, with its date, worked out from the ticket as it stands."""
    ticket, pack = person.ticket, installed()[person.ticket.pack_id]
    at = Standing(
        state=ticket.state,
        received_on=pack.local_date(ticket.received_at, ticket.region),
        answered_on=pack.local_date(ticket.ended_at, ticket.region) if ticket.ended_at else None,
        promises=tuple(
            Promise(one.rule_id, one.due_on, running=one.state == "running")
            for one in clocks(person)
        ),
        waits_outside=waits_outside(ticket),
        answered_before=answered_before(person),
    )
    return next_step(at, pack, pack.local_date(person.now, ticket.region))
