"""Our answer to a request for help lies with the outcome; a promise remembers its extensions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("outcomes") as batch:
        batch.add_column(sa.Column("help_decision", sa.String(40), nullable=True))
        batch.add_column(sa.Column("help_terms", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("clocks") as batch:
        batch.add_column(sa.Column("granted", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("clocks") as batch:
        batch.alter_column("granted", server_default=None)


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("clocks") as batch:
        batch.drop_column("granted")
    with op.batch_alter_table("outcomes") as batch:
        batch.drop_column("help_terms")
        batch.drop_column("help_decision")
