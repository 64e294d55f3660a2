"""Measure the portal beside the bare floor in one run, and print the ratios.

    python bench/run.py                      filing and pages on SQLite, 1 000 and 100 000 tickets
    python bench/run.py --postgres           the same on SQLite and on a PostgreSQL of its own
    python bench/run.py --database URL       the same on an empty PostgreSQL database that is there
    python bench/run.py --tickets 1000       a quick look

It makes its own folder, starts both servers on loopback, and ends them. Filing is measured through
both doors: the JSON door (one request), and the form (the check page and the last button). Beside
each rate stands the processor time the servers spent on one submission, which a busy machine moves
less than the rate. Figures move with the machine; the ratios are what counts.
"""

import argparse
import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from httplite import Client, login
from sides import free_port, measured, postgresql, run, server

ROOT = Path(__file__).resolve().parents[1]
LOGIN = '{"email":"supervisor@demo.example","password":"demo-demo-demo"}'
FORM = '{"title":"late call {i}","body":"{rand}","email":"a{n}@example.org","f1":"x"}'


def pages(base, path, must="<table", n=200):
    signed_in = ("--login-path", "/staff/sign-in", "--login-fields", LOGIN)
    asked = ("--base", base, "--paths", path, "--n", n, "--must", must)
    answer = measured("bench_page.py", *signed_in, *asked)
    if answer["failed"]:
        raise SystemExit(f"{path}: {answer['first_failure']}")
    return answer["p50_ms"]


def main():
    # Whoever ends the run also ends the servers it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--database", default="")
    asked.add_argument(
        "--floor-database", default="", help="a psycopg DSN for the floor; SQLite when left out"
    )
    asked.add_argument(
        "--postgres",
        action="store_true",
        help="measure SQLite, then a PostgreSQL started for the run",
    )
    asked.add_argument("--tickets", type=int, default=100_000)
    asked.add_argument("--seconds", type=float, default=5)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="recourse-bench-"))
    try:
        if given.database or not given.postgres:
            tell(one_database(given, folder, given.database, given.floor_database))
            return
        tell({"sqlite": one_database(given, folder / "sqlite", "", "")})
        with postgresql(folder / "pg") as (ours, floor):
            tell({"postgresql": one_database(given, folder / "postgresql", ours, floor)})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tell(found):
    print(json.dumps(found, indent=1), flush=True)


def one_database(given, folder, database, floor_database):
    """Both servers on one kind of database: filing in turns, then the pages, small and grown."""
    folder.mkdir(parents=True, exist_ok=True)
    key = secrets.token_hex(16)
    env = environment(folder, key, database)
    for command in (["init"], ["migrate"], ["demo", "--tickets", "1000", "--seed", "1"]):
        run("-m", "portal.cli", *command, env=env)
    drafts = run("drafts.py", 1500 * given.rounds, env=env).splitlines()
    floor_env = {**env, "FLOOR_DB": floor_database or f"sqlite:{folder / 'floor.sqlite3'}:FULL"}
    with both(floor_env, env) as (floor, ours):
        found = {"filing": filing(given, folder, floor, ours, key, drafts)}
        print(json.dumps(found), file=sys.stderr, flush=True)
        # The same ticket before and after: copies made to grow the queue have no story to show.
        number = first_number(ours.base)
        found["pages_small"] = compare(floor.base, ours.base, given.rounds, number)
        found["public_ms"] = public(ours.base, drafts[-1])
        if given.tickets > 1000:
            run("grow.py", given.tickets, env=env)
            found["pages_large"] = compare(floor.base, ours.base, given.rounds, number)
            found["growth"] = {
                name: round(found["pages_large"][name] / found["pages_small"][name], 2)
                for name in ("queue_ms", "ticket_ms")
            }
    return found


def environment(folder, key, database):
    """The settings of the portal under measure: a demonstration with one channel, in a folder of its own."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PORTAL_HOME": str(folder),
        "PORTAL_DEMO": "true",
        "PORTAL_SECOND_FACTOR": "false",
        "PORTAL_API_KEYS": f"bench:{hashlib.sha256(key.encode()).hexdigest()}",
    }
    return {**env, "PORTAL_DATABASE_URL": database} if database else env


@contextlib.contextmanager
def both(floor_env, env):
    """The two servers, two processes each."""
    floor_port, port = free_port(), free_port()
    gunicorn = [
        "-m",
        "gunicorn",
        "-k",
        "gthread",
        "-w",
        "2",
        "--threads",
        "4",
        "-b",
        f"127.0.0.1:{floor_port}",
        "floor_app:app",
    ]
    with (
        server(gunicorn, floor_env, floor_port, "/hello") as floor,
        server(["-m", "portal.cli", "serve", "--port", str(port)], env, port, "/") as ours,
    ):
        yield floor, ours


def filing(given, folder, floor, ours, key, drafts):
    """Submissions by the floor's form and by both doors of the portal, in turns."""
    turns = []
    # The first answers put statements and pages together; they are nobody's measure.
    for _ in range(2):
        measured("bench_door.py", ours.base, key, 8, 2)
    for turn in range(given.rounds):
        part = folder / f"tokens-{turn}.txt"
        part.write_text("\n".join(drafts[turn * 1500 : (turn + 1) * 1500]))
        turns.append(
            {
                "floor": rate(
                    floor,
                    "bench_submit.py",
                    "--base",
                    floor.base,
                    "--form-path",
                    "/form",
                    "--fields",
                    FORM,
                    "--seconds",
                    given.seconds,
                ),
                "door": rate(ours, "bench_door.py", ours.base, key, 8, given.seconds),
                "form": rate(ours, "bench_filing.py", ours.base, part, 8, given.seconds),
            }
        )
    return summed(turns)


def rate(side, *words):
    """Submissions per second and the processor time of the server's processes for each, in ms."""
    before = side.processor_ms()
    answer = measured(*words)
    if answer["failed"]:
        raise SystemExit(f"{words[0]}: {answer['failed']} failed")
    return answer["submissions_per_s"], round(
        (side.processor_ms() - before) / answer["post"]["n"], 2
    )


def summed(turns):
    """The middle of the turns, each door beside the floor of its own turn."""
    found = {}
    for name in ("floor", "door", "form"):
        found[name] = {
            "per_s": statistics.median(turn[name][0] for turn in turns),
            "processor_ms": statistics.median(turn[name][1] for turn in turns),
        }
        if name != "floor":
            found[name]["ratio"] = round(
                statistics.median(turn[name][0] / turn["floor"][0] for turn in turns), 3
            )
    return found


PUBLIC = (
    "/",
    "/help-outside",
    "/track",
    "/easy-read",
    "/staying-safe",
    "/how-we-use-your-information",
    "/resume",
)
STEPS = (
    "who",
    "jurisdiction",
    "what",
    "impact",
    "when",
    "collector",
    "outcome",
    "contact",
    "privacy",
    "check",
)


def public(base, draft):
    """The median of each public page for a single client, in ms; the pages of a filled draft too."""
    client, found = Client(base), {}
    client.cookies["draft"] = draft
    for path in (*PUBLIC, *(f"/report/{step}" for step in STEPS)):
        took = []
        for _ in range(43):
            start = time.perf_counter()
            answer = client.get(path)
            took.append(time.perf_counter() - start)
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
        found[path] = round(statistics.median(took[3:]) * 1000, 2)
    return found


def compare(floor, ours, rounds, number):
    """Queue and ticket page beside the floor's queue, in turns; the median of the rounds."""
    turns = [
        (
            pages_bare(floor),
            pages(ours, "/tickets?view=all"),
            pages(ours, f"/tickets/{number}", must=number),
        )
        for _ in range(rounds)
    ]
    bare, queue, ticket = (statistics.median(one) for one in zip(*turns, strict=True))
    return {
        "floor_queue_ms": bare,
        "queue_ms": queue,
        "queue_ratio": round(queue / bare, 1),
        "ticket_ms": ticket,
        "ticket_ratio": round(ticket / bare, 1),
    }


def pages_bare(floor):
    return measured(
        "bench_page.py", "--base", floor, "--paths", "/queue", "--n", 200, "--must", "<table"
    )["p50_ms"]


def first_number(ours):
    client = Client(ours)
    login(client, "/staff/sign-in", "csrf_token", json.loads(LOGIN))
    return client.get("/tickets?view=all").text.split('class="tid">')[1].split("<")[0]


if __name__ == "__main__":
    main()
