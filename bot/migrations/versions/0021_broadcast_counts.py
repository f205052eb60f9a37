"""How far each alert is stands in counters; those of the alerts there are now are counted once."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

# As bot/outbox/delivery_counts.py counts.
COUNTED = """
INSERT INTO broadcast_counts (broadcast_id, state, error, error_cause, zone, n, segments, pictures)
SELECT broadcast_id, state,
  CASE WHEN state IN ('failed', 'skipped') THEN coalesce(error, '') ELSE '' END,
  CASE WHEN state IN ('failed', 'skipped') THEN coalesce(error_cause, '') ELSE '' END,
  CASE WHEN state = 'queued' THEN zone ELSE '' END,
  count(*),
  coalesce(sum(CASE WHEN state IN ('queued', 'waiting', 'skipped') THEN 0 ELSE segments END), 0),
  sum(CASE WHEN state NOT IN ('queued', 'waiting', 'skipped') AND segments = 0 THEN 1 ELSE 0 END)
FROM deliveries WHERE broadcast_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5
"""


def upgrade() -> None:
    op.create_table(
        "broadcast_counts",
        sa.Column("broadcast_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("state", sa.String(length=16), primary_key=True),
        sa.Column("error", sa.String(length=64), primary_key=True),
        sa.Column("error_cause", sa.String(length=16), primary_key=True),
        sa.Column("zone", sa.String(length=160), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
    )
    op.execute(COUNTED)


def downgrade() -> None:
    op.drop_table("broadcast_counts")
