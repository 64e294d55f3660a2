"""`portal packs diff A B`: what differs between two packs, and which stored tickets would be decided otherwise.

Nothing is written: the database is opened for reading only, and no word of any story is printed.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from portal.commands.demo import progress
from portal.config import Settings
from portal.domain.packdiff import Change, Effect, compare, effect, plain
from portal.domain.retelling import facts_again, told
from portal.domain.rulepack import RulePack
from portal.domain.triage import Facts, decide
from portal.jurisdictions.load import check_pack, load_pack
from portal.models import Report, StoredDecision, Ticket, TicketKey, WriteLock, make_engine, writing
from portal.paths import JURISDICTIONS
from portal.vault.box import Box
from portal.vault.errors import VaultError
from portal.vault.keys import Keyring


def run(settings: Settings, names: list[str], *, tickets: bool, as_json: bool) -> int:
    """Compare and tell; 0 done, 1 a pack or a ticket was bad, 2 a pack was not found."""
    if len(names) != 2:  # noqa: PLR2004 - an old one and a new one
        return refuse("name two packs: `portal packs diff OLD NEW`")
    folders = [folder_of(settings, name) for name in names]
    for name, folder in zip(names, folders, strict=True):
        if folder is None:
            return refuse(
                f"there is no pack {name}: give a folder, or a place and version like gb@2026.11"
            )
    problems = [
        problem
        for folder in folders
        if folder
        for problem in check_pack(folder, as_published=False)
    ]
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    old, new = (load_pack(folder) for folder in folders if folder)
    if old.id != new.id:
        return refuse(f"{old.id} and {new.id} are packs of two places")
    changes = compare(old, new)
    show = as_lines if as_json else as_text
    for change in changes:
        show({"entry": asdict(change) | {"in_place": change.in_place}}, shown(change))
    if not tickets:
        return 0
    return replayed(settings, (old, new), changes, as_json=as_json)


def refuse(text: str) -> int:
    """One clear line, and no more."""
    print(f"portal: {text}.", file=sys.stderr)
    return 2


def folder_of(settings: Settings, name: str) -> Path | None:
    """The folder of a pack: a path, a place (the shipped one), or place@version of those known here."""
    path = Path(name)
    if (path / "pack.toml").is_file():
        return path
    place, _at, version = name.partition("@")
    for one in (*JURISDICTIONS.glob("*/pack.toml"), *(settings.home / "packs").rglob("pack.toml")):
        text = one.read_text(encoding="utf-8")
        if f'id = "{place}"' in text and (not version or f'version = "{version}"' in text):
            return one.parent
    return None


def as_lines(value: dict[str, Any], _text: str) -> None:
    """One JSON object a line."""
    print(json.dumps(value, ensure_ascii=False, default=str))


def as_text(_value: dict[str, Any], text: str) -> None:
    """Lines for people."""
    print(text)


def shown(change: Change) -> str:
    """An entry as a few lines."""
    lines = [f"{change.how}: {change.kind} {change.name}"]
    lines += [f"    {name}: {before} -> {after}" for name, before, after in change.fields]
    if change.in_place:
        lines.append("    edited in place: end the old entry by in_force_to and add a new one")
    return "\n".join(lines)


def replayed(
    settings: Settings,
    packs: tuple[RulePack, RulePack],
    changes: tuple[Change, ...],
    *,
    as_json: bool,
) -> int:
    """Decide every stored ticket of this place under both packs and tell where they part."""
    show = as_lines if as_json else as_text
    count = differ = bad = 0
    writing.set(WriteLock.NEVER)
    engine = make_engine(settings.database)
    with engine.connect() as connection, Session(connection) as session:
        read_only(connection)
        total = session.scalar(wanted(packs[0].id, func.count())) or 0
        for number, facts in stored_facts(session, Keyring.load(settings.keys_file), packs[0].id):
            count += 1
            progress(count, total)
            if isinstance(facts, str):
                bad += 1
                print(f"portal: ticket {number}: {facts}", file=sys.stderr)
                continue
            found = effect(decide(facts, packs[0]), decide(facts, packs[1]), changes)
            if found:
                differ += 1
                show({"ticket": number, **asdict(found)}, told_of(number, found))
    engine.dispose()
    summary = {"tickets": count, "decided_otherwise": differ, "not_replayed": bad}
    show(
        {"summary": summary},
        f"{count} tickets replayed, {differ} decided otherwise, {bad} not replayed.",
    )
    return 1 if bad else 0


def read_only(connection: Connection) -> None:
    """Let the database itself refuse any change."""
    sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql("PRAGMA query_only=ON" if sqlite else "SET TRANSACTION READ ONLY")


def wanted(place: str, *columns: Any) -> Any:  # noqa: ANN401 - columns of a query
    """The newest decisions of the rules, which hold the facts; those between and after were made by people."""
    newest = (
        select(func.max(StoredDecision.id))
        .where(StoredDecision.pack_id == place, StoredDecision.working.is_not(None))
        .group_by(StoredDecision.ticket_id)
    )
    return select(*columns).select_from(StoredDecision).where(StoredDecision.id.in_(newest))


def stored_facts(session: Session, ring: Keyring, place: str) -> Iterator[tuple[str, Facts | str]]:
    """By the number of the ticket the facts of every stored decision with its story read again, or why not."""
    query = (
        wanted(
            place,
            StoredDecision.ticket_id,
            Ticket.number,
            StoredDecision.working,
            Report.answers,
            TicketKey.master_key_id,
            TicketKey.wrapped,
        )
        .outerjoin(Ticket, Ticket.id == StoredDecision.ticket_id)
        .outerjoin(Report, Report.ticket_id == StoredDecision.ticket_id)
        .outerjoin(TicketKey, TicketKey.ticket_id == StoredDecision.ticket_id)
        .order_by(StoredDecision.id)
    )
    for row in session.execute(query.execution_options(yield_per=200)):
        if row.wrapped is None or row.answers is None:
            yield row.number, "its words were erased"
            continue
        try:
            box = Box(ring.unwrap(row.ticket_id, row.master_key_id, row.wrapped))
            working = json.loads(
                box.open("triage_decisions", "working", row.ticket_id, row.working)
            )
            answers = json.loads(box.open("reports", "answers", row.ticket_id, row.answers))
            yield row.number, facts_again(working["facts"], told(answers))
        except (VaultError, ValueError, KeyError, TypeError) as problem:
            yield row.number, f"cannot be read again ({type(problem).__name__})"


def told_of(number: str, found: Effect) -> str:
    """A ticket's differences as a few lines."""
    lines = [f"ticket {number}"]
    lines += [f"    {name}: {plain(was)} -> {plain(now)}" for name, was, now in found.changes]
    return "\n".join([*lines, *(f"    because {why}" for why in found.why)])
