"""Every kind of file comes out clean of what nobody can see, and hostile ones hurt nobody."""

import hashlib
import io
import json
import subprocess

import pikepdf
import pytest
from PIL import Image

from portal.domain.evidence import Kind, Reason, kind_of
from portal.evidence import sandbox
from tests.evidence import samples


def opened(content, kind=None):
    with sandbox.opening(kind or kind_of(content[:4096]), [content]) as answer:
        return answer, b"".join(answer.content)


@pytest.mark.row("BI-63")
@pytest.mark.parametrize("name", samples.GOOD)
def test_a_good_file_of_each_kind_gets_a_working_copy(name):
    make, written_as = samples.GOOD[name]
    content = make()
    assert kind_of(content[:4096]) == Kind(name)
    answer, copy = opened(content)
    assert (answer.reason, answer.written_as, bool(copy)) == (None, written_as, True)


def test_a_photo_loses_its_place_and_camera_and_stands_upright():
    photo = samples.jpeg_with_place()
    assert b"SecretCamera" in photo
    assert samples.GPS in Image.open(io.BytesIO(photo)).getexif()
    _answer, copy = opened(photo)
    seen = Image.open(io.BytesIO(copy))
    assert not seen.getexif()
    assert b"SecretCamera" not in copy
    assert b"hidden words" not in copy
    assert seen.size == (48, 64)


@pytest.mark.row("BI-55")
@pytest.mark.parametrize("trailer", [b"PK\x03\x04 a zip", b"<html><script>alert(1)</script>"])
def test_what_hangs_behind_a_picture_is_not_in_the_copy(trailer):
    _answer, copy = opened(samples.png() + trailer)
    assert copy
    assert trailer not in copy


@pytest.mark.row("BI-56", "BI-57", "BI-58", "BI-61")
@pytest.mark.parametrize(
    "make",
    [
        lambda: samples.png_claiming(9000, 9000),
        lambda: samples.png_claiming(14000, 14000),
        samples.png_with_notes,
        lambda: samples.jpeg_with_place()[:-300],
        lambda: samples.png()[:60],
        lambda: samples.heic()[:200],
        lambda: samples.pdf(201),
        lambda: b"%PDF-1.7\nnothing of a document",
        lambda: samples.wav()[:14],
        lambda: samples.film()[:-5],
        lambda: samples.film().replace(b"moov", b"move"),
        lambda: samples.amr()[:6] + b"\xff" * 600,
        lambda: samples.ogg(1),
        lambda: b"ID3\x03\0\0\0\0\0\0" + b"no sound at all" * 50,
    ],
)
def test_a_bomb_a_torn_file_or_a_hollow_one_is_refused_in_words(make):
    answer, copy = opened(make())
    assert answer.reason is Reason.BROKEN
    assert not copy


def test_a_large_photo_as_telephones_take_them_is_not_refused():
    answer, _copy = opened(samples.saved(samples.painted(7300, 5400), "JPEG"))
    assert answer.reason is None


@pytest.mark.row("BI-58")
@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "LA", "RGBA", "I;16"])
def test_pictures_of_unusual_colours_are_painted_as_well(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new(mode, (20, 20)) if mode == "I;16" else samples.painted(20, 20).convert(mode)
    answer, copy = opened(samples.saved(picture, kind))
    assert answer.reason is None
    assert Image.open(io.BytesIO(copy)).size == (20, 20)


@pytest.mark.row("BI-58")
def test_of_a_moving_picture_the_first_one_stays():
    answer, copy = opened(samples.moving_webp())
    assert answer.reason is None
    assert getattr(Image.open(io.BytesIO(copy)), "n_frames", 1) == 1


@pytest.mark.row("BI-60")
@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_nothing_in_a_pdf_acts_any_more():
    paper = samples.acting_pdf()
    assert b"EVILSCRIPT" in paper
    assert b"EVILCONTENT" in paper
    _answer, copy = opened(paper)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(copy)) as seen:
        assert len(seen.pages) == 1
        seen.save(
            out,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )
    for word in (b"EVIL", b"HIDDEN", b"JavaScript", b"/Launch", b"/URI", b"/XFA", b"OpenAction"):
        assert word not in out.getvalue(), word


@pytest.mark.row("BI-61")
def test_a_locked_pdf_is_told_apart_from_a_damaged_one():
    answer, _copy = opened(samples.locked_pdf())
    assert answer.reason is Reason.PASSWORD


@pytest.mark.row("BI-61")
def test_a_pdf_that_swells_is_never_unpacked_by_us():
    answer, copy = opened(samples.swelling_pdf())
    assert answer.reason is None
    assert len(copy) < 400_000


def test_a_film_loses_the_place_it_was_taken_at_and_nothing_moves_within_it():
    film = samples.film(notes=b"+51.5-000.1/")
    _answer, copy = opened(film)
    for word in (b"+51.5", b"TRACKNOTES", b"HIDDENTRAILER"):
        assert word in film
        assert word not in copy
    assert len(copy) == len(film)
    assert copy.index(b"sound and picture") == film.index(b"sound and picture")


def test_a_sound_loses_what_stands_beside_it():
    _answer, copy = opened(samples.wav(notes=b"INFOSECRETOWNER!"))
    assert b"SECRETOWNER" not in copy
    assert copy[:4] == b"RIFF"
    _answer, copy = opened(samples.mp3(title=b"TITLE OF A SECRET") + b"TAG" + bytes(125))
    assert copy == samples.mp3()


@pytest.mark.row("BI-55")
def test_a_polyglot_of_sound_and_program_keeps_the_sound_alone():
    _answer, copy = opened(samples.amr(200) + b"\xff<script>alert(1)</script>")
    assert copy == samples.amr(200)


@pytest.mark.row("BI-59", "BI-62")
@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0\3\0\0\0 a program",
        b"\x7fELF\2\1\1",
        b"PK\3\4 an archive",
        b"GIF89a/*pictures that are scripts*/",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"words first <script>alert(1)</script>",
        b"MIME-Version: 1.0\nContent-Type: multipart/related",
        b"<?xml version='1.0'?><x/>",
        b"#!/bin/sh\nrm -rf ~",
        b"{\\rtf1 words}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old document",
        b"\0\0\0\x18ftypavif\0\0\0\0",
        b"   ",
        b"\0\0\0\0",
    ],
)
def test_kinds_that_are_not_taken_are_known_by_their_first_bytes(content):
    assert kind_of(content) is None


@pytest.mark.row("BI-54")
def test_a_file_handed_over_as_another_kind_is_refused():
    answer, _copy = opened(samples.png(), Kind.JPEG)
    assert answer.reason is Reason.TYPE


def test_the_process_is_ended_when_its_time_is_over(monkeypatch):
    started, children = subprocess.Popen, []

    def start(*words, **more):
        children.append(started(*words, **more))
        return children[0]

    monkeypatch.setattr(sandbox.subprocess, "Popen", start)

    def slow():
        yield b"%PDF-"
        children[0].wait(30)
        yield bytes(65536)

    with sandbox.opening(Kind.PDF, slow(), longest=0.3) as answer:
        assert (answer.reason, answer.died) == (Reason.BROKEN, True)


def test_the_process_cannot_take_memory_write_files_or_see_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET", "hunter2")
    child = tmp_path / "child.py"
    text = sandbox.CHILD.read_text()
    probe = (
        "import json\n"
        "def opened(kind, content):\n"
        "    found = {'env': sorted(os.environ), 'file': '', 'memory': ''}\n"
        "    try:\n        bytearray(900_000_000)\n"
        "    except MemoryError:\n        found['memory'] = 'refused'\n"
        "    import signal\n    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"    try:\n        f = open({str(tmp_path / 'out')!r}, 'wb', buffering=0); f.write(b'x')\n"
        "    except OSError:\n        found['file'] = 'refused'\n"
        "    return {'written_as': 'x'}, json.dumps(found).encode()\n"
    )
    child.write_text(
        text.replace('if __name__ == "__main__":', probe + '\n\nif __name__ == "__main__":')
    )
    monkeypatch.setattr(sandbox, "CHILD", child)
    _answer, copy = opened(samples.png())

    found = json.loads(copy)
    assert not [name for name in found["env"] if name.startswith("PORTAL")]
    assert (found["file"], found["memory"]) == ("refused", "refused")


def test_the_same_file_gives_the_same_copy():
    first, second = opened(samples.png())[1], opened(samples.png())[1]
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
