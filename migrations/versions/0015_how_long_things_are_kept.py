"""how long things are kept, what keeps a ticket from destruction, and dates nothing waits for any more"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'preservations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ticket_id', sa.String(length=32), nullable=False),
        sa.Column('why', sa.String(length=40), nullable=False),
        sa.Column('placed_by', sa.Integer(), nullable=False),
        sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('lifted_by', sa.Integer(), nullable=True),
        sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            '(lifted_at IS NULL) = (lifted_by IS NULL)', name=op.f('ck_preservations_lifted_by_somebody')),
        sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_preservations_ticket_id_tickets')),
        sa.ForeignKeyConstraint(['placed_by'], ['staff.id'], name=op.f('fk_preservations_placed_by_staff')),
        sa.ForeignKeyConstraint(['lifted_by'], ['staff.id'], name=op.f('fk_preservations_lifted_by_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_preservations')),
    )
    op.create_index(op.f('ix_preservations_ticket_id'), 'preservations', ['ticket_id'])
    op.create_index(
        'ix_preservations_one_open', 'preservations', ['ticket_id'], unique=True,
        sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'),
    )
    end_what_nothing_waits_for()


def end_what_nothing_waits_for() -> None:
    """A copy was asked for with a date, before it could be taken at once; such a date has run on ever since."""
    op.execute(
        "UPDATE clocks SET state = 'stopped', kept_at = CURRENT_TIMESTAMP "
        "WHERE rule_id = 'data_access' AND state = 'running' AND ticket_id NOT IN ("
        "SELECT ticket_id FROM data_requests WHERE state IN ('asked', 'proposed'))"
    )
    # The place in the queue is that of the nearest promise which still runs.
    op.execute(
        "UPDATE tickets SET due_on = COALESCE((SELECT MIN(clocks.due_on) FROM clocks "
        "WHERE clocks.ticket_id = tickets.id AND clocks.state = 'running'), '9999-12-31') "
        "WHERE state IN ('received', 'queued', 'assigned', 'awaiting_agreement') AND id IN ("
        "SELECT ticket_id FROM clocks WHERE rule_id = 'data_access' AND state = 'stopped')"
    )


def downgrade() -> None:
    op.drop_table('preservations')
