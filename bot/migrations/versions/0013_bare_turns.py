"""Turns that are no more than the id of a webhook are found by an index, to be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    bare = sa.text("state IS NULL")
    op.create_index("ix_turns_bare", "turns", ["at"], unique=False, sqlite_where=bare, postgresql_where=bare)


def downgrade() -> None:
    op.drop_index("ix_turns_bare", table_name="turns")
