"""guards of the histories, signs of life of workers, requests about a person's own data, erased tickets"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STAMP = sa.DateTime(timezone=True)
SAID = "a line of a history is never changed and never deleted"
#: As they stood on the day of this migration: a later change of the guards is a migration of its own.
HISTORIES = {'timeline': 'ticket_id', 'review_timeline': 'review_id'}


def upgrade() -> None:
    op.add_column('tickets', sa.Column('erased_at', STAMP, nullable=True))
    op.create_table(
        'worker_beats',
        sa.Column('worker', sa.String(120), nullable=False),
        sa.Column('seen_at', STAMP, nullable=False),
        sa.PrimaryKeyConstraint('worker', name=op.f('pk_worker_beats')),
    )
    requests()
    carry_over()
    (guard_postgresql if is_postgresql() else guard_sqlite)()


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == 'postgresql'


def requests() -> None:
    op.create_table(
        'data_requests',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ticket_id', sa.String(32), nullable=False),
        sa.Column('what', sa.String(40), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('asked_at', STAMP, nullable=False),
        sa.Column('due_on', sa.Date(), nullable=True),
        sa.Column('ground', sa.String(20), nullable=False),
        sa.Column('decided_by', sa.Integer(), nullable=True),
        sa.Column('decided_at', STAMP, nullable=True),
        sa.Column('agreed_by', sa.Integer(), nullable=True),
        sa.Column('agreed_at', STAMP, nullable=True),
        sa.Column('erase_on', sa.Date(), nullable=True),
        sa.Column('ended_at', STAMP, nullable=True),
        sa.CheckConstraint('agreed_by IS NULL OR agreed_by <> decided_by',
                           name=op.f('ck_data_requests_nobody_agrees_with_himself')),
        sa.CheckConstraint("state NOT IN ('granted', 'done') OR what <> 'delete' OR"
                           ' (agreed_by IS NOT NULL AND erase_on IS NOT NULL)',
                           name=op.f('ck_data_requests_deletion_needs_two_and_a_date')),
        sa.CheckConstraint("(state IN ('asked', 'proposed', 'granted')) = (ended_at IS NULL)",
                           name=op.f('ck_data_requests_ended_needs_a_date')),
        sa.ForeignKeyConstraint(['agreed_by'], ['staff.id'], name=op.f('fk_data_requests_agreed_by_staff')),
        sa.ForeignKeyConstraint(['decided_by'], ['staff.id'], name=op.f('fk_data_requests_decided_by_staff')),
        sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_data_requests_ticket_id_tickets')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_data_requests')),
    )
    op.create_index(op.f('ix_data_requests_ticket_id'), 'data_requests', ['ticket_id'])
    op.create_index(
        'ix_data_requests_one_open', 'data_requests', ['ticket_id', 'what'], unique=True,
        sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'),
    )


def carry_over() -> None:
    """Whoever asked for deletion before gets a place on the list, with the date that was promised."""
    connection = op.get_bind()
    meta = sa.MetaData()
    lines = sa.Table('timeline', meta, autoload_with=connection)
    clocks = sa.Table('clocks', meta, autoload_with=connection)
    rows = sa.Table('data_requests', meta, autoload_with=connection)
    asked = sa.select(lines.c.ticket_id, lines.c.at, lines.c.facts).where(lines.c.kind == 'data_asked')
    seen = set()
    for line in connection.execute(asked.order_by(lines.c.id)).all():
        if line.facts.get('what') != 'delete' or line.ticket_id in seen:
            continue
        seen.add(line.ticket_id)
        due = sa.select(sa.func.min(clocks.c.due_on)).where(
            clocks.c.ticket_id == line.ticket_id, clocks.c.rule_id == 'data_access', clocks.c.state == 'running')
        connection.execute(sa.insert(rows).values(
            ticket_id=line.ticket_id, what='delete', state='asked', asked_at=line.at,
            due_on=connection.scalar(due), ground=''))


def guard_postgresql() -> None:
    op.execute(
        'CREATE OR REPLACE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN RAISE EXCEPTION '{SAID}'; END $$"
    )
    for table in HISTORIES:
        op.execute(
            f'CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} '
            'FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()'
        )


def guard_sqlite() -> None:
    # A table that is made anew by a later migration loses its guards and must be given them again.
    for table, whose in HISTORIES.items():
        there = f'id = NEW.id OR ({whose} = NEW.{whose} AND seq = NEW.seq)'
        over = f'WHEN EXISTS (SELECT 1 FROM {table} WHERE {there})'
        for what in ('UPDATE', 'DELETE', 'INSERT'):
            op.execute(
                f"CREATE TRIGGER {table}_is_kept_{what.lower()} BEFORE {what} ON {table} "
                f"{over if what == 'INSERT' else ''} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            )


def downgrade() -> None:
    for table in HISTORIES:
        if is_postgresql():
            op.execute(f'DROP TRIGGER {table}_is_kept ON {table}')
        else:
            for what in ('update', 'delete', 'insert'):
                op.execute(f'DROP TRIGGER {table}_is_kept_{what}')
    if is_postgresql():
        op.execute('DROP FUNCTION history_is_kept()')
    op.drop_table('data_requests')
    op.drop_table('worker_beats')
    op.drop_column('tickets', 'erased_at')
