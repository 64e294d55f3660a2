"""Adding files while writing a report: what is taken, what is refused in words, and nothing lost."""

from html import unescape

import pytest

from portal.domain.evidence import FileState, Kind, Reason
from portal.evidence import store as stores
from portal.web import uploads
from tests.evidence import samples
from tests.evidence.conftest import PAGE, Sender


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
def test_the_same_file_is_kept_once(both, rows):
    both.add(("a.png", samples.png()))
    answer = both.add(("another-name.png", samples.png()))
    said = {"en": "You have already added this file", "zh-CN": "您已经上传过这个文件"}
    assert (answer.status_code, len(rows())) == (422, 1)
    assert said[both.lang] in answer.text


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


def test_every_reason_has_words():

    assert set(uploads.WORDS) == set(Reason)
