"""Keeping the keyed words and prints of tickets up to date: a sweep follows the history.

Filing does not wait for it. The line that a report was filed is the row this work is found by, so
nothing is lost when the worker stands still.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.words import tokens
from portal.models import Entry, EntryKind, Report, Setting, TicketWord
from portal.search.links import keep_print
from portal.timeline import words_of
from portal.vault.blind import blinds
from portal.vault.box import Box, box_for
from portal.vault.errors import KeyDestroyedError
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
    ("collector", "c_name"),
    ("collector", "c_agency"),
)


#: Of these the story: what a campaign has in common.
STORY = TOLD[:3]


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
        box = box_of(session, keyring, line)
        if box is not None:
            is_report = line.kind is EntryKind.FILED
            answers = answers_of(session, box, line.ticket_id) if is_report else {}
            words = f"{words_of(box, line)}\n{told(answers)}"
            add(session, keyring, line.ticket_id, words)
            keep_print(session, keyring, line.ticket_id, story(answers))
        last = line.id
    if last:
        session.merge(Setting(name=MARK, value={"entry": last}))
    return last


def box_of(session: Session, keyring: Keyring, line: Entry) -> Box | None:
    """The box of a line that holds words; none for the others, and for a ticket erased meanwhile."""
    if line.words is None and line.kind is not EntryKind.FILED:
        return None
    try:
        return box_for(session, keyring, line.ticket_id)
    except KeyDestroyedError:
        return None


def answers_of(session: Session, box: Box, ticket_id: str) -> dict[str, dict[str, Any]]:
    """The answers of a report, page by page, without who the person is; none where there is none."""
    report = session.get(Report, ticket_id)
    if report is None:
        return {}
    text = box.open("reports", "answers", ticket_id, report.answers)
    answers: dict[str, dict[str, Any]] = json.loads(text)
    return answers


def told(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """What the person wrote in the report, without who they are."""
    return "\n".join(str(answers.get(page, {}).get(name) or "") for page, name in TOLD)


def story(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """What the person told of what happened, in the order it was asked."""
    times = answers.get("times", {}).get("times") or ()
    parts = [answers.get(page, {}).get(name) for page, name in STORY[:2]]
    parts += [row[3] for row in times]
    parts += [answers.get(page, {}).get(name) for page, name in STORY[2:]]
    return "\n".join(str(part) for part in parts if part)


def add(session: Session, keyring: Keyring, ticket_id: str, text: str) -> None:
    """Add the keyed words of a text that the index does not yet hold for this ticket."""
    made = {blinds(keyring, "word", one)[0] for one in tokens(text)}
    there = set(session.scalars(select(TicketWord.token).where(TicketWord.ticket_id == ticket_id)))
    session.add_all(TicketWord(ticket_id=ticket_id, token=one) for one in sorted(made - there))
    session.flush()
