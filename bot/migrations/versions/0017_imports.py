"""Lists that organizers upload in the console, on their way; and supporters are found by their place."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

MOMENT = sa.DateTime(timezone=True)
STOPPED = sa.text("stopped")


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("organizer_id", sa.Integer(), sa.ForeignKey("organizers.id", ondelete="SET NULL"), nullable=True),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("loaded", sa.Integer(), nullable=False),
        sa.Column("loaded_line", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('received', 'checked', 'agreed', 'loaded', 'refused')", name="state"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_imports_changed_at", "imports", ["changed_at"])
    op.create_index("ix_supporters_zip", "supporters", ["zip", "id"])
    op.create_index("ix_supporters_stopped", "supporters", ["id"], sqlite_where=STOPPED, postgresql_where=STOPPED)


def downgrade() -> None:
    op.drop_index("ix_supporters_stopped", "supporters")
    op.drop_index("ix_supporters_zip", "supporters")
    op.drop_table("imports")
