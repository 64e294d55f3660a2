"""a mail on its way keeps the safe hours of the person, and whether it may have arrived already"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('outbox', sa.Column('hours', sa.String(80), nullable=False, server_default=""))
    op.add_column('outbox', sa.Column('uncertain', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('outbox', 'uncertain')
    op.drop_column('outbox', 'hours')
