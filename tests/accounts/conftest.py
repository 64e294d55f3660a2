"""A person with a receipt code, in both languages, and the tables behind the pages."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from portal.domain.outcome import Result
from portal.intake import service as intake
from portal.letters.write import write_letter
from portal.models import Entry, Letter, Staff, Ticket
from portal.outcomes import service as outcomes
from portal.routing import contact_of
from portal.vault.box import box_for
from portal.web.db import db
from tests import factories

MAIL = {"contact": {"reply_by": "email"}, "reach": {"email": "wren@example.org"}}


@dataclass
class Owner:
    """Somebody whose ticket is open in a browser."""

    app: object
    client: object
    code: str
    number: str
    lang: str = "en"

    def get(self, path, **more):
        return self.client.get(self.spoken(path), **more)

    def post(self, path, **typed):
        return self.client.post(self.spoken(path), data={**typed, "_end": "1"})

    def spoken(self, path):
        mark = "&" if "?" in path else "?"
        return path if self.lang == "en" else f"{path}{mark}lang=zh"

    def enters(self, code=None):
        return self.client.post("/track", data={"code": code or self.code, "_end": "1"})

    def kept(self, of, *wanted):
        """Rows of a table, read afresh."""
        with self.app.app_context():
            return list(db.session.scalars(select(of).where(*wanted)))

    def ticket(self):
        return self.kept(Ticket)[0]

    def entry(self, kind):
        return self.kept(Entry, Entry.kind == kind)[-1]

    def writes_back(self):
        """The supervisor writes an update, of which a notice is mailed where that is safe."""
        with self.app.app_context():
            ticket = db.session.scalars(select(Ticket).where(Ticket.number == self.number)).one()
            keyring, settings = self.app.extensions["keyring"], self.app.extensions["settings"]
            box, moment = box_for(db.session, keyring, ticket.id), self.app.extensions["clock"]()
            contact = contact_of(db.session, box, ticket)
            write_letter(
                db.session, keyring, settings, box, ticket,
                name="update", values={"words": "We go on."}, contact=contact, now=moment,
            )  # fmt: skip
            db.session.commit()

    def kinds(self):
        return [one.kind for one in self.kept(Entry)]


@pytest.fixture
def owner_of(app, keyring, settings):
    """A function that files a report, enters its code and gives its owner."""

    def make(lang="en", **given):
        with app.app_context():
            for _ in range(3):
                factories.staff(db.session)
            work = factories.filing(db.session, keyring, settings)
            filed = intake.file(work, factories.draft(**given))
            db.session.commit()
        owner = Owner(app, app.test_client(), filed.code, filed.ticket_number, lang)
        owner.enters()
        return owner

    return make


@pytest.fixture
def owner(owner_of):
    return owner_of()


@pytest.fixture(params=["en", "zh"])
def both(owner_of, request):
    return owner_of(request.param)


@pytest.fixture
def answer(app, keyring, settings, clock):
    """A function by which a supervisor answers the ticket; gives that supervisor’s id."""

    def close():
        with app.app_context():
            ticket = db.session.scalars(select(Ticket)).one()
            first = db.session.get_one(Staff, ticket.owner_id)
            work = outcomes.Deciding(db.session, keyring, settings, clock.moment, first)
            rows = outcomes.allegations_of(db.session, ticket)
            said = {
                row.id: outcomes.Proposed(Result.UNDETERMINED, "Nothing was recorded.", None)
                for row in rows
            }
            outcomes.propose(work, ticket, outcomes.Decision(said))
            db.session.commit()
            assert db.session.scalars(select(Letter).where(Letter.name == "outcome")).all()
            return first.id

    return close
