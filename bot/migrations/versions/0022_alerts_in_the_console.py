"""Alerts are written, approved and previewed in the console, and what they led to is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

MOMENT = sa.DateTime(timezone=True)
COLUMNS = ("written", "number", "author_id", "form_token", "approved_number", "approved_by")


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("written", sa.JSON(), nullable=True))
    op.add_column("broadcasts", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("broadcasts", sa.Column("author_id", sa.Integer(), nullable=True))
    op.add_column("broadcasts", sa.Column("form_token", sa.String(length=43), nullable=True))
    op.add_column("broadcasts", sa.Column("approved_number", sa.Integer(), nullable=True))
    op.add_column("broadcasts", sa.Column("approved_by", sa.Integer(), nullable=True))
    op.create_index("ix_broadcasts_form_token", "broadcasts", ["form_token"], unique=True)
    op.create_table(
        "broadcast_previews",
        sa.Column("broadcast_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=False),
    )
    op.create_table(
        "broadcast_results",
        sa.Column("broadcast_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("replies", "left_alerts", "callers", "calls", "connected", "reached")
        ),
    )


def downgrade() -> None:
    op.drop_table("broadcast_results")
    op.drop_table("broadcast_previews")
    op.drop_index("ix_broadcasts_form_token", table_name="broadcasts")
    with op.batch_alter_table("broadcasts") as table:
        for name in COLUMNS:
            table.drop_column(name)
