"""A page that says no speaks to whoever reads it, and comes even when nothing else does."""

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.models import Role

TO_WORK, TO_START = 'class="btn btn-2" href="/staff"', 'class="btn btn-2" href="/"'


@pytest.mark.parametrize("address", ["/tickets/GB-2026-000000", "/there-is-no-such-page"])
def test_staff_read_a_refusal_at_the_desk(staff_client, address):
    page = staff_client(Role.SUPERVISOR).get(address)
    assert page.status_code == 404
    assert 'class="mainnav"' in page.text
    assert TO_WORK in page.text
    assert TO_START not in page.text


def test_anybody_else_reads_it_on_a_page_for_people(client):
    page = client.get("/there-is-no-such-page").text
    assert TO_START in page
    assert TO_WORK not in page


def test_staff_read_of_a_fault_even_while_the_database_is_away(app, staff_client, monkeypatch):
    def gone(*_asked, **_more):
        raise OperationalError("SELECT", {}, Exception("gone"))

    desk = staff_client(Role.SUPERVISOR)
    for name in ("execute", "scalar", "scalars", "get"):
        monkeypatch.setattr(Session, name, gone)
    app.config.update(SHOW_CRASH_PAGE=True, PROPAGATE_EXCEPTIONS=False)
    page = desk.get("/tickets")
    assert page.status_code == 500
    assert "Nothing was changed. Try again in a moment." in page.text
