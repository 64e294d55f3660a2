"""Deciding: one finding for each allegation, a remedy, a second agreement where asked, and the letter."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import Conflicted, Incomplete, NotAllowed
from portal.domain.letters import ContactChoice
from portal.domain.outcome import (
    Found,
    Result,
    needs_agreement,
    require_whole,
)
from portal.domain.own_data import ACCESS
from portal.domain.ticket import State
from portal.domain.vocabulary import HOLD_ENDS_ELSEWHERE
from portal.jurisdictions.load import installed
from portal.letters.write import Leaving, leaving, write_letter
from portal.models import (
    Allegation,
    Clock,
    EntryKind,
    Finding,
    Hold,
    Outcome,
    Staff,
    StoredDecision,
    Ticket,
)
from portal.outcomes import helping
from portal.outcomes.deciding import Deciding, Decision, Proposed
from portal.outcomes.told import circumstances, outcome_values, outside_ways, typed_values
from portal.referrals.service import offer_after_answer, opened_by_answer
from portal.timeline import Event, move, record
from portal.vault.box import Box


def propose(work: Deciding, ticket: Ticket, decision: Decision) -> Outcome:
    """Decide the ticket, or lay it before a second supervisor where one must agree."""
    rows = whole(work, ticket, decision)
    outcome = Outcome(
        ticket_id=ticket.id,
        remedies=[remedy.value for remedy in decision.remedies],
        needs_agreement=asks_second(work, ticket, rows, decision),
        proposed_by=work.staff.id,
        proposed_at=work.now,
    )
    work.session.add(outcome)
    work.session.flush()
    box = work.box(ticket)
    outcome.words = (
        box.seal("outcomes", "words", str(outcome.id), decision.words) if decision.words else None
    )
    if decision.help is not None:
        helping.seal(box, outcome, decision.help)
    for row in rows:
        work.session.add(finding_row(work, box, ticket, outcome, row, decision.findings[row.id]))
    event = Event(
        kind=EntryKind.OUTCOME_PROPOSED,
        at=work.now,
        staff_id=work.staff.id,
        facts={"outcome": outcome.id},
    )
    if outcome.needs_agreement:
        move(work.session, box, ticket, State.AWAITING_AGREEMENT, event)
    else:
        record(work.session, box, ticket, event)
        close(work, ticket, outcome, decision.contact)
    return outcome


def asks_second(work: Deciding, ticket: Ticket, rows: list[Allegation], decision: Decision) -> bool:
    """Whether a second supervisor must agree to this decision."""
    found = [Found(row.severity, decision.findings[row.id].result) for row in rows]
    asked = pack_asks(work.session, ticket)
    return needs_agreement(found, decision.remedies, pack_asks=asked)


def whole(work: Deciding, ticket: Ticket, decision: Decision) -> list[Allegation]:
    """The allegations of a ticket that may be decided, each of them answered by this decision."""
    if ticket.state is not State.ASSIGNED:
        raise NotAllowed("This ticket cannot be decided now.")
    rows = allegations_of(work.session, ticket)
    require_complete(rows, decision)
    require_help(ticket, decision, installed()[ticket.pack_id].local_date(work.now, ticket.region))
    return rows


def typed_leaving(work: Deciding, ticket: Ticket, decision: Decision) -> Leaving:
    """The letter about an outcome as it would leave, before the outcome is kept."""
    rows = whole(work, ticket, decision)
    values = typed_values(ticket, rows, decision)
    second = (None,) if asks_second(work, ticket, rows, decision) else ()
    return letter_leaving(work, ticket, values, decision.contact, (work.staff, *second))


def kept_leaving(
    work: Deciding, ticket: Ticket, outcome: Outcome, contact: ContactChoice | None
) -> Leaving:
    """The letter about an outcome that waits for a second supervisor, as it would leave."""
    values = outcome_values(work, work.box(ticket), ticket, outcome)
    return letter_leaving(work, ticket, values, contact, deciders(work, outcome, work.staff))


def deciders(work: Deciding, outcome: Outcome, second: Staff) -> tuple[Staff, ...]:
    """Who answers: the supervisor who proposed the outcome, and the second where one agrees."""
    first = work.session.get_one(Staff, outcome.proposed_by)
    return (first, second) if outcome.needs_agreement else (first,)


def letter_leaving(
    work: Deciding,
    ticket: Ticket,
    values: dict[str, str],
    contact: ContactChoice | None,
    by: Sequence[Staff | None],
) -> Leaving:
    """The letter with the ways outside that open with it, and what becomes of a stop."""
    today = installed()[ticket.pack_id].local_date(work.now, ticket.region)
    more = circumstances(work.now, ticket, running_holds(work.session, ticket), by)
    more |= {"outside": outside_ways(ticket, opened_by_answer(ticket, today))}
    return leaving(work.settings, ticket, "outcome", values | more, (contact, work.now))


def running_holds(session: Session, ticket: Ticket) -> list[Hold]:
    """What is stopped now."""
    query = select(Hold).where(Hold.ticket_id == ticket.id, Hold.lifted_at.is_(None))
    return list(session.scalars(query))


def agree(work: Deciding, ticket: Ticket, contact: ContactChoice | None = None) -> Outcome:
    """A second supervisor agrees; the ticket closes and the person is told."""
    outcome = waiting(work.session, ticket)
    if outcome.proposed_by == work.staff.id:
        raise Conflicted("A second supervisor must agree before this ticket closes")
    outcome.agreed_by, outcome.agreed_at = work.staff.id, work.now
    event = Event(
        kind=EntryKind.OUTCOME_AGREED,
        at=work.now,
        staff_id=work.staff.id,
        facts={"outcome": outcome.id},
    )
    record(work.session, work.box(ticket), ticket, event)
    close(work, ticket, outcome, contact)
    return outcome


def send_back(work: Deciding, ticket: Ticket, reason: str) -> None:
    """The second supervisor does not agree: the ticket goes back with the reason."""
    outcome = waiting(work.session, ticket)
    if not reason.strip():
        raise Incomplete("Say why you do not agree")
    outcome.returned_at = work.now
    event = Event(
        kind=EntryKind.OUTCOME_RETURNED, at=work.now, staff_id=work.staff.id, words=reason.strip()
    )
    move(work.session, work.box(ticket), ticket, State.ASSIGNED, event)


def close(work: Deciding, ticket: Ticket, outcome: Outcome, contact: ContactChoice | None) -> None:
    """The outcome becomes the answer of the organisation: clocks stop, the letter is written."""
    outcome.final_at = work.now
    box = work.box(ticket)
    running = Clock.ticket_id == ticket.id, Clock.state == "running"
    # What was asked of the own data is answered by administrators, and not by this.
    for clock in work.session.scalars(select(Clock).where(*running, Clock.rule_id != ACCESS)):
        clock.state, clock.kept_at = "stopped", work.now
    stopped = running_holds(work.session, ticket)
    for hold in stopped:
        # A court, a moratorium or a plain wish to be left alone is not over because we answered.
        if hold.until not in HOLD_ENDS_ELSEWHERE:
            hold.lifted_at = work.now
    event = Event(
        kind=EntryKind.CLOSED, at=work.now, staff_id=work.staff.id, facts={"outcome": outcome.id}
    )
    move(work.session, box, ticket, State.CLOSED, event)
    opened = offer_after_answer(
        work.session, ticket, installed()[ticket.pack_id].local_date(work.now, ticket.region)
    )
    write_letter(
        work.session,
        work.keyring,
        work.settings,
        box,
        ticket,
        name="outcome",
        values=outcome_values(work, box, ticket, outcome)
        | circumstances(work.now, ticket, stopped, deciders(work, outcome, work.staff))
        | {"outside": outside_ways(ticket, opened)},
        contact=contact,
        now=work.now,
    )  # fmt: skip


def finding_row(
    work: Deciding, box: Box, ticket: Ticket, outcome: Outcome, row: Allegation, said: Proposed
) -> Finding:
    """One finding as a row; it names the collector only when the cause is that person."""
    upheld = said.result in (Result.UPHELD, Result.PARTLY)
    cause = said.cause if upheld else None
    return Finding(
        outcome_id=outcome.id,
        ticket_id=ticket.id,
        allegation_id=row.id,
        code=row.code,
        severity=row.severity,
        result=said.result,
        cause=cause,
        reason=box.seal("findings", "reason", f"{outcome.id}:{row.id}", said.reason.strip()),
        collector_id=ticket.collector_id,
        made_by=work.staff.id,
        made_at=work.now,
    )


def require_complete(rows: list[Allegation], decision: Decision) -> None:
    """Refuse an outcome that leaves an allegation without a finding or a reason."""
    for row in rows:
        said = decision.findings.get(row.id)
        if said is None:
            raise Incomplete("Choose a finding for “{allegation}”", allegation=row.code)
        if not said.reason.strip():
            raise Incomplete("Give a reason the customer will understand")
        if said.result in (Result.UPHELD, Result.PARTLY) and said.cause is None:
            raise Incomplete("Choose what caused it for “{allegation}”", allegation=row.code)


def require_help(ticket: Ticket, decision: Decision, today: date) -> None:
    """Refuse an outcome that leaves a request for help without an answer."""
    if not ticket.is_help:
        return
    if decision.help is None:
        raise Incomplete("Choose an answer to the request for help")
    require_whole(decision.help, today)


def waiting(session: Session, ticket: Ticket) -> Outcome:
    """The outcome that waits for a second supervisor."""
    query = select(Outcome).where(
        Outcome.ticket_id == ticket.id, Outcome.final_at.is_(None), Outcome.returned_at.is_(None)
    )
    outcome = session.scalars(query.order_by(Outcome.id.desc()).limit(1)).first()
    if outcome is None or ticket.state is not State.AWAITING_AGREEMENT:
        raise NotAllowed("Nothing waits for a second agreement on this ticket.")
    return outcome


def allegations_of(session: Session, ticket: Ticket) -> list[Allegation]:
    """What must be found about."""
    return list(
        session.scalars(
            select(Allegation).where(Allegation.ticket_id == ticket.id).order_by(Allegation.id)
        )
    )


def pack_asks(session: Session, ticket: Ticket) -> bool:
    """Whether triage said, by the rule pack, that a second supervisor must agree."""
    query = select(StoredDecision.decision).where(StoredDecision.ticket_id == ticket.id)
    decision = session.scalars(query.order_by(StoredDecision.id.desc()).limit(1)).first() or {}
    return bool(decision.get("second_agreement"))
