"""An outcome stands beside what the carrier knew of the call; full mailboxes, and what was not understood, are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("call_sheet_entries", sa.Column("call_status", sa.String(length=16), nullable=True))
    op.add_column("call_sheet_entries", sa.Column("call_seconds", sa.Integer(), nullable=True))
    op.create_table(
        "full_mailboxes",
        sa.Column("line", sa.String(length=16), primary_key=True),
        sa.Column("official", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "not_understood",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("supporter_id", sa.Integer(), sa.ForeignKey("supporters.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("flow", sa.String(length=64), nullable=False),
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("reply", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_not_understood_supporter", "not_understood", ["supporter_id"])
    op.create_index("ix_not_understood_at", "not_understood", ["at"])


def downgrade() -> None:
    op.drop_table("not_understood")
    op.drop_table("full_mailboxes")
    with op.batch_alter_table("call_sheet_entries") as table:
        table.drop_column("call_seconds")
        table.drop_column("call_status")
