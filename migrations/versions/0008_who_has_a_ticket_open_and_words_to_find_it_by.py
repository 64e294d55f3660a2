"""who has a ticket open, and keyed words to find it by"""

import sqlalchemy as sa
from alembic import op

from portal.models import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'ticket_viewers',
        sa.Column('ticket_id', sa.String(32), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=False),
        sa.Column('doing', sa.String(12), nullable=False),
        sa.Column('seen_at', UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name='fk_ticket_viewers_ticket_id_tickets'),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name='fk_ticket_viewers_staff_id_staff'),
        sa.PrimaryKeyConstraint('ticket_id', 'staff_id', name='pk_ticket_viewers'),
    )
    op.create_index('ix_ticket_viewers_seen_at', 'ticket_viewers', ['seen_at'])
    op.create_table(
        'ticket_words',
        sa.Column('token', sa.LargeBinary(16), nullable=False),
        sa.Column('ticket_id', sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name='fk_ticket_words_ticket_id_tickets'),
        sa.PrimaryKeyConstraint('token', 'ticket_id', name='pk_ticket_words'),
    )
    op.create_index('ix_ticket_words_ticket_id', 'ticket_words', ['ticket_id'])


def downgrade() -> None:
    op.drop_index('ix_ticket_words_ticket_id', 'ticket_words')
    op.drop_table('ticket_words')
    op.drop_index('ix_ticket_viewers_seen_at', 'ticket_viewers')
    op.drop_table('ticket_viewers')
