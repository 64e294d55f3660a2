"""What triage says anew once it is known what kind of firm a report is about: it adds, and takes nothing back.

Which rules hold depends on the kind of firm. Whoever did not know it when the report was sent must not be
served worse for that, and nobody loses a stop, a limit, a date or an offer they were told of.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from portal.domain.decision import ClockOrder
from portal.domain.record import working_of
from portal.domain.retelling import facts_again, told
from portal.domain.severity import Severity, worst
from portal.domain.triage import Decision, Facts, decide
from portal.models import (
    Agency,
    Allegation,
    Clock,
    ContactLimit,
    EntryKind,
    Hold,
    Referral,
    Report,
    StoredDecision,
    Ticket,
)
from portal.routing.laying import open_working, place_holds, seal_working
from portal.routing.promises import next_promise
from portal.routing.seats import Routing
from portal.timeline import Event, record

#: Lists of a record that hold what people were told: nothing of them is ever dropped.
KEPT_LISTS = ("holds", "clocks", "bodies", "needs", "goes_up", "disagreement")


def decide_anew(work: Routing, ticket: Ticket) -> None:
    """Decide once more with the kind of firm that was named, where that is another than triage knew."""
    decisions = list(
        work.session.scalars(
            select(StoredDecision)
            .where(StoredDecision.ticket_id == ticket.id)
            .order_by(StoredDecision.id)
        )
    )
    found = facts_with_firm(work, ticket, decisions)
    if found is None:
        return
    facts = found[1]
    before, decision = (decide(one, work.pack) for one in found)
    # What a supervisor lowered, with a reason, is raised only by what the kind of firm adds.
    severity = ticket.severity
    if decision.severity.rank < before.severity.rank:
        severity = worst([severity, decision.severity])
    said = {
        "severity_before": ticket.severity.value, "severity_after": severity.value,
        "desk_before": ticket.desk, "desk_after": ticket.desk, "firm": facts.firm,
    }  # fmt: skip
    ticket.severity, ticket.severity_rank = severity, severity.rank
    event = Event(kind=EntryKind.TRIAGE_CHANGED, at=work.now, facts=said)
    record(work.session, work.box, ticket, event)
    decision = lay_beside(work, ticket, decision, before)
    last = decisions[-1].decision
    work.session.add(
        StoredDecision(
            ticket_id=ticket.id, made_at=work.now, pack_id=decision.pack_id,
            pack_version=decision.pack_version, decision=joined(last, before, decision, severity, ticket.desk),
            working=seal_working(work.box, ticket.id, working_of(facts, decision)),
        )
    )  # fmt: skip
    work.session.flush()
    next_promise(work.session, ticket)


def facts_with_firm(
    work: Routing, ticket: Ticket, decisions: Iterable[StoredDecision]
) -> tuple[Facts, Facts] | None:
    """What triage looked at, and what it would look at now; None where nothing is new or nothing was kept."""
    agency = work.session.get(Agency, ticket.agency_id) if ticket.agency_id else None
    kept = open_working(work.box, decisions)["facts"]
    report = work.session.get(Report, ticket.id)
    if agency is None or not kept or report is None or not report.answers:
        return None
    if agency.firm == kept.get("firm", "unknown"):
        return None
    answers = json.loads(work.box.open("reports", "answers", ticket.id, report.answers))
    before = facts_again(kept, told(answers))
    return before, replace(before, firm=agency.firm)


def lay_beside(work: Routing, ticket: Ticket, decision: Decision, before: Decision) -> Decision:
    """Put what the new decision asks for beside what stands on the ticket; gives it with what was promised."""
    session, mine = work.session, ticket.id
    # What a supervisor lifted, with a reason, is not placed again.
    placed = select(Hold.scope, Hold.until).where(Hold.ticket_id == mine)
    there = {(row.scope, row.until) for row in session.execute(placed)}
    more = tuple(one for one in decision.holds if (one.scope, one.until) not in there)
    place_holds(work, ticket, replace(decision, holds=more))
    limits = select(ContactLimit.kind).where(ContactLimit.ticket_id == mine)
    for kind in set(decision.contact_limits) - set(session.scalars(limits)):
        session.add(ContactLimit(ticket_id=mine, kind=kind, set_at=work.now))
    offered = set(session.scalars(select(Referral.body_id).where(Referral.ticket_id == mine)))
    for body in decision.bodies:
        if body.id not in offered:
            session.add(Referral(ticket_id=mine, body_id=body.id, why=body.why))
    sources(work, ticket, decision, before)
    return replace(decision, clocks=tuple(start_more(work, ticket, decision)))


def start_more(work: Routing, ticket: Ticket, decision: Decision) -> Iterator[ClockOrder]:
    """Start the promises that are new; gives those of the decision that run or ran on the ticket."""
    mine = ticket.id
    begun = set(work.session.scalars(select(Clock.rule_id).where(Clock.ticket_id == mine)))
    for clock in decision.clocks:
        # What is over already was never promised and can be kept by nobody.
        if clock.id not in begun and clock.due < work.today:
            continue
        if clock.id not in begun:
            work.session.add(
                Clock(
                    ticket_id=mine, rule_id=clock.id, started_on=clock.started,
                    due_on=clock.due, official=clock.official,
                )
            )  # fmt: skip
        yield clock


def sources(work: Routing, ticket: Ticket, decision: Decision, before: Decision) -> None:
    """Name at each allegation the rules that speak of it now as well."""
    found = {one.code: one for one in decision.allegations}
    was = {one.code: one.severity.rank for one in before.allegations}
    rows = select(Allegation).where(Allegation.ticket_id == ticket.id, Allegation.code.in_(found))
    for row in work.session.scalars(rows):
        now = found[row.code]
        row.rule_ids = list(dict.fromkeys([*row.rule_ids, *now.rule_ids]))
        row.sources = list(dict.fromkeys([*row.sources, *now.sources]))
        if row.code not in was or now.severity.rank < was[row.code]:
            row.severity = worst([row.severity, now.severity])


def joined(
    last: Mapping[str, Any], before: Decision, decision: Decision, severity: Severity, desk: str
) -> dict[str, Any]:
    """The record as it stands from now on: the new rules, and everything people were told before."""
    new: dict[str, Any] = json.loads(decision.as_kept())
    # What the rules said before and somebody took away since stays away.
    gone = {one.code for one in before.allegations} - {one["code"] for one in last["allegations"]}
    new["allegations"] = [one for one in new["allegations"] if one["code"] not in gone]
    codes = {one["code"] for one in new["allegations"]}
    new["allegations"] += [one for one in last["allegations"] if one["code"] not in codes]
    for name in KEPT_LISTS:
        new[name] = united(last.get(name) or [], new[name])
    for name in ("danger", "contact_limits"):
        new[name] = list(dict.fromkeys([*(last.get(name) or ()), *new[name]]))
    new["second_agreement"] = bool(last.get("second_agreement")) or new["second_agreement"]
    return {**new, "severity": severity.value, "desk": desk, "to": last["to"]}


def united(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The old ones, and those of the new that speak of something else."""
    known = [name_of(one) for one in old]
    return [*old, *(one for one in new if name_of(one) not in known)]


def name_of(one: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a line of a record speaks of."""
    return tuple(one.get(name) for name in ("id", "code", "scope", "until"))
