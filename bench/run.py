"""Measure the portal beside the bare floor in one run, and print the ratios.

    python bench/run.py                      filing and pages on SQLite, 1 000 and 100 000 tickets
    python bench/run.py --database URL       the same on an empty PostgreSQL database
    python bench/run.py --tickets 1000       a quick look

It makes its own folder, starts both servers on loopback, and ends them. Figures move with the
machine; the ratios are what counts.
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LOGIN = '{"email":"supervisor@demo.example","password":"demo-demo-demo"}'
FORM = '{"title":"late call {i}","body":"{rand}","email":"a{n}@example.org","f1":"x"}'


def free_port():
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


def run(*words, env=None, out=None):
    return subprocess.run([sys.executable, *map(str, words)], env=env, cwd=HERE, check=True, text=True, stdout=out or subprocess.PIPE).stdout


def measured(*words, env=None):
    return json.loads(run(*words, env=env).strip().splitlines()[-1])


@contextlib.contextmanager
def server(words, env, port, path):
    process = subprocess.Popen([sys.executable, *words], env=env, cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2).read()
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=15)


def pages(base, path, must="<table", n=200):
    answer = measured("bench_page.py", "--base", base, "--login-path", "/staff/sign-in", "--login-fields", LOGIN, "--paths", path, "--n", n, "--must", must)
    if answer["failed"]:
        raise SystemExit(f"{path}: {answer['first_failure']}")
    return answer["p50_ms"]


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--database", default="")
    asked.add_argument("--floor-database", default="", help="a psycopg DSN for the floor; SQLite when left out")
    asked.add_argument("--tickets", type=int, default=100_000)
    asked.add_argument("--seconds", type=float, default=5)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="recourse-bench-"))
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PORTAL_HOME": str(folder), "PORTAL_DEMO": "true", "PORTAL_SECOND_FACTOR": "false"}
    if given.database:
        env["PORTAL_DATABASE_URL"] = given.database
    for command in (["init"], ["migrate"], ["demo", "--tickets", "1000", "--seed", "1"]):
        run("-m", "portal.cli", *command, env=env)
    tokens = folder / "tokens.txt"
    tokens.write_text(run("drafts.py", 600 * given.rounds, env=env))
    lines = tokens.read_text().splitlines()
    floor_port, port = free_port(), free_port()
    floor_env = {**env, "FLOOR_DB": given.floor_database or f"sqlite:{folder / 'floor.sqlite3'}:FULL"}
    gunicorn = ["-m", "gunicorn", "-k", "gthread", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{floor_port}", "floor_app:app"]
    found = {}
    with server(gunicorn, floor_env, floor_port, "/hello") as floor, server(["-m", "portal.cli", "serve", "--port", str(port)], env, port, "/") as ours:
        rates = []
        for turn in range(given.rounds):
            bare = measured("bench_submit.py", "--base", floor, "--form-path", "/form", "--fields", FORM, "--seconds", given.seconds)["submissions_per_s"]
            part = folder / f"tokens-{turn}.txt"
            part.write_text("\n".join(lines[turn * 600 : (turn + 1) * 600]))
            filing = measured("bench_filing.py", ours, part, 8, given.seconds)
            rates.append((filing["submissions_per_s"], bare, filing["submissions_per_s"] / bare, filing["failed"]))
        rates.sort(key=lambda one: one[2])
        found["filing"] = dict(zip(("per_s", "floor_per_s", "ratio", "failed"), rates[len(rates) // 2], strict=True))
        print(found, flush=True)
        small = compare(floor, ours, given.rounds)
        found["pages_small"] = small
        if given.tickets > 1000:
            run("grow.py", given.tickets, env=env)
            found["pages_large"] = compare(floor, ours, given.rounds)
            found["growth"] = {name: round(found["pages_large"][name] / small[name], 2) for name in ("queue_ms", "ticket_ms")}
    print(json.dumps(found, indent=1))
    shutil.rmtree(folder, ignore_errors=True)


def compare(floor, ours, rounds):
    """Queue and ticket page beside the floor's queue, in turns; the median of the rounds."""
    number = first_number(ours)
    turns = [(pages_bare(floor), pages(ours, "/tickets?view=all"), pages(ours, f"/tickets/{number}", must=number)) for _ in range(rounds)]
    bare, queue, ticket = (statistics.median(one) for one in zip(*turns, strict=True))
    return {"floor_queue_ms": bare, "queue_ms": queue, "queue_ratio": round(queue / bare, 1), "ticket_ms": ticket, "ticket_ratio": round(ticket / bare, 1)}


def pages_bare(floor):
    return measured("bench_page.py", "--base", floor, "--paths", "/queue", "--n", 200, "--must", "<table")["p50_ms"]


def first_number(ours):
    from httplite import Client, login

    client = Client(ours)
    login(client, "/staff/sign-in", "csrf_token", json.loads(LOGIN))
    return client.get("/tickets?view=all").text.split('class="tid">')[1].split("<")[0]


if __name__ == "__main__":
    main()
