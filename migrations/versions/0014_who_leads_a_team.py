"""a collector may lead the team"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("collectors", sa.Column("leads", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("collectors") as batch_op:
        batch_op.alter_column("leads", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("collectors") as batch_op:
        batch_op.drop_column("leads")
