"""Nobody in conflict learns of a ticket by any road: every page, every form, every search, every count.

The roads come from the address map, so that a new page is walked without anybody remembering to.
"""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Role, visibility
from portal.web.db import db
from tests.checked import without_tokens
from tests.web.conflicts import FILE, NAME, PASSWORD, PHONE, WORDS, House

UNKNOWN = "RC-2026-00000000"
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


@pytest.fixture
def house(app, keyring, settings):
    return House(app, keyring, settings)


def roads(app, number, ids=(1, 1, 1, UNKNOWN), collector=1, known=1):
    """Every address of the staff's pages that names a ticket, file, review or collector.

    That somebody collects is no secret from administrators, so the pages of people are always about
    the one `known`; that a report names them is.
    """
    review, hold, asked, letter = ids
    given = {
        "number": number, "file_id": FILE, "hold_id": hold, "review_id": review, "request_id": asked,
        "letter_id": letter, "collector_id": collector, "mail_id": "m", "door": "report", "pack_id": "gb",
        "staff_id": 1, "order_id": 1, "agency_id": 1, "team_id": 1, "body_id": "fos",
    }  # fmt: skip
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        roles = getattr(app.view_functions[rule.endpoint], "open_to", frozenset())
        if not roles & {Role.SUPERVISOR, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR}:
            continue
        about = {"collector_id": known} if rule.endpoint.startswith("people.") else {}
        whole = {name: {**given, **about}.get(name) for name in rule.arguments}
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
    known = house.collector_id
    hidden = roads(house.app, house.number, ids, known, known)
    unknown = roads(house.app, UNKNOWN, beyond, known + 1000, known)
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
