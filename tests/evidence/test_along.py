"""Files go where the report goes: described, taken back, checked, sent, saved, added, or gone with it."""

import re
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from portal.domain.evidence import FileState
from portal.evidence import store as stores
from portal.jobs import files
from portal.jobs.sweeps import Worker, tidy
from portal.models import Draft, Entry, EntryKind, Ticket
from portal.timeline import words_of
from portal.vault.box import box_for
from portal.web.db import db
from tests.evidence import samples
from tests.evidence.conftest import PAGE, Sender
from tests.intake.conftest import code_on


def test_a_file_is_described_and_taken_back(sender, rows, stored):
    sender.add(("a.png", samples.png()), ("b.png", samples.png(9)))
    first, second = rows()
    sender.send("evidence", {f"about-{first.id}": "  The letter\nfrom May ", "remove": second.id})
    assert [one.id for one in rows()] == [first.id]
    assert stored() == [stores.original(first.id)]
    assert 'value="The letter from May"' in sender.get(PAGE).text


def test_a_file_of_somebody_else_cannot_be_taken_back(sender, app, rows):

    sender.add(("a.png", samples.png()))
    other = Sender(app).begin()
    other.send("evidence", {"remove": rows()[0].id, "about-" + rows()[0].id: "mine"})
    assert len(rows()) == 1
    assert "mine" not in sender.get(PAGE).text


def test_continue_takes_chosen_files_along(sender, rows):
    answer = sender.add(("a.png", samples.png()), upload="")
    assert answer.headers["Location"].endswith("/report/outcome")
    assert len(rows()) == 1


def test_the_check_page_lists_files_and_says_that_they_are_being_checked(both):
    both.has()
    both.add(("letter.png", samples.png()))
    text = both.get("/report/check").text
    assert "letter.png" in text
    said = {"en": "We are checking your files", "zh-CN": "正在检查您的文件"}
    assert said[both.lang] in text


def test_a_file_found_locked_later_is_told_before_sending(both, work):
    both.has()
    both.add(("locked.pdf", samples.locked_pdf()))
    assert work() == 1
    said = {"en": "The selected file is password protected", "zh-CN": "所选文件设有密码"}
    for path in (PAGE, "/report/check"):
        assert said[both.lang] in both.get(path).text
    assert both.submit().status_code == 303


def test_sending_hands_the_files_to_the_ticket_and_tells_the_history(
    sender, app, rows, work, keyring
):
    sender.has()
    sender.add(("letter.png", samples.png()))
    sender.submit()
    (row,) = rows()
    assert row.ticket_id
    assert row.draft_files_id is None
    assert work() == 1, "the key was sealed anew and still opens the file"
    assert rows()[0].state is FileState.READY
    with app.app_context():
        told = db.session.scalars(select(Entry).where(Entry.kind == EntryKind.EVIDENCE_ADDED)).one()
        assert told.facts["files"] == [{"id": row.id, "bytes": row.size, "mark": row.mark.hex()}]
        assert words_of(box_for(db.session(), keyring, row.ticket_id), told) == "letter.png"


def test_a_draft_that_ends_takes_its_files_with_it(sender, app, rows, stored, clock):

    sender.add(("letter.png", samples.png()))
    later = clock.moment + timedelta(days=31)
    with app.app_context():
        factory = sessionmaker(db.engine)
        room = files.Room.of(app.extensions["settings"])
        assert files.tidy(factory, room, clock.moment) == 0
        tidy(Worker(factory, app.extensions["keyring"], None), later)
        with factory() as look:
            assert look.scalar(select(Draft)) is None
        assert files.tidy(factory, room, later) == 1
    assert (rows(), stored()) == ([], [])


def test_a_saved_draft_opened_elsewhere_still_has_its_files(sender, app, rows):

    sender.add(("letter.png", samples.png()))
    sender.send("evidence", {"save": "1"})
    shown = re.findall(r"<span>(\d{4})</span>", sender.get("/save").text)
    other = Sender(app)
    other.post("/resume", code=" ".join(shown))
    assert "letter.png" in other.get(PAGE).text


def test_files_go_along_when_a_report_is_added_to_an_earlier_ticket(app, rows, sender):

    first = Sender(app)
    first.has()
    first.submit()
    code = code_on(first.get("/receipt").text)
    sender.has()
    sender.add(("letter.png", samples.png()))
    answer = sender.post("/report/again", code=code)
    if answer.status_code == 404:
        answer = sender.post("/again", code=code)
    assert answer.status_code == 200
    with app.app_context():
        assert rows()[0].ticket_id == db.session.scalars(select(Ticket.id)).one()


HELP = [
    ("who", {"who": "self"}),
    ("jurisdiction", {"place": "gb", "lang": "en"}),
    ("situation", {"hardship": "job_loss", "ask_for": "supervisor"}),
]


def test_somebody_who_asks_for_help_is_asked_for_papers_and_may_go_on_without(app, rows):
    person = Sender(app)
    person.walk(pages=HELP[:2], door="help")
    assert person.send(*HELP[2], door="help").headers["Location"].endswith("/help/evidence")
    assert "Add papers that show your situation" in person.get("/help/evidence").text
    person.add(("note.png", samples.png()), path="/help/evidence")
    assert len(rows()) == 1
    assert person.send("evidence", {}, door="help").headers["Location"].endswith("/help/budget")
