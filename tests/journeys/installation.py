"""A portal as an operator would run it: own folder, web server, worker, mail server, demo staff."""

import email
import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[2]
#: How long a server may take to answer, or the worker to send, before a test gives up.
PATIENCE = 90.0
SEVERAL = "import sys; from portal.cli import main; sys.exit(any(main(line.split()) for line in sys.argv[1:]))"
_PAUSE = threading.Event()


class Mailbox:
    """Takes every mail, and lets a test wait for the one it expects."""

    def __init__(self):
        self.mails: list[EmailMessage] = []
        self.arrived = threading.Condition()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        """Keep one mail."""
        with self.arrived:
            self.mails.append(email.message_from_bytes(envelope.content, policy=default))
            self.arrived.notify_all()
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to this address."""
        return [one for one in self.mails if address in one["To"]]

    def wait_for(self, address: str, count: int) -> list[EmailMessage]:
        """The mails to this address, once there are so many."""
        with self.arrived:
            if not self.arrived.wait_for(lambda: len(self.to(address)) >= count, PATIENCE):
                raise AssertionError(f"{len(self.to(address))} mails to {address}, not {count}")
        return self.to(address)


def text_of(mail: EmailMessage) -> str:
    """The words of a mail."""
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """One portal with its processes; ended by `close`."""

    home: Path
    database_url: str = ""
    tickets: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    mailbox: Mailbox = field(default_factory=Mailbox)
    children: list[subprocess.Popen] = field(default_factory=list)
    url: str = ""
    signed_in: dict = field(default_factory=dict)

    def open(self) -> "Installation":
        """Make it from nothing and start it."""
        self.smtp = Controller(self.mailbox, hostname="127.0.0.1", port=free_port())
        self.smtp.start()
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.environment = self.environment_of(self.smtp.port)
        self.commands("init", "migrate", f"demo --tickets {self.tickets}")
        self.serve(port)
        self.start("worker")
        return self

    def environment_of(self, smtp_port: int) -> dict[str, str]:
        """The settings of every process, and nothing of the caller's own portal."""
        own = {name: value for name, value in os.environ.items() if name[:7] != "PORTAL_"}
        given = {
            "home": str(self.home),
            "database_url": self.database_url,
            "smtp_port": str(smtp_port),
            "public_url": self.url,
            "demo": "true",
            "second_factor": "false",
            **self.settings,
        }
        telling = {"GUNICORN_CMD_ARGS": f"--config {ROOT / 'tests' / 'journeys' / 'telling.py'}"}
        named = {f"PORTAL_{key.upper()}": value for key, value in given.items() if value}
        return own | telling | named

    def command(self, *words: str) -> str:
        """Run one command to its end."""
        return self.commands(" ".join(words))

    def commands(self, *lines: str) -> str:
        """Run commands one after the other in one process, which loads the program once."""
        done = subprocess.run(
            [sys.executable, "-c", SEVERAL, *lines],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"portal {'; '.join(lines)}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, *words: str, **more: str) -> subprocess.Popen:
        """Start a process that goes on until the end; what it says is kept beside the database."""
        with (self.home / f"{words[0]}.log").open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "portal.cli", *words],
                env=self.environment | more,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        self.children.append(child)
        return child

    def serve(self, port: int, **more: str) -> subprocess.Popen:
        """Start a web server and wait until it answers."""
        child = self.start("serve", "--port", str(port), "--workers", "1", **more)
        for _ in range(int(PATIENCE * 20)):
            assert child.poll() is None, f"the server ended: {self.said()}"
            with (
                suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer,
            ):
                if answer.status == 200:
                    return child
            _PAUSE.wait(0.05)
        raise AssertionError(f"the server does not answer: {self.said()}")

    def said(self) -> str:
        """What the processes wrote, for a person who looks for the reason."""
        return "".join(path.read_text("utf-8") for path in self.home.glob("*.log"))

    def end(self, child: subprocess.Popen) -> None:
        """End one process in good order."""
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(15)
        if child.poll() is None:
            child.kill()
            child.wait()

    def close(self) -> None:
        """End every process."""
        for child in self.children:
            if child.poll() is None:
                self.end(child)
        self.smtp.stop()

    def faults(self) -> list[str]:
        """Errors the server or the worker wrote down: there must be none."""
        return re.findall(r"Traceback.*|.*Error: .*", self.said())

    def strict(self) -> str:
        """The address of a second server of this portal, which asks staff for a second factor."""
        if "strict" not in self.settings:
            port = free_port()
            self.serve(port, PORTAL_SECOND_FACTOR="true")
            self.settings["strict"] = f"http://127.0.0.1:{port}"
        return self.settings["strict"]
