"""Keeping the keyed words of tickets up to date: a sweep follows the history, filing does not wait."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.words import tokens
from portal.models import Entry, EntryKind, Report, Setting, TicketWord
from portal.timeline import words_of
from portal.vault.blind import blinds
from portal.vault.box import Box, box_for
from portal.vault.keys import Keyring

MARK = "search.words"
#: The youngest lines of history wait: by then every commit with an earlier line is in the tables.
SETTLED = timedelta(seconds=40)
#: So many lines of history in one commit.
BATCH = 100
#: Where a report holds words of the person.
TOLD = (
    ("what", "words"),
    ("when", "story"),
    ("situation", "story"),
    ("outcome", "wants_other"),
    ("collector", "c_badge"),
    ("collector", "c_agency"),
)


def unread(session: Session, now: datetime) -> list[Entry]:
    """The next lines of history whose words are not in the index, in their order."""
    mark = session.get(Setting, MARK)
    query = select(Entry).where(Entry.id > (mark.value["entry"] if mark else 0))
    lines = session.scalars(query.order_by(Entry.id).limit(BATCH)).all()
    found = []
    for line in lines:
        if line.at > now - SETTLED:
            break
        found.append(line)
    return found


def follow(session: Session, keyring: Keyring, lines: Iterable[Entry]) -> int:
    """Put the words of these lines into the index and remember how far it reads."""
    last = 0
    for line in lines:
        if line.words is not None or line.kind is EntryKind.FILED:
            box = box_for(session, keyring, line.ticket_id)
            add(session, keyring, line.ticket_id, said(session, box, line))
        last = line.id
    if last:
        session.merge(Setting(name=MARK, value={"entry": last}))
    return last


def said(session: Session, box: Box, line: Entry) -> str:
    """The words of one line; those of the first are the report itself."""
    words = words_of(box, line)
    return (
        f"{words}\n{told(session, box, line.ticket_id)}" if line.kind is EntryKind.FILED else words
    )


def told(session: Session, box: Box, ticket_id: str) -> str:
    """What the person wrote in the report, without who they are."""
    report = session.get(Report, ticket_id)
    if report is None:
        return ""
    answers = json.loads(box.open("reports", "answers", ticket_id, report.answers))
    return "\n".join(str(answers.get(page, {}).get(name) or "") for page, name in TOLD)


def add(session: Session, keyring: Keyring, ticket_id: str, text: str) -> None:
    """Add the keyed words of a text that the index does not yet hold for this ticket."""
    made = {blinds(keyring, "word", one)[0] for one in tokens(text)}
    there = set(session.scalars(select(TicketWord.token).where(TicketWord.ticket_id == ticket_id)))
    session.add_all(TicketWord(ticket_id=ticket_id, token=one) for one in sorted(made - there))
    session.flush()
