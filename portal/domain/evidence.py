"""Files that show what happened: which kinds are taken, how many, and what a name may look like.

What a file is, is told by its first bytes and never by its name. Pure rules; opening a file for
good happens elsewhere, in a process of its own.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What a person would call the file."""

    PICTURE = "picture"
    PAPER = "paper"
    SOUND = "sound"
    FILM = "film"
    TEXT = "text"


class Kind(StrEnum):
    """The kinds of files that are taken; no other is."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    MP3 = "mp3"
    M4A = "m4a"
    AMR = "amr"
    WAV = "wav"
    OGG = "ogg"
    MP4 = "mp4"
    MOV = "mov"
    TEXT = "txt"


class FileState(StrEnum):
    """How far a file has come."""

    #: Kept sealed; nobody has looked inside yet, neither program nor person.
    WAITING = "waiting"
    #: Looked at; a working copy is there for those who handle the ticket.
    READY = "ready"
    #: Looked at and not fit to be opened by anybody; the reason says why.
    REFUSED = "refused"


class Scan(StrEnum):
    """What is known of viruses. Absent means not scanned, never clean."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"
    INFECTED = "infected"


class Reason(StrEnum):
    """Why a file was not taken, or was put aside later."""

    TYPE = "type"
    TOO_BIG = "too_big"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    TOTAL = "total"
    SAME = "same"
    NO_ROOM = "no_room"
    FAILED = "failed"
    PASSWORD = "password"  # noqa: S105 - a reason, not a password
    BROKEN = "broken"
    VIRUS = "virus"


FAMILY: dict[Kind, Family] = {
    Kind.JPEG: Family.PICTURE,
    Kind.PNG: Family.PICTURE,
    Kind.WEBP: Family.PICTURE,
    Kind.HEIC: Family.PICTURE,
    Kind.PDF: Family.PAPER,
    Kind.MP3: Family.SOUND,
    Kind.M4A: Family.SOUND,
    Kind.AMR: Family.SOUND,
    Kind.WAV: Family.SOUND,
    Kind.OGG: Family.SOUND,
    Kind.MP4: Family.FILM,
    Kind.MOV: Family.FILM,
    Kind.TEXT: Family.TEXT,
}

#: The media type and the ending of a working copy, by what it was written as.
MEDIA: dict[str, str] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "amr": "audio/amr",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "txt": "text/plain; charset=utf-8",
}

#: What the field for files tells the browser to offer; the server decides by itself.
ACCEPT = (
    ".jpg,.jpeg,.png,.webp,.heic,.heif,.pdf,.mp3,.m4a,.amr,.wav,.ogg,.mp4,.mov,.3gp,.txt,"
    "image/jpeg,image/png,image/webp,image/heic,application/pdf,audio/*,video/mp4,video/quicktime"
)

LONGEST_NAME = 120
LONGEST_ABOUT = 120
MEGABYTE = 1_000_000

_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_FILM = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash"})
_PLAIN: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"%PDF-", Kind.PDF),
    (b"ID3", Kind.MP3),
    (b"#!AMR\n", Kind.AMR),
    (b"#!AMR-WB\n", Kind.AMR),
    (b"OggS\x00", Kind.OGG),
)
#: How texts begin that a program would run or a browser would draw.
_NOT_TEXT = ("<", "#!", "%!", "mime-version:", "{\\rtf", "from -", "gif8", "@echo", "begin:vc")
_IN_NO_TEXT = ("<script", "<html", "<svg", "<iframe", "javascript:")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one draft or ticket may hold."""

    files: int = 10
    each: int = 20 * MEGABYTE
    together: int = 60 * MEGABYTE

    @property
    def longest_form(self) -> int:
        """The longest form that is read at all: everything allowed, one file too many, the answers."""
        return self.together + self.each + MEGABYTE


def kind_of(head: bytes) -> Kind | None:
    """What a file is by its first bytes; None for everything that is not taken."""
    for start, kind in _PLAIN:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": Kind.WEBP, b"WAVE": Kind.WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if starts_a_frame(head):
        return Kind.MP3
    return Kind.TEXT if _looks_like_text(head) else None


def _by_brand(brand: bytes) -> Kind | None:
    """The kind of a file in the family of MP4 containers, by the brand it names first."""
    if brand in _HEIC:
        return Kind.HEIC
    if brand in (b"M4A ", b"M4B "):
        return Kind.M4A
    if brand == b"qt  ":
        return Kind.MOV
    if brand in _FILM or brand[:3] in (b"3gp", b"3g2") or brand in (b"M4V ", b"MSNV"):
        return Kind.MP4
    return None


def starts_a_frame(head: bytes) -> bool:
    """Whether these bytes can be the head of a sound frame of the third layer."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # noqa: PLR2004 - the format's own numbers
        return False
    version, rate, frequency = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and rate not in (0, 15) and frequency != 3  # noqa: PLR2004 - likewise


def _looks_like_text(head: bytes) -> bool:
    text = as_text(head, cut=True)
    if text is None or any(
        unicodedata.category(one) == "Cc" and one not in "\t\r\n" for one in text
    ):
        return False
    begins = text.lstrip("\ufeff \t\r\n").lower()
    return not begins.startswith(_NOT_TEXT) and not any(one in begins for one in _IN_NO_TEXT)


def as_text(content: bytes, *, cut: bool = False) -> str | None:
    """The words of a plain text, in the encodings people's programs write; None when it is none."""
    if not content.strip():
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        for less in range(4 if cut else 1):
            try:
                return content[: len(content) - less].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def display_name(raw: str | None) -> str:
    """A file name as it may be shown: no folders, nothing unseen, nothing that turns direction."""
    whole = unicodedata.normalize("NFC", raw or "").replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(
        one
        for one in whole
        if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    )
    name = " ".join(seen.split()).strip(" .")
    if len(name) <= LONGEST_NAME:
        return name or "file"
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:  # noqa: PLR2004 - an ending is short
        return name[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 2] + "…." + ending


def refusal(*, size: int, head: bytes, limits: Limits) -> Reason | None:
    """Why this file cannot be taken, as far as one can tell without opening it."""
    if size == 0:
        return Reason.EMPTY
    if size > limits.each:
        return Reason.TOO_BIG
    return Reason.TYPE if kind_of(head) is None else None


def over(sizes: list[int], limits: Limits) -> Reason | None:
    """Whether these files are more, or more together, than one ticket may hold."""
    if len(sizes) > limits.files:
        return Reason.TOO_MANY
    return Reason.TOTAL if sum(sizes) > limits.together else None
