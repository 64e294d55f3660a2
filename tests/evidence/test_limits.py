"""How much may be added, by whom and how fast; whoever meets a limit loses nothing that was written."""

from types import SimpleNamespace

import pytest

from portal.domain.evidence import Limits
from portal.evidence import store as stores
from portal.web import uploads
from tests.evidence import samples
from tests.evidence.conftest import PAGE, Sender


@pytest.mark.row("BI-64")
def test_the_eleventh_file_is_refused(both, rows):
    both.add(*((f"{one}.png", samples.png(10 + one)) for one in range(10)))
    answer = both.add(("one-more.png", samples.png(50)))
    said = {"en": "You can only add up to 10 files", "zh-CN": "最多可上传 10 个文件"}
    assert (answer.status_code, len(rows())) == (422, 10)
    assert said[both.lang] in answer.text


@pytest.mark.row("BI-63")
def test_all_files_together_have_a_limit(sender, rows):
    for one in range(4):
        answer = sender.add((f"{one}.wav", samples.wav(seconds=1000 + one)))
    assert answer.status_code == 422
    assert "All files together must be smaller than 60MB" in answer.text
    assert len(rows()) == 3


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
