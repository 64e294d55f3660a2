"""Tickets whose owner has become too near to them: they go to somebody who is free."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.escalating import CONFLICT, steps
from portal.domain.ticket import State
from portal.jurisdictions.load import installed
from portal.models import Role, Staff, Ticket, visible
from portal.routing.laying import hand_on
from portal.routing.seats import Routing
from portal.vault.box import box_for
from portal.vault.errors import VaultError
from portal.vault.keys import Keyring

log = logging.getLogger(__name__)


def part(session: Session, keyring: Keyring, now: datetime) -> int:
    """Hand on what its owner may no longer know of; how many tickets there were.

    Such a ticket does not exist for its owner any more, so that nobody would answer it.
    """
    owners = session.scalars(
        select(Staff).where(
            Staff.role == Role.SUPERVISOR,
            Staff.id.in_(select(Ticket.owner_id).where(Ticket.state == State.ASSIGNED)),
        )
    ).all()
    handed = 0
    for owner in owners:
        seen = visible(owner).with_only_columns(Ticket.id)
        hidden = select(Ticket.id).where(
            Ticket.owner_id == owner.id, Ticket.state == State.ASSIGNED, Ticket.id.not_in(seen)
        )
        for ticket_id in session.scalars(hidden.order_by(Ticket.id)).all():
            handed += part_one(session, keyring, ticket_id, now)
    return handed


def is_hidden(session: Session, ticket: Ticket) -> bool:
    """Whether the owner of a ticket may no longer know of it."""
    owner = session.get(Staff, ticket.owner_id) if ticket.owner_id else None
    if owner is None or ticket.state is not State.ASSIGNED:
        return False
    return session.scalar(visible(owner).where(Ticket.id == ticket.id)) is None


def part_one(session: Session, keyring: Keyring, ticket_id: str, now: datetime) -> bool:
    """Hand on one of them; one that cannot be opened stays, and holds up no other."""
    ticket = session.get_one(Ticket, ticket_id)
    pack = installed()[ticket.pack_id]
    owner = session.get_one(Staff, ticket.owner_id)
    step = next(
        iter(steps(pack, pack.local_date(now, ticket.region), (occasion(owner, ticket),))), None
    )
    try:
        with session.begin_nested():
            box = box_for(session, keyring, ticket_id)
            work = Routing(session, box, pack, now, pack.local_date(now, ticket.region))
            hand_on(
                work,
                ticket,
                but=frozenset({owner.id}),
                up=step,
            )
    except VaultError as problem:
        log.error("handing on failed for ticket %s: %s", ticket.number, type(problem).__name__)  # noqa: TRY400 - a message may hold words of a row
        return False
    return True


def occasion(owner: Staff, ticket: Ticket) -> str:
    """Why it may not stay: whoever had it came to work for the agency complained of, or is near in another way."""
    own = owner.agency_id is not None and owner.agency_id == ticket.agency_id
    return "agency_handles_itself" if own else CONFLICT
