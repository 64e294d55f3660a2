"""`portal people`: agencies, teams, collectors and their managers, read from a CSV file."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from portal.commands.check_contacts import cells, row_of
from portal.commands.schema import opened
from portal.commands.triage import numbered
from portal.config import Settings
from portal.jurisdictions.load import installed
from portal.records.people import CHANGED, NEW, SAME, Roll
from portal.records.people_list import NAMES, NEEDED, BadListing, Listed, listed
from portal.routing import part
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
    roll = Roll.read(session, settings.organisation, settings.places)
    bad, told = 0, []
    how: Counter[str] = Counter()
    for line, found in people_of(stream):
        try:
            if isinstance(found, ValueError):
                raise found
            made = roll.enter(found)
        except ValueError as problem:
            bad += 1
            print(f"portal: line {line}: {problem}", file=sys.stderr)
            continue
        how[made] += 1
        told += [f"line {line}: {found.number} is {made}"] if made is not SAME else []
    if bad:
        lines = "1 line is wrong" if bad == 1 else f"{bad} lines are wrong"
        print(f"portal: {lines}; nothing was written.", file=sys.stderr)
        return []
    left = 0
    for agency, who in roll.missing(now.date()):
        left += 1
        who.left_on = now.date() if missing_left else who.left_on
        state = "marked as left" if missing_left else "kept as it was"
        told.append(f"{who.number} of {agency} is not in the file: {state}")
    session.flush()
    handed = part(session, keyring, now)
    return [*told, in_sum(how, roll.count, left, handed, missing_left=missing_left)]


def in_sum(
    how: Counter[str], count: Counter[str], left: int, handed: int, *, missing_left: bool
) -> str:
    """The last line: what the list changed."""
    figures = (
        f"Collectors: {how[NEW]} new, {how[CHANGED]} changed, {how[SAME]} as before,"
        f" {left} {'marked as left' if missing_left else 'not in the file'}."
        f" Agencies: {count['agencies new']} new, {count['agencies changed']} changed."
        f" Teams: {count['teams new']} new. Tickets handed on: {handed}."
    )
    marked = left if missing_left else 0
    nothing = not (how[NEW] + how[CHANGED] + count.total() + marked + handed)
    return f"Nothing changed. {figures}" if nothing else figures


def people_of(stream: BinaryIO) -> Iterator[tuple[int, Listed | ValueError]]:
    """The collectors of a list by the number of their line, or what is wrong with the line."""
    rows = numbered(stream)
    names = cells(next(rows, (1, b""))[1])
    if problem := wrong_columns(names):
        yield 1, problem
        return
    assert isinstance(names, list)  # noqa: S101 - anything else was a problem
    places, empty = list(installed()), True
    for line, raw in rows:
        empty = False
        found = row_of(names, raw)
        try:
            if isinstance(found, ValueError):
                raise found
            yield line, listed(line, found, places)
        except ValueError as problem:
            yield line, problem
    if empty:
        yield 2, BadListing("the file lists nobody.")


def wrong_columns(names: list[str] | ValueError) -> ValueError | None:
    """What is wrong with the first line."""
    if isinstance(names, ValueError) and "UTF-8" in str(names):
        return names
    if isinstance(names, ValueError) or not set(NEEDED) <= set(names):
        return BadListing(f"the first line must name columns, among them {', '.join(NEEDED)}.")
    if wrong := [name for name in names if name not in NAMES]:
        return BadListing(f"{wrong[0]!a} is no column; known are {', '.join(NAMES)}.")
    if len(set(names)) != len(names):
        return BadListing("a column is named twice.")
    return None
