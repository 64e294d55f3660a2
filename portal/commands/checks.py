"""Commands that look and tell: rule packs, audit, keys; and what must be so before others begin."""

import hashlib
import re
import secrets
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.commands.schema import is_current, opened
from portal.config import BadSetting, Settings
from portal.domain.rulepack import RulePack
from portal.jurisdictions.load import check_pack, installed, load_pack
from portal.jurisdictions.published import publish, unpublished
from portal.languages import LANGUAGES
from portal.paths import JURISDICTIONS
from portal.records import people_book
from portal.reviews import history as reviews
from portal.timeline import histories
from portal.vault.box import missing_master, rewrap, wrapped_by
from portal.vault.keys import Keyring


def require_current(settings: Settings) -> None:
    """Refuse to start on a database of another shape."""
    if not is_current(settings):
        raise BadSetting("the database has not the shape this version needs. Run `portal migrate`.")


def require_keys(settings: Settings) -> None:
    """Refuse to work with keys that are not those of the database: no ticket there could be opened."""
    with opened(settings) as session:
        for problem in wrong_keys(session, settings):
            raise BadSetting(problem)


def wrong_keys(session: Session, settings: Settings) -> Iterator[str]:
    """Keys of another home, or written anew beside old tickets."""
    missing = missing_master(session, Keyring.load(settings.keys_file))
    if missing:
        yield (
            f"tickets are sealed with the master key {missing}, which is not in "
            f"{settings.keys_file}; lay the keys of this database back from their own backup"
        )


def require_packs(settings: Settings) -> None:
    """Refuse to serve a place whose law is not here: nobody could report anything from there."""
    missing = [place for place in settings.places if place not in installed()]
    if missing:
        raise BadSetting(f"jurisdictions names {missing[0]}, and there is no rule pack for it.")


def old(pack: RulePack, today: date) -> list[str]:
    """What of a pack somebody should have looked at again by now: the law, and each outside body."""
    said = (
        [f"the law should have been read again by {pack.review_by}"] if pack.is_late(today) else []
    )
    said += [
        f"words.{code}.toml is missing, so who reads {LANGUAGES[code].name} reads this pack in English"
        for code in pack.untranslated
    ]
    return said + [
        f"the body {body.id} was last checked on {body.verified_on}, so it is offered to nobody"
        for body in pack.bodies
        if not body.is_fresh(today)
    ]


def packs(paths: list[str], home: Path | None = None, *, publishing: bool = False) -> int:
    """Check rule packs, ours and the operator's; the message names file, rule and reason."""
    folders = [Path(path) for path in paths] or [
        path.parent
        for root in (JURISDICTIONS, *([home / "packs"] if home else []))
        for path in sorted(root.rglob("pack.toml"))
    ]
    bad = 0
    for folder in folders:
        problems = check_pack(folder)
        bad += len(problems)
        for problem in problems:
            print(problem)
        if not problems:
            told_of_good(folder, load_pack(folder), publishing=publishing)
    return 1 if bad else 0


def told_of_good(folder: Path, pack: RulePack, *, publishing: bool) -> None:
    """What there is to know of a pack without a fault; its new entries are published where asked."""
    name = folder.name if JURISDICTIONS in folder.parents else str(folder)
    print(f"{name}: no fault found")
    for said in old(pack, pack.local_date(datetime.now(UTC))):
        print(f"{name}: warning: {said}")
    if publishing:
        new = publish(folder, pack.id)
        print(f"{name}: published now: {', '.join(new)}" if new else
              f"{name}: every entry was published before")  # fmt: skip
    elif new := unpublished(folder, pack.id):
        print(
            f"{name}: warning: not published yet, and free to be edited: {', '.join(new)}."
            " `portal packs publish` keeps their prints"
        )


def audit(settings: Settings, number: str = "") -> int:
    """Walk the chain of every ticket, every review and the book of people; name the first entry that does not fit."""
    broken = 0
    with opened(settings) as session:
        whole = (
            ("ticket", histories(session)),
            ("review", reviews.histories(session)),
            ("book", people_book.histories(session)),
        )
        for name, walked in whole if not number else one_history(session, number):
            found = list(walked)
            wrong = [(whose, seq) for whose, seq in found if seq is not None]
            for whose, seq in wrong:
                print(f"broken: {name} {whose}, entry {seq}")
            print(f"{len(found)} {name}s checked, {len(wrong)} broken.")
            broken += len(wrong)
    return 1 if broken else 0


def one_history(
    session: Session, number: str
) -> list[tuple[str, Iterable[tuple[object, int | None]]]]:
    """The history of the one ticket that was asked for by its number."""
    ticket_id = session.scalar(text("SELECT id FROM tickets WHERE number = :it"), {"it": number})
    if ticket_id is None:
        raise BadSetting(f"There is no ticket {number}.")
    return [("ticket", histories(session, ticket_id))]


def keys(settings: Settings, what: str, name: str = "") -> int:
    """Show the master keys, add a new one, move every ticket to it, or make a key for a channel."""
    if what == "channel":
        return channel_key(name)
    ring = Keyring.load(settings.keys_file)
    if what == "rotate":
        ring = ring.rotate()
        ring.save(settings.keys_file)
        print("A new master key is in use. Old keys still open what they sealed.")
    print(f"Master key in use: {ring.current_master_id}")
    if what in ("list", "rewrap"):
        require_current(settings)
        tickets_of_keys(settings, ring, move=what == "rewrap")
    return 0


def tickets_of_keys(settings: Settings, ring: Keyring, *, move: bool) -> None:
    """How many tickets each master key holds, after moving them all to the newest where asked."""
    with opened(settings) as session:
        while move and rewrap(session, ring):
            # A thousand at a time: whoever files in between waits for none of it.
            session.commit()
        for master in ring.masters:
            print(f"{master.id}: {wrapped_by(session, master.id)} tickets")


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
