"""names of agencies as they are compared, without regard to capitals and width"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def folded(value):
    """As it was compared on the day of this migration."""
    text = unicodedata.normalize('NFKC', str(value or '')).casefold()
    return ' '.join(text.split())[:200]


def upgrade() -> None:
    connection = op.get_bind()
    op.add_column('agencies', sa.Column('folded', sa.String(length=200), server_default='', nullable=False))
    # Two of before may be compared alike, so the index does not forbid it; their administrator is told.
    op.create_index(op.f('ix_agencies_folded'), 'agencies', ['folded'])
    table = sa.table('agencies', sa.column('id'), sa.column('name'), sa.column('folded'))
    rows = connection.execute(sa.select(table.c.id, table.c.name)).all()
    changed = sa.update(table).where(table.c.id == sa.bindparam('row')).values(folded=sa.bindparam('said'))
    if rows:
        connection.execute(changed, [{'row': row[0], 'said': folded(row[1])} for row in rows])


def downgrade() -> None:
    op.drop_index(op.f('ix_agencies_folded'), table_name='agencies')
    op.drop_column('agencies', 'folded')
