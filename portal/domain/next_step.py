"""The next step open to a person, with its date: worked out from promises and law, never typed in.

1. While we have time: when we answer, and from when on an outside body opens if we do not.
2. Once a promise is broken: that we are late, by how many days, and who can be turned to at once.
3. After our answer: until when to disagree here, and which bodies our answer opened, until when. They stay
   open while we look again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.clocks import Event, EventKind, Start, due
from portal.domain.provisions import may_quote
from portal.domain.record import outside_ways
from portal.domain.rulepack import Body, PackClock, RulePack
from portal.domain.ticket import OPEN, State


class Way(StrEnum):
    """What kind of step it is."""

    WAIT = "wait"
    LATE = "late"
    OUTSIDE = "outside"
    ANSWERED = "answered"
    REFERRED = "referred"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Promise:
    """One of our dates, and whether it still runs."""

    rule_id: str
    due_on: date
    running: bool = True


@dataclass(frozen=True, slots=True)
class Opening:
    """A body a person may turn to: from when, and until when where the law sets an end."""

    body: Body
    opens_on: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is open to the person now, and the date it rests on."""

    way: Way
    #: Our own date: the nearest promise, or the one that was broken.
    on: date | None = None
    days_late: int = 0
    #: Until when the person may ask for another look here, where the law says so.
    disagree_until: date | None = None
    outside: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands: its state, its dates, when it came and when it was answered."""

    state: State
    received_on: date
    answered_on: date | None = None
    promises: tuple[Promise, ...] = ()
    #: Nobody here is free of the ticket.
    waits_outside: bool = False
    #: When it was answered before, where we look at it again.
    answered_before: date | None = None


def next_step(at: Standing, pack: RulePack, today: date) -> NextStep:
    """What the person may do next."""
    law = pack.on(at.received_on)
    if at.state is State.WITHDRAWN:
        return NextStep(Way.ENDED)
    if at.state is State.CLOSED:
        return answered(at, law, today)
    if at.state not in OPEN:
        return NextStep(Way.REFERRED)
    if at.waits_outside:
        found = [law.body(one) for one in outside_ways(law, today)]
        opened = openings((body for body in found if body), today)
        return NextStep(Way.OUTSIDE, nearest(at), outside=opened)
    return waiting(at, law, today)


def waiting(at: Standing, law: RulePack, today: date) -> NextStep:
    """We still owe an answer: in time, or late."""
    first = nearest(at)
    if at.answered_before is not None:
        return looked_at_again(first, opened_by_answer(at.answered_before, law, today), today)
    breached = [(one, body) for one in running(at) if (body := body_for_breach(law, one))]
    if first is None or first >= today:
        later = [
            Opening(body, opens_on=one.due_on + timedelta(days=1))
            for one, body in breached
            if may_suggest(body, today)
        ]
        return NextStep(Way.WAIT, first, outside=tuple(later[:1]))
    over = [body for one, body in breached if one.due_on < today]
    later = [
        Opening(body, opens_on=one.due_on + timedelta(days=1))
        for one, body in breached
        if one.due_on >= today and may_suggest(body, today)
    ]
    return NextStep(
        Way.LATE,
        first,
        days_late=(today - first).days,
        outside=openings(over, today) or tuple(later[:1]),
    )


def looked_at_again(first: date | None, opened: tuple[Opening, ...], today: date) -> NextStep:
    """The person disagreed and waits for a new answer; what the first one opened is open meanwhile."""
    if first is None or first >= today:
        return NextStep(Way.WAIT, first, outside=opened)
    return NextStep(Way.LATE, first, days_late=(today - first).days, outside=opened)


def answered(at: Standing, law: RulePack, today: date) -> NextStep:
    """Our answer is there: who may be asked to look again, and until when."""
    on = at.answered_on or today
    own = [one for one in law.clocks if one.whose == "person"]
    here = until(own, Start.DECISION, on, law)
    opened = opened_by_answer(on, law, today)
    return NextStep(Way.ANSWERED, on, disagree_until=here, outside=opened)


def opened_by_answer(on: date, law: RulePack, today: date) -> tuple[Opening, ...]:
    """The bodies that an answer of this day opened and that are open still, until when the law says."""
    own = [one for one in law.clocks if one.whose == "person"]
    there = until(own, Start.FINAL_LETTER, on, law)
    if there is not None and there < today:
        return ()
    bodies = [
        body
        for body in law.bodies
        if any(way.get("final_letter_sent") for way in (body.when, *body.one_of))
    ]
    return tuple(Opening(one.body, until=there) for one in openings(bodies, today))


def until(
    clocks: Iterable[PackClock], starts: Start, on: date, law: RulePack
) -> date | None:  # fmt: skip
    """The last day of a time that is the person's own; none unless its law was read."""
    for one in clocks:
        if one.rule.starts is starts and may_quote(one.rule.mark, one.rule.force):
            return due(one.rule, on, law.calendar, [Event(EventKind.START, on)]).due
    return None


def running(at: Standing) -> list[Promise]:
    """The promises that still run, the nearest first."""
    return sorted((one for one in at.promises if one.running), key=lambda one: one.due_on)


def nearest(at: Standing) -> date | None:
    """The date by which the person hears from us."""
    return next((one.due_on for one in running(at)), None)


def body_for_breach(law: RulePack, promise: Promise) -> Body | None:
    """The body that opens when this promise is broken."""
    rule = next((one.rule for one in law.clocks if one.id == promise.rule_id), None)
    name = str((rule.on_breach or {}).get("body", "")) if rule else ""
    return law.body(name) if name else None


def may_suggest(body: Body, today: date) -> bool:
    """Whether people are sent there: its contact was checked, and not too long ago."""
    return body.may_show() and body.is_fresh(today)


def openings(bodies: Iterable[Body], today: date) -> tuple[Opening, ...]:
    """Bodies that are open now, each once."""
    return tuple(Opening(body) for body in bodies if may_suggest(body, today))
