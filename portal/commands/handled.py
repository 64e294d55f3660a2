"""Who worked on which account, read from the collection system: it keeps them from tickets about it."""

import csv
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.commands.schema import opened
from portal.config import Settings
from portal.models import AccountHandling, Staff
from portal.records.handlings import handling
from portal.routing import part
from portal.vault.keys import Keyring

COLUMNS = ("staff_email", "account", "handled_on")


def load(settings: Settings, source: str) -> int:
    """Read a CSV of staff_email, account and handled_on; exit 1 if any row was bad."""
    keyring = Keyring.load(settings.keys_file)
    with (
        Path(source).open(encoding="utf-8-sig", newline="") as file,
        opened(settings) as session,
    ):
        reader = csv.DictReader(file)
        if not set(COLUMNS) <= named(reader):
            print(f"portal: the first line must name {', '.join(COLUMNS)}.", file=sys.stderr)
            return 1
        now = datetime.now(UTC)
        try:
            kept, bad = keep(session, keyring, reader, now)
        except (UnicodeDecodeError, csv.Error):
            print(f"portal: {source} cannot be read; save it as CSV UTF-8.", file=sys.stderr)
            return 1
        session.flush()
        # Whoever worked on an account does not know of tickets about it any more, nor answers them.
        handed = part(session, keyring, now)
        session.commit()
    print(f"Rows kept: {kept}, refused: {bad}. Tickets handed on: {handed}.")
    return 1 if bad else 0


def named(reader: "csv.DictReader[str]") -> set[str]:
    """The names of the first line; none where it is no text."""
    try:
        return set(reader.fieldnames or ())
    except (UnicodeDecodeError, csv.Error):
        return set()


def keep(
    session: Session, keyring: Keyring, rows: Iterable[Mapping[str, str]], now: datetime
) -> tuple[int, int]:
    """Keep the good rows, say what is wrong with the others, and forget what binds nobody any more."""
    session.execute(delete(AccountHandling).where(AccountHandling.binds_until < now))
    staff = {row.email.casefold(): row.id for row in session.execute(select(Staff.email, Staff.id))}
    kept = bad = 0
    for number, row in enumerate(rows, start=2):
        problem, made = read(staff, keyring, row)
        bad, kept = bad + bool(problem), kept + (not problem)
        if problem:
            print(f"portal: row {number}: {problem}.", file=sys.stderr)
        session.add_all(made)
    return kept, bad


def read(
    staff: Mapping[str, int], keyring: Keyring, row: Mapping[str, str]
) -> tuple[str, list[AccountHandling]]:
    """One row: what is wrong with it, or the rows of the table it becomes."""
    email = (row["staff_email"] or "").strip().casefold()
    if email not in staff:
        return "nobody here has this staff_email", []
    try:
        day = datetime.fromisoformat((row["handled_on"] or "").strip()).date()
    except ValueError:
        return "handled_on must be a date like 2026-11-23", []
    at = datetime.combine(day, time.max, UTC)
    made = handling(keyring, staff[email], row["account"] or "", at)
    return ("", made) if made else ("account needs at least its last four digits", [])
