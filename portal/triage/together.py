"""Several tickets at once: given to a colleague or given back; what was refused is said, one by one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import PortalError
from portal.domain.ticket import OPEN, State
from portal.jurisdictions.load import installed
from portal.models import Role, Staff, Ticket, visible
from portal.routing import Routing, assign, may_be_given, release, takers
from portal.vault.box import box_for
from portal.vault.keys import Keyring

#: More than a page of the queue at once is a mistake or a machine.
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Together:
    """What the verbs of this room are handed together."""

    session: Session
    keyring: Keyring
    now: datetime
    staff: Staff

    def routing(self, ticket: Ticket) -> Routing:
        """What the routing room needs."""
        pack = installed()[ticket.pack_id]
        box = box_for(self.session, self.keyring, ticket.id)
        today = pack.local_date(self.now, ticket.region)
        return Routing(self.session, box, pack, self.now, today)


@dataclass(frozen=True, slots=True)
class Result:
    """Which tickets were changed, and why the others were not."""

    changed: list[str] = field(default_factory=list)
    refused: list[tuple[str, PortalError]] = field(default_factory=list)


#: A ticket's number and the version of it that was looked at.
Looked = tuple[str, int]
Verb = Callable[[Routing, Ticket], None]


def tickets(work: Together, numbers: Iterable[str]) -> list[Ticket]:
    """Those of these tickets that this person may know of, by their numbers."""
    query = visible(work.staff).where(Ticket.number.in_(sorted(set(numbers))))
    return list(work.session.scalars(query.order_by(Ticket.number)))


def colleagues(session: Session) -> list[Staff]:
    """Supervisors to choose from; who may be given which ticket is judged ticket by ticket."""
    query = select(Staff).where(Staff.role == Role.SUPERVISOR, Staff.active)
    return list(session.scalars(query.order_by(Staff.name, Staff.id)))


def possible(work: Together, found: Iterable[Ticket]) -> list[Staff]:
    """The colleagues who may be given at least one of these tickets today."""
    free = {
        one.id: one
        for ticket in found
        for one in takers(work.session, ticket, work.routing(ticket).today)
    }
    return sorted(free.values(), key=lambda one: (one.name, one.id))


def assign_all(work: Together, looked: Iterable[Looked], to: Staff) -> Result:
    """Give each ticket to this colleague, unless a conflict or something else stands in the way."""

    def give(routing: Routing, ticket: Ticket) -> None:
        if ticket.owner_id == to.id:
            raise PortalError("It is already in their hands.")
        if not may_be_given(work.session, ticket, to, routing.today):
            raise PortalError(
                "{name} has a conflict of interest, is away, or does not work for this place.",
                name=to.name,
            )
        assign(routing, ticket, to, by=work.staff)

    return each(work, looked, give)


def release_all(work: Together, looked: Iterable[Looked]) -> Result:
    """Give each ticket back, to wait for whoever takes it."""

    def give_back(routing: Routing, ticket: Ticket) -> None:
        if ticket.owner_id is None:
            raise PortalError("Nobody has it.")
        release(routing, ticket, by=work.staff)

    return each(work, looked, give_back)


def each(work: Together, looked: Iterable[Looked], verb: Verb) -> Result:
    """Do it to one ticket after the other; one that is refused leaves the others alone.

    Each verb asks before it changes anything, so that a refusal leaves nothing half done. If
    somebody changes one of them in this very moment the commit is refused as a whole.
    """
    result, versions = Result(), dict(looked)
    found = {one.number: one for one in tickets(work, versions)}
    for number, version in versions.items():
        try:
            one(work, found.get(number), version, verb)
        except PortalError as problem:
            result.refused.append((number, problem))
        else:
            result.changed.append(number)
    return result


CHANGED = "Somebody changed it in the meantime. Look at it again."


def one(work: Together, ticket: Ticket | None, version: int, verb: Verb) -> None:
    """One of the tickets, if it may be seen, is open, and is still what was looked at."""
    if ticket is None:
        raise PortalError("There is no such ticket.")
    if ticket.version != version:
        raise PortalError(CHANGED)
    if ticket.state is State.AWAITING_AGREEMENT:
        raise PortalError("It waits for a second supervisor to agree.")
    if ticket.state not in OPEN:
        raise PortalError("This ticket has ended. It can only be read.")
    verb(work.routing(ticket), ticket)
