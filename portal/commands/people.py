"""`portal people`: agencies, teams, collectors and their managers, read from a CSV file."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from portal.commands.schema import opened
from portal.config import Settings
from portal.records.people import CHANGED, NEW, SAME, Roll
from portal.records.people_reading import Reading, read_list
from portal.routing import follow_people
from portal.vault.keys import Keyring


def load(settings: Settings, arguments: Namespace) -> int:
    """Read the list whole or not at all; exit 1 if any line was bad."""
    keyring, now = Keyring.load(settings.keys_file), datetime.now(UTC)
    with Path(arguments.file).open("rb") as stream, opened(settings) as session:
        said = keep(session, settings, keyring, stream, now, missing_left=arguments.missing_left)
        if said and not arguments.dry_run:
            session.commit()
        else:
            session.rollback()
    if said and arguments.dry_run:
        said[-1] = f"Only tried, nothing was written. {said[-1]}"
    for line in said:
        print(line)
    return 0 if said else 1


def keep(
    session: Session,
    settings: Settings,
    keyring: Keyring,
    stream: BinaryIO,
    now: datetime,
    *,
    missing_left: bool = False,
) -> list[str]:
    """What to tell once the list is kept; nothing where a line was bad, which was told at once."""
    roll = Roll.read(session, settings.organisation, settings.places, now)
    found = read_list(roll, stream, missing_left=missing_left)
    for line, problem in found.bad:
        print(f"portal: line {line}: {problem}", file=sys.stderr)
    if found.bad:
        bad = len(found.bad)
        lines = "1 line is wrong" if bad == 1 else f"{bad} lines are wrong"
        print(f"portal: {lines}; nothing was written.", file=sys.stderr)
        return []
    state = "marked as left" if missing_left else "kept as it was"
    told = [f"line {line}: {number} is {how}" for line, number, how in found.told]
    told += [f"{number} of {agency} is not in the file: {state}" for number, agency in found.left]
    found.handed = follow_people(session, keyring, now, roll.moved)
    return [*told, in_sum(found, roll)]


def in_sum(found: Reading, roll: Roll) -> str:
    """The last line: what the list changed."""
    how, count = found.how, roll.count
    figures = (
        f"Collectors: {how[NEW]} new, {how[CHANGED]} changed, {how[SAME]} as before,"
        f" {len(found.left)} {'marked as left' if found.marked else 'not in the file'}."
        f" Agencies: {count['agencies new']} new, {count['agencies changed']} changed."
        f" Teams: {count['teams new']} new. Tickets handed on: {found.handed}."
    )
    return figures if found.changed(roll) else f"Nothing changed. {figures}"
