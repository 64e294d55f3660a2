"""The two sides of a measure: their databases, their servers, and what each costs the processor."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
#: Seconds a server may take to begin; a busy machine takes its time.
LONGEST_START = 120


def free_port():
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


def run(*words, env=None, out=None):
    return subprocess.run(
        [sys.executable, *map(str, words)],
        env=env,
        cwd=HERE,
        check=True,
        text=True,
        stdout=out or subprocess.PIPE,
    ).stdout


def measured(*words, env=None):
    return json.loads(run(*words, env=env).strip().splitlines()[-1])


class Side:
    """One of the two servers: where it answers, and what it has cost so far."""

    def __init__(self, base, pid):
        self.base, self.pid = base, pid

    def processor_ms(self):
        """The processor time its worker processes have used; only Linux tells."""
        ticks = 0
        for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split():
            ticks += sum(
                int(one)
                for one in Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
            )
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def server(words, env, port, path):
    process = subprocess.Popen(
        [sys.executable, *words],
        env=env,
        cwd=HERE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        last = time.monotonic() + LONGEST_START
        while not answers(port, path):
            if process.poll() is not None or time.monotonic() > last:
                raise SystemExit(f"{' '.join(words)}: does not answer")
            time.sleep(0.1)
        yield Side(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(timeout=15)


def answers(port, path):
    with contextlib.suppress(OSError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read()
        return True
    return False


@contextlib.contextmanager
def postgresql(folder):
    """A PostgreSQL with its usual settings, every commit on the disk, and an empty database for each side."""
    import pgserver

    server = pgserver.get_server(str(folder))
    try:
        for name in ("recourse", "floor"):
            server.psql(f"CREATE DATABASE {name};")
        where = server.get_uri().replace("/postgres?", "/{}?", 1)
        yield (
            where.format("recourse").replace("postgresql://", "postgresql+psycopg://", 1),
            where.format("floor"),
        )
    finally:
        server.cleanup()
