"""files that show what happened, and which draft they belong to"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table('drafts') as table:
        table.add_column(sa.Column('files_id', sa.String(32), nullable=True))
        table.create_unique_constraint('uq_drafts_files_id', ['files_id'])
    op.create_table(
        'evidence_files',
        sa.Column('id', sa.String(32), nullable=False),
        sa.Column('ticket_id', sa.String(32), nullable=True),
        sa.Column('draft_files_id', sa.String(32), nullable=True),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('reason', sa.String(40), nullable=True),
        sa.Column('scan', sa.String(40), nullable=False),
        sa.Column('written_as', sa.String(8), nullable=False),
        sa.Column('copy_bytes', sa.Integer(), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.Column('mark', sa.LargeBinary(32), nullable=False),
        sa.Column('added_at', STAMP, nullable=False),
        sa.Column('checked_at', STAMP, nullable=True),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('leased_until', STAMP, nullable=True),
        sa.CheckConstraint('(ticket_id IS NULL) <> (draft_files_id IS NULL)',
                           name=op.f('ck_evidence_files_a_file_has_one_owner')),
        sa.CheckConstraint("(state = 'refused') = (reason IS NOT NULL)",
                           name=op.f('ck_evidence_files_refused_has_a_reason')),
        sa.CheckConstraint("state <> 'ready' OR written_as <> ''",
                           name=op.f('ck_evidence_files_ready_has_a_copy')),
        sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'],
                                name=op.f('fk_evidence_files_ticket_id_tickets')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_files')),
    )
    op.create_index('ix_evidence_files_due', 'evidence_files', ['state', 'leased_until'])
    op.create_index(op.f('ix_evidence_files_ticket_id'), 'evidence_files', ['ticket_id'])
    op.create_index(op.f('ix_evidence_files_draft_files_id'), 'evidence_files', ['draft_files_id'])


def downgrade() -> None:
    op.drop_table('evidence_files')
    with op.batch_alter_table('drafts') as table:
        table.drop_constraint('uq_drafts_files_id', type_='unique')
        table.drop_column('files_id')
