"""Invented people of the demonstration: agencies, teams, collectors, their managers, and staff."""

import random
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.languages import LANGUAGES
from portal.models import (
    Agency,
    AgencyKind,
    Collector,
    ContactCount,
    LineManager,
    Role,
    Staff,
    Team,
)

#: Everybody invented signs in under this domain, which nobody can own.
DOMAIN = "demo.example"
PASSWORD_SHOWN = "demo-demo-demo"  # noqa: S105 - a demonstration's, printed on purpose
DESKS = ["conduct", "hardship", "disputes", "data_protection", "fraud", "independent"]
AGENCIES = (
    ("Harbour Card Services", AgencyKind.IN_HOUSE, "bank", "gb"),
    ("海湾卡中心", AgencyKind.IN_HOUSE, "bank", "cn"),
    ("Harbour Card Services US", AgencyKind.IN_HOUSE, "creditor", "us"),
    ("Brightwater Recoveries", AgencyKind.OUTSIDE, "agency", "gb"),
    ("Alder & Finch Collections", AgencyKind.OUTSIDE, "agency", "us"),
    ("明川信用服务", AgencyKind.OUTSIDE, "agency", "cn"),
    ("远岭资产服务", AgencyKind.OUTSIDE, "agency", "cn"),
)
SIGN_INS = (
    ("supervisor", "Rowan Hale", Role.SUPERVISOR),
    ("second-supervisor", "Lin Qiu 林秋", Role.SUPERVISOR),
    ("third-supervisor", "Maya Osei", Role.SUPERVISOR),
    ("reviewer", "Iris Venn", Role.REVIEWER),
    ("second-reviewer", "周禾", Role.REVIEWER),
    ("administrator", "Sam Field", Role.ADMINISTRATOR),
    ("auditor", "Noor Bell", Role.AUDITOR),
    ("second-administrator", "安宁", Role.ADMINISTRATOR),
)
FIRST = ("Alex", "Robin", "Casey", "Jordan", "Morgan", "Quinn", "Avery", "Reese", "Dana", "Kit")
LAST = ("Stone", "Reed", "Marsh", "Lane", "Frost", "Wells", "Dale", "Brook", "Hart", "Cove")
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈", "晨岚舟野澄墨溪竹川禾"


@dataclass(frozen=True, slots=True)
class People:
    """Everybody the demonstration needs."""

    agencies: list[Agency]
    collectors: list[Collector]
    supervisors: list[Staff]
    reviewers: list[Staff]


def make(session: Session, password: str, rng: random.Random, today: date) -> People:
    """Add agencies, 40 collectors with managers and contacts, and the staff who sign in."""
    agencies = [Agency(name=n, kind=k, firm=f, jurisdictions=[j]) for n, k, f, j in AGENCIES]
    session.add_all(agencies)
    session.flush()
    teams = [
        Team(name=f"{one.name} – Team {t}", agency_id=one.id, jurisdiction=one.jurisdictions[0])
        for one in agencies
        for t in "AB"
    ]
    session.add_all(teams)
    session.flush()
    collectors = [collector(rng, teams, number, today) for number in range(40)]
    session.add_all(collectors)
    session.flush()
    staff = [signed(name, email, role, password) for email, name, role in SIGN_INS]
    session.add_all(staff)
    managers = [manager(team, password) for team in teams]
    session.add_all(managers)
    session.flush()
    for one in collectors:
        boss = next(m for m in managers if m.team_id == one.team_id)
        session.add(LineManager(collector_id=one.id, staff_id=boss.id, since=date(2024, 1, 1)))
        add_contacts(session, rng, one, today)
    return People(
        agencies,
        collectors,
        [s for s in staff if s.role is Role.SUPERVISOR],
        [s for s in staff if s.role is Role.REVIEWER],
    )


def collector(rng: random.Random, teams: list[Team], number: int, today: date) -> Collector:
    """An invented collector."""
    team = teams[number % len(teams)]
    chinese = team.jurisdiction == "cn"
    name = (
        rng.choice(FAMILY) + rng.choice(GIVEN)
        if chinese
        else f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    )
    started = today - timedelta(days=rng.randint(400, 2000))
    return Collector(
        number=str(1100 + number * 7),
        name=name,
        agency_id=team.agency_id,
        team_id=team.id,
        started_on=started,
    )


def signed(name: str, email: str, role: Role, password: str) -> Staff:
    """A member of staff who can sign in."""
    return Staff(
        email=f"{email}@{DOMAIN}",
        name=name,
        role=role,
        jurisdictions=["cn", "us", "gb"],
        languages=list(LANGUAGES),
        desks=DESKS,
        password=password,
        fs_uniquifier=uuid.uuid4().hex,
        confirmed_at=datetime(2025, 1, 1, tzinfo=UTC),
    )


def manager(team: Team, password: str) -> Staff:
    """A line manager of collectors: a supervisor who must never see tickets about the own team."""
    boss = signed(f"Manager of {team.name}", f"manager-{team.id}", Role.SUPERVISOR, password)
    boss.team_id, boss.jurisdictions = team.id, [team.jurisdiction or "gb"]
    return boss


def add_contacts(session: Session, rng: random.Random, one: Collector, today: date) -> None:
    """Twelve months of contacts."""
    for back in range(12):
        month = (today.replace(day=1) - timedelta(days=30 * back)).replace(day=1)
        session.merge(
            ContactCount(
                id=one.id * 100 + back,
                collector_id=one.id,
                month=month,
                contacts=rng.randint(250, 800),
            )
        )
