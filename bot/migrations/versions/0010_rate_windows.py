"""How often somebody did a limited thing lately: counted for all processes together."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "rate_windows",
        sa.Column("key", sa.String(128), primary_key=True),
        sa.Column("hits", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_rate_windows_expires_at", "rate_windows", ["expires_at"])


def downgrade() -> None:
    op.drop_table("rate_windows")
