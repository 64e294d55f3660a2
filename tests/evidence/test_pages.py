"""Adding files while writing a report: what is taken, what is refused in words, and nothing lost."""

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from portal.domain.evidence import FileState, Kind, Limits, Reason
from portal.evidence import store as stores
from portal.jobs import files
from portal.jobs.sweeps import Worker, tidy
from portal.models import Draft, Entry, EntryKind, Ticket
from portal.timeline import words_of
from portal.vault.box import box_for
from portal.web import uploads
from portal.web.db import db
from tests.evidence import samples
from tests.evidence.conftest import Sender
from tests.intake.conftest import code_on

PAGE = "/report/evidence"


def page(person):
    return unescape(person.get(PAGE).text)


def test_a_file_is_taken_sealed_and_listed(sender, rows, stored, settings):
    assert sender.add(("photo.jpg", samples.jpeg_with_place())).status_code == 303
    (row,) = rows()
    assert (row.kind, row.state) == (Kind.JPEG, FileState.WAITING)
    assert "photo.jpg" in page(sender)
    assert stored() == [stores.original(row.id)]
    kept = (settings.evidence_folder / stores.original(row.id)).read_bytes()
    assert b"SecretCamera" not in kept
    assert b"JFIF" not in kept


def test_nobody_else_on_the_machine_may_open_the_folder_of_files(sender, rows, settings):
    sender.add(("photo.png", samples.png()))
    folder = settings.evidence_folder / stores.original(rows()[0].id)
    assert [one.stat().st_mode & 0o077 for one in (settings.evidence_folder, folder.parent)] == [
        0,
        0,
    ]


def test_several_files_come_in_one_go(sender, rows):
    sender.add(("a.png", samples.png()), ("b.pdf", samples.pdf()), ("c.txt", samples.text()))
    assert sorted(one.kind.value for one in rows()) == ["pdf", "png", "txt"]


REFUSED = {
    "a program": (samples.PROGRAM, {"en": "must be a picture, PDF", "zh-CN": "请选择图片、PDF"}),
    "a page": (b"<html><script>", {"en": "must be a picture, PDF", "zh-CN": "请选择图片、PDF"}),
    "an svg": (b"<svg onload=x>", {"en": "must be a picture, PDF", "zh-CN": "请选择图片、PDF"}),
    "nothing": (b"", {"en": "The selected file is empty", "zh-CN": "所选文件是空的"}),
    "too much": (
        b"\xff\xd8\xff" + bytes(20_000_000),
        {"en": "must be smaller than 20MB", "zh-CN": "必须小于 20MB"},
    ),
}


@pytest.mark.row("BI-54", "BI-59", "BI-64")
@pytest.mark.parametrize("what", REFUSED)
def test_a_refused_file_says_why_and_what_was_written_stays(both, rows, stored, what):
    both.add(("letter.png", samples.png()))
    (row,) = rows()
    content, words = REFUSED[what]
    answer = both.add(("photo.jpg", content), **{f"about-{row.id}": "Mum is in it 她在里面"})
    assert answer.status_code == 422
    text = unescape(answer.text)
    assert text.count(words[both.lang]) == 2, "say it in the summary and at the field"
    assert "Mum is in it 她在里面" in text
    assert "letter.png" in text
    assert [one.id for one in rows()] == [row.id]
    assert stored() == [stores.original(row.id)]


def test_of_several_files_the_good_ones_are_kept_and_each_bad_one_is_named(both, rows):
    answer = both.add(("good.png", samples.png()), ("bad.jpg", samples.PROGRAM), ("none.pdf", b""))
    text = unescape(answer.text)
    assert answer.status_code == 422
    assert "“bad.jpg”" in text
    assert "“none.pdf”" in text
    assert len(rows()) == 1


def test_upload_without_a_file_says_so(both):
    answer = both.client.post(PAGE, data={"upload": "1", "_end": "1"})
    said = {
        "en": "Select a file, or choose Continue without files",
        "zh-CN": "请选择文件，或直接继续",
    }
    assert answer.status_code == 422
    assert said[both.lang] in answer.text


@pytest.mark.row("BI-64")
def test_the_eleventh_file_is_refused(both, rows):
    both.add(*((f"{one}.png", samples.png(10 + one)) for one in range(10)))
    answer = both.add(("one-more.png", samples.png(50)))
    said = {"en": "You can only add up to 10 files", "zh-CN": "最多可上传 10 个文件"}
    assert (answer.status_code, len(rows())) == (422, 10)
    assert said[both.lang] in answer.text


@pytest.mark.row("BI-64")
def test_the_same_file_is_kept_once(both, rows):
    both.add(("a.png", samples.png()))
    answer = both.add(("another-name.png", samples.png()))
    said = {"en": "You have already added this file", "zh-CN": "您已经上传过这个文件"}
    assert (answer.status_code, len(rows())) == (422, 1)
    assert said[both.lang] in answer.text


@pytest.mark.row("BI-63")
def test_all_files_together_have_a_limit(sender, rows):
    for one in range(4):
        answer = sender.add((f"{one}.wav", samples.wav(seconds=1000 + one)))
    assert answer.status_code == 422
    assert "All files together must be smaller than 60MB" in answer.text
    assert len(rows()) == 3


NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\me\\shot.png": "shot.png",
    "投诉 截图.png": "投诉 截图.png",
    "a\u202egpj.exe": "agpj.exe",
    "x\u200b\u2066y.png": "xy.png",
    ".htaccess": "htaccess",
    "CON": "CON",
    "a" * 304 + ".png": "…" + ".png",
    "<script>alert(1)</script>.png": "script>.png",
}


@pytest.mark.row("BI-53", "BI-04")
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_clean_and_never_used_as_a_path(sender, rows, stored, name):
    sender.add((name, samples.png()))
    (row,) = rows()
    assert stored() == [stores.original(row.id)]
    text = sender.get(PAGE).text
    assert NAMES[name] in unescape(text)
    assert "\u202e" not in text
    assert "<script>alert" not in text


@pytest.mark.row("BI-53", "BI-39")
def test_a_name_with_a_nul_or_a_line_end_harms_nothing(sender, rows):
    body = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a\0b%0d%0aX.png"\r\n'
        b"Content-Type: image/png\r\n\r\n" + samples.png() + b"\r\n"
        b'--b\r\nContent-Disposition: form-data; name="_end"\r\n\r\n1\r\n--b--\r\n'
    )
    answer = sender.client.post(PAGE, data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 303
    assert len(rows()) == 1
    assert "\0" not in sender.get(PAGE).text


@pytest.mark.row("BI-54")
def test_a_file_is_told_by_its_content_and_never_by_its_name(sender, rows):
    sender.add(("recording.mp3", samples.png()))
    assert rows()[0].kind is Kind.PNG


@pytest.mark.row("BI-64", "BI-91")
def test_a_form_that_breaks_off_leaves_no_file(sender, rows, stored):
    body = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
        + samples.png()
    )
    answer = sender.client.post(PAGE, data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400
    assert (rows(), stored()) == ([], [])


def test_a_file_sent_to_a_page_that_takes_none_goes_nowhere(sender, stored):
    sender.add(("a.png", samples.png()), path="/report/outcome")
    assert stored() == []


def test_a_form_on_another_page_stays_short(sender):
    answer = sender.add(("a.png", bytes(300_000)), path="/report/outcome")
    assert answer.status_code == 413


def test_a_stranger_without_answers_cannot_leave_files(app, stored):

    answer = Sender(app).add(("a.png", samples.png()))
    assert answer.status_code == 303
    assert stored() == []


@pytest.mark.row("BI-12")
def test_more_than_anybody_may_send_is_refused_on_a_page(sender, app, monkeypatch):

    monkeypatch.setattr(uploads, "limits_of", lambda _settings: Limits(2, 1000, 2000))
    answer = sender.add(("a.png", bytes(1_100_000)))
    assert answer.status_code == 413
    assert "too big to send together" in answer.text


def test_without_room_on_the_disk_files_wait_and_answers_do_not(both, rows, monkeypatch):

    monkeypatch.setattr(uploads, "has_room", lambda _settings: False)
    answer = both.add(("a.png", samples.png()))
    said = {"en": "We cannot take files at the moment", "zh-CN": "目前无法接收文件"}
    assert (answer.status_code, rows()) == (422, [])
    assert said[both.lang] in answer.text
    assert both.send("evidence", {}).status_code == 303


def test_room_is_what_the_setting_says(settings, monkeypatch):

    for free, enough in ((999_999_999, False), (1_000_000_000, True)):
        monkeypatch.setattr(
            stores.shutil, "disk_usage", lambda _at, f=free: SimpleNamespace(free=f)
        )
        assert stores.has_room(settings) is enough


def test_a_store_that_fails_is_told_and_leaves_no_row(both, rows, app, monkeypatch):
    def fails(_part, _name):
        raise OSError("full")

    monkeypatch.setattr(app.extensions["evidence"], "keep", fails)
    answer = both.add(("a.png", samples.png()))
    said = {"en": "could not be uploaded – try again", "zh-CN": "文件未能上传，请重试"}
    assert (answer.status_code, rows()) == (422, [])
    assert said[both.lang] in answer.text


def test_too_many_uploads_at_once_are_asked_to_wait(sender, app, rows):
    places = app.extensions["uploads"]
    while places.acquire(blocking=False):
        pass
    assert sender.add(("a.png", samples.png())).status_code == 429
    places.release()
    assert sender.add(("a.png", samples.png())).status_code == 303
    assert sender.add(("b.png", samples.png(9))).status_code == 303, "the place was given back"
    assert len(rows()) == 2


def test_a_network_that_sends_files_without_end_waits_a_moment(app, rows):

    person = Sender(app, address="203.0.113.9").begin()
    for _ in range(uploads.FILES_A_MINUTE):
        person.client.post(PAGE, data={"_end": "1"}, content_type="multipart/form-data")
    assert person.add(("a.png", samples.png())).status_code == 429


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


def test_every_reason_has_words():

    assert set(uploads.WORDS) == set(Reason)


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
