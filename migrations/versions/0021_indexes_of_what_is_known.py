"""indexes of tickets hold only what is known; the referrals of a ticket need no second one"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_tickets_agency_id": ["agency_id"],
    "ix_tickets_team_id": ["team_id"],
    "ix_tickets_collector": ["collector_id", "received_at"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        said = sa.text(f"{columns[0]} IS NOT NULL")
        op.drop_index(name, table_name="tickets")
        op.create_index(name, "tickets", columns, sqlite_where=said, postgresql_where=said)
    # Each body stands once with a ticket, and the index that sees to it begins with the ticket.
    op.drop_index("ix_referrals_ticket_id", table_name="referrals")


def downgrade() -> None:
    op.create_index("ix_referrals_ticket_id", "referrals", ["ticket_id"])
    for name, columns in INDEXES.items():
        op.drop_index(name, table_name="tickets")
        op.create_index(name, "tickets", columns)
