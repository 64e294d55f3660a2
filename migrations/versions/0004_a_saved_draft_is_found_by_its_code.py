"""A draft may have a save code, kept as a keyed hash."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; drafts of before have no code."""
    with op.batch_alter_table("drafts") as batch:
        batch.add_column(sa.Column("save_hash", sa.LargeBinary(40), nullable=True))
        batch.create_unique_constraint(op.f("uq_drafts_save_hash"), ["save_hash"])


def downgrade() -> None:
    """Take it away again; the codes open nothing any more."""
    with op.batch_alter_table("drafts") as batch:
        batch.drop_constraint(op.f("uq_drafts_save_hash"), type_="unique")
        batch.drop_column("save_hash")
