"""what people wrote on tickets that had ended waits until somebody has read it"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('tickets', sa.Column('unanswered_since', sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        'ix_tickets_unanswered', 'tickets', ['state', 'due_on', 'severity_rank', 'id'],
        sqlite_where=sa.text('unanswered_since IS NOT NULL'),
        postgresql_where=sa.text('unanswered_since IS NOT NULL'),
    )
    # Whoever wrote before this day waits as well: the first of the lines after the last one of ours.
    read = (
        'SELECT COALESCE(MAX(ours.seq), 0) FROM timeline AS ours WHERE ours.ticket_id = tickets.id '
        "AND ours.kind IN ('closed', 'message_out', 'note')"
    )
    op.execute(
        'UPDATE tickets SET unanswered_since = ('
        'SELECT MIN(line.at) FROM timeline AS line WHERE line.ticket_id = tickets.id AND line.staff_id IS NULL '
        "AND line.kind IN ('message_in', 'happened_again', 'corrected', 'evidence_added') "
        f"AND line.seq > ({read})) WHERE state = 'closed' AND erased_at IS NULL"
    )


def downgrade() -> None:
    op.drop_index('ix_tickets_unanswered', table_name='tickets')
    op.drop_column('tickets', 'unanswered_since')
