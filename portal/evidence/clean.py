"""What a file really is, and a clean copy of it. Runs only in the process made for it."""

from dataclasses import dataclass

import puremagic

from portal.domain.evidence import FAMILY, Family, Kind, Reason, as_text, kind_of

#: What a second opinion may call each kind; its list of names is longer than ours.
_ALSO_CALLED: dict[Kind, frozenset[str]] = {
    Kind.JPEG: frozenset({".jpg", ".jpeg", ".jfif", ".jpe"}),
    Kind.PNG: frozenset({".png"}),
    Kind.WEBP: frozenset({".webp"}),
    Kind.HEIC: frozenset({".heic", ".heif", ".heics", ".heifs"}),
    Kind.PDF: frozenset({".pdf"}),
    Kind.WAV: frozenset({".wav"}),
    Kind.OGG: frozenset({".ogg", ".oga", ".ogv", ".opus"}),
    Kind.AMR: frozenset({".amr", ".awb"}),
}
#: What a plain text is not, though it has letters in it.
_NO_TEXT = frozenset({".html", ".svg", ".xml", ".rtf", ".eml"})
#: How sure a second opinion on a text must be before it counts.
_SURE = 0.6


@dataclass(frozen=True, slots=True)
class Copy:
    """A working copy and what it was written as."""

    written_as: str
    content: bytes


class Unfit(Exception):  # noqa: N818 - read as a sentence
    """There can be no clean copy of this file."""

    def __init__(self, reason: Reason = Reason.BROKEN) -> None:
        super().__init__(reason.value)
        self.reason = reason.value


def clean(said: str, content: bytes) -> Copy:
    """Open a file by what it is, and write a copy with nothing in it that nobody can see."""
    kind = kind_of(content[:4096])
    if kind is None or kind.value != said or not _second_opinion(kind, content):
        raise Unfit(Reason.TYPE)
    family = FAMILY[kind]
    if family is Family.PICTURE:
        from portal.evidence.pictures import repaint  # noqa: PLC0415 - loaded for its own files only

        return Copy(*repaint(kind, content))
    if family is Family.PAPER:
        from portal.evidence.papers import sanitise  # noqa: PLC0415 - likewise

        return Copy(kind.value, sanitise(content))
    if family is Family.TEXT:
        return Copy(kind.value, _plain(content))
    from portal.evidence.recordings import whole  # noqa: PLC0415 - likewise

    return Copy(kind.value, whole(kind, content))


def _second_opinion(kind: Kind, content: bytes) -> bool:
    """Whether a library that knows hundreds of formats does not see another one in it."""
    try:
        seen = puremagic.magic_string(content[:65536])
    except puremagic.PureError:
        return kind not in _ALSO_CALLED
    if kind is Kind.TEXT:
        return not any(one.confidence >= _SURE and one.extension in _NO_TEXT for one in seen)
    wanted = _ALSO_CALLED.get(kind)
    return wanted is None or any(one.extension in wanted for one in seen)


def _plain(content: bytes) -> bytes:
    """The words of a text in one encoding; what is no text is refused."""
    text = as_text(content)
    if text is None or "\0" in text:
        raise Unfit
    seen = (one for one in text if one >= " " or one in "\t\r\n")
    return "".join(seen).encode()
