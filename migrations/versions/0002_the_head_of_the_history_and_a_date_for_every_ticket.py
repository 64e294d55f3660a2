"""The head of each history lies on its ticket, and every ticket has a place in the order of dates."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: What the column of a ticket without a running promise holds.
NEVER = "9999-12-31"
BEGINNING = "00" * 32


def upgrade() -> None:
    """Add the head, fill it from the histories, and let no due date be empty."""
    beginning = f"x'{BEGINNING}'" if op.get_bind().dialect.name == "sqlite" else rf"'\x{BEGINNING}'"
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(
            sa.Column("timeline_length", sa.Integer(), nullable=False, server_default="0")
        )
        batch.add_column(
            sa.Column(
                "timeline_head",
                sa.LargeBinary(32),
                nullable=False,
                server_default=sa.text(beginning),
            )
        )
    op.execute(f"UPDATE tickets SET due_on = '{NEVER}' WHERE due_on IS NULL")  # noqa: S608 - our own constant
    op.execute(
        "UPDATE tickets SET timeline_length = last.seq, timeline_head = last.hash FROM "
        "(SELECT ticket_id, seq, hash FROM timeline AS t WHERE seq = "
        "(SELECT max(seq) FROM timeline WHERE ticket_id = t.ticket_id)) AS last "
        "WHERE last.ticket_id = tickets.id"
    )
    with op.batch_alter_table("tickets") as batch:
        batch.alter_column("timeline_length", server_default=None)
        batch.alter_column("timeline_head", server_default=None)
        batch.alter_column("due_on", existing_type=sa.Date(), nullable=False)
        batch.drop_index("ix_tickets_queue")


def downgrade() -> None:
    """Take both away again."""
    with op.batch_alter_table("tickets") as batch:
        batch.alter_column("due_on", existing_type=sa.Date(), nullable=True)
        batch.drop_column("timeline_head")
        batch.drop_column("timeline_length")
        batch.create_index(
            "ix_tickets_queue", ["jurisdiction", "state", "due_on", "severity_rank", "id"]
        )
    op.execute(f"UPDATE tickets SET due_on = NULL WHERE due_on = '{NEVER}'")  # noqa: S608 - our own constant
