"""How often exits of flows were taken, updates of the tables that somebody asked for; bad calls are found by their time."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

MOMENT = sa.DateTime(timezone=True)
BADLY = sa.text("status IN ('failed', 'no_answer')")


def upgrade() -> None:
    op.create_table(
        "flow_exits",
        sa.Column("flow", sa.String(length=64), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("node", sa.String(length=80), primary_key=True),
        sa.Column("exit", sa.String(length=64), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
    )
    op.create_table(
        "table_updates",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
    )
    op.create_index("ix_calls_badly_at", "calls", ["at"], sqlite_where=BADLY, postgresql_where=BADLY)


def downgrade() -> None:
    op.drop_index("ix_calls_badly_at", table_name="calls")
    op.drop_table("table_updates")
    op.drop_table("flow_exits")
