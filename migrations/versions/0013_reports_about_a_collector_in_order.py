"""reports about a collector are read in the order they came"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_tickets_collector', 'tickets', ['collector_id', 'received_at'])
    op.drop_index(op.f('ix_tickets_collector_id'), table_name='tickets')


def downgrade() -> None:
    op.create_index(op.f('ix_tickets_collector_id'), 'tickets', ['collector_id'])
    op.drop_index('ix_tickets_collector', table_name='tickets')
