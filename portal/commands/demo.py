"""Filling a database with a year that looks like life, through the same verbs as the pages."""

import random
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.commands import demo_people
from portal.commands.demo_lives import Year, live, on_their_way
from portal.commands.demo_people import People
from portal.commands.demo_story import invented
from portal.commands.demo_twins import lived, multiply
from portal.commands.demo_words import COLLECTOR_SAYS, NOTICE, REVIEW_REASONS
from portal.commands.schema import opened, take_figures
from portal.config import BadSetting, Settings
from portal.domain.receipt import grouped
from portal.domain.review import Action
from portal.domain.ticket import Source, State
from portal.intake import service as intake
from portal.models import (
    DEMO,
    Agency,
    Answer,
    Collector,
    Review,
    Role,
    Setting,
    Staff,
    Ticket,
)
from portal.reviews import places as review_places
from portal.reviews import selecting
from portal.reviews import service as reviews
from portal.vault.keys import Keyring

PLACES = ("gb", "gb", "cn", "cn", "cn", "us")
#: This many tickets are true or lost together.
BATCH = 50
#: So many tickets are lived through every verb; more than these are their twins.
MOST_LIVED = 1000
TWINS_AT_ONCE = 2000


def fill(settings: Settings, tickets: int, seed: int) -> int:
    """Add people, if there are none, and so many tickets; prints the sign-ins and some receipt codes."""
    keyring = Keyring.load(settings.keys_file)
    rng = random.Random(seed)  # noqa: S311 - invented data, no secret
    with opened(settings) as session:
        refuse_real(session, settings)
        settings = replace(settings, demo=True)
        people = everybody(session, settings, keyring, rng)
        session.merge(Setting(name=DEMO, value={"seed": seed}))
        session.commit()
        year = Year(session, keyring, settings, rng, people, datetime.now(UTC))
        codes = add_tickets(year, tickets)
        on_their_way(session, year.today - timedelta(days=2))
        finish_reviews(year)
        session.commit()
        take_figures(session)
    tell(codes)
    return 0


def refuse_real(session: Session, settings: Settings) -> None:
    """Sign-ins everybody knows are never laid beside real people, unless the operator says it is a demonstration."""
    real = select(Staff.id).where(~Staff.email.like(f"%@{demo_people.DOMAIN}")).limit(1)
    told = select(Ticket.id).where(~Ticket.is_demo).limit(1)
    if not settings.demo and (session.scalar(real) or session.scalar(told)):
        raise BadSetting("there are real people or tickets here; invented ones need an empty home.")


def add_tickets(year: Year, tickets: int) -> list[str]:
    """Live the first tickets, multiply them for the rest; the last receipt codes to try."""
    codes: list[str] = []
    ids: list[str] = []
    firsts = min(tickets, MOST_LIVED)
    for number in range(1, firsts + 1):
        ticket_id, code = one_ticket(year)
        codes, ids = [*codes[-2:], code], [*ids, ticket_id]
        if number % BATCH == 0 or number == firsts:
            year.session.commit()
            progress(number, tickets)
    if tickets > firsts:
        add_twins(year, ids, tickets - firsts)
    return codes


def add_twins(year: Year, ids: list[str], number: int) -> None:
    """The rest of a great many tickets."""
    patterns = lived(year.session, year.keyring, ids)
    for done in range(0, number, TWINS_AT_ONCE):
        some = min(TWINS_AT_ONCE, number - done)
        multiply(year.session, year.keyring, patterns, some, year.rng)
        year.session.commit()
        progress(len(ids) + done + some, len(ids) + number)


def progress(done: int, total: int) -> None:
    """A bar for people who watch."""
    if sys.stderr.isatty():
        width = 40 * done // max(total, 1)
        print(
            f"\r[{'#' * width}{'.' * (40 - width)}] {done}/{total}",
            end="" if done < total else "\n",
            file=sys.stderr,
            flush=True,
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


def one_ticket(year: Year) -> tuple[str, str]:
    """File one invented report on some day of the year and let it live; its id and its receipt code."""
    rng = year.rng
    place = rng.choice(PLACES)
    # The portal becomes known: more people turn to it month by month.
    at = year.today - timedelta(days=360 * rng.random() ** 1.5, minutes=rng.randint(0, 1440))
    source = Source.PHONE if year.often(0.1) else Source.WEB
    filing = intake.Filing(year.session, year.keyring, year.settings, at, source)
    filed = intake.file(filing, invented(rng, year.people, place, at))
    ticket = year.session.get_one(Ticket, filed.ticket_id)
    if ticket.state is State.ASSIGNED:
        live(year, ticket, at)
    return ticket.id, filed.code


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
    due = review_places.today_of(at.session, review, at.now) + timedelta(days=14)
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
        print(f"  {email}@{demo_people.DOMAIN}  {role.value}")
    if not codes:
        print("There are no invented tickets of this run, so there are no receipt codes.")
        return
    print("Receipt codes to enter at /track:")
    for code in codes:
        print(f"  {grouped(code)}")
