"""What a person asks of the own data: the notes of staff, deletion, and keeping the ticket after all."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal import keeping
from portal.accounts import service
from portal.accounts.changing import is_covered
from portal.accounts.service import Person
from portal.domain.errors import NotAllowed
from portal.domain.own_data import ACCESS, Asked, Ground, RequestState, last_day
from portal.domain.ticket import OPEN
from portal.erasing import grounds
from portal.jurisdictions.load import installed
from portal.models import DataRequest, EntryKind
from portal.routing import end_access
from portal.timeline import Event, record


def waiting(person: Person) -> list[DataRequest]:
    """What was asked and is not answered, or not done yet."""
    query = select(DataRequest).where(
        DataRequest.ticket_id == person.ticket.id, DataRequest.ended_at.is_(None)
    )
    return list(person.session.scalars(query.order_by(DataRequest.id)))


@dataclass(frozen=True, slots=True)
class Deletion:
    """A deletion that was agreed: until when the person may keep the ticket, or why it waits."""

    last_day: date
    #: Another look was asked for, a letter is to be sent, or a review rests on it.
    waits_for: str = ""


def deletion(person: Person) -> Deletion | None:
    """The deletion that was agreed, as it stands today; None as a rule."""
    ticket = person.ticket
    found = [one for one in waiting(person) if one.what is Asked.DELETE and one.erase_on]
    if not found or found[0].erase_on is None or found[0].state is not RequestState.GRANTED:
        return None
    pack = installed()[ticket.pack_id]
    ended = pack.local_date(ticket.ended_at, ticket.region) if ticket.ended_at else None
    day, why = last_day(found[0].erase_on, ended), grounds(person.session, ticket)
    if not why:
        return Deletion(day)
    if Ground.OPEN not in why:
        return Deletion(day, "review" if Ground.REVIEW in why else "claim")
    return Deletion(day, "answer" if ticket.state in OPEN else "letter")


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when a ticket that has ended is kept at least; and whether somebody must keep it for longer."""

    until: date
    held: bool


def keeping_of(person: Person) -> Keeping | None:
    """How long the ticket is kept, as the person is told it; None while it is worked on."""
    ticket = person.ticket
    today = installed()[ticket.pack_id].local_date(person.now, ticket.region)
    until = keeping.kept_until(person.session, person.settings.kept_months, ticket, today)
    if until is None:
        return None
    return Keeping(until, Ground.CLAIM in grounds(person.session, ticket))


def ask(person: Person, what: Asked, words: str) -> DataRequest:
    """Write it down with the date by which a person answers it."""
    require_uncovered(person)
    if any(one.what is what for one in waiting(person)):
        raise NotAllowed("You have asked for this already. We answer by the date on this page.")
    event = Event(kind=EntryKind.DATA_ASKED, at=person.now, facts={"what": what}, words=words)
    record(person.session, person.box(), person.ticket, event)
    promised = service.promise(person, ACCESS)
    made = DataRequest(
        ticket_id=person.ticket.id, what=what, asked_at=person.now,
        due_on=promised.due_on if promised else None,
    )  # fmt: skip
    person.session.add(made)
    return made


def keep(person: Person) -> bool:
    """The person wants to keep the ticket: what was asked or agreed about deleting it is over."""
    found = next((one for one in waiting(person) if one.what is Asked.DELETE), None)
    if found is None:
        return False
    unanswered = found.state in (RequestState.ASKED, RequestState.PROPOSED)
    found.state, found.ended_at = RequestState.TAKEN_BACK, person.now
    # An answer has kept its promise already; what still runs is about something else.
    if unanswered:
        end_access(person.session, person.ticket, found)
    event = Event(kind=EntryKind.DATA_KEPT, at=person.now)
    record(person.session, person.box(), person.ticket, event)
    return True


def copied(person: Person) -> None:
    """The person takes a copy; the history says when, so that a stranger's copy is noticed."""
    require_uncovered(person)
    event = Event(kind=EntryKind.DATA_COPIED, at=person.now)
    record(person.session, person.box(), person.ticket, event)
    # Copies were asked for once, with a date; whoever has one waits for nothing more.
    end_access(person.session, person.ticket, None, person.now)


def require_uncovered(person: Person) -> None:
    """Refuse for a day after a lost code was replaced: it may have been somebody else."""
    if is_covered(person):
        raise NotAllowed("You can ask for this 24 hours after your new code was made.")
