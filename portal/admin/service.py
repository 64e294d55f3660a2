"""The administrator's verbs: somebody is away, somebody stands in, open tickets are handed over."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import Incomplete
from portal.domain.ticket import State
from portal.jurisdictions.load import installed
from portal.models import Role, Staff, Ticket
from portal.routing import Routing, hand_on
from portal.vault.box import box_for
from portal.vault.keys import Keyring


@dataclass(frozen=True, slots=True)
class Office:
    """What the verbs of this room are handed together."""

    session: Session
    keyring: Keyring
    now: datetime
    staff: Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What a supervisor can take on, and when they are away."""

    absent_from: date | None = None
    absent_until: date | None = None
    deputy_id: int | None = None
    languages: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()


def deputies_for(session: Session, person: Staff) -> list[Staff]:
    """Who may stand in: active supervisors, never the person themselves."""
    query = select(Staff).where(Staff.role == Role.SUPERVISOR, Staff.active, Staff.id != person.id)
    return list(session.scalars(query.order_by(Staff.name, Staff.id)))


def set_duty(office: Office, person: Staff, duty: Duty) -> None:
    """Keep when somebody is away, who stands in, and what they take on."""
    if duty.deputy_id is not None and duty.deputy_id not in {
        one.id for one in deputies_for(office.session, person)
    }:
        raise Incomplete("Choose a deputy from the list")
    person.absent_from, person.absent_until = duty.absent_from, duty.absent_until
    person.deputy_id = duty.deputy_id
    person.languages, person.desks = list(duty.languages), list(duty.desks)
    office.session.flush()


def hand_over(office: Office, person: Staff) -> int:
    """Give every open ticket of somebody to who is free of it: the deputy first, if they are.

    The person who hands over need not be able to see a ticket: they learn only how many there were.
    """
    session = office.session
    mine = select(Ticket.id).where(Ticket.owner_id == person.id, Ticket.state == State.ASSIGNED)
    ids = list(session.scalars(mine.order_by(Ticket.id)))
    for ticket_id in ids:
        ticket = session.get_one(Ticket, ticket_id)
        pack = installed()[ticket.pack_id]
        box = box_for(session, office.keyring, ticket.id)
        work = Routing(session, box, pack, office.now, pack.local_date(office.now))
        hand_on(work, ticket, by=office.staff, instead_of=person)
        session.flush()
    return len(ids)
