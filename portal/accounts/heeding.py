"""Words that cannot wait, on a ticket that is here already: a person looks first, the numbers to call are shown."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.severity import Severity
from portal.domain.story import CALL_NOW
from portal.domain.ticket import OPEN, State
from portal.jurisdictions.load import installed
from portal.models import EntryKind, StoredDecision, Ticket
from portal.routing import Routing, hand_on
from portal.timeline import Event, move, record
from portal.vault.box import Box

#: Who can be called at any hour, or at least today.
AT_ONCE = frozenset({"emergency", "helpline"})


def dangers_in(ticket: Ticket, words: str) -> frozenset[str]:
    """What of these words must be answered at once, read as stories of this place are read."""
    return (
        frozenset(installed()[ticket.pack_id].reader.read(words).dangers) if words else frozenset()
    )


def heed(session: Session, box: Box, ticket: Ticket, seen: frozenset[str], now: datetime) -> bool:
    """Let what cannot wait go before everything else; nothing is ever made less grave by what is written.

    A ticket that has ended comes back to somebody: on the list of what came after the end it might wait.
    Says whether it did.
    """
    ended = ticket.state not in OPEN
    if "court_papers" in seen:
        ticket.in_court = True
    if not CALL_NOW & seen or (ticket.severity is Severity.SAFETY and not ended):
        return False
    facts = {
        "severity_before": ticket.severity.value,
        "severity_after": Severity.SAFETY.value,
        "desk_before": ticket.desk,
        "desk_after": ticket.desk,
        "danger": sorted(CALL_NOW & seen),
    }
    decide_again(session, ticket, seen, now)
    ticket.severity, ticket.severity_rank = Severity.SAFETY, 0
    event = Event(kind=EntryKind.TRIAGE_CHANGED, at=now, facts=facts)
    if ended:
        ticket.owner_id = None
        move(session, box, ticket, State.QUEUED, event)
        pack = installed()[ticket.pack_id]
        today = pack.local_date(now, ticket.region)
        hand_on(Routing(session, box, pack, now, today), ticket)
    else:
        record(session, box, ticket, event)
    return ended


def decide_again(session: Session, ticket: Ticket, seen: frozenset[str], now: datetime) -> None:
    """The decision as it stands from now on, so that whoever asks why reads the same as the queue shows."""
    mine = StoredDecision.ticket_id == ticket.id
    query = select(StoredDecision).where(mine).order_by(StoredDecision.id.desc()).limit(1)
    last = session.scalar(query)
    if last is None:
        return
    danger = dict.fromkeys((*(last.decision.get("danger") or ()), *sorted(seen)))
    decision = {**last.decision, "severity": Severity.SAFETY.value, "danger": list(danger)}
    session.add(
        StoredDecision(
            ticket_id=ticket.id, made_at=now, pack_id=last.pack_id,
            pack_version=last.pack_version, decision=decision,
        )
    )  # fmt: skip


def to_call(ticket: Ticket, language: str) -> list[dict[str, Any]]:
    """Who can be called at once where this person lives."""
    pack = installed()[ticket.pack_id]
    return [
        {"name": pack.words(language, "body", one.id), "phones": one.phones}
        for one in pack.bodies
        if one.kind in AT_ONCE and one.may_show()
    ]
