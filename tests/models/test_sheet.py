"""Rows of a sheet go to the driver together; what the database refuses is told as always."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.models import ContactLimit, Report, Sheet, write
from tests import factories


def test_a_row_refused_behind_others_is_told_as_the_library_tells_it(session, keyring, settings):
    ticket = factories.ticket(session, keyring, settings)
    session.commit()
    before = session.scalar(select(func.count()).select_from(ContactLimit))
    sheet = Sheet(session)
    sheet.add(ContactLimit(ticket_id=ticket.id, kind="work", set_at=factories.NOW))
    sheet.add(Report(ticket_id=ticket.id, answers=b"-", identity=b"-", digest="-"))
    with pytest.raises(IntegrityError):
        sheet.write()
    session.rollback()
    assert session.scalar(select(func.count()).select_from(ContactLimit)) == before


def test_many_rows_go_in_several_statements_and_none_is_lost(
    session, keyring, settings, monkeypatch
):
    monkeypatch.setattr(write, "MOST_ROWS", 2)
    ticket = factories.ticket(session, keyring, settings)
    before = session.scalar(select(func.count()).select_from(ContactLimit))
    sheet = Sheet(session)
    for number in range(5):
        sheet.add(ContactLimit(ticket_id=ticket.id, kind=f"k{number}", set_at=factories.NOW))
    sheet.write()
    kinds = session.scalars(select(ContactLimit.kind).order_by(ContactLimit.id)).all()
    assert kinds[before:] == ["k0", "k1", "k2", "k3", "k4"]


def test_several_statements_become_one_and_its_values_keep_their_order():
    parts = [("INSERT INTO a VALUES (%s)", [1]), ("INSERT INTO b VALUES (%s)", [2])]
    one = "WITH part_0 AS (INSERT INTO a VALUES (%s)) INSERT INTO b VALUES (%s)"
    assert write.together(parts) == (one, [1, 2])
    assert write.together(parts[:1]) == parts[0]
