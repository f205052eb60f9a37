"""Files that organizers ask for, made by workers."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("organizer_id", sa.Integer(), sa.ForeignKey("organizers.id", ondelete="SET NULL"), nullable=True),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.CheckConstraint("state IN ('asked', 'made', 'failed')", name="state"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_exports_organizer", "exports", ["organizer_id", "id"])
    op.create_index("ix_exports_created_at", "exports", ["created_at"])
    op.create_index("ix_exports_state", "exports", ["state"])


def downgrade() -> None:
    op.drop_table("exports")
