"""Starting: keys and settings once, the web server, the worker, and all of it together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import sessionmaker

from portal.commands.ports import require_free
from portal.config import AT_HOME, HOME_PORT, SETTINGS_FILE, BadSetting, Settings
from portal.models import make_engine
from portal.vault.keys import Keyring

FIRST_SETTINGS = """\
# Settings of this installation. Each line can also be set as PORTAL_<NAME> in the environment.
organisation = "Recourse"
# In other languages: organisation_zh, organisation_zh_hant
"""


def init(settings: Settings) -> list[str]:
    """Write keys and settings once, readable by their owner only; what exists is never touched."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.home.chmod(0o700)
    done = []
    if not settings.keys_file.exists():
        Keyring.create(settings.keys_file)
        done.append(f"Keys written to {settings.keys_file}. Back them up apart from the database.")
    file = settings.home / SETTINGS_FILE
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(FIRST_SETTINGS)
        done.append(f"Settings written to {file}.")
    return done or ["Keys and settings are already there; nothing was changed."]


def serve(port: int, host: str, workers: int) -> None:
    """Replace this process by the web server, once it is sure that it can answer."""
    require_free(host, port)
    print(f"The portal answers at http://{host}:{port}/", flush=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "--preload", "-k", "gthread"]
    flags = [
        "-w",
        str(workers),
        "--threads",
        "16",
        "-b",
        f"{host}:{port}",
        "--log-level",
        "warning",
    ]
    os.execv(sys.executable, [*gunicorn, *flags, "wsgi:app"])  # noqa: S606 - our own server, no shell


def work_loop(settings: Settings, *, once: bool, pause: float = 1.0) -> tuple[int, int]:
    """Do what is due, again and again, until told to stop: how many pieces were done, and failed."""
    from portal.app import create_app  # noqa: PLC0415 - only this command needs the application
    from portal.jobs.files import Room  # noqa: PLC0415 - likewise
    from portal.jobs.sweeps import Rounds, Worker  # noqa: PLC0415 - likewise
    from portal.web.mail import FlaskMailSender  # noqa: PLC0415 - likewise

    keyring = Keyring.load(settings.keys_file)
    app = create_app(settings, keyring)
    stopping: list[int] = []
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda number, _frame: stopping.append(number))
    done, engine = 0, make_engine(settings.database)
    with app.app_context():
        room = Room.of(settings)
        sender, months = FlaskMailSender(app), settings.kept_months
        rounds = Rounds(Worker(sessionmaker(engine), keyring, sender, room, months))
        while not stopping:
            done += rounds.run(datetime.now(UTC))
            if once:
                break
            time.sleep(pause)
    engine.dispose()
    return done, rounds.failed


def surroundings(settings: Settings, port: int, smtp: int) -> dict[str, str]:
    """What the parts of a demonstration are told together: one home, its mails, its address."""
    told = {"PORTAL_HOME": str(settings.home), "PORTAL_SMTP_PORT": str(smtp)}
    if settings.public_url == f"{AT_HOME}:{HOME_PORT}":
        # Nobody said otherwise, so letters name the address this demonstration really answers at.
        told["PORTAL_PUBLIC_URL"] = f"{AT_HOME}:{port}"
    # Whoever ends a demonstration waits for no browser that keeps its line open.
    return {"GUNICORN_CMD_ARGS": "--graceful-timeout 5", **os.environ, **told}


def run_all(settings: Settings, port: int, mail_ports: tuple[int, int]) -> int:
    """Mail catcher, worker and web server together, for a demonstration; ends them all together."""
    smtp, http = mail_ports
    # Before the first of them begins: a demonstration that lacks a part is none.
    require_free("127.0.0.1", port, smtp, http)
    environment = surroundings(settings, port, smtp)
    folder = str(settings.home / "mails")
    commands = (
        ("mail-sink", "--smtp-port", str(smtp), "--port", str(http), "--folder", folder),
        ("worker",),
        ("serve", "--port", str(port)),
    )
    children = [
        subprocess.Popen([sys.executable, "-m", "portal.cli", *words], env=environment)  # noqa: S603 - our own commands
        for words in commands
    ]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # One of them that cannot go on says why; the others alone are no demonstration.
    code = 1
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
    except KeyboardInterrupt:
        code = 0
    finally:
        end(children)
    return code


def end(parts: Sequence[subprocess.Popen[bytes]], patience: float = 15.0) -> None:
    """End all parts of a demonstration, also one that does not listen within these seconds."""
    for part in parts:
        part.terminate()
    for part in parts:
        try:
            part.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()


def home_of(settings: Settings) -> None:
    """Make sure `portal init` was run."""
    if not settings.keys_file.exists():
        raise BadSetting(f"there are no keys in {settings.home}. Run `portal init` first.")
