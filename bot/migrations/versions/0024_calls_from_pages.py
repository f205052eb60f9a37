"""Calls that visitors of a campaign's page made by themselves, and who had sent them there."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

HAS_REFERRAL = sa.text("referral != ''")


def upgrade() -> None:
    op.add_column("calls", sa.Column("referral", sa.String(length=32), nullable=False, server_default=""))
    op.create_index(
        "ix_calls_referral",
        "calls",
        ["at", "campaign", "referral", "outcome"],
        sqlite_where=HAS_REFERRAL,
        postgresql_where=HAS_REFERRAL,
    )


def downgrade() -> None:
    op.drop_index("ix_calls_referral", table_name="calls")
    with op.batch_alter_table("calls") as table:
        table.drop_column("referral")
