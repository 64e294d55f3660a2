"""Moving a promised date: only as far as the rule pack allows, with the reason, and the person told."""

from dataclasses import dataclass
from datetime import date

from portal.casework.service import Desk, answered, clocks, require_open
from portal.catalogue import N_, said
from portal.domain.clocks import ClockRule, Event, EventKind, admit
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.own_data import ACCESS
from portal.jurisdictions.load import installed
from portal.letters.write import Leaving, in_words, is_repeated, leaving, write_letter
from portal.models import Clock, EntryKind, Ticket
from portal.routing import contact_of, next_promise
from portal.timeline import Event as Happened
from portal.timeline import record

#: Why an answer may take longer; words for staff stand in the portal, words for the person are typed.
REASONS = ("recording", "agency", "complex", "customer")


@dataclass(frozen=True, slots=True)
class Movable:
    """A promise that may be moved: the clock, the extension the pack allows next, the last day."""

    clock: Clock
    length: int
    latest: date
    source: str


def movable(desk: Desk, ticket: Ticket) -> list[Movable]:
    """The running promises of this ticket that its rule pack lets move, each with its last day."""
    pack = installed()[ticket.pack_id]
    calendar = pack.calendar_of(ticket.region)
    found = []
    for clock in clocks(desk.session, ticket):
        # What was asked of the own data is owed by administrators, and known by its day.
        if clock.rule_id == ACCESS:
            continue
        # The law of the day it began counts, whatever has taken its place since.
        begun = max(clock.started_on, pack.in_force_from)
        rules = {one.rule.id: one.rule for one in pack.on(begun).clocks}
        rule = rules.get(clock.rule_id)
        length = next_length(rule, clock.granted) if rule and clock.state == "running" else None
        if rule is None or length is None:
            continue
        today = pack.local_date(desk.now, ticket.region)
        granted = [Event(EventKind.EXTEND, clock.started_on, one) for one in clock.granted]
        more = Event(EventKind.EXTEND, today, length)
        try:
            latest = admit(rule, clock.started_on, calendar, granted, more).due
        except NotAllowed:
            # The day is over: a promise broken is not mended afterwards.
            continue
        found.append(Movable(clock, length, latest, rule.source))
    return found


def next_length(rule: ClockRule, granted: list[int]) -> int | None:
    """The next extension this rule allows; None when it allows no more."""
    left = list(rule.extend)
    for length in granted:
        if length in left:
            left.remove(length)
    return left[0] if left else None


def extend(desk: Desk, ticket: Ticket, rule_id: str, to: date, *, reason: str, words: str) -> Clock:
    """Move a promise to a later day. A letter with the new day and the words leaves at once."""
    one = allowed(desk, ticket, rule_id, to, words)
    clock, before = one.clock, one.clock.due_on
    clock.due_on, clock.granted = to, [*clock.granted, one.length]
    next_promise(desk.session, ticket)
    facts = {"clock": rule_id, "before": before.isoformat(), "after": to.isoformat(), "why": reason}
    moved = EntryKind.DEADLINE_EXTENDED
    event = Happened(kind=moved, at=desk.now, staff_id=desk.staff.id, facts=facts, words=words)
    record(desk.session, desk.box(ticket), ticket, event)
    progress(desk, ticket, moved_words(ticket, rule_id, to, words))
    return clock


def allowed(desk: Desk, ticket: Ticket, rule_id: str, to: date, words: str) -> Movable:
    """The promise that may move to this day, or the refusal that says why it may not."""
    require_open(ticket)
    one = next((one for one in movable(desk, ticket) if one.clock.rule_id == rule_id), None)
    if one is None:
        raise NotAllowed("The rule pack does not allow this date to be moved.")
    if not words.strip():
        raise Incomplete("Tell the customer why")
    before = one.clock.due_on
    if to <= before:
        raise Incomplete("New date must be after {due}", due=before)
    if to > one.latest:
        raise Incomplete(
            "New date must be {max} or earlier under {rule}", max=one.latest, rule=one.source
        )
    return one


def moved_words(ticket: Ticket, rule_id: str, to: date, words: str) -> str:
    """What the letter says: the new day, then the words of the supervisor."""
    day = in_words(to, ticket.language)
    name = installed()[ticket.pack_id].words(ticket.language, "clock", rule_id)
    sentence = said(ticket.language, N_("%(promise)s: the new date is %(date)s."))
    return f"{sentence % {'promise': name, 'date': day}}\n\n{words.strip()}"


def progress(desk: Desk, ticket: Ticket, words: str) -> None:
    """A letter that says where the ticket stands; kept on the person's page, with a neutral notice."""
    require_open(ticket)
    if not words.strip():
        raise Incomplete("Enter a reply")
    letter = progress_leaving(desk, ticket, words)
    if is_repeated(desk.session, desk.box(ticket), ticket, "update", letter, desk.now):
        return
    answered(desk, ticket)
    write_letter(
        desk.session,
        desk.keyring,
        desk.settings,
        desk.box(ticket),
        ticket,
        name="update",
        values={"words": words.strip()},
        contact=contact_of(desk.session, desk.box(ticket), ticket),
        now=desk.now,
    )


def progress_leaving(desk: Desk, ticket: Ticket, words: str) -> Leaving:
    """The progress letter as it would leave now."""
    contact = contact_of(desk.session, desk.box(ticket), ticket)
    return leaving(desk.settings, ticket, "update", {"words": words.strip()}, (contact, desk.now))
