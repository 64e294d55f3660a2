"""where collectors worked and when, who led a team, what they are called on the telephone, the book of changes"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

#: As they stood on the day of this migration.
SAID = "a line of a history is never changed and never deleted"


def upgrade() -> None:
    op.add_column('agencies', sa.Column('closed_on', sa.Date(), nullable=True))
    op.add_column('teams', sa.Column('closed_on', sa.Date(), nullable=True))
    op.create_table(
        'postings',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('collector_id', sa.Integer(), nullable=False),
        sa.Column('agency_id', sa.Integer(), nullable=False),
        sa.Column('team_id', sa.Integer(), nullable=True),
        sa.Column('number', sa.String(length=20), nullable=False),
        sa.Column('since', sa.Date(), nullable=True),
        sa.Column('until', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(['collector_id'], ['collectors.id'], name=op.f('fk_postings_collector_id_collectors')),
        sa.ForeignKeyConstraint(['agency_id'], ['agencies.id'], name=op.f('fk_postings_agency_id_agencies')),
        sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_postings_team_id_teams')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_postings')),
    )
    op.create_index('ix_postings_number', 'postings', ['number', 'agency_id'])
    op.create_index(op.f('ix_postings_collector_id'), 'postings', ['collector_id'])
    op.create_index(op.f('ix_postings_team_id'), 'postings', ['team_id'])
    op.create_table(
        'collector_aliases',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('collector_id', sa.Integer(), nullable=False),
        sa.Column('value', sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(['collector_id'], ['collectors.id'], name=op.f('fk_collector_aliases_collector_id_collectors')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_collector_aliases')),
        sa.UniqueConstraint('collector_id', 'value', name=op.f('uq_collector_aliases_collector_id_value')),
    )
    op.create_index(op.f('ix_collector_aliases_collector_id'), 'collector_aliases', ['collector_id'])
    op.create_index(op.f('ix_collector_aliases_value'), 'collector_aliases', ['value'])
    op.create_table(
        'team_leads',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('team_id', sa.Integer(), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=False),
        sa.Column('since', sa.Date(), nullable=False),
        sa.Column('until', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_team_leads_team_id_teams')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_team_leads_staff_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_team_leads')),
    )
    op.create_index('ix_team_leads_staff_team', 'team_leads', ['staff_id', 'team_id'])
    op.create_index(op.f('ix_team_leads_team_id'), 'team_leads', ['team_id'])
    open_the_book()
    # Whoever is kept so far has worked where they work now since they began.
    op.execute(
        'INSERT INTO postings (collector_id, agency_id, team_id, number, since) '
        'SELECT id, agency_id, team_id, number, started_on FROM collectors'
    )


def open_the_book() -> None:
    op.create_table(
        'people_book',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('book', sa.String(length=12), nullable=False),
        sa.Column('seq', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=True),
        sa.Column('facts', sa.JSON(), nullable=False),
        sa.Column('previous', sa.LargeBinary(length=32), nullable=False),
        sa.Column('hash', sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_people_book_staff_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_people_book')),
        sa.UniqueConstraint('book', 'seq', name=op.f('uq_people_book_book_seq')),
    )
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(
            'CREATE TRIGGER people_book_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON people_book '
            'FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()'
        )
        return
    there = 'id = NEW.id OR (book = NEW.book AND seq = NEW.seq)'
    over = f'WHEN EXISTS (SELECT 1 FROM people_book WHERE {there})'
    for what in ('UPDATE', 'DELETE', 'INSERT'):
        op.execute(
            f"CREATE TRIGGER people_book_is_kept_{what.lower()} BEFORE {what} ON people_book "
            f"{over if what == 'INSERT' else ''} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        )


def downgrade() -> None:
    op.drop_table('people_book')
    op.drop_table('team_leads')
    op.drop_table('collector_aliases')
    op.drop_table('postings')
    op.drop_column('teams', 'closed_on')
    op.drop_column('agencies', 'closed_on')
