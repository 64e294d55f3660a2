"""A copy is whole or has no name; what is laid back is what was copied; nothing is written over."""

import subprocess
import sys
import tarfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from portal import erasing
from portal.commands import backup, restore
from portal.commands.check_running import wrong_with_running
from portal.commands.schema import migrate
from portal.models import Report, Ticket, make_engine
from portal.vault.box import box_for
from portal.vault.errors import KeyDestroyedError
from tests import factories

#: The tools that belong with the PostgreSQL of the tests; found without loading the package.
TOOLS = (
    Path(find_spec("pgserver").origin).parent / "pginstall/bin"
    if find_spec("pgserver")
    else Path("/usr/bin")
)


@pytest.fixture
def furnished_url(database_url):
    """Here the tables come from the migrations."""
    return database_url


@pytest.fixture
def home(settings, keyring, monkeypatch):
    """An installation of this version with one ticket and one file."""
    monkeypatch.setenv("PATH", f"{TOOLS}:/usr/bin:/bin")
    place = settings.home / "first"
    place.mkdir(mode=0o700)
    url = settings.database_url
    if url.startswith("sqlite"):
        url = f"sqlite:///{place / 'portal.sqlite3'}"
    made = replace(settings, home=place, database_url=url)
    keyring.save(made.keys_file)
    migrate(made)
    engine = make_engine(made.database)
    with Session(engine) as session:
        factories.staff(session)
        factories.ticket(session, keyring, made)
        session.commit()
    engine.dispose()
    (place / "packs/own").mkdir(parents=True)
    (place / "packs/own/README").write_text("own", encoding="utf-8")
    return made


@pytest.fixture
def empty(home, keyring):
    """Another home with the keys and no database in it."""
    place = home.home.parent / "second"
    place.mkdir(mode=0o700)
    keyring.save(place / "keys.json")
    url = home.database_url
    if url.startswith("sqlite"):
        return replace(home, home=place, database_url=f"sqlite:///{place / 'portal.sqlite3'}")
    return replace(home, home=place)


def emptied(settings):
    if settings.database.startswith("postgresql"):
        engine = create_engine(settings.database)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()


def words(settings, keyring):
    engine = make_engine(settings.database)
    with Session(engine) as session:
        report = session.query(Report).one()
        found = box_for(session, keyring, report.ticket_id).open(
            "reports", "answers", report.ticket_id, report.answers
        )
    engine.dispose()
    return found


def test_what_is_laid_back_is_what_was_copied(home, empty, keyring, tmp_path, capsys):
    said = words(home, keyring)
    assert backup.run(home, tmp_path / "copy.tar") == 0
    emptied(home)
    assert restore.run(empty, tmp_path / "copy.tar", None) == 0
    assert words(empty, keyring) == said
    assert (empty.home / "packs/own/README").read_text("utf-8") == "own"
    assert "1 tickets checked, 0 broken" in capsys.readouterr().out


def test_what_was_erased_since_does_not_come_back(home, empty, keyring, tmp_path, capsys):
    assert backup.run(home, tmp_path / "copy.tar") == 0
    engine = make_engine(home.database)
    with Session(engine) as session:
        ticket = session.query(Ticket).one()
        ledger = erasing.Ledger(empty.erased_file)
        ledger.write(ticket.id, factories.NOW)
    engine.dispose()
    emptied(home)
    assert restore.run(empty, tmp_path / "copy.tar", None) == 0
    said = capsys.readouterr().out
    assert "1 tickets erased since the copy was made are erased in it." in said
    assert "1 tickets checked, 0 broken" in said
    engine = make_engine(empty.database)
    with Session(engine) as session:
        ticket = session.query(Ticket).one()
        assert ticket.erased_at is not None
        with pytest.raises(KeyDestroyedError):
            box_for(session, keyring, ticket.id)
        assert session.query(Report).one().answers == b""
    engine.dispose()


def test_what_came_back_with_an_older_copy_is_erased_once_it_has_the_shape_of_today(
    home, keyring, capsys
):
    """`portal restore` cannot erase in tables of another shape; the doctor tells until it is done."""
    engine = make_engine(home.database)
    with Session(engine) as session:
        ticket_id = session.query(Ticket).one().id
        erasing.Ledger(home.erased_file).write(ticket_id, factories.NOW)
        assert any("were erased" in said for said in wrong_with_running(session, home))
    restore.after_migrating(home)
    assert "1 tickets that were erased" in capsys.readouterr().out
    with Session(engine) as session:
        assert session.get_one(Ticket, ticket_id).erased_at is not None
        assert not any("were erased" in said for said in wrong_with_running(session, home))
    engine.dispose()


def test_a_home_that_is_not_empty_is_not_written_over(home, tmp_path):
    backup.run(home, tmp_path / "copy.tar")
    (home.home / "packs").rename(tmp_path / "away")
    with pytest.raises(backup.CannotCopy, match="empty"):
        restore.run(home, tmp_path / "copy.tar", None)


def test_a_copy_is_never_written_over(home, tmp_path):
    (tmp_path / "copy.tar").write_text("mine", encoding="utf-8")
    with pytest.raises(backup.CannotCopy, match="not written over"):
        backup.run(home, tmp_path / "copy.tar")
    assert (tmp_path / "copy.tar").read_text("utf-8") == "mine"


def test_a_file_that_is_no_database_of_ours_is_told_in_one_line_and_not_copied(home, tmp_path):
    if not home.database.startswith("sqlite"):
        pytest.skip("PostgreSQL tells of it by its own tools")
    (home.home / "portal.sqlite3").write_text("no database", encoding="utf-8")
    with pytest.raises(backup.CannotCopy, match="cannot be copied: file is not a database"):
        backup.run(home, tmp_path / "copy.tar")
    assert list(tmp_path.glob("copy*")) == []


def test_keys_that_were_named_and_are_not_there_stop_the_laying_back(home, empty, tmp_path):
    backup.run(home, tmp_path / "copy.tar")
    with pytest.raises(backup.CannotCopy, match="no file of ticket keys"):
        restore.run(empty, tmp_path / "copy.tar", tmp_path / "elsewhere")


def test_no_key_is_in_the_copy(home, keyring, tmp_path):
    backup.run(home, tmp_path / "copy.tar")
    raw = (tmp_path / "copy.tar").read_bytes()
    for line in (tmp_path / "copy.tar.ticket-keys").read_text("ascii").splitlines():
        wrapped = line.split('"')[-2]
        assert bytes.fromhex(wrapped) not in raw
        assert wrapped.encode() not in raw
    with tarfile.open(tmp_path / "copy.tar") as tar:
        assert not [name for name in tar.getnames() if "keys" in name]


@pytest.mark.row("BI-85")
@pytest.mark.parametrize("cut", [100, 5000, 20_000])
def test_a_cut_or_altered_copy_is_refused_and_leaves_nothing(home, empty, tmp_path, cut):
    backup.run(home, tmp_path / "copy.tar")
    emptied(home)
    raw = (tmp_path / "copy.tar").read_bytes()
    for bad in (raw[:-cut], raw[:cut] + bytes([raw[cut] ^ 1]) + raw[cut + 1 :]):
        (tmp_path / "bad.tar").write_bytes(bad)
        if bad[: raw.rfind(b"}") + 1] == raw[: raw.rfind(b"}") + 1]:
            continue  # only the padding behind the manifest is gone
        with pytest.raises(backup.CannotCopy):
            restore.run(empty, tmp_path / "bad.tar", tmp_path / "copy.tar.ticket-keys")
        assert [one.name for one in empty.home.iterdir()] == ["keys.json"]


@pytest.mark.row("BI-85")
def test_keys_of_another_copy_are_refused(home, empty, tmp_path):
    backup.run(home, tmp_path / "copy.tar")
    emptied(home)
    (tmp_path / "copy.tar.ticket-keys").write_text("[]\n", encoding="ascii")
    with pytest.raises(backup.CannotCopy, match="not of this copy"):
        restore.run(empty, tmp_path / "copy.tar", None)


def test_a_missing_tool_of_postgresql_is_told_in_one_line_and_sqlite_needs_none(
    home, tmp_path, monkeypatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    if home.database.startswith("sqlite"):
        assert backup.run(home, tmp_path / "copy.tar") == 0
        return
    with pytest.raises(backup.CannotCopy, match="pg_dump is not installed"):
        backup.run(home, tmp_path / "copy.tar")


KILLED = """
import os, signal, sys, tarfile
from pathlib import Path
from portal.commands import backup
from portal.config import Settings
whole, left = tarfile.TarFile.addfile, [int(sys.argv[2])]
def addfile(self, *given):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(self, *given)
tarfile.TarFile.addfile = addfile
backup.run(Settings.from_env({"PORTAL_HOME": sys.argv[1], "PORTAL_DATABASE_URL": sys.argv[4]}), Path(sys.argv[3]))
"""


@pytest.mark.parametrize("after", ["1", "2", "3"])
def test_a_backup_that_is_killed_half_way_leaves_nothing_that_looks_whole(home, tmp_path, after):
    folder = tmp_path / "copies"
    folder.mkdir()
    words = [
        sys.executable,
        "-c",
        KILLED,
        str(home.home),
        after,
        str(folder / "copy.tar"),
        home.database,
    ]
    done = subprocess.run(words, check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    assert [one.name for one in folder.iterdir() if not one.name.startswith(".backup-")] == []
