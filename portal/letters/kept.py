"""Letters to the person as they were written, and the lines of the history that tell of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from portal.models import Entry, EntryKind, Letter
from portal.vault.box import Box


class Named(Protocol):
    """What of a letter says which line of the history it belongs to."""

    id: str
    name: str
    written_at: datetime


def by_line(entries: Iterable[Entry], letters: Iterable[Named]) -> dict[int, str]:
    """The id of the letter each line tells of; the line and the letter were written in one moment."""
    ids = {(one.name, one.written_at): one.id for one in letters}
    told = ((one.seq, (one.facts.get("letter", ""), one.at)) for one in entries if posted(one))
    return {seq: ids[key] for seq, key in told if key in ids}


def posted(entry: Entry) -> bool:
    """Whether this line tells of a letter."""
    return entry.kind is EntryKind.LETTER_POSTED


def opened(box: Box, letter: Letter) -> tuple[str, str]:
    """Subject and text of a letter."""
    subject, _, body = box.open("letters", "words", letter.id, letter.words).partition("\n")
    return subject, body
