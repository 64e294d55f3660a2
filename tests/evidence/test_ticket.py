"""Files on a sent ticket: added by the person, opened on the record by those who may see it."""

from html import unescape

import pytest
from sqlalchemy import select

from portal.casework.evidence import saved_as
from portal.domain.evidence import FileState, Reason
from portal.models import DeclaredTie, Entry, EntryKind, EvidenceFile, Role, Staff, Ticket
from portal.web.db import db
from tests.evidence import samples
from tests.evidence.conftest import Sender
from tests.intake.conftest import code_on

OWN = "/ticket/evidence"


@pytest.fixture
def owner(both, app):
    """Somebody who sent a report and entered the receipt code."""
    both.has()
    both.submit()
    both.post("/track", code=code_on(both.get("/receipt").text))
    return both


def picture(rows):
    return next(one for one in rows() if one.kind == "jpeg")


def number_of(app):
    with app.app_context():
        return db.session.scalars(select(Ticket.number)).one()


def kinds(app):
    with app.app_context():
        return [one.kind for one in db.session.scalars(select(Entry).order_by(Entry.seq))]


def test_files_are_added_to_a_sent_ticket_and_told_in_its_history(owner, app, rows):
    answer = owner.add(("call.wav", samples.wav()), path=OWN, about="The call of 3 May")
    assert answer.status_code == 303
    text = unescape(owner.get(OWN).text)
    assert "call.wav" in text
    assert "The call of 3 May" in text
    assert kinds(app)[-1] is EntryKind.EVIDENCE_ADDED
    assert "call.wav" in owner.get("/ticket").text
    assert rows()[0].ticket_id


def test_a_refused_file_on_a_ticket_keeps_what_was_typed(owner, rows):
    answer = owner.add(("a.png", samples.PROGRAM), path=OWN, about="typed before")
    assert (answer.status_code, rows()) == (422, [])
    assert 'value="typed before"' in answer.text


def test_nothing_chosen_is_said_on_the_ticket_too(owner):
    answer = owner.post(OWN, about="")
    said = {"en": "Select a file", "zh-CN": "请选择文件"}
    assert answer.status_code == 422
    assert said[owner.lang] in answer.text


def test_without_the_code_nobody_adds_or_sees_files(owner, app, stored):

    owner.add(("a.png", samples.png()), path=OWN)
    stranger = Sender(app)
    assert stranger.get(OWN).status_code == 303
    assert stranger.add(("b.png", samples.png(9)), path=OWN).status_code == 403
    assert len(stored()) == 1


def test_a_withdrawn_ticket_takes_no_files(owner, rows):
    owner.post("/ticket/withdraw", sure="yes", reason="")
    said = {"en": "Files can no longer be added", "zh-CN": "不能再添加文件"}[owner.lang]
    page = owner.get(OWN).text
    assert said in page
    assert 'type="file"' not in page
    assert 'href="/ticket/my-data"' in page
    refused = owner.add(("a.png", samples.png()), path=OWN, about="typed before")
    assert refused.status_code == 422
    assert refused.text.count(said) == 2
    assert 'value="typed before"' in refused.text
    assert rows() == []


def test_a_file_put_aside_is_told_with_why_and_what_to_do(owner, app):
    owner.add(("note.pdf", samples.pdf()), ("a.png", samples.png()), path=OWN)
    with app.app_context():
        file = db.session.scalars(select(EvidenceFile).where(EvidenceFile.kind == "pdf")).one()
        file.state, file.reason = FileState.REFUSED, Reason.PASSWORD
        db.session.commit()
    why = {"en": ("password protected", "Take the password off"), "zh-CN": ("设有密码", "去掉密码")}
    for path in ("/ticket", OWN):
        page = unescape(owner.get(path).text)
        assert all(one in page for one in ("note.pdf", *why[owner.lang])), path
    note = unescape(owner.get("/ticket").text).split("note-warn")[1].split("</div>")[0]
    assert "a.png" not in note


@pytest.fixture
def desk(owner, app, work, rows, staff_client):
    """A supervisor at the page of a ticket with a picture, a document and a recording."""
    owner.add(("shot.jpg", samples.jpeg_with_place()), path=OWN, about="A threat")
    owner.add(("paper.pdf", samples.acting_pdf()), path=OWN)
    owner.add(("call.wav", samples.wav()), path=OWN)
    while work():
        pass
    client = staff_client(Role.SUPERVISOR)
    client.number = number_of(app)
    client.at = lambda row: f"/tickets/{client.number}/files/{row.id}"
    return client


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_a_supervisor_sees_the_files_and_that_nobody_scanned_them(desk):
    text = desk.get(f"/tickets/{desk.number}").text
    assert "shot.jpg" in text
    assert "A threat" in text
    assert "Checked, not scanned for viruses" in text


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_a_saved_copy_carries_nothing_hidden_and_headers_that_let_nothing_run(desk, rows, app):
    shot = picture(rows)
    answer = desk.post(desk.at(shot), data={"save": "1", "_end": "1"})
    assert answer.status_code == 200
    assert answer.data[:3] == b"\xff\xd8\xff"
    assert b"SecretCamera" not in answer.data
    headers = answer.headers
    assert headers["Content-Disposition"].startswith('attachment; filename="shot.jpeg"')
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Content-Type"] == "image/jpeg"
    assert int(headers["Content-Length"]) == len(answer.data)
    assert headers["Cache-Control"] == "no-store"
    assert kinds(app)[-1] is EntryKind.EVIDENCE_OPENED


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_looking_at_a_file_is_recorded_and_its_address_is_good_for_that_person_only(
    desk, rows, app, staff_client
):
    shot = picture(rows)
    assert desk.get(desk.at(shot)).status_code == 200
    assert kinds(app)[-1] is not EntryKind.EVIDENCE_OPENED, "reading about a file is not opening it"
    answer = desk.post(desk.at(shot), data={"look": "1", "_end": "1"})
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    source = unescape(answer.text).split('class="seen" src="')[1].split('"')[0]
    assert desk.get(source).data[:3] == b"\xff\xd8\xff"
    assert desk.get(source.replace("pass=", "pass=x")).status_code == 404
    assert desk.get(desk.at(shot) + "/content").status_code == 404
    other = staff_client(Role.SUPERVISOR)
    assert other.get(source).status_code == 404


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_the_person_does_not_read_who_opened_a_file(desk, rows, owner):
    desk.post(desk.at(picture(rows)), data={"save": "1", "_end": "1"})
    assert "A file was opened" in desk.get(f"/tickets/{desk.number}").text
    assert "打开了一个文件" not in owner.get("/ticket").text
    assert "evidence_opened" not in owner.get("/ticket").text


@pytest.mark.row("BI-53")
def test_a_name_in_any_letters_travels_in_headers_every_server_sends():
    header = saved_as('截图 "x"\r\n; y.jpeg')
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert header.endswith("UTF-8''%E6%88%AA%E5%9B%BE%20%22x%22%0D%0A%3B%20y.jpeg")


@pytest.mark.row("BI-24")
@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_who_may_not_see_the_ticket_cannot_tell_that_the_file_exists(desk, rows, app):
    with app.app_context():
        ticket = db.session.scalars(select(Ticket)).one()
        staff = db.session.scalars(select(Staff).where(Staff.role == Role.SUPERVISOR)).all()
        for one in staff:
            db.session.add(
                DeclaredTie(staff_id=one.id, ticket_id=ticket.id, declared_at=ticket.received_at)
            )
        db.session.commit()
    for answer in (
        desk.get(desk.at(picture(rows))),
        desk.post(desk.at(picture(rows)), data={"save": "1", "_end": "1"}),
        desk.get(desk.at(picture(rows)) + "/content?pass=x"),
    ):
        assert answer.status_code == 404
    assert kinds(app)[-1] is not EntryKind.EVIDENCE_OPENED


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.REVIEWER])
def test_only_supervisors_open_files(desk, rows, staff_client, role):
    client = staff_client(role)
    assert client.post(desk.at(picture(rows)), data={"save": "1", "_end": "1"}).status_code == 403


def test_a_file_that_waits_is_opened_by_nobody(owner, app, rows, staff_client):
    owner.add(("shot.png", samples.png()), path=OWN)
    assert rows()[0].state is FileState.WAITING
    client = staff_client(Role.SUPERVISOR)
    path = f"/tickets/{number_of(app)}/files/{rows()[0].id}"
    assert "waits to be checked" in client.get(path).text
    assert client.post(path, data={"save": "1", "_end": "1"}).status_code == 422
    assert kinds(app)[-1] is EntryKind.EVIDENCE_ADDED


@pytest.mark.row("BI-24")
@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_a_file_of_another_ticket_is_not_found_under_this_one(desk, rows, app, both):

    other = Sender(app)
    other.has()
    other.submit()
    with app.app_context():
        numbers = set(db.session.scalars(select(Ticket.number)))
    (second,) = numbers - {desk.number}
    assert desk.get(f"/tickets/{second}/files/{picture(rows).id}").status_code == 404
