"""what a ticket is marked with for those who work it: court papers, somebody acts for the person, a likely second copy"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ('in_court', 'represented'):
        op.add_column('tickets', sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('ticket_prints', sa.Column('like_id', sa.String(length=32), nullable=True))
    op.create_index(op.f('ix_ticket_prints_like_id'), 'ticket_prints', ['like_id'])
    mark_what_triage_saw()


def mark_what_triage_saw() -> None:
    """What triage saw stands in the decisions, in clear; who acts for somebody is sealed and stays unmarked."""
    connection = op.get_bind()
    meta = sa.MetaData()
    rows = sa.Table('triage_decisions', meta, autoload_with=connection)
    tickets = sa.Table('tickets', meta, autoload_with=connection)
    said = sa.cast(rows.c.decision, sa.Text).like('%court_papers%')
    found = {
        row.ticket_id
        for row in connection.execute(sa.select(rows.c.ticket_id, rows.c.decision).where(said))
        if 'court_papers' in (row.decision.get('danger') or ())
    }
    for one in sorted(found):
        connection.execute(sa.update(tickets).where(tickets.c.id == one).values(in_court=True))


def downgrade() -> None:
    op.drop_index(op.f('ix_ticket_prints_like_id'), table_name='ticket_prints')
    op.drop_column('ticket_prints', 'like_id')
    op.drop_column('tickets', 'represented')
    op.drop_column('tickets', 'in_court')
