"""The pages of a supervisor: queue, ticket, reply, decision and second agreement."""

import secrets

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select

from portal.config import Settings
from portal.domain.ticket import State
from portal.intake import service as intake
from portal.models import Agency, AgencyKind, Allegation, Collector, Entry, Role, Staff, Ticket
from portal.vault.keys import Keyring
from portal.web.db import db
from tests.conftest import NOW

PASSWORD = "correct horse battery"
ANSWERS = {
    "who": {"who": "self"},
    "jurisdiction": {"place": "gb", "lang": "en"},
    "what": {"what": ["threat"], "words": "I know where you live."},
    "contact": {"reply_by": "site", "dont": ["no_work"]},
    "privacy": {"confid": "confidential"},
    "about-you": {"name": "Fang Example", "joint_name": "Kim Example", "joint_agrees": ["yes"]},
}


def person(name: str) -> Staff:
    """A supervisor of the United Kingdom."""
    return Staff(
        email=f"{name}@example.org", name=name.title(), role=Role.SUPERVISOR, active=True,
        jurisdictions=["gb"], languages=["en"], desks=["conduct"],
        password=hash_password(PASSWORD), fs_uniquifier=secrets.token_hex(16),
    )  # fmt: skip


@pytest.fixture
def number(app: Flask, settings: Settings, keyring: Keyring) -> str:
    """A safety report with two supervisors; its owner is Mei."""
    with app.app_context():
        agency = Agency(name="Apex", kind=AgencyKind.OUTSIDE, jurisdictions=["gb"])
        db.session.add_all([agency, person("mei"), person("sam")])
        db.session.flush()
        db.session.add(Collector(number="1188", name="Cole Collector", agency_id=agency.id))
        db.session.flush()
        filing = intake.Filing(db.session(), keyring, settings, NOW)
        draft = intake.new_draft(db.session(), keyring, "report", "en", NOW)
        draft.answers = {**ANSWERS, "collector": {"c_badge": "1188", "c_agency": "Apex"}}
        filed = intake.file(filing, draft)
        db.session.commit()
    return filed.ticket_number


def signed_in(app: Flask, name: str) -> FlaskClient:
    """A browser in which this person signed in."""
    client = app.test_client()
    client.post("/staff/sign-in", data={"email": f"{name}@example.org", "password": PASSWORD})
    return client


def outcome(app: Flask, number: str) -> dict[str, str]:
    """A whole outcome as typed."""
    with app.app_context():
        ticket = db.session.scalars(select(Ticket).where(Ticket.number == number)).one()
        rows = db.session.scalars(select(Allegation).where(Allegation.ticket_id == ticket.id)).all()
        typed = {"remedies": "apology", "words": "We are sorry.", "_end": "1"}
        for row in rows:
            typed[f"finding_{row.id}"] = "upheld"
            typed[f"cause_{row.id}"] = "individual"
            typed[f"reason_{row.id}"] = "The recording shows it."
    return typed


def state_of(app: Flask, number: str) -> State:
    """Where the ticket stands."""
    with app.app_context():
        return db.session.scalars(select(Ticket.state).where(Ticket.number == number)).one()


def test_the_queue_names_the_collector_by_number_and_nobody_by_name(
    app: Flask, number: str
) -> None:
    page = signed_in(app, "mei").get("/tickets?view=all").text
    assert number in page
    assert "No. 1188" in page
    assert "Cole Collector" not in page
    assert "Fang Example" not in page


def test_the_queue_speaks_chinese(app: Flask, number: str) -> None:
    page = signed_in(app, "mei").get("/tickets?view=all&lang=zh-CN").text
    assert number in page
    assert "人身安全" in page
    assert "查找编号" in page


def test_a_stranger_is_sent_to_the_sign_in(app: Flask, number: str) -> None:
    answer = app.test_client().get(f"/tickets/{number}")
    assert answer.status_code == 303
    assert "/staff/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize(
    "tab", ["", "/reply", "/note", "/referral", "/triage", "/people", "/outcome"]
)
def test_every_tab_of_a_ticket_opens_without_the_name(app: Flask, number: str, tab: str) -> None:
    answer = signed_in(app, "mei").get(f"/tickets/{number}{tab}")
    assert answer.status_code == 200
    assert "Fang Example" not in answer.text


def test_identity_is_shown_for_a_reason_and_the_look_is_recorded(app: Flask, number: str) -> None:
    browser = signed_in(app, "mei")
    asked = {"reason": "short", "_end": "1"}
    assert "Fang Example" not in browser.post(f"/tickets/{number}/identity", data=asked).text
    asked["reason"] = "To call the customer back"
    shown = browser.post(f"/tickets/{number}/identity", data=asked).text
    assert "Fang Example" in shown
    # Who sends it together with somebody is answered, too, so whoever answers must read the name.
    assert "Kim Example" in shown
    with app.app_context():
        kinds = [str(kind) for kind in db.session.scalars(select(Entry.kind).order_by(Entry.seq))]
    assert kinds.count("identity_shown") == 1


def test_a_short_reason_for_another_severity_keeps_what_was_typed(app: Flask, number: str) -> None:
    typed = {"severity": "service", "desk": "conduct", "reason": "mild", "_end": "1"}
    answer = signed_in(app, "mei").post(f"/tickets/{number}/triage", data=typed)
    assert answer.status_code == 422
    assert ">mild</textarea>" in answer.text


def test_typed_markup_in_a_note_stays_text(app: Flask, number: str) -> None:
    browser = signed_in(app, "mei")
    browser.post(f"/tickets/{number}/note", data={"words": "<b>loud</b>", "_end": "1"})
    assert "&lt;b&gt;loud&lt;/b&gt;" in browser.get(f"/tickets/{number}").text


def test_a_safety_ticket_closes_only_when_somebody_else_agrees(app: Flask, number: str) -> None:
    mei, sam = signed_in(app, "mei"), signed_in(app, "sam")
    mei.post(f"/tickets/{number}/outcome", data=outcome(app, number))
    assert state_of(app, number) is State.AWAITING_AGREEMENT
    assert mei.post(f"/tickets/{number}/agree", data={"_end": "1"}).status_code == 403
    sam.post(f"/tickets/{number}/agree", data={"_end": "1"})
    assert state_of(app, number) is State.CLOSED


def test_a_declared_connection_hides_the_ticket(app: Flask, number: str) -> None:
    mei = signed_in(app, "mei")
    mei.post(f"/tickets/{number}/tie", data={"reason": "She is my cousin", "_end": "1"})
    assert mei.get(f"/tickets/{number}").status_code == 404
    assert mei.get(f"/tickets/{number.lower()}").status_code == 404
    assert signed_in(app, "sam").get(f"/tickets/{number}").status_code == 200


def test_a_number_in_small_letters_leads_to_the_ticket(app: Flask, number: str) -> None:
    mei = signed_in(app, "mei")
    answer = mei.get(f"/tickets/{number.lower()}/reply?view=all&text=a%26b")
    assert answer.status_code == 303
    assert answer.location == f"/tickets/{number}/reply?view=all&text=a%26b"
    assert mei.get("/tickets/gb-0-nothing").status_code == 404
    assert mei.post(f"/tickets/{number.lower()}/note", data={"_end": "1"}).status_code == 404


@pytest.mark.parametrize("form", ["reply", "note"])
def test_a_refused_form_says_so_first_and_leads_to_its_field(
    app: Flask, number: str, form: str
) -> None:
    answer = signed_in(app, "mei").post(f"/tickets/{number}/{form}", data={"_end": "1"})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'id="errsum" tabindex="-1" role="group"' in answer.text
    assert '<a href="#words">' in answer.text
