"""lost codes: somebody asks for a new one"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        'recoveries',
        sa.Column('token_hash', sa.LargeBinary(32), nullable=False),
        sa.Column('browser_hash', sa.LargeBinary(32), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.Column('asked_at', STAMP, nullable=False),
        sa.Column('expires_at', STAMP, nullable=True),
        sa.Column('ticket_id', sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'],
                                name=op.f('fk_recoveries_ticket_id_tickets')),
        sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_recoveries')),
    )
    op.create_index(op.f('ix_recoveries_asked_at'), 'recoveries', ['asked_at'])
    op.create_index(op.f('ix_recoveries_ticket_id'), 'recoveries', ['ticket_id'])


def downgrade() -> None:
    op.drop_table('recoveries')
