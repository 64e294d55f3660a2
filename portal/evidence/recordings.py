"""Recordings are walked from end to end: only what belongs to the format is in the copy.

Nothing is decoded. Notes beside the sound and the picture (place, owner, titles) are left out or
blanked. Runs only in the process made for it.
"""

from collections.abc import Callable

from portal.domain.evidence import Kind, starts_a_frame
from portal.evidence.clean import Unfit

#: A recording of which less than this can be walked is damaged or something else.
ENOUGH = 0.8

_AMR_NARROW = (12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0)
_AMR_WIDE = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0)
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_FREQUENCIES = (44100, 48000, 32000)
#: How far the next frame of a recording may lie behind a damaged one.
_GAP = 8192


def whole(kind: Kind, content: bytes) -> bytes:
    """The recording without anything around it."""
    return _WALKS[kind](content)


def _enough(taken: int, of: int) -> None:
    if not taken or taken < ENOUGH * of:
        raise Unfit


def _boxes(data: bytearray, start: int, end: int) -> list[tuple[bytes, int, int, int]]:
    """The boxes of a container between two places: name, start, start of content, end."""
    found = []
    while start < end:
        size, head = int.from_bytes(data[start : start + 4]), 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16]), 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            raise Unfit
        found.append((bytes(data[start + 4 : start + 8]), start, start + head, start + size))
        start += size
    return found


def _film(content: bytes) -> bytes:
    """A container of the MP4 family; boxes that hold notes become empty room, so no place moves."""
    data = bytearray(content)
    top = _boxes(data, 0, len(data))
    names = [name for name, *_ in top]
    if names[0] != b"ftyp" or b"moov" not in names or not {b"mdat", b"moof"} & set(names):
        raise Unfit
    keep = (b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp")
    for name, start, inner, end in top:
        if name not in keep:
            _blank(data, start, inner, end)
        elif name == b"moov":
            _blank_notes(data, inner, end)
    return bytes(data)


def _blank_notes(data: bytearray, inner: int, end: int) -> None:
    for name, start, content, stop in _boxes(data, inner, end):
        if name in (b"udta", b"meta", b"uuid"):
            _blank(data, start, content, stop)
        elif name == b"trak":
            _blank_notes(data, content, stop)


def _blank(data: bytearray, start: int, inner: int, end: int) -> None:
    data[start + 4 : start + 8] = b"free"
    data[inner:end] = bytes(end - inner)


def _wav(content: bytes) -> bytes:
    parts, place, names = [], 12, []
    while place + 8 <= len(content):
        name, size = (
            content[place : place + 4],
            int.from_bytes(content[place + 4 : place + 8], "little"),
        )
        body = content[place + 8 : place + 8 + size]
        if name in (b"fmt ", b"fact", b"data"):
            names.append(name)
            parts.append(name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2))
        place += 8 + size + size % 2
    if names[:1] != [b"fmt "] or b"data" not in names:
        raise Unfit
    inner = b"WAVE" + b"".join(parts)
    return b"RIFF" + len(inner).to_bytes(4, "little") + inner


def _amr(content: bytes) -> bytes:
    wide = content.startswith(b"#!AMR-WB\n")
    sizes, start = (_AMR_WIDE, 9) if wide else (_AMR_NARROW, 6)
    place = start
    while place < len(content):
        size = 1 + sizes[content[place] >> 3 & 15]
        # Padding bits of a frame's head are nought; anything else is not a frame.
        if content[place] & 0x83 or place + size > len(content):
            break
        place += size
    _enough(place - start, len(content) - start)
    return content[:place]


def _ogg(content: bytes) -> bytes:
    place, pages = 0, 0
    while content[place : place + 5] == b"OggS\0" and place + 27 <= len(content):
        segments = content[place + 26]
        table = content[place + 27 : place + 27 + segments]
        end = place + 27 + segments + sum(table)
        if len(table) < segments or end > len(content):
            break
        place, pages = end, pages + 1
    _enough(place if pages > 1 else 0, len(content))
    return content[:place]


def _mp3(content: bytes) -> bytes:
    place = _after_notes(content)
    frames, stop = [], len(content) - (128 if content[-128:-125] == b"TAG" else 0)
    first = place
    while place < stop:
        size = _frame(content, place)
        if size and place + size <= stop:
            frames.append(content[place : place + size])
            place += size
            continue
        place = _next_frame(content, place + 1, stop)
    _enough(sum(map(len, frames)) if len(frames) > 2 else 0, stop - first)  # noqa: PLR2004 - two may be chance
    return b"".join(frames)


def _after_notes(content: bytes) -> int:
    """Where the sound begins behind the notes many programs put in front."""
    if content[:3] != b"ID3":
        return 0
    size = 0
    for part in content[6:10]:
        size = size << 7 | part & 0x7F
    return 10 + size


def _next_frame(content: bytes, place: int, stop: int) -> int:
    for at in range(place, min(place + _GAP, stop - 4)):
        size = _frame(content, at)
        if size and _frame(content, at + size):
            return at
    return stop


def _frame(content: bytes, place: int) -> int:
    """The length of the frame that begins here; nought when none does."""
    head = content[place : place + 4]
    if not starts_a_frame(head):
        return 0
    newest = head[1] >> 3 & 3 == 3  # noqa: PLR2004 - the format's own number
    half = {3: 0, 2: 1, 0: 2}[head[1] >> 3 & 3]
    rate = (_RATES_1 if newest else _RATES_2)[head[2] >> 4]
    frequency = _FREQUENCIES[head[2] >> 2 & 3] >> half
    return (144 if newest else 72) * rate * 1000 // frequency + (head[2] >> 1 & 1)


_WALKS: dict[Kind, Callable[[bytes], bytes]] = {
    Kind.MP4: _film,
    Kind.MOV: _film,
    Kind.M4A: _film,
    Kind.WAV: _wav,
    Kind.AMR: _amr,
    Kind.OGG: _ogg,
    Kind.MP3: _mp3,
}
