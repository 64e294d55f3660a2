"""Who worked on which account: read from a list, kept keyed, forgotten when it binds nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.commands.handled import keep, load
from portal.models import AccountHandling, visible
from portal.models.ticket import Ticket
from tests import factories


def rows(*given):
    return [dict(zip(("staff_email", "account", "handled_on"), row, strict=True)) for row in given]


def test_who_is_in_the_list_does_not_see_tickets_about_the_account(session, keyring, settings):
    person, free = factories.staff(session), factories.staff(session)
    asked = rows((person.email.upper(), "6222 0210 0000 4821", "2026-11-01"))
    assert keep(session, keyring, asked, factories.NOW) == (1, 0)
    session.flush()
    ticket = factories.ticket(session, keyring, settings, collector={"account_tail": "4821"})
    assert ticket.owner_id == free.id
    assert session.scalar(visible(person).where(Ticket.id == ticket.id)) is None


def test_a_bad_row_is_named_and_the_others_are_kept(session, keyring, capsys):
    person = factories.staff(session)
    asked = rows(
        ("nobody@example.org", "4821", "2026-11-01"),
        (person.email, "4821", "2026-02-30"),
        (person.email, "12", "2026-11-01"),
        (person.email, "4821", "2026-11-01"),
    )
    assert keep(session, keyring, asked, factories.NOW) == (1, 3)
    said = capsys.readouterr().err
    for text in ("row 2: nobody", "row 3: handled_on", "row 4: account"):
        assert text in said


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe", b"staff_email,account,handled_on\n\xff,1,2\n"], ids=["names", "row"]
)
def test_a_list_that_is_no_text_is_told_and_nothing_is_kept(
    session, keyring, settings, tmp_path, capsys, raw
):
    keyring.save(settings.keys_file)
    (tmp_path / "list.csv").write_bytes(raw)
    session.commit()
    assert load(settings, str(tmp_path / "list.csv")) == 1
    assert capsys.readouterr().err.startswith("portal: ")
    assert session.scalars(select(AccountHandling)).all() == []


def test_what_binds_nobody_any_more_is_forgotten(session, keyring):
    person = factories.staff(session)
    old = (factories.NOW - timedelta(days=200)).date().isoformat()
    keep(session, keyring, rows((person.email, "4821", old)), factories.NOW - timedelta(days=200))
    session.flush()
    assert session.scalars(select(AccountHandling)).all()
    keep(session, keyring, [], factories.NOW)
    assert session.scalars(select(AccountHandling)).all() == []


def test_the_account_is_kept_keyed_only(session, keyring):
    person = factories.staff(session)
    keep(session, keyring, rows((person.email, "4821", "2026-11-01")), factories.NOW)
    session.flush()
    assert b"4821" not in session.scalars(select(AccountHandling.account)).one()


def test_what_somebody_in_the_list_holds_goes_to_who_is_free(
    session, keyring, settings, tmp_path, capsys
):
    keyring.save(settings.keys_file)
    person = factories.staff(session)
    ticket = factories.ticket(session, keyring, settings, collector={"account_tail": "4821"})
    assert ticket.owner_id == person.id
    free = factories.staff(session)
    source = tmp_path / "handled.csv"
    source.write_text(f"staff_email,account,handled_on\n{person.email},4821,2026-11-01\n")
    session.commit()
    assert load(settings, str(source)) == 0
    session.expire_all()
    assert ticket.owner_id == free.id
    assert "Tickets handed on: 1." in capsys.readouterr().out
