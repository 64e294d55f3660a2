"""The decision record of a ticket for pages: the person's plain version, and the full one of the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.assignment import COMPLIANCE, DESK_OF_TIER, INDEPENDENT
from portal.domain.escalating import Standing, StepUp, looked_at_anew, said_by_standing, steps
from portal.domain.own_data import ACCESS
from portal.domain.record import Plain, Working, plain, shown_facts
from portal.domain.ticket import OPEN, State
from portal.jurisdictions.load import installed
from portal.models import Clock, Entry, EntryKind, Staff, StoredDecision, Ticket
from portal.routing import Routing, deciders, open_working, seat, waits_outside
from portal.vault.box import Box
from portal.web.filters import pack_word, region_name
from portal.web.words import word
from portal.web.work import now

#: Which table of words holds the values of a fact.
KINDS = {
    "choices": "choice", "danger": "danger", "firm": "firm", "who": "who", "impact": "effect",
    "severity_at_least": "severity", "channels": "channels", "to_whom": "to_whom",
    "time_of_day": "time_of_day", "timing": "timing",
    "put_right": "put_right",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Full:
    """Everything the desk may read of a decision: facts, signals, rules asked, changes by people."""

    made: dict[str, Any]
    facts: dict[str, Any]
    cues: dict[str, list[str]]
    changes: list[tuple[StoredDecision, str]]
    pack_id: str
    pack_version: str
    plain: Plain


def decisions_of(session: Session, ticket: Ticket) -> list[StoredDecision]:
    """Every decision of a ticket, the first as the rules made it."""
    query = select(StoredDecision).where(StoredDecision.ticket_id == ticket.id)
    return list(session.scalars(query.order_by(StoredDecision.id)))


def decision_plain(session: Session, ticket: Ticket, today: date) -> Plain | None:
    """Why it was decided so, for the person behind a receipt code; None where nothing was decided."""
    made = decisions_of(session, ticket)
    if not made:
        return None
    return plain(
        made[-1].decision, installed()[ticket.pack_id], today=today, waits=waits_outside(ticket)
    )


def decision_full(session: Session, box: Box, ticket: Ticket, today: date) -> Full:
    """The whole record of a ticket, for those who may see the ticket."""
    rows = decisions_of(session, ticket)
    last = rows[-1]
    changes = [one for one in rows if one.staff_id is not None]
    people = select(Staff.id, Staff.name).where(Staff.id.in_({one.staff_id for one in changes}))
    names = {row.id: row.name for row in session.execute(people)}
    working = open_working(box, rows)
    pack = installed()[ticket.pack_id]
    return Full(
        made=last.decision,
        facts=shown_facts(working),
        cues=spoken(working),
        changes=[(one, names.get(one.staff_id or 0, "")) for one in changes],
        pack_id=last.pack_id,
        pack_version=last.pack_version,
        plain=plain(last.decision, pack, today=today, waits=waits_outside(ticket)),
    )


def rising(
    ticket: Ticket,
    record: Full,
    history: Iterable[Entry],
    clocks: Iterable[Clock],
    *,
    earlier: int,
) -> tuple[StepUp, ...]:
    """Why a ticket has to go up as it stands today, by the pack of its place; the highest tier first."""
    pack = installed()[ticket.pack_id]
    today = pack.local_date(now(), ticket.region)
    standing = Standing(
        is_open=ticket.state in OPEN,
        received_on=pack.local_date(ticket.received_at, ticket.region),
        running=tuple(
            (one.started_on, one.due_on)
            for one in clocks
            # What administrators owe moves no ticket up; the sweep leaves it out as well.
            if one.state == "running" and one.rule_id != ACCESS
        ),
        disagreed=any(one.kind is EntryKind.DISAGREED for one in history),
        earlier=earlier > 0,
        waits_outside=waits_outside(ticket),
        vulnerable=bool(record.made["danger"] or record.facts.get("hardship")),
    )
    told = {one["id"] for one in record.made.get("goes_up", ()) if one["to"] in DESK_OF_TIER}
    since = said_by_standing(standing, today)
    return steps(pack, today, (*since, *(told if standing.is_open else ())))


def who_takes(work: Routing, ticket: Ticket, going_up: Iterable[StepUp]) -> str:
    """Who at the independent desk gets a ticket that goes up; empty where it is there, or nobody is free."""
    if ticket.desk in (INDEPENDENT, COMPLIANCE) or not any(
        one.to in DESK_OF_TIER for one in going_up
    ):
        return ""
    owner = frozenset({ticket.owner_id} if ticket.owner_id else ())
    chosen = seat(work, ticket, owner, tier=next(iter(DESK_OF_TIER)))
    if chosen is None or chosen.desk != INDEPENDENT:
        return ""
    return work.session.get_one(Staff, chosen.id).name


@dataclass(frozen=True, slots=True)
class Again:
    """Who would look at a ticket anew if its person disagreed today; nobody of this house where none is free."""

    name: str = ""
    #: Whether that is a seat at the independent desk.
    independent: bool = False


def who_looks_again(work: Routing, ticket: Ticket) -> Again | None:
    """Who takes a disagreement with what compliance decides; None for tickets that it does not have."""
    up = looked_at_anew(work.pack, work.today)
    if ticket.desk != COMPLIANCE or ticket.state not in (*OPEN, State.CLOSED) or up is None:
        return None
    chosen = seat(work, ticket, deciders(work.session, ticket), tier=up.to)
    if chosen is None:
        return Again()
    name = work.session.get_one(Staff, chosen.id).name
    # A colleague at compliance is asked where nobody sits there, and is not called the independent desk.
    seat_of = work.session.get_one(Staff, chosen.stands_for or chosen.id)
    return Again(name, independent=INDEPENDENT in seat_of.desks)


def spoken(working: Working) -> dict[str, list[str]]:
    """The words that were matched, by the code they point to."""
    return {code: [cue["text"] for cue in cues] for code, cues in working["cues"].items()}


def code_of_fact(jurisdiction: str, name: str, value: object) -> str:
    """What a fact of the record says, in the language of the page."""
    name = name.removesuffix("_any")
    if name == "codes":
        return pack_word(jurisdiction, "conduct", str(value))
    if name in ("hardship", "ask_for"):
        return pack_word(jurisdiction, "help", str(value))
    if name == "region":
        return region_name(str(value)) if value else word("fact", "no_region")
    return word(KINDS.get(name, "said"), value)


def init_app(app: Flask) -> None:
    """Make it known to the templates."""
    app.jinja_env.globals.update(code_of_fact=code_of_fact)
