"""Who was asked whether they want no more texts, and has not said, is texted no alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

WHO = sa.text("doubted_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("supporters", sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_supporters_doubted", "supporters", ["doubted_at"], sqlite_where=WHO, postgresql_where=WHO)


def downgrade() -> None:
    op.drop_index("ix_supporters_doubted", table_name="supporters")
    with op.batch_alter_table("supporters") as table:
        table.drop_column("doubted_at")
