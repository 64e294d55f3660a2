"""reviews: a chained history, the random sample, the right of reply in full"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from portal.domain.chain import GENESIS, entry_hash

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'review_cycles',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=12), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('seed', sa.String(length=64), nullable=False),
        sa.Column('population', sa.JSON(), nullable=False),
        sa.Column('drawn', sa.JSON(), nullable=False),
        sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_review_cycles')),
        sa.UniqueConstraint('name', name=op.f('uq_review_cycles_name')),
    )
    op.create_table(
        'review_timeline',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('review_id', sa.Integer(), nullable=False),
        sa.Column('seq', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=True),
        sa.Column('facts', sa.JSON(), nullable=False),
        sa.Column('words', sa.LargeBinary(), nullable=True),
        sa.Column('previous', sa.LargeBinary(length=32), nullable=False),
        sa.Column('hash', sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_review_timeline_review_id_reviews')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_review_timeline_staff_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_review_timeline')),
        sa.UniqueConstraint('review_id', 'seq', name=op.f('uq_review_timeline_review_id_seq')),
    )
    op.create_index('ix_review_timeline_at', 'review_timeline', ['at'])
    with op.batch_alter_table('reviews') as batch:
        batch.add_column(sa.Column('history_length', sa.Integer(), nullable=False, server_default='0'))
        batch.add_column(sa.Column('history_head', sa.LargeBinary(length=32), nullable=True))
    carry_over()
    with op.batch_alter_table('review_findings') as batch:
        batch.add_column(sa.Column('answer', sa.String(length=40), nullable=False, server_default='none'))
        batch.add_column(sa.Column('set_aside_at', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('review_findings') as batch:
        batch.alter_column('answer', server_default=None)
    with op.batch_alter_table('reviews') as batch:
        batch.add_column(sa.Column('cycle_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('support', sa.String(length=120), nullable=False, server_default=''))
        batch.add_column(sa.Column('asked_again_at', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('action_done_on', sa.Date(), nullable=True))
        batch.add_column(sa.Column('helped', sa.Boolean(), nullable=True))
        batch.add_column(sa.Column('cleared_at', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch.create_foreign_key(op.f('fk_reviews_cycle_id_review_cycles'), 'review_cycles', ['cycle_id'], ['id'])
        batch.create_check_constraint(op.f('ck_reviews_closed_needs_a_date'), "(state = 'closed') = (closed_at IS NOT NULL)")
        batch.create_check_constraint(
            op.f('ck_reviews_told_needs_a_date'),
            "state NOT IN ('notice_sent', 'reply_received', 'reply_expired')"
            ' OR (notice_at IS NOT NULL AND reply_due IS NOT NULL)',
        )
        batch.alter_column('state', type_=sa.String(length=40), existing_type=sa.String(length=24), existing_nullable=False)
        batch.drop_column('reply')
        batch.drop_column('reasons')
    with op.batch_alter_table('reviews') as batch:
        batch.alter_column('support', server_default=None)
        batch.alter_column('history_length', server_default=None)
        batch.alter_column('history_head', existing_type=sa.LargeBinary(length=32), nullable=False)
        batch.alter_column('version', server_default=None)


def carry_over() -> None:
    """Give every review a first line that keeps what was said in it so far."""
    connection = op.get_bind()
    meta = sa.MetaData()
    reviews = sa.Table('reviews', meta, autoload_with=connection)
    history = sa.Table('review_timeline', meta, autoload_with=connection)
    # A state the new map does not know was never reached by any verb; it meant the end.
    checked = sa.update(reviews).where(reviews.c.state == 'checked').values(state='closed')
    connection.execute(checked.values(closed_at=sa.func.coalesce(reviews.c.closed_at, reviews.c.opened_at)))
    now = datetime.now(UTC).replace(microsecond=0)
    for row in connection.execute(sa.select(reviews)).mappings().all():
        facts = {
            'because': row['opened_because'], 'state': row['state'],
            'reply': row['reply'], 'reasons': row['reasons'],
        }
        said = {
            'review_id': row['id'], 'seq': 1, 'kind': 'carried_over', 'at': now.isoformat(), 'staff_id': None,
            'facts': json.dumps(facts, sort_keys=True, ensure_ascii=False), 'words': None,
        }
        sqlite = connection.dialect.name == 'sqlite'
        proof = entry_hash(GENESIS, said)
        kept = sa.update(reviews).where(reviews.c.id == row['id'])
        connection.execute(kept.values(history_length=1, history_head=proof))
        connection.execute(sa.insert(history).values(
            review_id=row['id'], seq=1, kind='carried_over', at=now.replace(tzinfo=None) if sqlite else now,
            staff_id=None, facts=facts, words=None, previous=GENESIS, hash=proof,
        ))


def downgrade() -> None:
    connection = op.get_bind()
    with op.batch_alter_table('reviews') as batch:
        batch.add_column(sa.Column('reply', sa.Text(), nullable=False, server_default=''))
        batch.add_column(sa.Column('reasons', sa.Text(), nullable=False, server_default=''))
    # Sealed words cannot be opened here; what was carried over is given back.
    meta = sa.MetaData()
    reviews = sa.Table('reviews', meta, autoload_with=connection)
    history = sa.Table('review_timeline', meta, autoload_with=connection)
    kept = sa.select(history.c.review_id, history.c.facts).where(history.c.kind == 'carried_over')
    for review_id, facts in connection.execute(kept).all():
        back = {'reply': facts['reply'], 'reasons': facts['reasons']}
        connection.execute(sa.update(reviews).where(reviews.c.id == review_id).values(**back))
    connection.execute(sa.update(reviews).where(reviews.c.state == 'reply_expired').values(state='notice_sent'))
    with op.batch_alter_table('reviews') as batch:
        batch.drop_constraint(op.f('ck_reviews_closed_needs_a_date'), type_='check')
        batch.drop_constraint(op.f('ck_reviews_told_needs_a_date'), type_='check')
        batch.drop_constraint(op.f('fk_reviews_cycle_id_review_cycles'), type_='foreignkey')
        for name in ('cycle_id', 'support', 'asked_again_at', 'action_done_on', 'helped', 'cleared_at', 'version', 'history_length', 'history_head'):
            batch.drop_column(name)
        batch.alter_column('state', type_=sa.String(length=24), existing_type=sa.String(length=40), existing_nullable=False)
        batch.alter_column('reply', server_default=None)
        batch.alter_column('reasons', server_default=None)
    with op.batch_alter_table('review_findings') as batch:
        batch.drop_column('set_aside_at')
        batch.drop_column('answer')
    op.drop_index('ix_review_timeline_at', 'review_timeline')
    op.drop_table('review_timeline')
    op.drop_table('review_cycles')
