"""Nobody in conflict learns of a ticket by any road: every page, every form, every search, every count.

The roads come from the address map, so that a new page is walked without anybody remembering to.
"""

import re
from datetime import date, timedelta

import pytest
from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework import service as casework
from portal.domain.evidence import FileState, Kind
from portal.domain.outcome import Cause, Result
from portal.evidence import service as evidence
from portal.models import (
    DataRequest,
    DeclaredTie,
    EvidenceFile,
    Hold,
    Letter,
    Review,
    Role,
    Ticket,
    visibility,
)
from portal.outcomes import service as outcomes
from portal.records.handlings import handling
from portal.reviews import selecting
from portal.search import index
from portal.web.db import db
from tests import factories
from tests.checked import without_tokens
from tests.conftest import NOW

PASSWORD = "correct horse battery"
WORDS = "quincunx marmalade"
NAME = "Wilhelmina Featherstonehaugh"
PHONE = "01632 960 077"
UNKNOWN = "RC-2026-00000000"
FILE = "f" * 32
#: Every way to be too near to a ticket.
TIES = ("team", "agency", "manager", "head", "leader", "tie", "account", "place")
#: Only supervisors are bound to places; an auditor reads all of them.
WALKS = [(Role.SUPERVISOR, tie) for tie in TIES] + [
    (role, tie)
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.REVIEWER)
    for tie in ("team", "manager")
]
#: Who lists tickets at all.
READERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR})
CONTROLS = [("sqlite", tie) for tie in TIES] + [("postgresql", "team"), ("postgresql", "account")]
#: What a form of the desk may ask for, all at once; each page takes what it knows.
TYPED = {
    "words": "Let me in, it is important",
    "reason": "Let me in, it is important",
    "purpose": "Let me in, it is important",
    "severity": "service",
    "desk": "conduct",
    "send_as": "message",
    "body": "fos",
    "scope": "account",
    "until": "answer",
    "do": "assign",
    "on": "2026-11-20",
    "action": "no_action",
    "confirm": "y",
    "helped": "yes",
    "answer": "refuse",
    "ground": "other",
}


class House:
    """One ticket that must stay hidden, one that is open to all, and the people who ask."""

    def __init__(self, app, keyring, settings):
        self.app, self.keyring, self.settings = app, keyring, settings
        with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            self.free = factories.staff(session, password=hash_password(PASSWORD))
            self.about = factories.collector(session, number="7741")
            self.mate = factories.collector(session, number="7742")
            self.mate.agency_id = self.about.agency_id
            factories.moves(session, self.mate, date(2024, 1, 1), self.about.team_id)
            other = factories.collector(session, number="3310")
            self.open = self.filed(session, other, "They rang all day about the loan.", "1111")
            session.commit()
            self.other_number, self.collector_id = self.open.number, self.about.id

    def filed(self, session, about, words, tail):
        collector = {"c_agency": about.agency.name, "c_badge": about.number, "account_tail": tail}
        return factories.ticket(
            session, self.keyring, self.settings, choices=("threat",), collector=collector,
            what={"what": ["threat"], "words": words}, **{"about-you": {"name": NAME}},
            when={"timing": "once", "channel": ["phone"], "from_number": [PHONE]},
        )  # fmt: skip

    def hide(self):
        """File, work on and decide the ticket, so that it leaves a trace wherever tickets do."""
        with self.app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            about = session.merge(self.about)
            ticket = self.filed(session, about, f"He said {WORDS}.", "4821")
            owner = session.get_one(type(self.free), ticket.owner_id or self.free.id)
            ticket.owner_id = owner.id
            desk = casework.Desk(session, self.keyring, self.settings, NOW, owner)
            casework.note(desk, ticket, f"A note on {WORDS}")
            work = outcomes.Deciding(session, self.keyring, self.settings, NOW, owner)
            given = {
                row.id: outcomes.Proposed(Result.UPHELD, "So it was.", Cause.INDIVIDUAL)
                for row in outcomes.allegations_of(session, ticket)
            }
            outcomes.propose(work, ticket, outcomes.Decision(given))
            second = factories.staff(session)
            outcomes.agree(
                outcomes.Deciding(session, self.keyring, self.settings, NOW, second), ticket
            )
            said = {"name": f"{WORDS}.png", "about": WORDS, "sha256": "0" * 64, "key": "0" * 64}
            sealed = evidence.sealed(desk.box(ticket), FILE, said)
            session.add(
                EvidenceFile(
                    id=FILE, ticket_id=ticket.id, kind=Kind.PNG, size=1, state=FileState.WAITING,
                    sealed=sealed, mark=b"", added_at=NOW,
                )
            )  # fmt: skip
            session.add(
                DataRequest(ticket_id=ticket.id, what="notes", asked_at=NOW, due_on=NOW.date())
            )
            index.follow(session, self.keyring, index.unread(session, NOW + timedelta(days=1)))
            selecting.select_for_review(session, self.keyring, NOW)
            session.commit()
            self.number, self.ticket_id = ticket.number, ticket.id
            self.secrets = (ticket.number, ticket.id, WORDS, NAME)
        return self

    def person(self, role, tie):
        """Somebody of this role with this tie, signed in."""
        with self.app.app_context(), Session(db.engine) as session:
            about = session.merge(self.about)
            given = {
                "team": {"team_id": about.team_id},
                "agency": {"agency_id": about.agency_id},
                "place": {"jurisdictions": ["cn"]},
            }.get(tie, {})
            one = factories.staff(session, role, password=hash_password(PASSWORD), **given)
            if tie == "manager":
                factories.manages(session, one, about)
            if tie == "head":
                factories.leads(session, one, about.team_id)
            if tie == "leader":
                factories.manages(session, one, session.merge(self.mate))
            if tie == "tie":
                session.add(DeclaredTie(staff_id=one.id, collector_id=about.id, declared_at=NOW))
            if tie == "account":
                session.add_all(handling(self.keyring, one.id, "4821", NOW - timedelta(days=9)))
            email = one.email
            session.commit()
        client = self.app.test_client()
        client.post("/staff/sign-in", data={"email": email, "password": PASSWORD})
        return client

    def state(self):
        """Everything of the hidden ticket that a form could change."""
        with self.app.app_context(), Session(db.engine) as session:
            row = session.get_one(Ticket, self.ticket_id)
            review = session.scalar(select(Review).where(Review.collector_id == self.collector_id))
            return (
                row.version, row.state, row.owner_id, row.severity, row.timeline_length,
                session.scalar(select(DataRequest.state).where(DataRequest.ticket_id == row.id)),
                review and (review.state, review.version, review.history_length),
            )  # fmt: skip

    def ids(self):
        with self.app.app_context(), Session(db.engine) as session:
            review = session.scalar(
                select(Review.id).where(Review.collector_id == self.collector_id)
            )
            hold = session.scalar(select(Hold.id).where(Hold.ticket_id == self.ticket_id))
            asked = session.scalar(
                select(DataRequest.id).where(DataRequest.ticket_id == self.ticket_id)
            )
            letter = session.scalar(select(Letter.id).where(Letter.ticket_id == self.ticket_id))
        return review or 1, hold or 1, asked or 1, letter


@pytest.fixture
def house(app, keyring, settings):
    return House(app, keyring, settings)


def roads(app, number, ids=(1, 1, 1, UNKNOWN), collector=1):
    """Every address of the staff's pages that names a ticket, file, review or collector."""
    review, hold, asked, letter = ids
    given = {
        "number": number, "file_id": FILE, "hold_id": hold, "review_id": review, "request_id": asked,
        "letter_id": letter, "collector_id": collector, "mail_id": "m", "door": "report", "pack_id": "gb",
        "staff_id": 1,
    }  # fmt: skip
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        roles = getattr(app.view_functions[rule.endpoint], "open_to", frozenset())
        if not roles & {Role.SUPERVISOR, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR}:
            continue
        whole = {name: given.get(name) for name in rule.arguments}
        if "tab" in whole:
            tabs = ("reply", "note", "referral", "triage", "people", "deadline", "holds")
            assert all(one in rule.rule for one in tabs), "name the new tab here as well"
            yield from ((rule, adapter.build(rule.endpoint, {**whole, "tab": one})) for one in tabs)
            continue
        yield rule, adapter.build(rule.endpoint, whole, method=max(rule.methods & {"GET", "POST"}))


def searches(house):
    """Every way to ask the queue for the hidden ticket."""
    asked = (house.number, house.number[-8:], WORDS, NAME, "7741", PHONE, "4821")
    views = ("mine", "all", "unassigned", "overdue", "safety", "agreement", "ended", "referrals")
    return [f"/tickets?view={view}" for view in views] + [
        f"/tickets?view={view}&text={text}" for view in ("all", "ended") for text in asked
    ]


def plain(answer, *numbers):
    """A page without what differs from one asking to the next."""
    text = answer.get_data(as_text=True)
    for number in numbers:
        text = text.replace(number, "NUMBER")
    return without_tokens(text)


def walked(house, client):
    """Walk every road: what is learned, and whether hidden and unknown ever look different."""
    ids = house.ids()
    beyond = (*(one + 1000 for one in ids[:3]), UNKNOWN)
    hidden = roads(house.app, house.number, ids, house.collector_id)
    unknown = roads(house.app, UNKNOWN, beyond, house.collector_id + 1000)
    for path in searches(house):
        yield from learned(house, client.get(path), path)
    for (rule, path), (_rule, nowhere) in zip(hidden, unknown, strict=True):
        for method in sorted(rule.methods & {"GET", "POST"}):
            data = TYPED | {"ticket": house.number, "looked": f"{house.number}:1"}
            given = data if method == "POST" else None
            there = client.open(path, method=method, data=given)
            yield from learned(house, there, f"{method} {path}")
            if path == nowhere:
                continue
            elsewhere = client.open(nowhere, method=method, data=given)
            alike = plain(there, path, house.number) == plain(elsewhere, nowhere, UNKNOWN)
            if there.status_code != elsewhere.status_code or not alike:
                yield f"{method} {path} is {there.status_code}, not as if it were unknown"


def learned(house, answer, road):
    """What of the hidden ticket stands in an answer, beside what the asker typed."""
    text = answer.get_data(as_text=True)
    # What was typed stands in fields and in the addresses of the page itself.
    text = re.sub(r'value="[^"]*"|href="[^"]*(?:text|lang)=[^"]*"|action="[^"]*"', "", text)
    for one in house.secrets:
        if one in text and one not in road.partition("text=")[2]:
            yield f"{road} tells {one}"
    if (
        f'href="/tickets/{house.number}' in answer.get_data(as_text=True)
        and house.number not in road
    ):
        yield f"{road} leads to the ticket"


def counted(client):
    """Every list and every number beside a view, as this person reads them."""
    return {
        path: plain(client.get(path))
        for path in ("/tickets?view=all", "/tickets?view=ended", "/tickets?view=safety")
    }


ON_BOTH = [(Role.SUPERVISOR, "team"), (Role.SUPERVISOR, "account"), (Role.REVIEWER, "manager")]


def test_no_road_leads_to_a_ticket_about_the_own_people(house, clock, kind):
    walks = WALKS if kind == "sqlite" else ON_BOTH
    people = {(role, tie): house.person(role, tie) for role, tie in walks}
    before = {who: counted(client) for who, client in people.items() if who[0] in READERS}
    house.hide()
    # The numbers beside the views are counted once a minute.
    clock.moment += timedelta(minutes=2)
    for who, seen in before.items():
        assert counted(people[who]) == seen, who
    untouched = house.state()
    for who, client in people.items():
        assert list(walked(house, client)) == [], who
        assert house.state() == untouched, who


def test_whoever_is_free_does_meet_the_ticket(house):
    house.hide()
    client = house.app.test_client()
    client.post("/staff/sign-in", data={"email": house.free.email, "password": PASSWORD})
    told = list(walked(house, client))
    assert any(" tells " in one for one in told)
    assert any(" leads to " in one for one in told)
    assert any("not as if it were unknown" in one for one in told)


@pytest.mark.parametrize(("kind", "tie"), CONTROLS, indirect=["kind"])
def test_without_its_rule_the_walk_finds_the_way_in(house, monkeypatch, tie):
    """The negative control: every rule of `visible()` is the only thing that keeps its people out."""
    rules = visibility._no_conflict  # noqa: SLF001 - the door that is taken off its hinges
    place = {"manager": 0, "head": 2, "leader": 3, "tie": 4, "account": 5, "team": 6, "agency": 6}

    def without(staff):
        found = rules(staff)
        # A manager leads the own team as well; both rules stand in the way.
        gone = {"manager": {0, 3}, "head": {1, 2}}.get(tie, {place[tie]})
        return [one for number, one in enumerate(found) if number not in gone]

    client = house.person(Role.SUPERVISOR, tie)
    house.hide()
    if tie == "place":
        with house.app.app_context(), Session(db.engine) as session:
            for one in session.scalars(select(type(house.free))):
                one.jurisdictions = ["cn", "gb", "us"]
            session.commit()
    else:
        monkeypatch.setattr(visibility, "_no_conflict", without)
    # The question is put together once for each person, so what was put together is forgotten.
    visibility._visible.cache_clear()  # noqa: SLF001
    try:
        assert next(walked(house, client), None)
    finally:
        visibility._visible.cache_clear()  # noqa: SLF001
