"""A copy of everything a person gave us and was sent: to read, for machines, and the files themselves.

It is put together while it is sent and lies nowhere. What staff wrote for each other is not in it:
a note may speak of somebody else, so a person looks at it first. Nor is who works here, what is
known of a collector beside the person's own words, or what the person took out of the own view.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.accounts import service
from portal.accounts.service import Person
from portal.domain.evidence import FileState
from portal.evidence.service import copy_id, files_on, key_of, shelf_of_ticket
from portal.evidence.store import Store, working_copy
from portal.letters.outbox import TABLE as OUTBOX
from portal.models import (
    ContactLimit,
    EvidenceFile,
    Finding,
    Hold,
    OutboxMail,
    Outcome,
    Referral,
    ReferralState,
    Report,
)
from portal.vault.stream import open_pieces

#: Facts of a line of the history that are the person's own to know.
OWN_FACTS = ("happened_on", "part", "verdict", "about", "what", "granted", "erase_on", "ground")
#: Pages of a report that are asked again by two names; the copy tells them once.
TOGETHER = ("reply",)


@dataclass(frozen=True, slots=True)
class Copy:
    """What goes into the copy, as plain values, and the files that come with it."""

    said: dict[str, Any]
    #: The answers as they were given, by page and field.
    report: dict[str, Any]
    door: str
    files: list["CopiedFile"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """One file of the person: its name in the copy, and what opens it."""

    name: str
    id: str
    key: bytes


def gather(person: Person) -> Copy:
    """Everything, opened for the person alone."""
    ticket = person.ticket
    files, known = files_of(person)
    report = report_of(person)
    said = {
        "ticket": {
            "number": ticket.number,
            "received_at": ticket.received_at,
            "state": ticket.state.value,
            "ended_at": ticket.ended_at,
            "language": ticket.language,
            "place": ticket.jurisdiction,
            "confidentiality": ticket.confidentiality.value,
            "source": ticket.source.value,
        },
        "report": report,
        "history": history_of(person),
        "letters": letters_of(person),
        "answers": answers_of(person),
        "dates": [
            {"promise": one.rule_id, "due_on": one.due_on, "state": one.state}
            for one in service.clocks(person)
        ],
        "holds": [
            {"rule": one.rule_id, "placed_at": one.placed_at, "lifted_at": one.lifted_at}
            for one in rows_of(person, Hold)
        ],
        "contact_limits": [
            {"limit": one.kind, "set_at": one.set_at} for one in rows_of(person, ContactLimit)
        ],
        "passed_on": passed_on(person),
        "mails": mails_of(person),
        "files": known,
    }
    return Copy(said, report, "report" if ticket.is_conduct else "help", files)


def rows_of(person: Person, model: Any) -> list[Any]:  # noqa: ANN401 - rows of any table of tickets
    """The rows of this ticket in a table, the oldest first."""
    query = select(model).where(model.ticket_id == person.ticket.id).order_by(model.id)
    return list(person.session.scalars(query))


def report_of(person: Person) -> dict[str, Any]:
    """What was told and who told it, page by page, as the person sent it."""
    box, ticket = person.box(), person.ticket
    report = person.session.get_one(Report, ticket.id)
    pages: dict[str, Any] = {
        **json.loads(box.open("reports", "answers", ticket.id, report.answers)),
        **json.loads(box.open("reports", "identity", ticket.id, report.identity)),
    }
    return {name: values for name, values in pages.items() if name not in TOGETHER}


def history_of(person: Person) -> list[dict[str, Any]]:
    """What happened, as the ticket page tells it."""
    return [
        {
            "at": entry.at,
            "what": entry.kind.value,
            "facts": {name: entry.facts[name] for name in OWN_FACTS if name in entry.facts},
            "words": words,
        }
        for entry, words in service.timeline(person)
    ]


def letters_of(person: Person) -> list[dict[str, Any]]:
    """Every letter, the oldest first."""
    return [
        {"written_at": row.written_at, "language": row.language,
         "subject": text.partition("\n")[0], "text": text.partition("\n")[2]}
        for row, text in reversed(service.letters(person))
    ]  # fmt: skip


def answers_of(person: Person) -> list[dict[str, Any]]:
    """Every answer that became final: what was found about each allegation, and what we do."""
    box = person.box()
    return [
        {
            "answered_at": one.final_at,
            "words": opened(box, one, "words"),
            "help": one.help_decision,
            "remedies": one.remedies,
            "findings": [
                {"about": found.code, "result": found.result, "reason": reason(box, found)}
                for found in findings_of(person, one)
            ],
        }
        for one in service.outcomes(person)
    ]


def opened(box: Any, row: Outcome, column: str) -> str:  # noqa: ANN401 - the box of the ticket
    """The words of an answer, where there are any."""
    sealed = getattr(row, column)
    return str(box.open("outcomes", column, str(row.id), sealed)) if sealed else ""


def reason(box: Any, found: Finding) -> str:  # noqa: ANN401 - the box of the ticket
    """Why it was found so, in the words the person was sent."""
    place = f"{found.outcome_id}:{found.allegation_id}"
    return str(box.open("findings", "reason", place, found.reason))


def findings_of(person: Person, outcome: Outcome) -> list[Finding]:
    """What one answer found."""
    query = select(Finding).where(Finding.outcome_id == outcome.id).order_by(Finding.id)
    return list(person.session.scalars(query))


def passed_on(person: Person) -> list[dict[str, Any]]:
    """Which organisation was offered, and what it was sent with the person's agreement."""
    return [
        {"to": one.body_id, "state": one.state.value, "items": one.scope or [],
         "agreed_at": one.agreed_at, "sent_at": one.sent_at}
        for one in rows_of(person, Referral)
        if one.state is not ReferralState.OFFERED
    ]  # fmt: skip


def mails_of(person: Person) -> list[dict[str, Any]]:
    """Who was mailed what and when; of a mail to an organisation the address is theirs, not ours to tell."""
    box = person.keyring.box(OUTBOX)
    return [
        {"what": one.letter, "to": box.open(OUTBOX, "sealed_to", one.id, one.sealed_to)
         if one.recipient_kind == "person" else "", "state": one.state.value, "sent_at": one.sent_at}
        for one in rows_of(person, OutboxMail)
    ]  # fmt: skip


def files_of(person: Person) -> tuple[list[CopiedFile], list[dict[str, Any]]]:
    """The files the person added: those that can be opened, and what is known of each."""
    shelf = shelf_of_ticket(person.session, person.keyring, person.box(), person.ticket)
    copied, known = [], []
    for number, one in enumerate(files_on(shelf), start=1):
        ready = one.state is FileState.READY
        name = f"files/{number:02}-{safe(one.name, one.written_as)}" if ready else ""
        if ready:
            row = person.session.get_one(EvidenceFile, one.id)
            copied.append(CopiedFile(name, one.id, key_of(shelf.box, row)))
        known.append(
            {"name": one.name, "about": one.about, "added_at": one.added_at, "bytes": one.size,
             "sha256": one.sha256, "state": one.state.value, "in_copy_as": name}
        )  # fmt: skip
    return copied, known


def safe(name: str, written_as: str) -> str:
    """A name any computer can write to its disk; the working copy says by its end what it is."""
    stem = re.sub(r"[^\w.-]+", "_", name.rpartition(".")[0] or name).strip("._")[:60] or "file"
    return f"{stem}.{written_as}"


class Pipe:
    """What the archive writes to, and what is handed on at once: nothing whole is ever held."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self.waiting.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits for anything."""

    def taken(self) -> bytes:
        """What came since it was asked last."""
        whole, self.waiting = b"".join(self.waiting), []
        return whole


def archive(copy: Copy, page: str, store: Store, moment: datetime) -> Iterator[bytes]:
    """The copy as one file, piece by piece."""
    pipe = Pipe()
    data = json.dumps(copy.said, ensure_ascii=False, indent=1, default=in_json).encode()
    with zipfile.ZipFile(pipe, "w") as made:  # type: ignore[arg-type] # it only writes
        for name, content in (("copy.html", page.encode()), ("copy.json", data)):
            made.writestr(entry(name, moment, zipfile.ZIP_DEFLATED), content)
        yield pipe.taken()
        for one in copy.files:
            pieces = open_pieces(one.key, copy_id(one.id), store.read(working_copy(one.id)))
            with made.open(entry(one.name, moment, zipfile.ZIP_STORED), "w") as file:
                for piece in pieces:
                    file.write(piece)
                    yield pipe.taken()
    yield pipe.taken()


def entry(name: str, moment: datetime, how: int) -> zipfile.ZipInfo:
    """The head of one part."""
    head = zipfile.ZipInfo(name, moment.timetuple()[:6])
    head.compress_type, head.external_attr = how, 0o600 << 16
    return head


def in_json(value: Any) -> Any:  # noqa: ANN401 - what JSON does not know by itself
    """Days and moments as they are written everywhere, codes as their words."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
