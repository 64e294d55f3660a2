"""A fresh installation gets its first administrator from the command line, and that one signs in."""

import io

import pytest
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cli import main
from portal.config import Settings
from portal.models import Role, Staff, make_engine
from portal.web.db import db

pytestmark = pytest.mark.filterwarnings(
    # The sign-in library makes its own choices so; it is not ours to change.
    "ignore:Passing SelectField choices as tuples:DeprecationWarning"
)
PASSWORD = "a long enough phrase"
WHO = ["--email", "Ada@example.org", "--name", "Ada  Stone"]


@pytest.fixture
def home(tmp_path, monkeypatch, migrated_url):
    """An empty home folder, made ready with the two commands every operator types."""
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PORTAL_DATABASE_URL", migrated_url)
    assert main(["init"]) == 0
    assert main(["migrate"]) == 0
    return tmp_path


@pytest.fixture
def staff(home, monkeypatch):
    """The command, with a password on standard input."""

    def run(what, *words, password=PASSWORD):
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        return main(["staff", what, *words])

    return run


def everybody(url):
    engine = make_engine(url)
    with Session(engine) as session:
        found = list(session.query(Staff))
    engine.dispose()
    return found


def test_the_first_administrator_is_added_and_asked_for_a_second_step(staff, capsys):
    assert staff("add", *WHO, "--password-stdin") == 0
    assert "/staff/sign-in" in capsys.readouterr().out
    app = create_app(Settings.from_env())
    app.config.update(WTF_CSRF_ENABLED=False)
    answer = app.test_client().post(
        "/staff/sign-in", data={"email": "ada@example.org", "password": PASSWORD}
    )
    assert answer.headers["Location"].startswith("/staff/tf-setup")
    with app.app_context():
        db.engine.dispose()


def test_what_was_added_is_what_was_asked(staff, migrated_url):
    staff("add", *WHO, "--role", "reviewer", "--password-stdin")
    (one,) = everybody(migrated_url)
    assert (one.email, one.name, one.role) == ("ada@example.org", "Ada Stone", Role.REVIEWER)
    assert PASSWORD not in one.password


@pytest.mark.row("BI-86")
@pytest.mark.parametrize(
    ("words", "password", "why"),
    [
        (["--email", "ada", "--name", "Ada"], PASSWORD, "e-mail address"),
        (["--email", "a@b.com\nBcc: c@d.com", "--name", "Ada"], PASSWORD, "e-mail address"),
        (["--email", "ada@example.org"], PASSWORD, "--name"),
        (["--email", "ada@example.org", "--name", "A" * 121], PASSWORD, "--name"),
        ([*WHO, "--role", "anyone"], PASSWORD, "--role"),
        ([*WHO, "--role", "root"], PASSWORD, "--role"),
        ([*WHO, "--desks", "conduct,nodesk"], PASSWORD, "--desks"),
        (WHO, "short", "12 characters"),
        (WHO, "", "12 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(staff, capsys, migrated_url, words, password, why):
    assert staff("add", *words, "--password-stdin", password=password) == 2
    error = capsys.readouterr().err
    assert why in error
    assert len(error.strip().splitlines()) == 1
    assert everybody(migrated_url) == []


def test_nobody_is_added_twice(staff, capsys, migrated_url):
    staff("add", *WHO, "--password-stdin")
    assert staff("add", *WHO, "--password-stdin") == 2
    assert "already" in capsys.readouterr().err
    assert len(everybody(migrated_url)) == 1


@pytest.mark.row("BI-86")
def test_a_password_is_never_taken_from_a_pipe_by_accident(staff, capsys):
    assert staff("add", *WHO) == 2
    assert "--password-stdin" in capsys.readouterr().err


def test_whoever_left_is_ended_and_kept(staff, migrated_url, capsys):
    staff("add", *WHO, "--password-stdin")
    before = everybody(migrated_url)[0].fs_uniquifier
    assert staff("end", "--email", "ADA@example.org") == 0
    (one,) = everybody(migrated_url)
    assert (one.active, one.fs_uniquifier != before) == (False, True)
    staff("list")
    assert "left" in capsys.readouterr().out
    assert staff("end", "--email", "nobody@example.org") == 2


def test_a_lost_second_step_is_set_up_anew(staff, migrated_url):
    staff("add", *WHO, "--password-stdin")
    engine = make_engine(migrated_url)
    with Session(engine) as session:
        session.query(Staff).update({"tf_primary_method": "authenticator", "tf_totp_secret": "x"})
        session.commit()
    engine.dispose()
    assert staff("new-second-step", "--email", "ada@example.org") == 0
    (one,) = everybody(migrated_url)
    assert (one.tf_primary_method, one.tf_totp_secret) == (None, None)
