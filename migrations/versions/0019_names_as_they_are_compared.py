"""names and numbers of collectors as they are compared, without regard to capitals and width"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

#: Which column of which table is compared.
COMPARED = {'collectors': 'name', 'postings': 'number', 'collector_aliases': 'value'}


def folded(value):
    """As it was compared on the day of this migration."""
    text = unicodedata.normalize('NFKC', str(value or '')).casefold()
    return ' '.join(text.split())[:200]


def upgrade() -> None:
    connection = op.get_bind()
    for name, column in COMPARED.items():
        op.add_column(name, sa.Column('folded', sa.String(length=200), server_default='', nullable=False))
        op.create_index(op.f(f'ix_{name}_folded'), name, ['folded'])
        table = sa.table(name, sa.column('id'), sa.column(column), sa.column('folded'))
        rows = connection.execute(sa.select(table.c.id, table.c[column])).all()
        changed = sa.update(table).where(table.c.id == sa.bindparam('row')).values(folded=sa.bindparam('said'))
        if rows:
            connection.execute(changed, [{'row': row[0], 'said': folded(row[1])} for row in rows])


def downgrade() -> None:
    for name in COMPARED:
        op.drop_index(op.f(f'ix_{name}_folded'), table_name=name)
        op.drop_column(name, 'folded')
