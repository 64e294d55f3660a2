"""Filing: a report becomes a ticket, decided and routed, in one transaction."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.errors import Incomplete
from portal.domain.letters import ContactChoice
from portal.domain.receipt import fold
from portal.domain.rulepack import RulePack
from portal.domain.severity import Severity
from portal.domain.ticket import Confidentiality, Source, State
from portal.domain.triage import Decision, Facts, decide
from portal.evidence.service import hand_over, shelf_of_draft
from portal.intake import answers as read
from portal.intake.drafts import Answers, Draft, load_draft, mark_sent, new_draft, save_page
from portal.intake.named import handles_itself, named
from portal.intake.numbers import number_for
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.letters.write import write_letter
from portal.models import (
    Agency,
    ContactLimit,
    DeclaredTie,
    EntryKind,
    Report,
    Sheet,
    Ticket,
    new_id,
    note,
)
from portal.records.handlings import account_marks
from portal.routing import Routing, lay, reply_as_kept
from portal.search.links import Told, mark
from portal.timeline import Event, move, record
from portal.vault.box import Box, box_for, new_box
from portal.vault.code import derive_code, lookup_hash, lookup_hashes, submission_hash
from portal.vault.keys import Keyring

__all__ = ["Draft", "Filed", "Filing", "file", "load_draft", "new_draft", "save_page"]

#: Pages that say who the person is; sealed apart from what happened.
PERSONAL = ("who", "helper", "contact", "reach", "about-you")

#: Where a report from a flooding network waits for a person; nothing is ever dropped.
SCREENING_DESK = "screening"


@dataclass(frozen=True, slots=True)
class Filing:
    """What filing needs beside the report: the session, the keys, the settings and the moment."""

    session: Session
    keyring: Keyring
    settings: Settings
    now: datetime
    source: Source = Source.WEB
    #: Whether a person looks first, because the network it came from floods us.
    screened: bool = False
    #: Whether nobody looks if it came before: the tables refuse a twin, and then it is sent once more.
    as_new: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """The receipt: the code only the person holds, and the number that is safe to say."""

    code: str
    ticket_number: str
    ticket_id: str
    repeated: bool = False


def file(work: Filing, draft: Draft) -> Filed:
    """Make the ticket of this report. The same report sent again gives the same receipt."""
    submission = bytes.fromhex(draft.submission_id)
    code = derive_code(work.keyring, submission)
    prefix, year = work.settings.ticket_prefix, work.now.year
    looked = None if work.as_new else submission_hash(submission)
    number, before = number_for(work.session, prefix, year, looked)
    if before is not None:
        return Filed(code, before.number, before.id, repeated=True)
    if not draft.answers:
        raise Incomplete("There is nothing to send yet.")
    draft.answers = read.masked(draft.answers)
    # Everything is read and decided first and written in one go: the database is locked briefly.
    sheet = Sheet(work.session)
    with work.session.no_autoflush:
        ticket = open_ticket(replace(work, session=sheet.as_session()), draft, code, number)
        sheet.write()
    mark_sent(work.session, draft, ticket.id, work.now)
    return Filed(code, ticket.number, ticket.id)


def open_ticket(work: Filing, draft: Draft, code: str, number: str) -> Ticket:
    """The ticket with its key, sealed report, decision, history and acknowledgement."""
    session, pack = work.session, pack_of(work.settings, draft)
    region = read.region(draft.answers)
    today = pack.local_date(work.now, region)
    about = named(session, draft.answers, today)
    agency, there = about.agency, about.there
    facts = replace(
        facts_of(draft, pack, today, agency),
        names_lead=about.is_lead,
        agency_handles=handles_itself(session, agency, pack.id),
    )
    decision = decide(facts, pack)
    ticket = ticket_row(work, draft, facts, decision)
    ticket.number = number
    ticket.code_hash = lookup_hash(work.keyring, code)
    ticket.agency_id = agency.id if agency else None
    ticket.collector_id = there.collector_id if there else None
    ticket.team_id = there.team_id if there else None
    session.add(ticket)
    box = new_box(session, work.keyring, ticket.id)
    asked = read.asked_answers(draft.door, draft.answers)
    choice = read.contact_choice(asked, pack.zone_of(region))
    seal_report(session, box, ticket, asked, choice)
    set_limits(session, ticket, draft, work.now)
    filed = Event(kind=EntryKind.FILED, at=work.now, facts={"source": work.source.value})
    record(session, box, ticket, filed)
    hand_over(shelf_of_draft(session, work.keyring, draft), box, ticket, work.now)
    told = told_of(work.keyring, asked)
    mark(session, work.keyring, ticket, told)
    for one in about.staff:
        tie = DeclaredTie(staff_id=one, ticket_id=ticket.id, declared_at=work.now)
        session.add(tie)
    routing = Routing(session, box, pack, work.now, today, told.accounts, about.staff)
    lay(routing, ticket, decision, facts)
    if work.screened:
        set_aside(work, box, ticket)
    acknowledge(work, box, ticket, decision, choice)
    return ticket


def told_of(keyring: Keyring, asked: Answers) -> Told:
    """What of a report may link it to others."""
    when, about = asked.get("when", {}), asked.get("collector", {})
    numbers = [*(when.get("from_number") or ()), about.get("c_phone")]
    return Told(
        numbers=tuple(str(one) for one in numbers if one),
        accounts=account_marks(keyring, str(about.get("account_tail") or "")),
    )


def set_aside(work: Filing, box: Box, ticket: Ticket) -> None:
    """Let a person look before a supervisor is given the ticket. Its dates run; a danger never waits."""
    if ticket.severity is Severity.SAFETY or ticket.state is not State.ASSIGNED:
        return
    ticket.owner_id, ticket.desk = None, SCREENING_DESK
    event = Event(kind=EntryKind.ASSIGNED, at=work.now, facts={"desk": SCREENING_DESK})
    move(work.session, box, ticket, State.QUEUED, event)


def pack_of(settings: Settings, draft: Draft) -> RulePack:
    """The rule pack of the place the person lives in; the house's own first one for elsewhere."""
    packs = installed()
    place = str(draft.answers.get("jurisdiction", {}).get("place", ""))
    chosen = place if place in settings.places else settings.places[0]
    return packs[chosen]


def ticket_of_code(session: Session, keyring: Keyring, typed: str) -> Ticket | None:
    """The ticket of a receipt code; wrong, erased and ended look alike."""
    hashes = lookup_hashes(keyring, fold(typed))
    return session.scalar(select(Ticket).where(Ticket.code_hash.in_(hashes)))


def add_to(work: Filing, ticket: Ticket, words: str, draft: Draft) -> None:
    """Put what was written into a ticket that is already there, in the person’s own words, with its files."""
    box = box_for(work.session, work.keyring, ticket.id)
    record(
        work.session,
        box,
        ticket,
        Event(kind=EntryKind.MESSAGE_IN, at=work.now, words=words),
    )
    hand_over(shelf_of_draft(work.session, work.keyring, draft), box, ticket, work.now)


def facts_of(draft: Draft, pack: RulePack, today: date, agency: Agency | None) -> Facts:
    """What triage looks at."""
    firm = agency.firm if agency else "unknown"
    return read.facts(
        draft.answers, jurisdiction=pack.id, received_on=today, firm=firm, door=draft.door
    )


def ticket_row(work: Filing, draft: Draft, facts: Facts, decision: Decision) -> Ticket:
    """The ticket as triage sees it, before it is routed."""
    confid = str(draft.answers.get("privacy", {}).get("confid") or "confidential")
    language = facts.language if facts.language in LANGUAGES else draft.language
    ticket = Ticket()
    vars(ticket).update(  # It is only written down: nobody need watch each value being set.
        id=new_id(),
        submission_hash=submission_hash(bytes.fromhex(draft.submission_id)),
        jurisdiction=facts.jurisdiction,
        region=facts.region[:40],
        language=language,
        state=State.RECEIVED,
        source=work.source,
        confidentiality=Confidentiality(confid),
        is_conduct=draft.door == "report",
        is_help=facts.wants_help,
        severity=decision.severity,
        severity_rank=decision.severity.rank,
        desk=decision.desk,
        received_at=work.now,
        pack_id=decision.pack_id,
        pack_version=decision.pack_version,
        codes=list(dict.fromkeys(one.code for one in decision.allegations)) or list(facts.ask_for),
        in_court="court_papers" in decision.danger,
        represented=facts.who == "represent",
        is_demo=work.settings.demo,
    )
    return ticket


def seal_report(
    session: Session, box: Box, ticket: Ticket, asked: Answers, choice: ContactChoice
) -> None:
    """Keep what was said, and apart from it who said it; each sealed with the ticket's own key."""
    identity = {page: asked.get(page, {}) for page in PERSONAL if page in asked}
    identity |= {
        "who": {**asked.get("who", {}), **identity.pop("helper", {})},
        "contact": {**asked.get("contact", {}), **identity.pop("reach", {})},
        "reply": reply_as_kept(choice),
    }
    said = {page: values for page, values in asked.items() if page not in PERSONAL}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    note(
        session,
        Report,
        ticket_id=ticket.id,
        answers=box.seal("reports", "answers", ticket.id, text),
        identity=box.seal(
            "reports", "identity", ticket.id, json.dumps(identity, ensure_ascii=False)
        ),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def set_limits(session: Session, ticket: Ticket, draft: Draft, now: datetime) -> None:
    """The person's own limits on contact, enforceable from the moment of filing."""
    for kind in draft.answers.get("contact", {}).get("dont") or ():
        note(session, ContactLimit, ticket_id=ticket.id, kind=str(kind), set_at=now)


def acknowledge(
    work: Filing, box: Box, ticket: Ticket, decision: Decision, choice: ContactChoice
) -> None:
    """Write the acknowledgement with its dates; it leaves after the commit, if it may leave at all."""
    write_letter(
        work.session,
        work.keyring,
        work.settings,
        box,
        ticket,
        name="acknowledgement",
        values={
            "received_on": ticket.received_at,
            "due_on": ticket.due_on,
            "holds": bool(decision.holds),
            "outside": ticket.owner_id is None,
            "report": ticket.is_conduct,
            "request": not ticket.is_conduct,
        },
        contact=choice,
        now=work.now,
    )
