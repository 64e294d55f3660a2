"""People, collectors and tickets for tests; each with just what a test must say."""

import secrets
import time
import uuid
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from portal.intake import service as intake
from portal.intake.drafts import Draft
from portal.models import (
    Agency,
    AgencyKind,
    Collector,
    ContactCount,
    LineManager,
    Posting,
    Role,
    Staff,
    Team,
    TeamLead,
    Ticket,
)
from portal.web.staff_session import BEGAN, SEEN

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def staff(session, role=Role.SUPERVISOR, **given):
    person = Staff(
        role=role,
        fs_uniquifier=uuid.uuid4().hex,
        **{
            "email": f"{uuid.uuid4().hex}@example.org",
            "name": "Somebody",
            "jurisdictions": ["cn", "us", "gb"],
            "languages": ["en", "zh_Hans_CN"],
            "desks": ["conduct"],
            **given,
        },
    )
    session.add(person)
    session.flush()
    return person


def signed_in(cookie, key, at=NOW):
    """What the cookie of somebody holds who signed in at this moment."""
    began = at.timestamp()
    cookie.update({"_user_id": key, "_fresh": True, BEGAN: began, SEEN: began})
    # The library judges by the clock of the machine how long ago the password was given.
    cookie["fs_paa"] = time.time()


def collector(session, number="1188", contacts=1000):
    agency = Agency(
        name=f"Agency {uuid.uuid4().hex[:6]}",
        kind=AgencyKind.OUTSIDE,
        firm="agency",
        jurisdictions=["gb"],
    )
    session.add(agency)
    session.flush()
    team = Team(name=uuid.uuid4().hex, agency_id=agency.id, jurisdiction="gb")
    session.add(team)
    session.flush()
    one = Collector(number=number, name="Invented", agency_id=agency.id, team_id=team.id)
    session.add(one)
    session.flush()
    session.add(ContactCount(collector_id=one.id, month=date(2026, 10, 1), contacts=contacts))
    session.flush()
    return one


def manages(session, boss, one, since=date(2025, 1, 1)):
    session.add(LineManager(collector_id=one.id, staff_id=boss.id, since=since))
    session.flush()


def leads(session, boss, team_id, since=date(2025, 1, 1), until=None):
    session.add(TeamLead(team_id=team_id, staff_id=boss.id, since=since, until=until))
    session.flush()


def moves(session, one, since, team_id=None):
    """Somebody comes to another team, by default a new one of the same agency."""
    if team_id is None:
        team = Team(name=uuid.uuid4().hex, agency_id=one.agency_id, jurisdiction="gb")
        session.add(team)
        session.flush()
        team_id = team.id
    rows = select(Posting).where(Posting.collector_id == one.id).order_by(Posting.id)
    last = session.scalars(rows).all()[-1]
    last.until = since - timedelta(days=1)
    session.add(
        Posting(
            collector_id=one.id, agency_id=one.agency_id, team_id=team_id, number=one.number,
            since=since,
        )
    )  # fmt: skip
    one.team_id = team_id
    session.flush()


def draft(choices=("often",), about=None, door="report", **pages):
    answers = {
        "who": {"who": "self"},
        "jurisdiction": {"place": "gb", "lang": "en"},
        "what": {"what": list(choices), "words": "They rang on Tuesday about the loan."},
        "when": {"timing": "several", "channel": ["phone"]},
        "collector": {"c_agency": about.agency.name, "c_badge": about.number} if about else {},
        "outcome": {"wants": ["stop"], "want_help": "no"},
        "contact": {"reply_by": "site"},
        "privacy": {"confid": "confidential"},
        "about-you": {"name": "Pat Example"},
        **pages,
    }
    return Draft(secrets.token_urlsafe(8), door, "en", secrets.token_hex(16), NOW, answers)


def filing(session, keyring, settings, now=NOW):
    return intake.Filing(session, keyring, settings, now)


def ticket(session, keyring, settings, now=NOW, **given):
    filed = intake.file(filing(session, keyring, settings, now), draft(**given))
    return session.get_one(Ticket, filed.ticket_id)
