"""Lists of other programs: what their columns hold, which of their numbers are landlines, and lists that are taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "column_maps",
        sa.Column("shape", sa.String(length=64), primary_key=True),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "line_types",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('mobile', 'landline', 'other')", name="kind"),
    )
    op.create_index("ix_line_types_asked_at", "line_types", ["asked_at"])
    op.add_column("imports", sa.Column("choices", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("imports", sa.Column("cancelled_at", MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("imports", "cancelled_at")
    op.drop_column("imports", "choices")
    op.drop_index("ix_line_types_asked_at", "line_types")
    op.drop_table("line_types")
    op.drop_table("column_maps")
