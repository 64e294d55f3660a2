"""Members of staff from the command line: how a fresh installation gets its first administrator."""

import getpass
import sys
import uuid
from argparse import Namespace
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeVar

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.names import folded
from portal.languages import LANGUAGES
from portal.models import Agency, AgencyKind, Role, Staff, Team
from portal.routing import part
from portal.vault.keys import Keyring

House = TypeVar("House", Team, Agency)

#: Roles a person can be given; the others are no sign-in of staff.
ROLES = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.REVIEWER, Role.AUDITOR)
SHORTEST_PASSWORD = 12
LONGEST_NAME = 120


class Refused(ValueError):  # noqa: N818 - what was typed is refused, and the operator reads why
    """Something the operator typed cannot be; the message is one clear line."""


def run(settings: Settings, arguments: Namespace) -> int:
    """Add, list, end or give a new second step; 2 when what was typed cannot be."""
    from portal.app import create_app  # noqa: PLC0415 - only this command needs the application

    app = create_app(settings, Keyring.load(settings.keys_file))
    verbs = {
        "add": add, "list": show, "move": move, "end": end, "new-second-step": new_second_step,
    }  # fmt: skip
    from portal.web.db import db  # noqa: PLC0415 - likewise

    with app.test_request_context():
        try:
            verbs[arguments.what](db.session(), settings, arguments)
            db.session.commit()
        except Refused as problem:
            db.session.rollback()
            print(f"portal: {problem}", file=sys.stderr)
            return 2
        finally:
            db.session.remove()
            db.engine.dispose()
    return 0


def add(session: Session, settings: Settings, arguments: Namespace) -> None:
    """A new member of staff with a password; the second step is set up at the first sign-in."""
    from flask_security import hash_password  # noqa: PLC0415 - needs the application around it

    email = address(arguments.email)
    if session.scalar(select(Staff).where(Staff.email == email)) is not None:
        raise Refused(f"there is already somebody with the address {email}")
    name = " ".join((arguments.name or "").split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"give a name of at most {LONGEST_NAME} characters with --name")
    if arguments.role not in ROLES:
        raise Refused(f"give one of these with --role: {', '.join(ROLES)}")
    desks = desks_named(arguments.desks)
    password = ask_password(from_stdin=arguments.password_stdin)
    one = Staff(
        email=email,
        name=name,
        role=Role(arguments.role),
        jurisdictions=settings.places,
        languages=list(LANGUAGES),
        desks=desks,
        password=hash_password(password),
        fs_uniquifier=uuid.uuid4().hex,
        confirmed_at=datetime.now(UTC),
    )
    belongs(session, one, arguments.team, arguments.agency)
    session.add(one)
    print(f"Added {name} <{email}> as {arguments.role}.")
    print(
        f"They sign in at {settings.address_of('/staff/sign-in')} and set up the second step there."
    )


def desks_named(typed: str) -> list[str]:
    """The desks of a new supervisor; one that is not there would never get a ticket."""
    from portal.web.words import WORDS  # noqa: PLC0415 - likewise

    desks = [one.strip() for one in typed.split(",") if one.strip()]
    if set(desks) - set(WORDS["desk"]):
        raise Refused(f"give some of these with --desks, with commas: {', '.join(WORDS['desk'])}")
    return desks


def show(session: Session, _settings: Settings, _arguments: Namespace) -> None:
    """Everybody, in the order of their addresses."""
    everybody = session.scalars(select(Staff).order_by(Staff.email)).all()
    if not everybody:
        print("Nobody is registered yet; `portal staff add` adds somebody.")
    for one in everybody:
        second = "second step" if one.tf_primary_method else "no second step yet"
        state = f", team {one.team.name}" if one.team else ""
        state += "" if one.active else ", left"
        print(f"{one.email}\t{one.role.value}\t{one.name}\t{second}{state}")


def end(session: Session, _settings: Settings, arguments: Namespace) -> None:
    """Somebody left: no sign-in any more, and whoever is signed in is outside at once."""
    one = somebody(session, arguments)
    one.active, one.fs_uniquifier = False, uuid.uuid4().hex
    print(f"{one.email} can no longer sign in.")


def move(session: Session, settings: Settings, arguments: Namespace) -> None:
    """Somebody works in another team or for another agency: its tickets are hidden from now on."""
    one = somebody(session, arguments)
    if arguments.team is None and arguments.agency is None:
        raise Refused("say where to with --team or --agency; an empty one means none")
    belongs(session, one, arguments.team, arguments.agency)
    session.flush()
    handed = part(session, Keyring.load(settings.keys_file), datetime.now(UTC))
    team = one.team.name if one.team else "none"
    print(f"{one.email} now belongs to team: {team}. Tickets handed on: {handed}.")


def belongs(session: Session, one: Staff, team: str | None, agency: str | None) -> None:
    """Set team and agency by their names; what was not typed stays, an empty name means none."""
    if team is not None:
        one.team = called(session.scalars(select(Team).order_by(Team.id)), team)
        if team and one.team is None:
            raise Refused("there is no team of this name; `portal people` brings teams in")
    if agency is None:
        return
    found = called(session.scalars(select(Agency).order_by(Agency.id)), agency)
    if agency and (found is None or found.kind is not AgencyKind.OUTSIDE):
        raise Refused("there is no outside agency of this name; `portal people` brings them in")
    one.agency_id = found.id if found else None


def called(rows: Iterable[House], name: str) -> House | None:
    """The one of these of this name, as names are compared; there are few of them. None for no name."""
    found = [one for one in rows if name and folded(one.name) == folded(name)]
    if len(found) > 1:
        raise Refused(
            f"two are called {name}, as capitals and full-width letters do not count; an"
            " administrator gives one of them another name on its page"
        )
    return found[0] if found else None


def new_second_step(session: Session, _settings: Settings, arguments: Namespace) -> None:
    """Somebody lost the app and the recovery codes: the next sign-in sets the second step up anew."""
    one = somebody(session, arguments)
    one.tf_primary_method = one.tf_totp_secret = None
    one.mf_recovery_codes = None
    one.fs_uniquifier = uuid.uuid4().hex
    print(f"{one.email} sets up a new second step at the next sign-in.")


def somebody(session: Session, arguments: Namespace) -> Staff:
    """The member of staff with this address."""
    one = session.scalar(select(Staff).where(Staff.email == address(arguments.email)))
    if one is None:
        raise Refused(f"there is nobody with the address {arguments.email}")
    return one


def address(typed: str) -> str:
    """An e-mail address as the sign-in will compare it."""
    try:
        return validate_email(typed or "", check_deliverability=False).normalized.lower()
    except EmailNotValidError as problem:
        raise Refused(f"give an e-mail address with --email: {problem}") from problem


def ask_password(*, from_stdin: bool) -> str:
    """A password, typed twice and never shown, or one line of standard input."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\n")
    elif sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise Refused("the two passwords differ")
    else:
        raise Refused("type the password at a terminal, or give it with --password-stdin")
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(f"a password has at least {SHORTEST_PASSWORD} characters")
    return password
