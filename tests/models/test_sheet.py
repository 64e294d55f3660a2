"""Rows of a sheet go to the driver together; what the database refuses is told as always."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.models import ContactLimit, Report, Sheet
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
