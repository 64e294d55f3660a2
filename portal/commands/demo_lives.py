"""What becomes of an invented ticket: it is answered, looked into, decided, and sometimes disputed."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import service as accounts
from portal.casework import referring
from portal.casework import service as casework
from portal.commands.demo_people import People
from portal.commands.demo_words import words_in
from portal.config import Settings
from portal.domain.outcome import Cause, HelpAnswer, HelpDecision, Remedy, Result
from portal.domain.severity import Severity
from portal.domain.ticket import State
from portal.jurisdictions.load import installed
from portal.models import MailState, OutboxMail, Staff, Ticket, free_supervisors
from portal.outcomes import service as outcomes
from portal.referrals import service as referrals
from portal.vault.keys import Keyring

#: Only tickets younger than so many days still wait for anything.
STILL_OPEN = 45
#: A second supervisor does not let anybody wait longer than so many days.
AGREED_WITHIN = 7
#: The gravest are answered soonest: days between filing and the first answer.
FIRST_ANSWER = {
    Severity.SAFETY: (0, 1),
    Severity.SERIOUS: (0, 3),
    Severity.STANDARD: (1, 4),
    Severity.SERVICE: (1, 5),
}


@dataclass(slots=True)
class Year:
    """What every invented ticket needs."""

    session: Session
    keyring: Keyring
    settings: Settings
    rng: random.Random
    people: People
    today: datetime

    def often(self, share: float) -> bool:
        """Whether something happens that happens to this share of tickets."""
        return self.rng.random() < share

    def one_of(self, what: str, ticket: Ticket) -> str:
        """One of several ways to say something, in the language of the ticket."""
        return str(self.rng.choice(words_in(ticket.language)[what]))


def live(year: Year, ticket: Ticket, at: datetime) -> None:
    """Most older tickets were answered and decided; some still wait."""
    owner, age = year.session.get_one(Staff, ticket.owner_id), (year.today - at).days
    days = year.rng.randint(*FIRST_ANSWER[ticket.severity])
    if age <= days or (age < 8 and year.often(0.25)):  # noqa: PLR2004 - a few wait for their first reply
        return
    desk = casework.Desk(
        year.session, year.keyring, year.settings, at + timedelta(days=days, hours=3), owner
    )
    casework.reply(desk, ticket, year.one_of("reply", ticket))
    if year.often(0.35):
        casework.note(later(desk, 2), ticket, year.one_of("note", ticket))
    person = accounts.Person(
        year.session, year.keyring, year.settings, desk.now + timedelta(hours=9), ticket
    )
    if age > days + 1 and year.often(0.3):
        accounts.write(person, year.one_of("message", ticket))
    if age > days + 2 and year.often(0.05):
        accounts.withdraw(person, words_in(ticket.language)["withdrawal"])
        return
    pass_on(year, later(desk, 20), ticket)
    if age < 12 or (age < 30 and year.often(0.3)):  # noqa: PLR2004 - young ones are still looked into
        return
    when = at + timedelta(days=min(age - 1, year.rng.randint(5, 13)))
    when = max(when, desk.now + timedelta(days=1))
    decide(year, ticket, owner, when)
    pass_on(year, replace(desk, now=when + timedelta(days=3)), ticket)
    if ticket.state is State.CLOSED and age < STILL_OPEN and year.often(0.3):
        doubted = replace(person, now=when + timedelta(days=2))
        if doubted.now < year.today:
            accounts.disagree(doubted, ["else"], words_in(ticket.language)["disagreement"])


def later(desk: casework.Desk, hours: int) -> casework.Desk:
    """The same person at the same desk, some hours later."""
    return replace(desk, now=desk.now + timedelta(hours=hours))


def pass_on(year: Year, desk: casework.Desk, ticket: Ticket) -> None:
    """Some people agree that a letter goes to an organisation outside; most letters then leave."""
    offered = [one for one in referrals.of(year.session, ticket) if one.sent_at is None]
    if not offered or desk.now > year.today or not year.often(0.3):
        return
    offer, agreed = year.rng.choice(offered), year.often(0.8)
    scope = year.rng.choice((["story"], ["name", "story"], ["name", "contact", "story"]))
    referrals.consent(
        desk, ticket, offer, agreed=agreed, scope=scope, language=ticket.language, now=desk.now
    )
    body = installed()[ticket.pack_id].body(offer.body_id)
    if agreed and body is not None and body.email and year.often(0.7):
        referring.refer(later(desk, 4), ticket, offer.body_id)


def decide(year: Year, ticket: Ticket, owner: Staff, when: datetime) -> None:
    """A finding for each allegation; a second supervisor agrees to most that need it."""
    work = outcomes.Deciding(year.session, year.keyring, year.settings, when, owner)
    findings = {
        row.id: found(year, ticket) for row in outcomes.allegations_of(year.session, ticket)
    }
    upheld = any(one.result in (Result.UPHELD, Result.PARTLY) for one in findings.values())
    remedies = (Remedy.APOLOGY, Remedy.CONTACT_LIMITS)[: year.rng.randint(1, 2)] if upheld else ()
    answer = answer_to_help(year, ticket) if ticket.is_help else None
    outcome = outcomes.propose(work, ticket, outcomes.Decision(findings, remedies, help=answer))
    old = (year.today - when).days > AGREED_WITHIN
    if outcome.needs_agreement and (old or year.often(0.6)):
        today = installed()[ticket.pack_id].local_date(when, ticket.region)
        free = year.session.scalars(free_supervisors(ticket, today))
        others = [
            one for one in free if one.id != owner.id and ticket.jurisdiction in one.jurisdictions
        ]
        if others:
            second = replace(work, staff=others[0], now=when + timedelta(hours=5))
            outcomes.agree(second, ticket)


def found(year: Year, ticket: Ticket) -> outcomes.Proposed:
    """Two of five are upheld, some of them in part; of the others one in three stays unclear."""
    reasons = words_in(ticket.language)["reason"]
    if not year.often(0.4):
        result = Result.UNDETERMINED if year.often(0.35) else Result.NOT_UPHELD
        return outcomes.Proposed(result, year.rng.choice(reasons["no"]))
    cause = year.rng.choice(
        (Cause.INDIVIDUAL, Cause.INDIVIDUAL, Cause.SCRIPT_OR_POLICY, Cause.SYSTEM, Cause.AGENCY)
    )
    result = Result.PARTLY if year.often(0.25) else Result.UPHELD
    return outcomes.Proposed(result, year.rng.choice(reasons["yes"]), cause)


def answer_to_help(year: Year, ticket: Ticket) -> HelpAnswer:
    """Most requests for help are granted as they were made; some are not."""
    granted = year.often(0.7)
    decision = HelpDecision.ACCEPT if granted else HelpDecision.DECLINE
    return HelpAnswer(
        decision=decision,
        reason=words_in(ticket.language)["help_reason"]["yes" if granted else "no"],
    )


def on_their_way(session: Session, since: datetime) -> None:
    """Letters of past months left when they were due; only those of the last days still wait."""
    old = select(OutboxMail).where(
        OutboxMail.state == MailState.WAITING, OutboxMail.not_before < since
    )
    for row in session.scalars(old):
        row.state, row.sent_at, row.attempts = MailState.SENT, row.not_before, 1
