"""What brakes look at: the copies of a broadcast that have ended, the latest first."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    is_ended = sa.text("state IN ('delivered', 'failed')")
    op.create_index(
        "ix_deliveries_ended",
        "deliveries",
        ["broadcast_id", "sent_at", "claimed_at"],
        unique=False,
        sqlite_where=is_ended,
        postgresql_where=is_ended,
    )


def downgrade() -> None:
    op.drop_index("ix_deliveries_ended", table_name="deliveries")
