"""Keys found first: no page of the queue is put together by walking every ticket."""

import pytest
from sqlalchemy import select

from portal.models import Ticket
from portal.models.picked import Picked

KEYS = select(Ticket.id).order_by(Ticket.due_on).limit(26)


@pytest.fixture
def plan(session):
    """How the database would find the tickets whose keys were found first."""
    found = select(Ticket.number).where(Picked(Ticket.id, KEYS.scalar_subquery()))
    made = found.compile(session.connection().engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN" if session.get_bind().dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    if explain == "EXPLAIN":
        # With no row in the table, walking it is the quickest; with many it never is.
        session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
    rows = session.connection().exec_driver_sql(f"{explain} {made}").fetchall()
    return "\n".join(str(one[-1]) for one in rows)


def test_tickets_are_found_by_their_keys(plan):
    assert "SEARCH tickets" in plan or "Index Cond: ((id)::text = ANY" in plan
