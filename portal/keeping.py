"""What is kept for how long, and what goes when its time is over: contact details, files, at last the ticket.

The time is counted from the last word either side said on a ticket that has ended, so that new evidence
and a second look begin it anew. Nothing goes while a court or an authority may ask for it, an open review
rests on it or a letter waits; nothing goes at all until two administrators have said so once, and never
more in a day than a small share of everything.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from portal.domain.keeping import Kept, Term, most_a_day, terms
from portal.domain.letters import ContactChoice
from portal.domain.own_data import Ground
from portal.domain.rulepack import RulePack
from portal.domain.ticket import OPEN
from portal.erasing import erase, grounds_of
from portal.jurisdictions.load import installed
from portal.models import (
    PUBLIC_KINDS,
    Entry,
    EntryKind,
    EvidenceFile,
    MailState,
    OutboxMail,
    Preservation,
    Recovery,
    Referral,
    Report,
    Setting,
    Ticket,
    hold,
)
from portal.routing import reply_as_kept
from portal.timeline import Event, record
from portal.vault.box import Box, box_for
from portal.vault.errors import KeyDestroyedError
from portal.vault.keys import Keyring

#: Who said that old tickets are to be destroyed, and when.
BEGUN: Final = "keeping.begun"
#: How many lost something on which day.
DONE: Final = "keeping.done"
#: The last of these begins the time anew, with words or without: either side did something, or it ended again.
HEARD: Final = (
    EntryKind.FILED, EntryKind.CLOSED, EntryKind.WITHDRAWN, EntryKind.DISAGREED, EntryKind.MESSAGE_IN,
    EntryKind.MESSAGE_OUT, EntryKind.EVIDENCE_ADDED, EntryKind.HAPPENED_AGAIN, EntryKind.CORRECTED,
    EntryKind.CONTACT_CHANGED, EntryKind.LETTER_POSTED, EntryKind.REFERRAL_CONSENT, EntryKind.OUTSIDE_WAY,
    EntryKind.REFERRAL_SENT, EntryKind.DATA_ASKED, EntryKind.DATA_DECIDED, EntryKind.DATA_KEPT,
)  # fmt: skip
#: Mails that will not leave any more.
OVER: Final = (MailState.SENT, MailState.GIVEN_UP, MailState.CANCELLED)
SHORTEST_MONTH: Final = timedelta(days=28)

Months = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Going:
    """One thing whose time is over on a day, and what keeps it nevertheless."""

    ticket_id: str
    number: str
    place: str
    term: Term
    on: date
    held: tuple[Ground, ...] = ()


def terms_of(pack: RulePack, months: Months, today: date) -> dict[Kept, Term]:
    """What holds in a place today."""
    return terms(pack.on(today).keeps, {what: months[what] for what in Kept})


def ended(before: datetime) -> Select[Any]:
    """Tickets that ended before a moment: when either side last said something, what is still there of each."""

    def last(which: ColumnElement[bool]) -> Any:  # noqa: ANN401 - an SQL expression
        return (
            select(func.max(Entry.at)).where(Entry.ticket_id == Ticket.id, which).scalar_subquery()
        )

    return select(
        Ticket.id,
        Ticket.number,
        Ticket.state,
        Ticket.pack_id,
        Ticket.region,
        func.coalesce(last(heard()), Ticket.received_at).label("since"),
        last(Entry.kind == EntryKind.CONTACT_DESTROYED).label("gone"),
        exists().where(EvidenceFile.ticket_id == Ticket.id).label("files"),
    ).where(
        Ticket.erased_at.is_(None),
        Ticket.state.not_in(OPEN),
        func.coalesce(Ticket.ended_at, Ticket.received_at) <= before,
    )


def heard() -> ColumnElement[bool]:
    """The lines that begin the time anew: whatever either side told the other in words, and what counts without.

    Words of a verdict, or of a stop that was lifted, are words like those of a message. A bare mark of how
    well it went asks nothing and answers nothing: it keeps nobody's name here for longer.
    """
    told = and_(Entry.kind.in_(sorted(PUBLIC_KINDS)), Entry.words.is_not(None))
    return or_(Entry.kind.in_(HEARD), told)


def plan(
    session: Session,
    months: Months,
    day: date,
    among: Collection[str] | Select[Any] | None = None,
) -> list[Going]:
    """What has been kept long enough by the morning of a day, the oldest first, and what keeps it still."""
    morning = datetime.combine(day, time(), UTC) + timedelta(days=1)
    query = ended(morning - min(months.values()) * SHORTEST_MONTH)
    if among is not None:
        query = query.where(Ticket.id.in_(among))
    rows = session.execute(query).all()
    found = [one for row in rows for one in of_ticket(row, months, day)]
    named = {one.ticket_id for one in found}
    held = grounds_of(session, {row.id: row.state for row in rows if row.id in named})
    found = [replace(one, held=held[one.ticket_id]) for one in found]
    return sorted(found, key=lambda one: (one.on, one.number, one.term.what))


def of_ticket(row: Any, months: Months, day: date) -> list[Going]:  # noqa: ANN401 - a row of several columns
    """What of one ticket has been kept long enough; with the ticket goes all the rest of it."""
    pack = installed()[row.pack_id]
    since = pack.local_date(row.since, row.region)
    there = {
        Kept.CONTACT: row.gone is None or row.gone < row.since,
        Kept.FILES: bool(row.files),
        Kept.TICKET: True,
    }
    due = {
        what: term
        for what, term in terms_of(pack, months, day).items()
        if there[what] and term.over_on(since) < day
    }
    if Kept.TICKET in due:
        due = {Kept.TICKET: due[Kept.TICKET]}
    return [Going(row.id, row.number, row.pack_id, one, one.over_on(since)) for one in due.values()]


def kept_until(session: Session, months: Months, ticket: Ticket, today: date) -> date | None:
    """Until when a ticket that has ended is kept at least, as the person is told it; None while it is open."""
    row = session.execute(
        ended(datetime.max.replace(tzinfo=UTC)).where(Ticket.id == ticket.id)
    ).first()
    if row is None:
        return None
    pack = installed()[ticket.pack_id]
    return terms_of(pack, months, today)[Kept.TICKET].over_on(
        pack.local_date(row.since, row.region)
    )


def destroy(
    session: Session, keyring: Keyring, months: Months, ticket_id: str, now: datetime
) -> list[str] | None:
    """Destroy what of a ticket has been kept long enough; gives the files whose bytes go after the commit.

    None where something came in the way meanwhile, or where there was nothing to destroy.
    """
    ticket = session.get_one(Ticket, ticket_id)
    today = installed()[ticket.pack_id].local_date(now, ticket.region)
    files: list[str] = []
    due = plan(session, months, today, [ticket_id])
    if not due or any(one.held for one in due):
        return None
    for one in due:
        facts = {"months": one.term.months}
        match one.term.what:
            case Kept.TICKET:
                files += erase(session, keyring, ticket, now, facts)
            case Kept.FILES:
                files += destroy_files(session, keyring, ticket, now, facts)
            case Kept.CONTACT:
                destroy_contact(session, keyring, ticket, now, facts)
    return files


def destroy_files(
    session: Session, keyring: Keyring, ticket: Ticket, now: datetime, facts: dict[str, Any]
) -> list[str]:
    """Let the files of a ticket go; that there were some stays in its history."""
    mine = EvidenceFile.ticket_id == ticket.id
    ids = list(session.scalars(select(EvidenceFile.id).where(mine)))
    session.execute(delete(EvidenceFile).where(mine))
    event = Event(kind=EntryKind.FILES_DESTROYED, at=now, facts={**facts, "files": len(ids)})
    record(session, own_box(session, keyring, ticket) or keyring.box("erased"), ticket, event)
    return ids


def own_box(session: Session, keyring: Keyring, ticket: Ticket) -> Box | None:
    """The box of a ticket, or none where its key is lost: its words are, too, its rows still have to go."""
    try:
        return box_for(session, keyring, ticket.id)
    except KeyDestroyedError:
        return None


def destroy_contact(
    session: Session, keyring: Keyring, ticket: Ticket, now: datetime, facts: dict[str, Any]
) -> None:
    """Let name and addresses go. From now on the person is answered on the site alone, with the code."""
    box = own_box(session, keyring, ticket)
    report = session.get(Report, ticket.id)
    if report is not None:
        nobody = {"contact": {"reply_by": "site"}, "reply": reply_as_kept(ContactChoice())}
        said = json.dumps(nobody)
        report.identity = box.seal("reports", "identity", ticket.id, said) if box else b""
    over = OutboxMail.ticket_id == ticket.id, OutboxMail.state.in_(OVER)
    sent = select(OutboxMail.id).where(*over)
    session.execute(update(Referral).where(Referral.outbox_id.in_(sent)).values(outbox_id=None))
    session.execute(delete(OutboxMail).where(*over))
    session.execute(delete(Recovery).where(Recovery.ticket_id == ticket.id))
    event = Event(kind=EntryKind.CONTACT_DESTROYED, at=now, facts=facts)
    record(session, box or keyring.box("erased"), ticket, event)


def has_begun(session: Session) -> bool:
    """Whether two administrators have said that old tickets are to be destroyed."""
    row = session.get(Setting, BEGUN)
    return row is not None and bool(row.value.get("agreed_by"))


def left_today(session: Session, now: datetime) -> int:
    """How many tickets may still lose something today."""
    return max(most_today(session) - done_today(session, now), 0)


def done_today(session: Session, now: datetime) -> int:
    """How many tickets have lost something today."""
    row = session.get(Setting, DONE)
    same_day = row is not None and row.value.get("day") == now.date().isoformat()
    return int(row.value["count"]) if row is not None and same_day else 0


def most_today(session: Session) -> int:
    """How many tickets may lose something in one day, out of all that are here."""
    kept = session.scalar(select(func.count(Ticket.id)).where(Ticket.erased_at.is_(None)))
    return most_a_day(kept or 0)


def take_turn(session: Session, now: datetime) -> bool:
    """Whether one more ticket may lose something today; two workers at once wait for each other here."""
    hold(session, DONE)
    return has_begun(session) and left_today(session, now) > 0


def count_one(session: Session, now: datetime) -> None:
    """One more ticket lost something today; whoever counts has taken a turn."""
    value = {"day": now.date().isoformat(), "count": done_today(session, now) + 1}
    session.merge(Setting(name=DONE, value=value))


def preserved(ticket_id: str) -> Select[tuple[Preservation]]:
    """What keeps a ticket from being destroyed, while it does."""
    return select(Preservation).where(
        Preservation.ticket_id == ticket_id, Preservation.lifted_at.is_(None)
    )
