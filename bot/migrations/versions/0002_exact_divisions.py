"""What a street address settled: divisions, never the address."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("supporters", sa.Column("exact", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("supporters", "exact")
