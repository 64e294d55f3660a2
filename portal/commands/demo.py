"""Filling a database with a year that looks like life, through the same verbs as the pages."""

import random
import secrets
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from portal.app import create_app
from portal.casework import service as casework
from portal.commands import demo_people
from portal.commands.demo_people import People
from portal.commands.demo_words import COLLECTOR_SAYS, NOTICE, REVIEW_REASONS, words_in
from portal.config import Settings
from portal.domain.outcome import Cause, HelpAnswer, HelpDecision, Remedy, Result
from portal.domain.receipt import grouped
from portal.domain.review import Action
from portal.domain.ticket import State
from portal.intake import service as intake
from portal.intake.drafts import Draft
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.models import (
    Agency,
    Answer,
    Collector,
    Review,
    Role,
    Staff,
    Ticket,
    free_supervisors,
    make_engine,
)
from portal.outcomes import service as outcomes
from portal.reviews import selecting
from portal.reviews import service as reviews
from portal.vault.keys import Keyring

PLACES = ("gb", "gb", "cn", "cn", "cn", "us")
#: This many tickets are true or lost together.
BATCH = 50
#: Only tickets younger than so many days still wait for anything.
STILL_OPEN = 45


@dataclass(slots=True)
class Year:
    """What every invented ticket needs."""

    session: Session
    keyring: Keyring
    settings: Settings
    rng: random.Random
    people: People
    today: datetime


def fill(settings: Settings, tickets: int, seed: int) -> int:
    """Add people, if there are none, and so many tickets; prints the sign-ins and some receipt codes."""
    settings = replace(settings, demo=True)
    keyring = Keyring.load(settings.keys_file)
    factory = sessionmaker(make_engine(settings.database))
    rng = random.Random(seed)  # noqa: S311 - invented data, no secret
    codes = []
    with factory() as session:
        people = everybody(session, settings, keyring, rng)
        year = Year(session, keyring, settings, rng, people, datetime.now(UTC))
        for number in range(tickets):
            code = one_ticket(year)
            codes = [*codes[-2:], code]
            if number % BATCH == BATCH - 1:
                session.commit()
                progress(number + 1, tickets)
        session.commit()
        finish_reviews(year)
        session.commit()
    progress(tickets, tickets)
    tell(codes)
    return 0


def progress(done: int, total: int) -> None:
    """A bar for people who watch."""
    if sys.stderr.isatty():
        width = 40 * done // max(total, 1)
        print(
            f"\r[{'#' * width}{'.' * (40 - width)}] {done}/{total}",
            end="" if done < total else "\n",
            file=sys.stderr,
        )


def everybody(session: Session, settings: Settings, keyring: Keyring, rng: random.Random) -> People:
    """The people of the demonstration, made once."""
    if session.scalar(select(func.count()).select_from(Collector)):
        by_role = {
            role: list(
                session.scalars(select(Staff).where(Staff.role == role, Staff.team_id.is_(None)))
            )
            for role in Role
        }
        return People(
            list(session.scalars(select(Agency))), list(session.scalars(select(Collector))),
            by_role[Role.SUPERVISOR], by_role[Role.REVIEWER],
        )  # fmt: skip
    from flask_security import hash_password  # noqa: PLC0415 - needs the application around it

    app = create_app(settings, keyring)
    with app.test_request_context():
        password = hash_password(demo_people.PASSWORD_SHOWN)
    return demo_people.make(session, password, rng, datetime.now(UTC).date())


def one_ticket(year: Year) -> str:
    """File one invented report on some day of the year and let it live; returns its receipt code."""
    rng = year.rng
    place = rng.choice(PLACES)
    language = rng.choice(spoken_in(place))
    at = year.today - timedelta(days=rng.randint(0, 360), minutes=rng.randint(0, 1440))
    draft = invented(year, place, language, at)
    filed = intake.file(intake.Filing(year.session, year.keyring, year.settings, at), draft)
    ticket = year.session.get_one(Ticket, filed.ticket_id)
    if ticket.state is State.ASSIGNED:
        live(year, ticket, at)
    return filed.code


def spoken_in(place: str) -> tuple[str, ...]:
    """What people of a place write in: half of them in its language; in China all of them."""
    own = installed()[place].language
    return (own,) if place == "cn" else (own, own, *(one for one in LANGUAGES if one != own))


def invented(year: Year, place: str, language: str, at: datetime) -> Draft:
    """The answers of an invented person."""
    rng = year.rng
    told = rng.choice(words_in(language)["story"])
    choices, story = told["choices"], told["words"]
    fitting = [one for one in year.people.collectors if one.agency.jurisdictions == [place]]
    about = rng.choice(fitting)
    named = rng.random() < 0.7  # noqa: PLR2004 - seven of ten know a number or name
    answers = {
        "who": {"who": "other" if "notmine" in choices else "self"},
        "jurisdiction": {"place": place, "lang": language},
        "what": {"what": list(choices), "words": story},
        "when": {"timing": rng.choice(("once", "several", "still")), "channel": ["phone"]},
        "collector": {
            "c_agency": about.agency.name if named else "",
            "c_badge": about.number if named else "",
        },
        "outcome": {"wants": ["stop"], "want_help": "no"},
        "contact": {"reply_by": "site"},
        "privacy": {"confid": rng.choice(("confidential", "anonymous"))},
    }
    door = "report"
    if rng.random() < 0.2:  # noqa: PLR2004 - one of five asks for help instead
        door = "help"
        answers |= {
            "situation": {"hardship": ["job_loss"], "ask_for": ["repayment_plan"], "story": story},
            "what": {},
        }
    return Draft(
        secrets.token_urlsafe(8), door, language, f"{rng.getrandbits(128):032x}", at, answers
    )


def live(year: Year, ticket: Ticket, at: datetime) -> None:
    """Most older tickets were answered and decided; some still wait."""
    rng, owner = year.rng, year.session.get_one(Staff, ticket.owner_id)
    age = (year.today - at).days
    if age < 1 or (age < STILL_OPEN and rng.random() < 0.15):  # noqa: PLR2004 - some wait for their first reply
        return
    desk = casework.Desk(year.session, year.keyring, year.settings, at + timedelta(hours=20), owner)
    casework.reply(desk, ticket, words_in(ticket.language)["reply"])
    if age < 12 or (age < STILL_OPEN and rng.random() < 0.2):  # noqa: PLR2004 - young ones are still looked into
        return
    when = at + timedelta(days=min(age, rng.randint(5, 13)))
    decide(year, ticket, owner, when)


def decide(year: Year, ticket: Ticket, owner: Staff, when: datetime) -> None:
    """A finding for each allegation; a second supervisor agrees to most that need it."""
    rng = year.rng
    work = outcomes.Deciding(year.session, year.keyring, year.settings, when, owner)
    findings = {}
    for row in outcomes.allegations_of(year.session, ticket):
        upheld = rng.random() < 0.4  # noqa: PLR2004 - two of five are upheld
        cause = rng.choice(
            (Cause.INDIVIDUAL, Cause.INDIVIDUAL, Cause.SCRIPT_OR_POLICY, Cause.SYSTEM)
        )
        result = Result.UPHELD if upheld else rng.choice((Result.NOT_UPHELD, Result.UNDETERMINED))
        findings[row.id] = outcomes.Proposed(
            result, reason("reason", ticket, yes=upheld), cause if upheld else None
        )
    remedies = (
        (Remedy.APOLOGY,) if any(one.result is Result.UPHELD for one in findings.values()) else ()
    )
    answer = answer_to_help(year, ticket) if ticket.is_help else None
    outcome = outcomes.propose(work, ticket, outcomes.Decision(findings, remedies, help=answer))
    old = (year.today - when).days > STILL_OPEN
    if outcome.needs_agreement and (old or rng.random() < 0.85):  # noqa: PLR2004 - some still wait
        today = installed()[ticket.pack_id].local_date(when)
        others = [
            one
            for one in year.session.scalars(free_supervisors(ticket, today))
            if one.id != owner.id and ticket.jurisdiction in one.jurisdictions
        ]
        if others:
            second = replace(work, staff=others[0], now=when + timedelta(hours=5))
            outcomes.agree(second, ticket)


def reason(kind: str, ticket: Ticket, *, yes: bool) -> str:
    """Why something was decided, in the words the person reads."""
    return str(words_in(ticket.language)[kind]["yes" if yes else "no"])


def answer_to_help(year: Year, ticket: Ticket) -> HelpAnswer:
    """Most requests for help are granted as they were made; some are not."""
    granted = year.rng.random() < 0.7  # noqa: PLR2004 - seven of ten
    decision = HelpDecision.ACCEPT if granted else HelpDecision.DECLINE
    return HelpAnswer(decision=decision, reason=reason("help_reason", ticket, yes=granted))


def finish_reviews(year: Year) -> None:
    """Open the reviews the rules ask for, and let the first ones run their course."""
    session, now = year.session, year.today
    start = now - timedelta(days=120)
    selecting.draw_sample(session, year.keyring, now)
    opened = selecting.select_for_review(session, year.keyring, now - timedelta(days=14))
    for place, review in enumerate(opened[:5]):
        by = year.people.reviewers[place % 2]
        told = now - timedelta(days=13) if place > 1 else start
        at = reviews.Reviewing(session, year.keyring, told, by)
        reviews.give_notice(at, review, NOTICE, "Dana Wells")
        if place > 3:  # noqa: PLR2004 - the last one has not answered yet
            continue
        at = replace(at, now=told + timedelta(days=5))
        accepts = {one.id: Answer.ACCEPTS for _link, one in reviews.links_of(session, review)}
        reviews.record_reply(at, review, reviews.Reply(COLLECTOR_SAYS, accepts))
        if place < 3:  # noqa: PLR2004 - three of them are decided
            decide_review(at, review, now, Action.PASS_TO_HR if place == 2 else Action.COACHING)  # noqa: PLR2004 - one is grave


def decide_review(at: reviews.Reviewing, review: Review, now: datetime, action: Action) -> None:
    """Reasons, a day, and for an old one the action done and its figures looked at again."""
    at = replace(at, now=at.now + timedelta(days=2))
    due = reviews.pack_of(review).local_date(at.now) + timedelta(days=14)
    reviews.decide(at, review, reviews.Choice(action, REVIEW_REASONS, due))
    if action is Action.COACHING:
        done = at.now + timedelta(days=7)
        later = replace(at, now=done + timedelta(days=61))
        reviews.action_done(replace(at, now=done), review, done.date() - timedelta(days=1), "")
        if later.now < now:
            reviews.check(later, review, "", helped=True)


def tell(codes: list[str]) -> None:
    """What a newcomer needs to look around."""
    print("Demonstration: every name and number is invented.")
    print(f"Sign-ins of staff (password {demo_people.PASSWORD_SHOWN}):")
    for email, _name, role in demo_people.SIGN_INS:
        print(f"  {email}@demo.example  {role.value}")
    print("Receipt codes to enter at /track:")
    for code in codes:
        print(f"  {grouped(code)}")
