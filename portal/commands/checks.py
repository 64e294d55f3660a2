"""Commands that look and tell: doctor, rule packs, audit, keys."""

import hashlib
import re
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.commands.check_files import notes_on_files, wrong_with_files
from portal.commands.schema import is_current
from portal.config import Settings
from portal.jurisdictions.load import check_pack, installed, load_pack, refused
from portal.models import make_engine
from portal.paths import JURISDICTIONS
from portal.reviews import history as reviews
from portal.timeline import histories
from portal.vault.keys import Keyring


def require_current(settings: Settings) -> None:
    """Refuse to start on a database of another shape."""
    if not is_current(settings):
        raise SystemExit("The database has not the shape this version needs. Run `portal migrate`.")


def doctor(settings: Settings) -> int:
    """Check what an operator can get wrong; one line each, exit 1 if any is wrong."""
    problems = [
        *_keys(settings),
        *_database(settings),
        *_packs(settings),
        *_exposure(settings),
        *wrong_with_files(settings),
    ]
    for note in notes_on_files(settings):
        print(f"note: {note}")
    for problem in problems:
        print(f"wrong: {problem}")
    if not problems:
        print("All is well: keys, database, rule packs and settings.")
    return 1 if problems else 0


def _keys(settings: Settings) -> list[str]:
    if not settings.keys_file.exists():
        return [f"there are no keys in {settings.home}; run `portal init`"]
    Keyring.load(settings.keys_file)
    return []


def _database(settings: Settings) -> list[str]:
    wrong = []
    try:
        engine = make_engine(settings.database)
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                if connection.scalar(text("PRAGMA synchronous")) != 2:  # noqa: PLR2004 - 2 is FULL
                    wrong.append("SQLite may lose acknowledged tickets: synchronous is not FULL")
            elif connection.scalar(text("SHOW synchronous_commit")) in ("off", "local"):
                wrong.append("PostgreSQL may lose acknowledged tickets: synchronous_commit is off")
        engine.dispose()
        if not is_current(settings):
            wrong.append("the database has not the shape this version needs; run `portal migrate`")
    except SQLAlchemyError as problem:
        wrong.append(f"the database does not answer: {type(problem).__name__}")
    return wrong


def _packs(settings: Settings) -> list[str]:
    today = datetime.now(UTC).date()
    found = installed()
    wrong = [
        f"there is no rule pack for {place}" for place in settings.places if place not in found
    ]
    wrong += refused()
    late = (pack for pack in found.values() if pack.review_by < today)
    return wrong + [
        f"rule pack {pack.id} {pack.version} should have been reviewed by {pack.review_by}"
        for pack in late
    ]


def _exposure(settings: Settings) -> list[str]:
    if settings.public_url.startswith("https") and not settings.https:
        return ["public_url is https, but https is not set: cookies would travel unprotected"]
    return []


def packs(paths: list[str]) -> int:
    """Check rule packs; the message names file, rule and reason."""
    folders = [Path(path) for path in paths] or sorted(
        path.parent for path in JURISDICTIONS.glob("*/pack.toml")
    )
    bad = 0
    for folder in folders:
        problems = check_pack(folder)
        bad += len(problems)
        for problem in problems:
            print(problem)
        if not problems:
            print(f"{folder.name}: no fault found")
            if load_pack(folder).is_late(datetime.now(UTC).date()):
                print(f"{folder.name}: warning: the law should have been read again by now")
    return 1 if bad else 0


def audit(settings: Settings) -> int:
    """Walk the chain of every ticket and every review; name the first entry that does not fit."""
    engine = make_engine(settings.database)
    broken = 0
    with Session(engine) as session:
        for name, walked in (
            ("ticket", histories(session)),
            ("review", reviews.histories(session)),
        ):
            found = list(walked)
            wrong = [(whose, seq) for whose, seq in found if seq is not None]
            for whose, seq in wrong:
                print(f"broken: {name} {whose}, entry {seq}")
            print(f"{len(found)} {name}s checked, {len(wrong)} broken.")
            broken += len(wrong)
    engine.dispose()
    return 1 if broken else 0


def keys(settings: Settings, what: str, name: str = "") -> int:
    """Show the master key in use, add a new one, or make a key for a channel of the JSON door."""
    if what == "channel":
        return channel_key(name)
    ring = Keyring.load(settings.keys_file)
    if what == "rotate":
        ring = ring.rotate()
        ring.save(settings.keys_file)
        print("A new master key is in use. Old keys still open what they sealed.")
    print(f"Master key in use: {ring.current_master_id}")
    return 0


def channel_key(name: str) -> int:
    """A fresh key for one channel; the portal itself keeps only its hash."""
    if not re.fullmatch(r"[a-z0-9-]{1,40}", name):
        print(
            "portal: give a name of small letters, digits and hyphens with --name", file=sys.stderr
        )
        return 2
    key = secrets.token_urlsafe(32)
    print(f"The key of {name}, shown once: {key}")
    print(f"Add to api_keys: {name}:{hashlib.sha256(key.encode()).hexdigest()}")
    return 0
