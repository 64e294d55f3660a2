"""The command line: `portal COMMAND`. Every command ends with one clear line when it cannot go on."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from portal.commands import checks, options, start
from portal.commands.problems import in_one_line
from portal.commands.schema import migrate
from portal.config import BadSetting, Settings
from portal.jurisdictions.load import use_folder
from portal.vault.errors import VaultError


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says how it went."""
    # Whatever a command writes, databases and mails too, is its owner's alone.
    os.umask(0o077)
    arguments = parser().parse_args(words)
    try:
        use_folder(Settings.from_env().home / "packs")
        code: int | None = arguments.run(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our lines has seen enough, as `head` has; nothing more can be told there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (BadSetting, VaultError, OSError, SQLAlchemyError, ModuleNotFoundError) as problem:
        print(f"portal: {in_one_line(problem)}", file=sys.stderr)
        return 2
    return code or 0


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    whole = argparse.ArgumentParser(
        prog="portal",
        description="A complaint and escalation portal.",
        epilog="Settings come from PORTAL_... variables or settings.toml in PORTAL_HOME. "
        "A fresh installation: portal init && portal migrate && portal serve.",
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def add(
        name: str, run: Callable[[argparse.Namespace], int | None], text: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        return one

    add("init", do_init, "Write keys and settings once, with safe permissions.")
    add("migrate", do_migrate, "Bring the database to the shape this version needs.")
    options.for_serve(add("serve", do_serve, "Start the web server."))
    options.for_worker(add("worker", do_worker, "Send letters and do other due work."))
    options.for_run(
        add("run", do_run, "Mail catcher, worker and web server together, for a demonstration.")
    )
    options.for_demo(
        add("demo", do_demo, "Fill the database with invented tickets, marked as demonstration.")
    )
    options.for_mail_sink(
        add("mail-sink", do_mail_sink, "Catch mails on loopback and show them on a page.")
    )
    options.for_doctor(
        add("doctor", do_doctor, "Check settings, keys, database, letters and permissions.")
    )
    looking_after(add)
    return whole


def looking_after(add: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands for rules, histories, files, keys, people and copies."""
    options.for_packs(
        add("packs", do_packs, "Check rule packs, or tell what a new version changes.")
    )
    options.for_audit(
        add(
            "audit",
            do_audit,
            "Verify the chain of tickets, reviews and the book of people.",
        )
    )
    files = add(
        "evidence", do_evidence, "Open every file people added and compare it with its print."
    )
    files.add_argument("what", choices=["verify"])
    options.for_retention(
        add("retention", do_retention, "List what was kept long enough; nothing is touched.")
    )
    options.for_keys(add("keys", do_keys, "List the keys, or add and use a new master key."))
    options.for_triage(add("triage", do_triage, "Decide reports given as JSON lines."))
    language = add(
        "language", do_language, "Begin a language: every file it needs, with every key."
    )
    language.add_argument("code", help="as Babel calls it, like cy")
    options.for_staff(
        add("staff", do_staff, "Add, list or end members of staff; the first one comes from here.")
    )
    handled = add("handled", do_handled, "Read who worked on which account from a CSV file.")
    handled.add_argument("file", help="with staff_email, account and handled_on")
    options.for_people(
        add("people", do_people, "Read agencies, teams, collectors and managers from a CSV file.")
    )
    options.for_check_contacts(
        add("check-contacts", do_check_contacts, "Hold a log of calls to the contact limits.")
    )
    options.for_copies(
        add("backup", do_backup, "Copy database, files and rule packs, whole or not at all."),
        add("restore", do_restore, "Lay a copy into an empty home and try everything in it."),
    )


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
    from portal.commands.restore import after_migrating  # noqa: PLC0415 - reads what was erased

    settings = Settings.from_env()
    start.home_of(settings)
    migrate(settings)
    after_migrating(settings)
    print("The database is up to date.")


def ready() -> Settings:
    """The settings of an installation whose keys, rule packs and database can be used now."""
    settings = Settings.from_env()
    start.home_of(settings)
    checks.require_packs(settings)
    checks.require_current(settings)
    return settings


def do_serve(arguments: argparse.Namespace) -> None:
    """The web server."""
    settings = ready()
    checks.require_keys(settings)
    start.serve(arguments.port, arguments.host, arguments.workers)


def do_worker(arguments: argparse.Namespace) -> int:
    """Due work."""
    settings = ready()
    checks.require_keys(settings)
    done, failed = start.work_loop(settings, once=arguments.once)
    if arguments.once:
        print(f"{done} pieces of work done.")
    return 1 if arguments.once and failed else 0


def do_run(arguments: argparse.Namespace) -> int:
    """A demonstration, all in one."""
    settings = Settings.from_env()
    start.home_of(settings)
    return start.run_all(settings, arguments.port, (arguments.smtp_port, arguments.mail_port))


def do_demo(arguments: argparse.Namespace) -> int:
    """Invented tickets."""
    from portal.commands.demo import fill  # noqa: PLC0415 - its word lists are large

    settings = ready()
    return fill(settings, arguments.tickets, arguments.seed)


def do_mail_sink(arguments: argparse.Namespace) -> None:
    """The mail catcher."""
    from portal.commands.mail_sink import run_mail_sink  # noqa: PLC0415 - needs an extra package

    folder = arguments.folder or str(Settings.from_env().home / "mails")
    run_mail_sink("127.0.0.1", arguments.smtp_port, arguments.port, folder)


def do_doctor(arguments: argparse.Namespace) -> int:
    """Everything an operator wants to know before the first report."""
    from portal.commands.doctor import doctor  # noqa: PLC0415 - looks into every room

    return doctor(Settings.from_env(), deep=arguments.deep)


def do_staff(arguments: argparse.Namespace) -> int:
    """Members of staff."""
    from portal.commands import staff  # noqa: PLC0415 - loads the application

    settings = ready()
    return staff.run(settings, arguments)


def do_packs(arguments: argparse.Namespace) -> int:
    """Rule packs."""
    if arguments.what != "diff":
        home = Settings.from_env().home
        publishing = arguments.what == "publish"
        return checks.packs(arguments.paths, home, publishing=publishing)
    from portal.commands import pack_diff  # noqa: PLC0415 - opens the database

    settings = Settings.from_env()
    return pack_diff.run(
        settings, arguments.paths, tickets=arguments.tickets, as_json=arguments.json
    )


def do_audit(arguments: argparse.Namespace) -> int:
    """Hash chains."""
    return checks.audit(ready(), arguments.ticket)


def do_evidence(_arguments: argparse.Namespace) -> int:
    """Files."""
    from portal.commands.evidence import verify  # noqa: PLC0415 - opens store and database

    settings = ready()
    return verify(settings)


def do_retention(arguments: argparse.Namespace) -> int:
    """What was kept long enough."""
    from portal.commands import retention  # noqa: PLC0415 - opens the database

    settings = ready()
    return retention.run(settings, arguments.until, as_json=arguments.json)


def do_keys(arguments: argparse.Namespace) -> int:
    """Keys."""
    return checks.keys(Settings.from_env(), arguments.what, arguments.name)


def do_handled(arguments: argparse.Namespace) -> int:
    """Who worked on which account."""
    from portal.commands.handled import load  # noqa: PLC0415 - opens the database

    settings = ready()
    return load(settings, arguments.file)


def do_people(arguments: argparse.Namespace) -> int:
    """Who collects, in which team, under whom."""
    from portal.commands.people import load  # noqa: PLC0415 - opens the database

    settings = ready()
    return load(settings, arguments)


def do_language(arguments: argparse.Namespace) -> int:
    """The files of a new language."""
    from portal.commands.new_language import begin  # noqa: PLC0415 - only this command reads catalogues

    return begin(arguments.code)


def do_triage(arguments: argparse.Namespace) -> int:
    """Decide reports from a file."""
    from portal.commands.triage import decide_lines  # noqa: PLC0415 - loads every pack

    return decide_lines(arguments.file)


if __name__ == "__main__":
    raise SystemExit(main())
