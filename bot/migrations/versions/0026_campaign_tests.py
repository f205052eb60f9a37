"""Tests of a campaign before its launch: which version, by text or by phone, by whom and when."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "campaign_tests",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("tested_by", sa.String(length=64), nullable=False),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind = 'text' OR kind = 'call'", name="kind"),
    )
    op.create_index("ix_campaign_tests_campaign", "campaign_tests", ["campaign", "id"])
    op.create_index("ix_campaign_tests_delivery_id", "campaign_tests", ["delivery_id"])


def downgrade() -> None:
    op.drop_table("campaign_tests")
