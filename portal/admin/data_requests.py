"""The administrator's verbs for what people ask of their own data: propose, agree, refuse, give notes."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.admin.service import AdminDesk
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.own_data import Ground, RequestState, erase_on
from portal.erasing import grounds
from portal.jurisdictions.load import installed
from portal.letters.write import post_notice
from portal.models import DataRequest, Entry, EntryKind, Staff, Ticket, by_id, visible
from portal.routing import contact_of, end_access
from portal.timeline import Event, record, words_of
from portal.vault.box import box_for

#: A reason of fewer characters says nothing to the person who reads it.
SHORTEST_REASON = 10
LONGEST_REASON = 4000
LISTED = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """One request with its ticket."""

    request: DataRequest
    ticket: Ticket


def waiting(session: Session, staff: Staff) -> list[Waiting]:
    """What waits for an answer or for its day, the nearest date first; only what this person may know of."""
    ids = visible(staff).with_only_columns(Ticket.id)
    query = (
        select(DataRequest)
        .where(DataRequest.ended_at.is_(None), DataRequest.ticket_id.in_(ids))
        .order_by(DataRequest.due_on, DataRequest.id)
        .limit(LISTED)
    )
    rows = list(session.scalars(query))
    theirs = visible(staff).where(Ticket.id.in_([row.ticket_id for row in rows]))
    tickets = {ticket.id: ticket for ticket in session.scalars(theirs)}
    return [Waiting(row, tickets[row.ticket_id]) for row in rows]


def find(session: Session, staff: Staff, request_id: int) -> Waiting | None:
    """One request; of a ticket this person may not know of there is none."""
    row = by_id(session, DataRequest, request_id)
    if row is None:
        return None
    ticket = session.scalar(visible(staff).where(Ticket.id == row.ticket_id))
    return Waiting(row, ticket) if ticket is not None else None


def asked_words(desk: AdminDesk, one: Waiting) -> str:
    """What the person wrote with the request."""
    return last_words(desk, one, EntryKind.DATA_ASKED)


def last_words(desk: AdminDesk, one: Waiting, kind: EntryKind) -> str:
    """The words of the newest line of this kind that is about what was asked here."""
    query = select(Entry).where(Entry.ticket_id == one.ticket.id, Entry.kind == kind)
    lines = desk.session.scalars(query.order_by(Entry.seq.desc()))
    line = next((line for line in lines if line.facts.get("what") == one.request.what), None)
    return words_of(box_for(desk.session, desk.keyring, one.ticket.id), line) if line else ""


def notes(desk: AdminDesk, one: Waiting) -> list[str]:
    """The notes staff wrote for each other on this ticket, to choose from what may be given."""
    box = box_for(desk.session, desk.keyring, one.ticket.id)
    query = select(Entry).where(Entry.ticket_id == one.ticket.id, Entry.kind == EntryKind.NOTE)
    return [words_of(box, line) for line in desk.session.scalars(query.order_by(Entry.seq))]


def refuse(desk: AdminDesk, one: Waiting, ground: Ground, reason: str) -> None:
    """Say no, with the reason the person will read."""
    require_waiting(one, RequestState.ASKED, RequestState.PROPOSED)
    row = one.request
    if row.state is RequestState.PROPOSED and row.decided_by == desk.staff.id:
        raise NotAllowed("You proposed this. A second administrator agrees to it or refuses it.")
    require_reason(reason)
    row.state, row.ground, row.ended_at = RequestState.REFUSED, ground, desk.now
    # A second person who refuses decides; the first only proposed.
    row.decided_by, row.decided_at = desk.staff.id, desk.now
    answered(desk, one, {"granted": False, "ground": ground.value}, reason)


def give_notes(desk: AdminDesk, one: Waiting, words: str) -> None:
    """Give what may be given of the notes; what speaks of others was taken out by a person."""
    require_waiting(one, RequestState.ASKED)
    require_reason(words)
    row = one.request
    row.state, row.decided_by, row.decided_at = RequestState.DONE, desk.staff.id, desk.now
    row.ended_at = desk.now
    answered(desk, one, {"granted": True}, words)


def propose(desk: AdminDesk, one: Waiting, reason: str) -> None:
    """Propose to delete; nothing happens until a second administrator agrees."""
    require_waiting(one, RequestState.ASKED)
    require_reason(reason)
    require_free(desk, one)
    row = one.request
    row.state, row.decided_by, row.decided_at = RequestState.PROPOSED, desk.staff.id, desk.now
    note(desk, one, EntryKind.DATA_PROPOSED, {"what": row.what}, reason)


def agree(desk: AdminDesk, one: Waiting) -> None:
    """Agree as the second person: from a week on the ticket is erased, unless the person keeps it."""
    require_waiting(one, RequestState.PROPOSED)
    require_free(desk, one)
    row = one.request
    if row.decided_by == desk.staff.id:
        raise NotAllowed("A second administrator must agree.")
    today = installed()[one.ticket.pack_id].local_date(desk.now, one.ticket.region)
    row.state, row.agreed_by, row.agreed_at = RequestState.GRANTED, desk.staff.id, desk.now
    row.erase_on = erase_on(today)
    facts = {"granted": True, "erase_on": row.erase_on.isoformat()}
    answered(desk, one, facts, last_words(desk, one, EntryKind.DATA_PROPOSED))


def require_waiting(one: Waiting, *states: RequestState) -> None:
    """Refuse what somebody else has decided meanwhile."""
    if one.request.state not in states:
        raise NotAllowed("This request has been decided already.")


def require_free(desk: AdminDesk, one: Waiting) -> None:
    """Refuse to delete what must still be there."""
    found = grounds(desk.session, one.ticket)
    if Ground.OPEN in found:
        raise NotAllowed("This ticket is still worked on, so nothing of it can be deleted yet.")
    if Ground.REVIEW in found:
        raise NotAllowed(
            "An open review rests on this ticket, so nothing of it can be deleted yet."
        )
    if Ground.CLAIM in found:
        raise NotAllowed("This ticket is kept for a court or an authority. Lift that first.")


def require_reason(reason: str) -> None:
    """Refuse an answer without words."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Incomplete("Give a reason the customer will understand")


def answered(desk: AdminDesk, one: Waiting, facts: dict[str, object], words: str) -> None:
    """Write the answer into the history, where the person reads it; the promise is kept, a notice leaves."""
    note(desk, one, EntryKind.DATA_DECIDED, {"what": one.request.what, **facts}, words)
    end_access(desk.session, one.ticket, one.request, desk.now)
    box = box_for(desk.session, desk.keyring, one.ticket.id)
    contact = contact_of(desk.session, box, one.ticket)
    post_notice(
        desk.session, desk.keyring, desk.settings, one.ticket,
        name="notice", contact=contact, now=desk.now,
    )  # fmt: skip


def note(
    desk: AdminDesk, one: Waiting, kind: EntryKind, facts: dict[str, object], words: str
) -> None:
    """One line of the history, with who wrote it."""
    event = Event(kind=kind, at=desk.now, staff_id=desk.staff.id, facts=facts, words=words.strip())
    record(desk.session, box_for(desk.session, desk.keyring, one.ticket.id), one.ticket, event)
