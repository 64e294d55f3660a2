"""One ticket that must stay hidden, one that is open to all, and people with every tie to the first."""

from datetime import date, timedelta

from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework import service as casework
from portal.domain.evidence import FileState, Kind
from portal.domain.outcome import Cause, Result
from portal.evidence import service as evidence
from portal.models import DataRequest, DeclaredTie, EvidenceFile, Hold, Letter, Review, Ticket
from portal.outcomes import service as outcomes
from portal.records.handlings import handling
from portal.reviews import selecting
from portal.search import index
from portal.web.db import db
from tests import factories
from tests.conftest import NOW

PASSWORD = "correct horse battery"
WORDS = "quincunx marmalade"
NAME = "Wilhelmina Featherstonehaugh"
PHONE = "01632 960 077"
FILE = "f" * 32


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
