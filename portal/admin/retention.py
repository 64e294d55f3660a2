"""The administrators' verbs about what is kept: begin to destroy by age, keep a ticket for a court, let it go."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import keeping
from portal.admin.service import Office
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.keeping import Kept, Why
from portal.jurisdictions.load import installed
from portal.keeping import BEGUN, Going, Months
from portal.models import (
    BookKind,
    EntryKind,
    Preservation,
    Setting,
    Staff,
    Ticket,
    by_id,
    hold,
    visible,
)
from portal.records.people_book import note as book_line
from portal.timeline import Event, record
from portal.vault.box import box_for

#: The page shows so many; `portal retention` lists all.
LISTED = 50
SHORTEST_REASON = 10


def going(session: Session, staff: Staff, months: Months, day: date) -> list[Going]:
    """What has been kept long enough by a day, of the tickets this person may know of."""
    return keeping.plan(session, months, day, visible(staff).with_only_columns(Ticket.id))


def counted(found: list[Going]) -> dict[Kept, int]:
    """How many of each may go, those that something keeps left out."""
    return {what: sum(one.term.what is what and not one.held for one in found) for what in Kept}


def orders(session: Session, staff: Staff) -> list[tuple[Preservation, Ticket]]:
    """The tickets that are kept from being destroyed, the oldest order first."""
    ids = visible(staff).with_only_columns(Ticket.id)
    open_ones = Preservation.lifted_at.is_(None), Preservation.ticket_id.in_(ids)
    rows = list(session.scalars(select(Preservation).where(*open_ones).order_by(Preservation.id)))
    mine = visible(staff).where(Ticket.id.in_([one.ticket_id for one in rows]))
    tickets = {one.id: one for one in session.scalars(mine)}
    return [(one, tickets[one.ticket_id]) for one in rows]


def preserve(office: Office, number: str, why: Why, reason: str) -> None:
    """Keep a ticket from being destroyed, by age or on the person's wish, until somebody lifts this."""
    ticket = office.session.scalar(
        visible(office.staff).where(Ticket.number == number.strip().upper())
    )
    if ticket is None:
        raise Incomplete("There is no ticket of this number")
    if office.session.scalar(keeping.preserved(ticket.id)) is not None:
        raise NotAllowed("This ticket is kept already.")
    office.session.add(
        Preservation(ticket_id=ticket.id, why=why, placed_by=office.staff.id, placed_at=office.now)
    )
    note(office, ticket, EntryKind.PRESERVED, why, reason)


def lift(office: Office, order_id: int) -> None:
    """Nothing keeps the ticket any more; what is old enough goes with the next round."""
    order = by_id(office.session, Preservation, order_id)
    ticket = order and office.session.scalar(
        visible(office.staff).where(Ticket.id == order.ticket_id)
    )
    if order is None or ticket is None or order.lifted_at is not None:
        raise NotAllowed("This ticket is not kept any more.")
    order.lifted_at, order.lifted_by = office.now, office.staff.id
    note(office, ticket, EntryKind.PRESERVATION_LIFTED, order.why, "")


def note(office: Office, ticket: Ticket, kind: EntryKind, why: Why, words: str) -> None:
    """One line of the history, with who wrote it and why."""
    event = Event(
        kind=kind,
        at=office.now,
        staff_id=office.staff.id,
        facts={"why": why.value},
        words=words.strip(),
    )
    record(office.session, box_for(office.session, office.keyring, ticket.id), ticket, event)


def begun(session: Session) -> dict[str, object]:
    """Who proposed to destroy by age, who agreed, and when; empty where nobody has."""
    row = session.get(Setting, BEGUN)
    return dict(row.value) if row else {}


def begin(office: Office, *, agrees: bool = False) -> None:
    """The first proposes, a second person agrees; from then on the worker destroys by age.

    Who meant to propose does not agree by it: somebody else may have proposed since the page was read.
    """
    hold(office.session, BEGUN)
    said, me, day = begun(office.session), office.staff.id, office.now.date().isoformat()
    if said.get("agreed_by"):
        raise NotAllowed("Destroying by age has begun already.")
    if said.get("proposed_by") == me:
        raise NotAllowed("You proposed this. A second administrator must agree.")
    if bool(said.get("proposed_by")) != agrees:
        raise NotAllowed(
            "Somebody else changed this meanwhile. Read what it says now, then decide."
        )
    who = "agreed" if said.get("proposed_by") else "proposed"
    office.session.merge(Setting(name=BEGUN, value={**said, f"{who}_by": me, f"{who}_on": day}))
    write(office, BookKind(f"destroying_{who}"))


def write(office: Office, kind: BookKind) -> None:
    """A line of the book: what the setting says now says nothing of what was decided before."""
    book_line(office.session, kind, office.now, office.staff.id, {})


def stop(office: Office) -> None:
    """Nothing is destroyed by age any more, until two have agreed again. One alone may say so."""
    hold(office.session, BEGUN)
    if begun(office.session).get("proposed_by"):
        write(office, BookKind.DESTROYING_STOPPED)
    day = office.now.date().isoformat()
    value = {"stopped_by": office.staff.id, "stopped_on": day}
    office.session.merge(Setting(name=BEGUN, value=value))


def places(months: Months, today: date) -> dict[str, list[keeping.Term]]:
    """How long what is kept, by place."""
    return {
        name: list(keeping.terms_of(pack, months, today).values())
        for name, pack in installed().items()
    }
