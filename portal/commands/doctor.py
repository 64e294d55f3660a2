"""`portal doctor`: everything an operator can get wrong, one line each, with what mends it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.commands import checks
from portal.commands.check_files import notes_on_files, wrong_with_files
from portal.commands.check_running import notes_on_running, wrong_with_running
from portal.commands.checks import old
from portal.commands.evidence import verify
from portal.commands.places import unopened
from portal.commands.retention import notes_on_keeping, wrong_with_keeping
from portal.commands.schema import is_current, opened
from portal.config import SETTINGS_FILE, Settings
from portal.jurisdictions.load import installed, refused
from portal.models import DEMO, Agency, MailState, OutboxMail, Role, Setting, Staff
from portal.vault.errors import VaultError
from portal.vault.keys import Keyring

#: A letter that is due for longer than this shows that no worker runs.
UNSENT = timedelta(minutes=15)
#: A clock further from the database's than this moves deadlines and ends of links.
CLOCKS_APART = 90
NETWORK_DISKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph"})


def doctor(settings: Settings, *, deep: bool = False) -> int:
    """Check what an operator can get wrong; one line each, exit 1 if any is wrong."""
    wrong = [*_home(settings), *_packs(settings), *_exposure(settings), *wrong_with_files(settings)]
    notes = notes_on_files(settings)
    database = _database(settings)
    wrong += database
    if not database:
        for look in (_sealed, _inside, wrong_with_running, wrong_with_keeping):
            wrong += _asked(settings, look)
        for look in (_worth_knowing, notes_on_names, notes_on_running, notes_on_keeping):
            notes += _asked(settings, look)
    for note in notes:
        print(f"note: {note}")
    for problem in wrong:
        print(f"wrong: {problem}")
    bad = bool(wrong)
    if deep and not database and settings.keys_file.exists():
        bad = _deep(settings) or bad
    if not bad:
        print("All is well: keys, database, rule packs and settings.")
    return 1 if bad else 0


def _home(settings: Settings) -> Iterator[str]:
    if not settings.keys_file.exists():
        yield f"there are no keys in {settings.home}; run `portal init`"
        return
    try:
        Keyring.load(settings.keys_file)
    except VaultError as problem:
        yield str(problem)
    alone = [(settings.home, "700"), (settings.home / SETTINGS_FILE, "600")]
    for path, mode in [*alone, (_file_of(settings), "600")]:
        if path is not None and path.exists() and path.stat().st_mode & 0o077:
            yield f"{path} is open to others; run: chmod {mode} {path}"


def _file_of(settings: Settings) -> Path | None:
    url = make_url(settings.database)
    return Path(str(url.database)) if url.drivername.startswith("sqlite") else None


def _database(settings: Settings) -> list[str]:
    """What is wrong with the database itself; nothing else in it is asked while something is."""
    wrong = []
    try:
        with opened(settings) as session:
            sqlite = session.get_bind().dialect.name == "sqlite"
            connection = session.connection()
            wrong += _sqlite(settings, connection) if sqlite else _postgresql(connection)
        if not is_current(settings):
            wrong.append("the database has not the shape this version needs; run `portal migrate`")
    except SQLAlchemyError as problem:
        said = str(getattr(problem, "orig", None) or problem).strip().partition("\n")[0]
        wrong.append(f"the database does not answer: {said}")
    return wrong


def _sqlite(settings: Settings, connection: Connection) -> Iterator[str]:
    if connection.scalar(text("PRAGMA synchronous")) != 2:  # noqa: PLR2004 - 2 is FULL
        yield "SQLite may lose acknowledged tickets: synchronous is not FULL"
    if connection.scalar(text("PRAGMA journal_mode")) != "wal":
        yield "SQLite does not keep a write-ahead log: pages would wait for every writer"
    file = _file_of(settings)
    if file is not None and _disk_of(file) in NETWORK_DISKS:
        yield f"{file} lies on a network disk, where SQLite loses data; use PostgreSQL"


def _disk_of(path: Path) -> str:
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    mounts = {parts[1]: parts[2] for line in lines if len(parts := line.split()) > 2}  # noqa: PLR2004 - where and of which kind
    here = path.resolve()
    over = [where for where in mounts if here.is_relative_to(where)]
    return mounts[max(over, key=len)] if over else ""


def _postgresql(connection: Connection) -> Iterator[str]:
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if connection.scalar(text(f"SHOW {name}")) in ("off", "local"):
            yield f"PostgreSQL may lose acknowledged tickets: {name} is off"
    apart = connection.scalar(text("SELECT clock_timestamp()")) - datetime.now(UTC)
    if abs(apart.total_seconds()) > CLOCKS_APART:
        yield f"the clock of the database is {apart.total_seconds():.0f} seconds away from this one"


def _packs(settings: Settings) -> Iterator[str]:
    now, found = datetime.now(UTC), installed()
    yield from (
        f"there is no rule pack for {place}" for place in settings.places if place not in found
    )
    yield from refused()
    yield from (
        f"rule pack {pack.id} {pack.version}: {said}"
        for pack in found.values()
        for said in old(pack, pack.local_date(now))
    )


def _exposure(settings: Settings) -> Iterator[str]:
    if settings.public_url.startswith("https") and not settings.https:
        yield "public_url is https, but https is not set: cookies would travel unprotected"
    host = urlsplit(settings.public_url).hostname
    if host not in [one.partition(":")[0].lstrip(".").lower() for one in settings.hosts]:
        yield f"trusted_hosts does not name {host}, the host of public_url: people would be refused"
    if settings.smtp_security == "none" and not _is_here(settings.smtp_host):
        yield f"mails travel to {settings.smtp_host} in the open; set smtp_security"
    if not settings.second_factor and not settings.demo:
        yield "staff sign in by password alone; set second_factor to true"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _asked(settings: Settings, look: Callable[[Session, Settings], Iterator[str]]) -> list[str]:
    with opened(settings) as session:
        return list(look(session, settings))


def _sealed(session: Session, settings: Settings) -> Iterator[str]:
    # What is wrong with the file of keys itself was said before.
    with suppress(VaultError, FileNotFoundError):
        yield from checks.wrong_keys(session, settings)


def _inside(session: Session, settings: Settings) -> Iterator[str]:
    due = select(func.min(OutboxMail.not_before)).where(
        OutboxMail.state.in_((MailState.WAITING, MailState.FAILED, MailState.SENDING))
    )
    oldest = session.scalar(due)
    if oldest is not None and oldest < datetime.now(UTC) - UNSENT:
        yield f"a letter has been due since {oldest:%Y-%m-%d %H:%M} UTC; does `portal worker` run?"
    if session.get(Setting, DEMO) is not None and not settings.demo:
        yield "there are invented tickets and sign-ins everybody knows; begin again with an empty home"


def _worth_knowing(session: Session, _settings: Settings) -> Iterator[str]:
    given_up = select(func.count()).where(OutboxMail.state == MailState.GIVEN_UP)
    if number := session.scalar(given_up):
        yield f"{number} letters were given up; each is shown on its ticket"
    people = select(Staff).where(Staff.active)
    if session.scalar(people.where(Staff.role == Role.SUPERVISOR).limit(1)) is None:
        yield "no supervisor can sign in yet; add one with `portal staff add`"
    without = select(func.count()).where(Staff.active, Staff.tf_primary_method.is_(None))
    if number := session.scalar(without):
        yield f"{number} members of staff have not set up their second step yet"


def notes_on_names(session: Session, _settings: Settings) -> Iterator[str]:
    """Agencies from before that are one name, as names are compared: nobody can say which is meant."""
    alike = select(func.min(Agency.name)).group_by(Agency.folded).having(func.count() > 1)
    for name in session.scalars(alike.order_by(Agency.folded)):
        yield (
            f"several agencies are called {name}, as capitals and full-width letters do not count; a"
            " report that names it means the first of them: give each a name of its own on its page"
        )


def _deep(settings: Settings) -> bool:
    """Open every word and file, walk every history; whether anything is wrong."""
    keyring = Keyring.load(settings.keys_file)
    closed = _asked(settings, lambda session, _settings: unopened(session, keyring))
    for one in closed:
        print(f"wrong: does not open: {one}")
    broken = max(checks.audit(settings), verify(settings))
    return bool(closed or broken)
