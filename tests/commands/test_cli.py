"""Every command says what it takes, and ends with one clear line where it cannot go on."""

import argparse
import os
import signal
import socket
import stat
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, text

from portal.cli import main, parser
from portal.commands.start import end, surroundings
from portal.config import Settings
from portal.jobs import sweeps
from tests.databases import without_guards

pytestmark = pytest.mark.filterwarnings(
    "ignore:Passing SelectField choices as tuples:DeprecationWarning"
)
NOBODY = "postgresql+psycopg://somebody:geheim@127.0.0.1:1/nothing"
#: What needs a database of the right shape, with words that would otherwise do.
NEED_TABLES = (
    ["serve", "--port", "8549"],
    ["worker", "--once"],
    ["demo", "--tickets", "1"],
    ["audit", "verify"],
    ["evidence", "verify"],
    ["keys", "list"],
    ["keys", "rewrap"],
    ["staff", "list"],
    ["handled", "nothing.csv"],
)


@pytest.fixture(autouse=True)
def _mask():
    """A command keeps what it writes to its owner; the tests after it keep their own ways."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def made(home, monkeypatch, migrated_url):
    monkeypatch.setenv("PORTAL_DATABASE_URL", migrated_url)
    assert main(["init"]) == 0
    assert main(["migrate"]) == 0
    return home


def one_line(capsys):
    """What was said on the error side: one line, and nothing of a traceback."""
    said = capsys.readouterr().err
    assert said.count("\n") == 1, said
    assert said.startswith("portal: ")
    return said


def commands(monkeypatch):
    """Every command with its own parser, kept as they are added."""
    made = {}
    add = argparse._SubParsersAction.add_parser  # noqa: SLF001 - the library shows them nowhere else

    def keep(action, name, **given):
        made[name] = add(action, name, **given)
        return made[name]

    monkeypatch.setattr(argparse._SubParsersAction, "add_parser", keep)  # noqa: SLF001 - likewise
    parser()
    return made


def test_every_option_of_every_command_says_what_it_is(monkeypatch):
    silent = {
        f"{name} {action.dest}"
        for name, command in commands(monkeypatch).items()
        for action in command._actions  # noqa: SLF001 - likewise
        if not action.help and not action.choices
    }
    assert not silent


def test_nothing_but_a_home_is_needed_and_nobody_else_may_read_it(home, monkeypatch):
    monkeypatch.delenv("PORTAL_DATABASE_URL", raising=False)
    assert main(["init"]) == 0
    assert main(["migrate"]) == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [home, *home.iterdir()]}
    assert modes.pop("home") == 0o700
    assert set(modes.values()) == {0o600}
    assert {"keys.json", "settings.toml", "portal.sqlite3"} <= set(modes)


def test_what_is_there_is_never_written_over(made, capsys):
    before = (made / "keys.json").read_bytes()
    assert main(["init"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert (made / "keys.json").read_bytes() == before


@pytest.mark.parametrize("words", NEED_TABLES, ids=" ".join)
def test_without_keys_a_command_names_init(home, capsys, words):
    assert main(words) == 2
    assert "keys" in one_line(capsys)


@pytest.mark.parametrize("words", NEED_TABLES, ids=" ".join)
def test_with_migrations_missing_a_command_names_migrate(home, capsys, words):
    main(["init"])
    capsys.readouterr()
    assert main(words) == 2
    assert "`portal migrate`" in capsys.readouterr().err


@pytest.mark.parametrize("words", [*NEED_TABLES, ["migrate"]], ids=" ".join)
def test_a_database_that_does_not_answer_is_told_without_its_password(
    home, monkeypatch, capsys, words
):
    main(["init"])
    monkeypatch.setenv("PORTAL_DATABASE_URL", NOBODY)
    capsys.readouterr()
    assert main(words) == 2
    said = capsys.readouterr().err
    assert "the database does not answer" in said
    assert "geheim" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql+nosuch://x/y", "postgresql"]
)
def test_a_database_that_cannot_be_one_is_told_in_one_line(home, monkeypatch, capsys, url):
    main(["init"])
    monkeypatch.setenv("PORTAL_DATABASE_URL", url)
    capsys.readouterr()
    assert main(["migrate"]) == 2
    assert "database" in one_line(capsys)


def test_a_place_without_a_rule_pack_is_not_served(made, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_JURISDICTIONS", "gb,de")
    capsys.readouterr()
    assert main(["serve"]) == 2
    assert "de" in one_line(capsys)


@pytest.mark.parametrize("words", ["serve --port", "run --port", "mail-sink --smtp-port"])
def test_a_port_that_is_taken_is_told_before_anything_is_promised(made, capsys, words):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        capsys.readouterr()
        port = str(taken.getsockname()[1])
        assert main([*words.split(), port]) == 2
    assert f"127.0.0.1:{port}: Address already in use" in one_line(capsys)


@pytest.fixture
def sealed_by_another(made, migrated_url):
    """A home whose database holds the key of a ticket that another keyring wrapped."""
    engine = create_engine(migrated_url)
    with engine.begin() as line:
        if engine.dialect.name == "postgresql":
            line.execute(
                text("SET LOCAL session_replication_role = replica")
            )  # no ticket is needed
        line.execute(text("INSERT INTO ticket_keys VALUES ('t', 'lost1234', '0')"))
    engine.dispose()
    return made


@pytest.mark.parametrize("words", [["serve"], ["worker", "--once"]])
def test_nobody_is_served_with_keys_that_are_not_those_of_the_database(
    sealed_by_another, capsys, words
):
    capsys.readouterr()
    assert main(words) == 2
    said = one_line(capsys)
    assert "lost1234" in said
    assert str(sealed_by_another / "keys.json") in said


def test_the_doctor_names_a_key_that_is_missing(sealed_by_another, capsys, monkeypatch):
    # The PostgreSQL of the tests does not wait for the disk, which is all the doctor would speak of.
    monkeypatch.setattr("portal.commands.doctor._postgresql", lambda _connection: [])
    assert main(["doctor"]) == 1
    assert "lost1234" in capsys.readouterr().out


@pytest.mark.parametrize("keys", ["{", "{}", ""])
def test_damaged_keys_stop_the_server_before_it_starts(made, capsys, keys):
    (made / "keys.json").write_text(keys)
    capsys.readouterr()
    assert main(["serve"]) == 2
    assert "keys.json" in one_line(capsys)


@pytest.mark.parametrize(
    "words",
    [
        ["serve", "--port", "0"],
        ["serve", "--port", "70000"],
        ["serve", "--workers", "0"],
        ["demo", "--tickets", "-5"],
        ["demo", "--tickets", "1e3"],
        ["mail-sink", "--smtp-port", "x"],
        ["keys", "burn"],
        ["nosuch"],
        [],
    ],
    ids=" ".join,
)
def test_words_a_command_does_not_take_are_refused(home, capsys, words):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: portal" in capsys.readouterr().err


def test_every_ticket_can_be_moved_to_a_new_master_key(made, capsys):
    assert main(["demo", "--tickets", "2"]) == 0
    assert main(["keys", "rotate"]) == 0
    capsys.readouterr()
    assert main(["keys", "rewrap"]) == 0
    new, old = capsys.readouterr().out.splitlines()[1:]
    assert new.endswith(": 2 tickets")
    assert old.endswith(": 0 tickets")
    assert main(["doctor", "--deep"]) == 1  # invented people in a house that is no demonstration
    assert "does not open" not in capsys.readouterr().out


def test_the_audit_finds_a_change_and_names_ticket_and_entry(made, capsys, migrated_url):
    main(["demo", "--tickets", "2"])
    assert main(["audit", "verify"]) == 0
    engine = create_engine(migrated_url)
    with engine.begin() as line:
        without_guards(line)
        whose = line.scalar(text("SELECT ticket_id FROM timeline WHERE seq = 2 LIMIT 1"))
        number = line.scalar(text("SELECT number FROM tickets WHERE id = :it"), {"it": whose})
        other = line.scalar(text("SELECT number FROM tickets WHERE id <> :it"), {"it": whose})
        line.execute(
            text("UPDATE timeline SET kind = 'note' WHERE ticket_id = :it AND seq = 2"),
            {"it": whose},
        )
    engine.dispose()
    capsys.readouterr()
    assert main(["audit", "verify"]) == 1
    assert f"broken: ticket {whose}, entry 2" in capsys.readouterr().out
    assert main(["audit", "verify", "--ticket", number]) == 1
    assert main(["audit", "verify", "--ticket", other]) == 0
    capsys.readouterr()
    assert main(["audit", "verify", "--ticket", "RC-0"]) == 2
    assert "RC-0" in one_line(capsys)
    # The next test finds its histories guarded again.
    assert main(["migrate"]) == 0


def test_a_worker_that_could_not_do_its_work_says_so_by_its_exit(made, monkeypatch, capsys):
    def broken(*_given):
        raise RuntimeError

    assert main(["worker", "--once"]) == 0
    jobs = {name: sweeps.Job(broken, job.every) for name, job in sweeps.SWEEPS.items()}
    monkeypatch.setattr(sweeps.Rounds.__init__, "__defaults__", (jobs,))
    assert main(["worker", "--once"]) == 1


def test_settings_stand_in_the_environment_of_every_command(made, monkeypatch):
    monkeypatch.setenv("PORTAL_ORGANISATION", "Somewhere")
    assert Settings.from_env().organisation == "Somewhere"


def test_letters_of_a_demonstration_name_the_port_it_answers_at(tmp_path):
    told = surroundings(Settings(home=tmp_path), 8123, 8124)
    assert told["PORTAL_PUBLIC_URL"] == "http://127.0.0.1:8123"
    own = Settings(home=tmp_path, public_url="https://help.example")
    assert "PORTAL_PUBLIC_URL" not in surroundings(own, 8123, 8124)


def test_a_part_of_the_demonstration_that_does_not_listen_is_ended_all_the_same():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    parts = [
        subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE)
        for words in (deaf, "import time; print(flush=True); time.sleep(60)")
    ]
    for part in parts:
        part.stdout.readline()
    end(parts, patience=0.2)
    for part in parts:
        part.stdout.close()
    assert [part.returncode for part in parts] == [-signal.SIGKILL, -signal.SIGTERM]
