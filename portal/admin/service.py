"""The administrator's verbs: somebody is away, somebody stands in, open tickets are handed over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.config import Settings
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


@dataclass(frozen=True, slots=True)
class AdminDesk:
    """The same, with the settings, for verbs that write letters or name the house."""

    session: Session
    keyring: Keyring
    settings: Settings
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


def left_by_absent(session: Session, now: datetime) -> list[str]:
    """Open tickets whose owner may be away today; a day more or less for zones."""
    query = (
        select(Ticket.id)
        .join(Staff, Staff.id == Ticket.owner_id)
        .where(
            Ticket.state == State.ASSIGNED,
            Staff.absent_from.is_not(None),
            Staff.absent_from <= now.date() + timedelta(days=1),
            or_(
                Staff.absent_until.is_(None),
                Staff.absent_until >= now.date() - timedelta(days=1),
            ),
        )
        .order_by(Staff.id, Ticket.id)
    )
    return list(session.scalars(query))


def begin_absence(away: Away, ticket_id: str) -> bool:
    """On the first day of an absence what is open goes to the deputy, or to who is free.

    Each ticket counts the days of its own place. Nothing comes back by itself when the absence
    ends: whoever works on a ticket by then keeps it, and the history says for whom they stand.
    """
    ticket = away.session.get_one(Ticket, ticket_id)
    owner = away.session.get(Staff, ticket.owner_id) if ticket.owner_id else None
    pack = installed()[ticket.pack_id]
    # It is looked at again: somebody may have taken it over since it was found.
    if owner is None or ticket.state is not State.ASSIGNED or is_present(
        owner.absent_from, owner.absent_until, pack.local_date(away.now, ticket.region)
    ):  # fmt: skip
        return False
    hand_over_one(away, owner, ticket)
    return True


def hand_over(office: Office, person: Staff) -> int:
    """Give every open ticket of somebody to who is free of it: the deputy first, if they are.

    The person who hands over need not be able to see a ticket: they learn only how many there were.
    """
    session = office.session
    mine = select(Ticket.id).where(Ticket.owner_id == person.id, Ticket.state == State.ASSIGNED)
    ids = list(session.scalars(mine.order_by(Ticket.id)))
    for ticket_id in ids:
        hand_over_one(office, person, session.get_one(Ticket, ticket_id))
        session.flush()
    return len(ids)


def hand_over_one(office: Office | Away, person: Staff, ticket: Ticket) -> None:
    """Give one open ticket to who is free of it."""
    session, pack = office.session, installed()[ticket.pack_id]
    box = box_for(session, office.keyring, ticket.id)
    work = Routing(session, box, pack, office.now, pack.local_date(office.now, ticket.region))
    hand_on(work, ticket, by=office.staff, instead_of=person)
