"""The administrator's verbs: somebody is away, somebody stands in, open tickets are handed over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.domain.assignment import is_present
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


@dataclass(frozen=True, slots=True)
class Away:
    """What the portal itself needs to hand over the tickets of whoever is away from today."""

    session: Session
    keyring: Keyring
    now: datetime
    staff: None = None


def absent_with_work(session: Session, now: datetime) -> list[Staff]:
    """Supervisors who may be away today and still hold open tickets; a day more or less for zones."""
    query = (
        select(Staff)
        .where(
            Staff.absent_from.is_not(None),
            Staff.absent_from <= now.date() + timedelta(days=1),
            or_(
                Staff.absent_until.is_(None),
                Staff.absent_until >= now.date() - timedelta(days=1),
            ),
            exists().where(Ticket.owner_id == Staff.id, Ticket.state == State.ASSIGNED),
        )
        .order_by(Staff.id)
    )
    return list(session.scalars(query))


def begin_absence(away: Away, person: Staff) -> int:
    """On the first day of an absence what is open goes to the deputy, or to who is free.

    Each ticket counts the days of its own place. Nothing comes back by itself when the absence
    ends: whoever works on a ticket by then keeps it, and the history says for whom they stand.
    """
    return hand_over(away, person, only_when_away=True)


def hand_over(office: Office | Away, person: Staff, *, only_when_away: bool = False) -> int:
    """Give every open ticket of somebody to who is free of it: the deputy first, if they are.

    The person who hands over need not be able to see a ticket: they learn only how many there were.
    """
    session = office.session
    mine = select(Ticket.id).where(Ticket.owner_id == person.id, Ticket.state == State.ASSIGNED)
    ids = list(session.scalars(mine.order_by(Ticket.id)))
    handed = 0
    for ticket_id in ids:
        ticket = session.get_one(Ticket, ticket_id)
        pack = installed()[ticket.pack_id]
        box = box_for(session, office.keyring, ticket.id)
        work = Routing(session, box, pack, office.now, pack.local_date(office.now))
        if only_when_away and is_present(person.absent_from, person.absent_until, work.today):
            continue
        hand_on(work, ticket, by=office.staff, instead_of=person)
        session.flush()
        handed += 1
    return handed
