"""Marks that link tickets, who worked on an account, and what a decision was made from."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the sealed working; older decisions have none."""
    op.create_table(
        "ticket_marks",
        sa.Column("ticket_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("value", sa.LargeBinary(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_marks_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "kind", "value", name=op.f("pk_ticket_marks")),
    )
    op.create_index("ix_ticket_marks_value", "ticket_marks", ["kind", "value"])
    op.create_table(
        "ticket_prints",
        sa.Column("ticket_id", sa.String(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(256), nullable=False),
        sa.Column("group_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_prints_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_prints")),
    )
    op.create_index(op.f("ix_ticket_prints_group_id"), "ticket_prints", ["group_id"])
    op.create_table(
        "account_handlings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.LargeBinary(16), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("binds_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_account_handlings_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_handlings")),
    )
    op.create_index(op.f("ix_account_handlings_account"), "account_handlings", ["account"])
    op.create_index(
        "ix_account_handlings_staff_account", "account_handlings", ["staff_id", "account"]
    )
    with op.batch_alter_table("triage_decisions") as batch:
        batch.add_column(sa.Column("working", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("triage_decisions") as batch:
        batch.drop_column("working")
    op.drop_table("account_handlings")
    op.drop_table("ticket_prints")
    op.drop_table("ticket_marks")
