"""at most one open review of a collector"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPEN = sa.text('closed_at IS NULL')


def upgrade() -> None:
    op.create_index(
        'ix_reviews_one_open', 'reviews', ['collector_id'],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_index('ix_reviews_one_open', 'reviews')
