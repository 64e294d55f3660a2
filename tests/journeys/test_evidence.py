"""Files added while reporting and afterwards, in Chromium: refused in words, looked at, opened on the record."""

import io
import threading

import pytest

from tests.evidence import samples
from tests.journeys.people import go
from tests.journeys.stories import CALM, report
from tests.journeys.swiftly import Courier

UPLOAD = {"en": "Upload", "zh_Hans_CN": "上传"}
REFUSED = {
    "en": "The selected file must be a picture, PDF, sound or video file",
    "zh_Hans_CN": "请选择图片、PDF、录音或视频文件",
}
LOCKED = {"en": "The selected file is password protected", "zh_Hans_CN": "所选文件设有密码"}
CHECKED = {"en": "Checked", "zh_Hans_CN": "已检查"}
ADD = {"en": "Add these files", "zh_Hans_CN": "添加这些文件"}
LOOK = {"en": "Look at it here", "zh_Hans_CN": "在此查看"}


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def chooses(person, *files, button):
    person.page.set_input_files("#files", list(files))
    go(person.page, person.page.get_by_role("button", name=button, exact=True))


def until(page, words):
    """Read the page again until the worker has looked at the file."""
    pause = threading.Event()
    for _ in range(60):
        if words in page.locator("main").inner_text():
            return
        pause.wait(0.5)
        page.reload()
    raise AssertionError(f"{words!r} never came: {page.locator('main').inner_text()}")


def test_files_are_added_refused_looked_at_and_opened(crowd):
    walk(crowd)


@pytest.mark.parametrize("language", ["zh_Hans_CN"])
def test_the_same_without_a_script(crowd_without_javascript):
    walk(crowd_without_javascript)


def walk(crowd):
    person, language = crowd.person(), crowd.language
    told = report(language, what={"what": ["often"], "words": CALM[language]}, impact={})
    Courier(person.page, language).reaches("report", told, "evidence")
    person.page.goto("/report/evidence")
    chooses(person, file("截图 photo.jpg", samples.jpeg_with_place()), button=UPLOAD[language])
    assert "截图 photo.jpg" in person.text()
    person.page.locator("[name^=about-]").fill("妈妈 Mum")
    chooses(person, file("photo.png", samples.PROGRAM), button=UPLOAD[language])
    assert person.page.locator(".errsum a").inner_text() == REFUSED[language]
    assert person.page.locator("[name^=about-]").input_value() == "妈妈 Mum", (
        "nothing typed is lost"
    )
    chooses(person, file("locked.pdf", samples.locked_pdf()), button=UPLOAD[language])
    until(person.page, LOCKED[language])
    until(person.page, CHECKED[language])
    go(person.page, person.page.locator("button[name=remove]").last)
    assert "locked.pdf" not in person.text()
    person.answers(told)
    assert "截图 photo.jpg" in person.text()
    person.sends().tracks()
    person.page.goto("/ticket/evidence")
    chooses(person, file("call.wav", samples.wav()), button=ADD[language])
    assert "call.wav" in person.text()

    _name, page = crowd.owner_of(person.number)
    page.goto(f"/tickets/{person.number}")
    go(page, page.locator(".ev a").first)
    go(page, page.get_by_role("button", name=LOOK[language], exact=True))
    shown = page.locator("img.seen")
    shown.wait_for()
    assert shown.evaluate("e => e.complete && e.naturalWidth") == 48, "upright and drawn"
    with page.expect_download() as saving:
        page.locator("button[name=save]").click()
    copy = io.BytesIO(saving.value.path().read_bytes()).getvalue()
    assert copy[:3] == b"\xff\xd8\xff"
    assert b"SecretCamera" not in copy
    page.goto(f"/tickets/{person.number}")
    opened = {"en": "A file was opened", "zh_Hans_CN": "打开了一个文件"}
    assert page.locator(".tl").inner_text().count(opened[language]) == 2
