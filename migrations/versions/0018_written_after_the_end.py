"""what people wrote on tickets that had ended waits until somebody has read it; promises taken back are not kept ones"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('tickets', sa.Column('unanswered_since', sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        'ix_tickets_unanswered', 'tickets', ['state', 'unanswered_since', 'id'],
        sqlite_where=sa.text('unanswered_since IS NOT NULL'),
        postgresql_where=sa.text('unanswered_since IS NOT NULL'),
    )
    # Whoever wrote before this day waits as well: the first of the lines after the last one of ours.
    read = (
        'SELECT COALESCE(MAX(ours.seq), 0) FROM timeline AS ours WHERE ours.ticket_id = tickets.id '
        "AND ours.kind IN ('closed', 'message_out', 'note')"
    )
    written = (
        'FROM timeline AS line WHERE line.ticket_id = tickets.id AND line.staff_id IS NULL '
        "AND line.kind IN ('message_in', 'happened_again', 'corrected', 'evidence_added') "
        f'AND line.seq > ({read})'
    )
    # Only where somebody waits: all that ever ended would be written anew for nothing.
    op.execute(
        f'UPDATE tickets SET unanswered_since = (SELECT MIN(line.at) {written}) '
        f"WHERE state = 'closed' AND erased_at IS NULL AND EXISTS (SELECT 1 {written})"
    )
    # Whoever withdraws lets our promises end; until this day that was written down as if we had kept them.
    # What somebody asked of the own data is answered all the same.
    op.execute(
        "UPDATE clocks SET state = 'ended', kept_at = NULL WHERE state = 'stopped' "
        "AND rule_id <> 'data_access' AND EXISTS ("
        "SELECT 1 FROM tickets WHERE tickets.id = clocks.ticket_id AND tickets.state = 'withdrawn' "
        'AND tickets.ended_at = clocks.kept_at)'
    )


def downgrade() -> None:
    op.execute(
        "UPDATE clocks SET state = 'stopped', kept_at = ("
        'SELECT tickets.ended_at FROM tickets WHERE tickets.id = clocks.ticket_id) '
        "WHERE state = 'ended'"
    )
    op.drop_index('ix_tickets_unanswered', table_name='tickets')
    op.drop_column('tickets', 'unanswered_since')
