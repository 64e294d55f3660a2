"""The command line: `portal COMMAND`. Every command ends with one clear line when it cannot go on."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from portal.commands import checks, start
from portal.commands.schema import migrate
from portal.config import BadSetting, Settings
from portal.jurisdictions.load import use_folder
from portal.languages import TAGS
from portal.vault.errors import VaultError


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says how it went."""
    arguments = parser().parse_args(words)
    try:
        use_folder(Settings.from_env().home / "packs")
        code: int | None = arguments.run(arguments)
    except (BadSetting, VaultError, OSError) as problem:
        print(f"portal: {problem}", file=sys.stderr)
        return 2
    return code or 0


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    whole = argparse.ArgumentParser(prog="portal", description="A complaint and escalation portal.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def add(
        name: str, run: Callable[[argparse.Namespace], int | None], text: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        return one

    add("init", do_init, "Write keys and settings once, with safe permissions.")
    add("migrate", do_migrate, "Bring the database to the shape this version needs.")
    serve = add("serve", do_serve, "Start the web server.")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--workers", type=int, default=2)
    worker = add("worker", do_worker, "Send letters and do other due work.")
    worker.add_argument("--once", action="store_true", help="do what is due now, then end")
    run = add("run", do_run, "Mail catcher, worker and web server together, for a demonstration.")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--smtp-port", type=int, default=1025)
    run.add_argument("--mail-port", type=int, default=8025)
    demo = add("demo", do_demo, "Fill the database with invented tickets, marked as demonstration.")
    demo.add_argument("--tickets", type=int, default=300)
    demo.add_argument("--seed", type=int, default=1)
    sink = add("mail-sink", do_mail_sink, "Catch mails on loopback and show them on a page.")
    sink.add_argument("--smtp-port", type=int, default=1025)
    sink.add_argument("--port", type=int, default=8025)
    sink.add_argument("--folder", default="")
    add("doctor", do_doctor, "Check settings, keys, database and permissions.")
    packs_options(add("packs", do_packs, "Check rule packs, or tell what a new version changes."))
    audit = add("audit", do_audit, "Verify the hash chain of every ticket.")
    audit.add_argument("what", choices=["verify"])
    files = add(
        "evidence", do_evidence, "Open every file people added and compare it with its print."
    )
    files.add_argument("what", choices=["verify"])
    keys = add("keys", do_keys, "List the keys or add a new master key.")
    keys.add_argument("what", choices=["list", "rotate", "channel"])
    keys.add_argument("--name", default="", help="of the channel that gets a key")
    triage = add("triage", do_triage, "Decide reports given as JSON lines.")
    triage.add_argument("file", nargs="?", default="-")
    people = add(
        "staff", do_staff, "Add, list or end members of staff; the first one comes from here."
    )
    people.add_argument("what", choices=["add", "list", "end", "new-second-step"])
    people.add_argument("--email", default="")
    people.add_argument("--name", default="")
    people.add_argument("--role", default="administrator")
    people.add_argument("--desks", default="conduct,hardship,disputes", help="for supervisors")
    people.add_argument("--password-stdin", action="store_true", help="read it from standard input")
    handled = add("handled", do_handled, "Read who worked on which account from a CSV file.")
    handled.add_argument("file")
    contacts = add(
        "check-contacts", do_check_contacts, "Hold a log of calls to the contact limits."
    )
    contacts_options(contacts)
    copies_options(
        add("backup", do_backup, "Copy database, files and rule packs, whole or not at all."),
        add("restore", do_restore, "Lay a copy into an empty home and try everything in it."),
    )
    return whole


def packs_options(packs: argparse.ArgumentParser) -> None:
    """What can be asked about rule packs."""
    packs.add_argument("what", choices=["check", "diff"])
    packs.add_argument("paths", nargs="*", help="folders of packs; for diff also gb or gb@2026.11")
    packs.add_argument("--tickets", action="store_true", help="diff: decide stored tickets by both")
    packs.add_argument("--json", action="store_true", help="diff: one JSON object a line")


def contacts_options(contacts: argparse.ArgumentParser) -> None:
    """What can be asked about a log of contacts."""
    contacts.add_argument("file", nargs="?", default="-", help="CSV or JSON lines")
    contacts.add_argument("--place", default="", help="where a line names no jurisdiction")
    contacts.add_argument(
        "--language", default="en", help="of the sentences: " + ", ".join(TAGS.values())
    )


def copies_options(backup: argparse.ArgumentParser, restore: argparse.ArgumentParser) -> None:
    """Where a copy goes and comes from."""
    backup.add_argument("file", help="a name that is not taken")
    restore.add_argument("file")
    restore.add_argument("--ticket-keys", default="", help="without it FILE.ticket-keys")


def do_check_contacts(arguments: argparse.Namespace) -> int:
    """A log of contacts."""
    from portal.commands.check_contacts import check  # noqa: PLC0415 - loads every pack

    return check(arguments.file, arguments.place, arguments.language)


def do_backup(arguments: argparse.Namespace) -> int:
    """A copy."""
    from portal.commands import backup  # noqa: PLC0415 - only this command needs it

    settings = Settings.from_env()
    start.home_of(settings)
    return backup.run(settings, Path(arguments.file).absolute())


def do_restore(arguments: argparse.Namespace) -> int:
    """A copy laid back."""
    from portal.commands import restore  # noqa: PLC0415 - only this command needs it

    settings = Settings.from_env()
    start.home_of(settings)
    keys = Path(arguments.ticket_keys) if arguments.ticket_keys else None
    return restore.run(settings, Path(arguments.file), keys)


def do_init(_arguments: argparse.Namespace) -> None:
    """Keys and settings."""
    for line in start.init(Settings.from_env()):
        print(line)


def do_migrate(_arguments: argparse.Namespace) -> None:
    """The database's shape."""
    settings = Settings.from_env()
    start.home_of(settings)
    migrate(settings)
    print("The database is up to date.")


def do_serve(arguments: argparse.Namespace) -> None:
    """The web server."""
    settings = Settings.from_env()
    start.home_of(settings)
    checks.require_current(settings)
    print(f"The portal answers at http://{arguments.host}:{arguments.port}/", flush=True)
    start.serve(arguments.port, arguments.host, arguments.workers)


def do_worker(arguments: argparse.Namespace) -> None:
    """Due work."""
    settings = Settings.from_env()
    start.home_of(settings)
    done = start.work_loop(settings, once=arguments.once)
    if arguments.once:
        print(f"{done} pieces of work done.")


def do_run(arguments: argparse.Namespace) -> int:
    """A demonstration, all in one."""
    settings = Settings.from_env()
    start.home_of(settings)
    return start.run_all(settings, arguments.port, (arguments.smtp_port, arguments.mail_port))


def do_demo(arguments: argparse.Namespace) -> int:
    """Invented tickets."""
    from portal.commands.demo import fill  # noqa: PLC0415 - its word lists are large

    settings = Settings.from_env()
    start.home_of(settings)
    return fill(settings, arguments.tickets, arguments.seed)


def do_mail_sink(arguments: argparse.Namespace) -> None:
    """The mail catcher."""
    from portal.commands.mail_sink import run_mail_sink  # noqa: PLC0415 - needs an extra package

    folder = arguments.folder or str(Settings.from_env().home / "mails")
    run_mail_sink("127.0.0.1", arguments.smtp_port, arguments.port, folder)


def do_doctor(_arguments: argparse.Namespace) -> int:
    """Everything an operator wants to know before the first report."""
    return checks.doctor(Settings.from_env())


def do_staff(arguments: argparse.Namespace) -> int:
    """Members of staff."""
    from portal.commands import staff  # noqa: PLC0415 - loads the application

    settings = Settings.from_env()
    start.home_of(settings)
    checks.require_current(settings)
    return staff.run(settings, arguments)


def do_packs(arguments: argparse.Namespace) -> int:
    """Rule packs."""
    if arguments.what == "check":
        return checks.packs(arguments.paths)
    from portal.commands import pack_diff  # noqa: PLC0415 - opens the database

    settings = Settings.from_env()
    return pack_diff.run(
        settings, arguments.paths, tickets=arguments.tickets, as_json=arguments.json
    )


def do_audit(_arguments: argparse.Namespace) -> int:
    """Hash chains."""
    return checks.audit(Settings.from_env())


def do_evidence(_arguments: argparse.Namespace) -> int:
    """Files."""
    from portal.commands.evidence import verify  # noqa: PLC0415 - opens store and database

    settings = Settings.from_env()
    start.home_of(settings)
    return verify(settings)


def do_keys(arguments: argparse.Namespace) -> int:
    """Keys."""
    return checks.keys(Settings.from_env(), arguments.what, arguments.name)


def do_handled(arguments: argparse.Namespace) -> int:
    """Who worked on which account."""
    from portal.commands.handled import load  # noqa: PLC0415 - opens the database

    settings = Settings.from_env()
    start.home_of(settings)
    return load(settings, arguments.file)


def do_triage(arguments: argparse.Namespace) -> int:
    """Decide reports from a file."""
    from portal.commands.triage import decide_lines  # noqa: PLC0415 - loads every pack

    return decide_lines(arguments.file)


if __name__ == "__main__":
    raise SystemExit(main())
