"""What may be typed behind each command, and what is said where it cannot be."""

import argparse
import re

from portal.languages import TAGS

MOST_TICKETS = 10_000_000
MOST_WORKERS = 64


def port(text: str) -> int:
    """A port somebody can be reached at."""
    return between(text, 1, 65535, "a port")


def workers(text: str) -> int:
    """How many processes answer people."""
    return between(text, 1, MOST_WORKERS, "a number of workers")


def tickets(text: str) -> int:
    """How many tickets are invented."""
    return between(text, 0, MOST_TICKETS, "a number of tickets")


def between(text: str, least: int, most: int, what: str) -> int:
    """A whole number in its bounds, or one line that names them."""
    if not re.fullmatch(r"[0-9]{1,12}", text, re.ASCII) or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{what} is a whole number from {least} to {most}")
    return int(text)


def for_serve(serve: argparse.ArgumentParser) -> None:
    """Where the web server answers."""
    serve.add_argument("--port", type=port, default=8000, metavar="N", help="default: 8000")
    serve.add_argument("--host", default="127.0.0.1", help="default: this machine alone")
    serve.add_argument(
        "--workers", type=workers, default=2, metavar="N", help="processes; default: 2"
    )


def for_worker(worker: argparse.ArgumentParser) -> None:
    """How long the worker works."""
    worker.add_argument("--once", action="store_true", help="do what is due now, then end")


def for_run(run: argparse.ArgumentParser) -> None:
    """The ports of a demonstration."""
    run.add_argument("--port", type=port, default=8000, metavar="N", help="of the portal")
    run.add_argument("--smtp-port", type=port, default=1025, metavar="N", help="takes the mails")
    run.add_argument("--mail-port", type=port, default=8025, metavar="N", help="shows the mails")


def for_demo(demo: argparse.ArgumentParser) -> None:
    """How much is invented."""
    demo.add_argument("--tickets", type=tickets, default=300, metavar="N", help="default: 300")
    demo.add_argument(
        "--seed", type=int, default=1, metavar="S", help="the same seed, the same stories"
    )


def for_mail_sink(sink: argparse.ArgumentParser) -> None:
    """Where mails are caught and shown."""
    sink.add_argument("--smtp-port", type=port, default=1025, metavar="N", help="takes the mails")
    sink.add_argument("--port", type=port, default=8025, metavar="N", help="shows the mails")
    sink.add_argument("--folder", default="", help="keeps the mails; default: mails in PORTAL_HOME")


def for_doctor(doctor: argparse.ArgumentParser) -> None:
    """How far the doctor looks."""
    doctor.add_argument(
        "--deep", action="store_true", help="open every word and file, walk every history"
    )


def for_packs(packs: argparse.ArgumentParser) -> None:
    """What can be asked about rule packs."""
    packs.add_argument(
        "what",
        choices=["check", "publish", "diff"],
        help="check: what is wrong; publish: the same, then keep a print of every new entry, so that"
        " an edit of it is found; diff: what a new version changes",
    )
    packs.add_argument("paths", nargs="*", help="folders of packs; for diff also gb or gb@2026.11")
    packs.add_argument("--tickets", action="store_true", help="diff: decide stored tickets by both")
    packs.add_argument("--json", action="store_true", help="diff: one JSON object a line")


def for_audit(audit: argparse.ArgumentParser) -> None:
    """Which histories are walked."""
    audit.add_argument("what", choices=["verify"], help="0 all whole, 1 one broken, 2 cannot check")
    audit.add_argument("--ticket", default="", metavar="NUMBER", help="the history of one ticket")


def for_retention(retention: argparse.ArgumentParser) -> None:
    """Up to which day is looked."""
    retention.add_argument(
        "--until", default="", metavar="DATE", help="what goes before this day; default: today"
    )
    retention.add_argument("--json", action="store_true", help="one JSON object a line")


def for_keys(keys: argparse.ArgumentParser) -> None:
    """What can be done with keys."""
    keys.add_argument(
        "what",
        choices=["list", "rotate", "rewrap", "channel"],
        help="list: how many tickets each master key holds; rotate: add a new one; rewrap: move"
        " every ticket to it; channel: a key for a channel of the JSON door",
    )
    keys.add_argument("--name", default="", help="of the channel that gets a key")


def for_triage(triage: argparse.ArgumentParser) -> None:
    """What is decided."""
    triage.add_argument("file", nargs="?", default="-", help="JSON lines; - reads standard input")


def for_staff(people: argparse.ArgumentParser) -> None:
    """What can be done about members of staff."""
    people.add_argument(
        "what",
        choices=["add", "list", "move", "end", "new-second-step"],
        help="move: to another --team or --agency; an empty one means none",
    )
    people.add_argument("--email", default="", help="the address they sign in with")
    people.add_argument("--name", default="", help="as colleagues know them")
    people.add_argument(
        "--role", default="administrator", help="administrator, supervisor, reviewer or auditor"
    )
    people.add_argument("--desks", default="conduct,hardship,disputes", help="for supervisors")
    people.add_argument("--team", help="whose collectors they work with; keeps its tickets away")
    people.add_argument("--agency", help="the outside agency they work for; likewise")
    people.add_argument("--password-stdin", action="store_true", help="read it from standard input")


def for_people(people: argparse.ArgumentParser) -> None:
    """Who collects, in which team, under whom."""
    people.add_argument("file", help="with at least agency, team and number; docs/people.md")
    people.add_argument("--dry-run", action="store_true", help="tell what would change")
    people.add_argument(
        "--missing-left",
        action="store_true",
        help="who is in no line has left today; only in agencies the file names",
    )


def for_check_contacts(contacts: argparse.ArgumentParser) -> None:
    """What can be asked about a log of contacts."""
    contacts.add_argument("file", nargs="?", default="-", help="CSV or JSON lines")
    contacts.add_argument("--place", default="", help="where a line names no jurisdiction")
    contacts.add_argument(
        "--language", default="en", help="of the sentences: " + ", ".join(TAGS.values())
    )


def for_copies(backup: argparse.ArgumentParser, restore: argparse.ArgumentParser) -> None:
    """Where a copy goes and comes from."""
    backup.add_argument("file", help="a name that is not taken")
    restore.add_argument("file", help="what `portal backup` wrote")
    restore.add_argument("--ticket-keys", default="", help="default: FILE.ticket-keys")
