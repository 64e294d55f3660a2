"""Writing the book of who collects where under whom, and proving that no line of it was changed."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import chain
from portal.models import BOOK, BOOK_HEAD, BookKind, BookLine, Setting


def note(
    session: Session, kind: BookKind, at: datetime, by: int | None, facts: dict[str, Any]
) -> BookLine:
    """Add a line to the book; two who write at once do so one after the other."""
    head = session.get(Setting, BOOK_HEAD, with_for_update=True)
    if head is None:
        head = Setting(name=BOOK_HEAD, value={"length": 0, "head": chain.GENESIS.hex()})
        session.add(head)
    seq, previous = head.value["length"] + 1, bytes.fromhex(head.value["head"])
    line = BookLine(
        book=BOOK, seq=seq, kind=kind, at=at, staff_id=by, facts=facts, previous=previous
    )
    line.hash = chain.entry_hash(previous, hashed_fields(line))
    head.value = {"length": seq, "head": line.hash.hex()}
    session.add(line)
    session.flush()
    return line


def hashed_fields(line: BookLine) -> dict[str, str | int | None]:
    """Everything of a line that the chain protects, as plain values."""
    return {
        "book": line.book,
        "seq": line.seq,
        "kind": str(line.kind),
        "at": line.at.isoformat(),
        "staff_id": line.staff_id,
        "facts": json.dumps(line.facts, sort_keys=True, ensure_ascii=False),
    }


def histories(session: Session) -> Iterator[tuple[str, int | None]]:
    """The book, and its first line that does not fit, if there is one."""
    head = session.get(Setting, BOOK_HEAD)
    lines = session.scalars(select(BookLine).where(BookLine.book == BOOK).order_by(BookLine.seq))
    entries = [chain.Entry(one.seq, one.previous, hashed_fields(one), one.hash) for one in lines]
    if head is not None or entries:
        # Lines whose head was taken away are as broken as a head without its lines.
        last = bytes.fromhex(head.value["head"]) if head else chain.GENESIS
        yield BOOK, chain.verify(entries, head=last)
